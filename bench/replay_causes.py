"""Why a replayed auction did not end at its recorded sale price: by what the record itself shows, most certain first.

Each cause is tried out on the pure rules (functions/bids/rules.py), and said only if the auction then ends at the sale price:

1. Two bids carry the same time, and in the other order it does. The record does not say which came first.
2. A leader raised a maximum that had cut the last step short. eBay then charges the full step; rules.md 1.2 leaves the price.
3. A bid that is refused here was counted there: eBay had judged it before the bid of the same moment that stands before it.
4. The sale price is above what any other bid allows (the best rival's bid plus a step, or the opening bid without a rival).
   Of what the rules know, only a reserve that the winner's bid met lifts a price so far, and with it the auction does end there.
   A rival's bid that was withdrawn and left no row would look the same. One that left a row is named: the bidder went lower later.
5. The sale price is below the replayed one, and without one of the bidders it is met: their bids were withdrawn.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bench.replay_file import RecordedAuction, RecordedBid
from functions.bids.rules import Bid, Item, Paddle, judge, step_at

# from price, step; what eBay used at the time of the record
STEPS = (
    (0, 5), (100, 25), (500, 50), (2_500, 100), (10_000, 250), (25_000, 500),
    (50_000, 1_000), (100_000, 2_500), (250_000, 5_000), (500_000, 10_000),
)  # fmt: skip
_NOON = datetime(2004, 1, 1, 12, tzinfo=UTC)  # any moment will do: no bid of the fold comes late


def cause_of(auction: RecordedAuction, ended_cents: int | None) -> str:
    tried = (
        _other_order(auction), _full_step_after_raise(auction), _counted_though_refused(auction),
        _hidden_reserve(auction), _withdrawn_bidder(auction, ended_cents),
    )  # fmt: skip
    return next(
        (cause for cause in tried if cause),
        "no single cause that the record shows: neither order, step, reserve nor one bidder's withdrawal leads to the sale price",
    )


def _other_order(auction: RecordedAuction) -> str | None:
    bids = list(auction.bids)
    for k in range(len(bids) - 1):
        first, second = bids[k], bids[k + 1]
        if (
            first.at_days == second.at_days
            and _ends_at(auction, [*bids[:k], second, first, *bids[k + 2 :]]) == auction.sale_cents
        ):
            return f"{_said(first)} and {_said(second)} carry the same time, and in the other order the replay matches"
    return None


def _full_step_after_raise(auction: RecordedAuction) -> str | None:
    if _ends_at(auction, auction.bids, full_step_after_raise=True) != auction.sale_cents:
        return None
    return "the leader raised a maximum that had cut a step short: eBay then charged the full step, here the price stays (rules.md 1.2)"


def _counted_though_refused(auction: RecordedAuction) -> str | None:
    refused = _refused(auction)
    if (
        not refused
        or _allowed_cents(auction) < auction.sale_cents
        or _best(auction)[0].amount_cents < auction.sale_cents
    ):
        return None
    rival = _best(auction)[1]
    if rival not in refused:
        return None
    return f"{_said(rival)} is too low here behind the bid of the same moment before it; eBay counted it"


def _hidden_reserve(auction: RecordedAuction) -> str | None:
    allowed = _allowed_cents(auction)
    if (
        auction.sale_cents <= allowed
        or _ends_at(auction, auction.bids, reserve_cents=auction.sale_cents) != auction.sale_cents
    ):
        return None
    said = [
        f"hidden reserve: no other bid allows more than {allowed}, and with a reserve of {auction.sale_cents} the replay matches"
    ]
    winner = _best(auction)[0].bidder
    raises = sum(bid.bidder == winner and allowed <= bid.amount_cents < auction.sale_cents for bid in auction.bids)
    if raises:
        said.append(f"the winner's own raises towards it: {raises}")
    if withdrawn := _withdrawn_own(auction):
        before, after = withdrawn
        said.append(f"besides, {_said(before)} was withdrawn: {after.amount_cents} by the same bidder followed")
    return "; ".join(said)


def _withdrawn_bidder(auction: RecordedAuction, ended_cents: int | None) -> str | None:
    if ended_cents is None or auction.sale_cents >= ended_cents:
        return None
    for bidder in dict.fromkeys(bid.bidder for bid in auction.bids):
        if _ends_at(auction, [bid for bid in auction.bids if bid.bidder != bidder]) == auction.sale_cents:
            return f"withdrawn bid: without those of {bidder} the replay matches"
    return None


def _withdrawn_own(auction: RecordedAuction) -> tuple[RecordedBid, RecordedBid] | None:
    """A bid and a lower one that its bidder placed later: nobody can, while the higher one stands."""
    for k, before in enumerate(auction.bids):
        for after in auction.bids[k + 1 :]:
            if after.bidder == before.bidder and after.amount_cents < before.amount_cents:
                return before, after
    return None


def _best(auction: RecordedAuction) -> list[RecordedBid]:
    """Each bidder's best bid, highest first, the earlier first of equal ones."""
    best: dict[str, RecordedBid] = {}
    for bid in auction.bids:
        if bid.bidder not in best or bid.amount_cents > best[bid.bidder].amount_cents:
            best[bid.bidder] = bid
    return sorted(best.values(), key=lambda bid: (-bid.amount_cents, bid.at_days))


def _allowed_cents(auction: RecordedAuction) -> int:
    best = _best(auction)
    if len(best) == 1:
        return auction.opening_cents
    return best[1].amount_cents + step_at(STEPS, best[1].amount_cents)


def _refused(auction: RecordedAuction) -> list[RecordedBid]:
    item, refused = _opened(auction, None), []
    for bid in auction.bids:
        after = _judged(item, bid)
        if after is None:
            refused.append(bid)
        else:
            item = after
    return refused


def _ends_at(
    auction: RecordedAuction,
    bids: Sequence[RecordedBid],
    *,
    reserve_cents: int | None = None,
    full_step_after_raise: bool = False,
) -> int | None:
    """The price after these bids, by the rules or by eBay's own way with a leader's raise."""
    item = _opened(auction, reserve_cents)
    best: dict[str, int] = {}
    for bid in bids:
        after = _judged(item, bid)
        if after is None:
            continue
        is_raise = item.leader == after.leader == _paddle(bid)
        item = after
        best[bid.bidder] = max(best.get(bid.bidder, 0), bid.amount_cents)
        rivals = [amount for bidder, amount in best.items() if bidder != bid.bidder]
        if full_step_after_raise and is_raise and rivals and item.price_cents is not None:
            full = min(bid.amount_cents, max(rivals) + step_at(STEPS, max(rivals)))
            item = replace(item, price_cents=max(item.price_cents, full))
    return item.price_cents


def _opened(auction: RecordedAuction, reserve_cents: int | None) -> Item:
    closes_at = _NOON + timedelta(days=1)
    return Item(auction.opening_cents, STEPS, _NOON, closes_at, closes_at, reserve_cents=reserve_cents)


def _judged(item: Item, bid: RecordedBid) -> Item | None:
    judged = judge(item, Bid(_paddle(bid), "max", bid.amount_cents, confirmed=True), _NOON)
    return None if isinstance(judged, str) else judged[0]


def _paddle(bid: RecordedBid) -> Paddle:
    return Paddle(hash(bid.bidder))


def _said(bid: RecordedBid) -> str:
    return f"{bid.bidder}'s {bid.amount_cents}"
