"""What an item must look like, said from its bids alone: no fold, so that neither rules.py nor the SQL can agree on the wrong thing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from functions.bids.rules import Bid, Item, ItemKind
from tests.factories.model import Step


def misfits(item: Item, bids: Sequence[Bid]) -> list[str]:
    """`bids`: those that count, in order of time. What rules.md promises of them and does not hold."""
    return [promise for promise, is_kept in PROMISES[item.kind](item, bids).items() if not is_kept]


def misfits_of(steps: Sequence[Step]) -> list[str]:
    """Where the rules themselves, whoever plays them, leave an item that its bids do not explain; and a price that fell."""
    found = [f"after {step.event}: {misfit}" for step in steps for misfit in misfits(step.item, step.counted)]
    for before, after in pairwise(steps):
        price, was = after.item.price_cents, before.item.price_cents
        if after.bids and was is not None and (price is None or price < was):
            found.append(f"a bid let the price fall: {after.event}")
    return found


def _single(item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    if not bids or item.leader is None or item.price_cents is None or item.commitment_cents is None:
        return {"no bids, no leader, no price": not bids and item.leader is None and item.price_cents is None}
    if bids[-1].kind == "buy_now":
        is_theirs = (item.leader.number, item.price_cents) == (bids[-1].paddle.number, item.buy_now_cents)
        return {"whoever buys now has it, at its price": is_theirs and item.status == "sold"}
    best = max(bids, key=lambda bid: bid.amount_cents)  # of the same amount max() takes the first
    others = [bid.amount_cents for bid in bids if bid.paddle.number != best.paddle.number]
    return {
        "the highest commitment leads, of equal ones the earlier": item.leader.number == best.paddle.number,
        "the commitment is the leader's highest value": item.commitment_cents == best.amount_cents,
        "the price is within the commitment": item.starting_cents <= item.price_cents <= item.commitment_cents,
        "the price is no less than anybody else would pay": item.price_cents >= max(others, default=0),
        "a reserve within the commitment is met": item.reserve_cents is None
        or item.reserve_cents > item.commitment_cents
        or item.price_cents >= item.reserve_cents,
    }


def _multi(item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    stands = [(one.paddle.number, one.amount_cents) for one in item.standing]
    held, left_out = (
        Counter(number for number, _ in stands),
        Counter((bid.paddle.number, bid.amount_cents) for bid in bids),
    )
    left_out.subtract(stands)
    ranked = sorted(bids, key=lambda bid: -bid.amount_cents)[: item.quantity]
    lowest = stands[-1][1] if len(stands) == item.quantity else 0
    limit = item.per_guest_limit
    return {
        "each standing bid is one that counts": min(left_out.values(), default=0) >= 0,
        "best first": [amount for _, amount in stands] == sorted((amount for _, amount in stands), reverse=True),
        "no more than there are": len(stands) <= item.quantity,
        "no guest above the limit": limit is None or max(held.values(), default=0) <= limit,
        "without a limit the highest stand, of equal ones the earlier": limit is not None
        or stands == [(bid.paddle.number, bid.amount_cents) for bid in ranked],
        "whoever does not stand is not above the lowest, unless at the limit": all(
            amount <= lowest or (limit is not None and held[number] >= limit)
            for (number, amount), count in left_out.items()
            if count > 0
        ),
    }


def _sealed(item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    highest: dict[int, int] = {}
    for bid in bids:
        highest[bid.paddle.number] = max(bid.amount_cents, highest.get(bid.paddle.number, 0))
    return {
        "of each guest the highest stands": {one.paddle.number: one.amount_cents for one in item.standing} == highest,
        "one amount per guest": len(item.standing) == len(highest),
        "nothing shows before the close": item.status != "open" or (item.price_cents, item.leader) == (None, None),
    }


def _fixed(item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    units = Counter[int]()
    for bid in bids:
        units[bid.paddle.number] += bid.units
    return {
        "the units taken are those bought": item.units_taken == units.total() <= item.quantity,
        "each guest holds what they bought": {one.paddle.number: one.units for one in item.standing} == dict(units),
        "no guest above the limit": item.per_guest_limit is None
        or max(units.values(), default=0) <= item.per_guest_limit,
        "sold out is sold": item.status != "open" or item.units_taken < item.quantity,
    }


def _donation(item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    return {"what is given is the sum": item.given_cents == sum(bid.amount_cents for bid in bids)}


def _live(_item: Item, bids: Sequence[Bid]) -> dict[str, bool]:
    return {"a live item takes no bid": not bids}


PROMISES: Mapping[ItemKind, Callable[[Item, Sequence[Bid]], dict[str, bool]]] = {
    "single": _single,
    "multi": _multi,
    "sealed": _sealed,
    "fixed": _fixed,
    "donation": _donation,
    "live": _live,
}
