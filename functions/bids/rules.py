"""How a bid is judged (rules.md 1 to 3), as a pure fold. `judge_bids_v1` decides; a property test holds the two equal.

Written from the rules, not from the SQL: the two share no structure, so that they do not share a mistake.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from functions.bids.models import BidKind, BidOutcome

BIG_JUMP_FACTOR = 5

type ItemKind = Literal["single", "multi", "sealed", "fixed", "donation", "live"]
type Status = Literal["open", "sold", "unsold", "withdrawn"]
type Refusal = Literal[
    "item_is_live", "item_withdrawn", "item_closed", "item_held", "item_paused", "item_not_open", "paddle_locked", "not_checked_in",
    "card_required", "bid_kind_not_allowed", "buy_now_gone", "price_changed", "not_enough_left", "limit_per_guest", "already_leading",
    "max_not_raised", "bid_too_low", "not_on_step", "household_leads", "confirm_required",
]  # fmt: skip

ADMISSIONS = ("registered", "ticketed", "checked_in")
TAKES: dict[ItemKind, frozenset[BidKind]] = {
    "single": frozenset({"max", "exact", "buy_now"}),
    "multi": frozenset({"exact"}),
    "sealed": frozenset({"sealed"}),
    "fixed": frozenset({"purchase"}),
    "donation": frozenset({"donation"}),
    "live": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Paddle:
    number: int
    household: int | None = None
    is_locked: bool = False
    admission: str = "checked_in"
    is_remote: bool = False
    has_card: bool = True


@dataclass(frozen=True, slots=True)
class Bid:
    paddle: Paddle
    kind: BidKind
    amount_cents: int
    units: int = 1
    confirmed: bool = False
    household_ok: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """multi: one winning unit; sealed: a guest's amount; fixed: a guest's units."""

    paddle: Paddle
    amount_cents: int
    units: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """What judging needs. `steps` are (from price, step) pairs, ascending, the first from 0."""

    starting_cents: int
    steps: Sequence[tuple[int, int]]
    opens_at: datetime
    closes_at: datetime
    planned_closes_at: datetime
    kind: ItemKind = "single"
    status: Status = "open"
    reserve_cents: int | None = None
    force_multiples: bool = False
    quantity: int = 1
    per_guest_limit: int | None = None
    buy_now_cents: int | None = None
    buy_now_until_pct: int | None = None
    paused_at: datetime | None = None
    resumes_at: datetime | None = None
    held_at: datetime | None = None
    extension_window: timedelta = timedelta(0)
    extension: timedelta = timedelta(0)
    extension_cap: timedelta = timedelta(0)
    hard_end_at: datetime | None = None
    who_may_bid: str = "registered"
    card_required: bool = True
    remote_exempt: bool = True
    leader: Paddle | None = None
    commitment_cents: int | None = None
    price_cents: int | None = None
    standing: tuple[Standing, ...] = ()
    """multi: best first, the earlier before the later of the same amount."""
    units_taken: int = 0
    given_cents: int = 0
    bid_count: int = 0
    version: int = 1
    extension_count: int = 0

    def is_paused(self, now: datetime) -> bool:
        return self.paused_at is not None and (self.resumes_at is None or now < self.resumes_at)

    @property
    def has_buy_now(self) -> bool:
        """Gone at the first bid, or when the price reaches the share that was set."""
        if self.buy_now_cents is None or self.status != "open":
            return False
        if self.buy_now_until_pct is None:
            return self.leader is None
        return self.price_cents is None or self.price_cents * 100 < self.buy_now_cents * self.buy_now_until_pct

    def of(self, paddle: Paddle) -> list[Standing]:
        return [one for one in self.standing if one.paddle.number == paddle.number]


def step_at(steps: Sequence[tuple[int, int]], price_cents: int) -> int:
    return next(step for floor, step in reversed(steps) if price_cents >= floor)


def judge(item: Item, bid: Bid, now: datetime) -> tuple[Item, BidOutcome] | Refusal:
    """The item after the bid and what the bidder is told, or why it is refused."""
    refusal = _may_not_bid(item, bid.paddle, now) or _unacceptable(item, bid)
    if refusal is not None:
        return refusal
    after, outcome = accept(item, bid)
    if _gives_extra_time(item, after, bid):
        after = _extended(after, now)
    is_seen = not is_raise(item, bid) or after.price_cents != item.price_cents
    return replace(after, version=item.version + is_seen), outcome


def accept(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    """The item after a bid that counts. Folded over what remains after a void, it needs no clock and refuses nothing."""
    after, outcome = _ACCEPT[bid.kind if item.kind == "single" else item.kind](item, bid)
    return replace(after, bid_count=item.bid_count + (not is_raise(item, bid))), outcome


def _may_not_bid(item: Item, paddle: Paddle, now: datetime) -> Refusal | None:
    """Rules 2: what the item and the paddle say, whatever the amount."""
    is_over = item.kind != "donation" and now >= item.closes_at
    admitted = (paddle.is_remote and item.remote_exempt) or (
        ADMISSIONS.index(paddle.admission) >= ADMISSIONS.index(item.who_may_bid)
    )
    reasons: tuple[tuple[bool, Refusal], ...] = (
        (item.kind == "live", "item_is_live"),
        (item.status == "withdrawn", "item_withdrawn"),
        (item.status != "open", "item_closed"),
        (item.held_at is not None, "item_held"),
        (item.is_paused(now), "item_paused"),
        (is_over, "item_closed"),
        (now < item.opens_at, "item_not_open"),
        (paddle.is_locked, "paddle_locked"),
        (not admitted, "not_checked_in"),
        (item.card_required and not paddle.has_card, "card_required"),
    )
    return next((refusal for applies, refusal in reasons if applies), None)


def _unacceptable(item: Item, bid: Bid) -> Refusal | None:
    if bid.kind not in TAKES[item.kind]:
        return "bid_kind_not_allowed"
    if bid.kind == "buy_now":
        return _buy_now_refused(item, bid)
    if bid.kind == "purchase":
        return _purchase_refused(item, bid)
    return _amount_refused(item, bid)


def _buy_now_refused(item: Item, bid: Bid) -> Refusal | None:
    if not item.has_buy_now:
        return "buy_now_gone"
    return "price_changed" if bid.amount_cents != item.buy_now_cents else None


def _purchase_refused(item: Item, bid: Bid) -> Refusal | None:
    if bid.amount_cents != item.starting_cents:
        return "price_changed"
    if bid.units > item.quantity - item.units_taken:
        return "not_enough_left"
    has = sum(one.units for one in item.of(bid.paddle))
    return "limit_per_guest" if item.per_guest_limit is not None and has + bid.units > item.per_guest_limit else None


def _amount_refused(item: Item, bid: Bid) -> Refusal | None:
    leads = _leads(item, bid.paddle)
    if leads and bid.kind == "exact":
        return "already_leading"
    least = least_acceptable_cents(item, bid.paddle)
    if bid.amount_cents < least:
        return "max_not_raised" if is_raise(item, bid) else "bid_too_low"
    if bid.kind == "donation":
        return None
    if item.force_multiples and (bid.amount_cents - least) % _step_of(item, bid.paddle):
        return "not_on_step"
    if _own_household_would_lose(item, bid.paddle) and not bid.household_ok:
        return "household_leads"
    return "confirm_required" if bid.amount_cents >= BIG_JUMP_FACTOR * least and not bid.confirmed else None


def _leads(item: Item, paddle: Paddle) -> bool:
    return item.kind == "single" and item.leader is not None and item.leader.number == paddle.number


def is_raise(item: Item, bid: Bid) -> bool:
    """Whether the bid only changes what its owner knows: a leader's maximum, or a guest's sealed amount."""
    return (_leads(item, bid.paddle) and bid.kind != "buy_now") or (item.kind == "sealed" and bool(item.of(bid.paddle)))


def _weakest(item: Item, paddle: Paddle) -> Standing | None:
    """multi: the unit that a bid of this paddle replaces, if any: at the limit their own lowest, else the lowest of a full house."""
    own = item.of(paddle)
    if item.per_guest_limit is not None and len(own) >= item.per_guest_limit:
        return own[-1]
    return item.standing[-1] if len(item.standing) >= item.quantity else None


def _base_of(item: Item, paddle: Paddle) -> int:
    """The price that a step is taken from."""
    if item.kind == "multi":
        weakest = _weakest(item, paddle)
        return weakest.amount_cents if weakest else item.starting_cents
    return item.price_cents if item.kind == "single" and item.price_cents is not None else item.starting_cents


def _step_of(item: Item, paddle: Paddle) -> int:
    return step_at(item.steps, _base_of(item, paddle))


def least_acceptable_cents(item: Item, paddle: Paddle) -> int:
    """Rule 1.5, and its like for several winners and sealed bids."""
    base, step = _base_of(item, paddle), _step_of(item, paddle)
    if item.kind == "multi":
        return base + step if _weakest(item, paddle) else base
    own = item.of(paddle)
    secret = (
        item.commitment_cents
        if _leads(item, paddle)
        else own[0].amount_cents
        if item.kind == "sealed" and own
        else None
    )
    if secret is not None:  # their own, so only upward
        return base + (1 + (secret - base) // step) * step if item.force_multiples else secret + 1
    return base + step if item.kind == "single" and item.leader is not None else base


def _own_household_would_lose(item: Item, paddle: Paddle) -> bool:
    rival = item.leader if item.kind == "single" else None
    if item.kind == "multi" and (weakest := _weakest(item, paddle)):
        rival = weakest.paddle
    return (
        rival is not None
        and rival.number != paddle.number
        and paddle.household is not None
        and rival.household == paddle.household
    )


def _accept_maximum_or_exact(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    """Rules 1.1 to 1.4."""
    amount, is_exact = bid.amount_cents, bid.kind == "exact"
    if item.leader is None or item.price_cents is None or item.commitment_cents is None:
        return _leading(item, bid, amount if is_exact else item.starting_cents), "leading"
    if _leads(item, bid.paddle):
        return _leading(
            item, replace(bid, amount_cents=max(amount, item.commitment_cents)), item.price_cents
        ), "leading"
    if amount <= item.commitment_cents:
        price = max(item.price_cents, min(item.commitment_cents, amount + step_at(item.steps, amount)))
        return replace(item, price_cents=price), "tied_earlier" if amount == item.commitment_cents else "outbid"
    price = max(item.price_cents, min(amount, item.commitment_cents + step_at(item.steps, item.commitment_cents)))
    return _leading(item, bid, max(price, amount) if is_exact else price), "leading"


def _leading(item: Item, bid: Bid, price_cents: int) -> Item:
    if item.reserve_cents is not None and item.reserve_cents <= bid.amount_cents:
        price_cents = max(price_cents, item.reserve_cents)
    return replace(item, leader=bid.paddle, commitment_cents=bid.amount_cents, price_cents=price_cents)


def _accept_buy_now(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    amount = bid.amount_cents
    return replace(item, leader=bid.paddle, commitment_cents=amount, price_cents=amount, status="sold"), "bought"


def _accept_one_of_several(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    weakest = _weakest(item, bid.paddle)
    keep = list(item.standing)
    if weakest is not None:
        del keep[max(n for n, one in enumerate(keep) if one == weakest)]
    # sorted() is stable, and the new one comes last: of the same amount the earlier stays in front
    standing = tuple(sorted([*keep, Standing(bid.paddle, bid.amount_cents)], key=lambda one: -one.amount_cents))
    price = standing[-1].amount_cents if len(standing) == item.quantity else item.price_cents
    return replace(item, standing=standing, price_cents=price), "standing"


def _accept_sealed(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    others = tuple(one for one in item.standing if one.paddle.number != bid.paddle.number)
    return replace(item, standing=(*others, Standing(bid.paddle, bid.amount_cents))), "sealed"


def _accept_purchase(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    units = bid.units + sum(one.units for one in item.of(bid.paddle))
    others = tuple(one for one in item.standing if one.paddle.number != bid.paddle.number)
    taken = item.units_taken + bid.units
    after = replace(item, standing=(*others, Standing(bid.paddle, bid.amount_cents, units)), units_taken=taken)
    return replace(after, status="sold" if taken == item.quantity else item.status), "bought"


def _accept_donation(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    return replace(item, given_cents=item.given_cents + bid.amount_cents), "given"


_ACCEPT: dict[str, Callable[[Item, Bid], tuple[Item, BidOutcome]]] = {
    "max": _accept_maximum_or_exact,
    "exact": _accept_maximum_or_exact,
    "buy_now": _accept_buy_now,
    "multi": _accept_one_of_several,
    "sealed": _accept_sealed,
    "fixed": _accept_purchase,
    "donation": _accept_donation,
}


def _gives_extra_time(before: Item, after: Item, bid: Bid) -> bool:
    """Rules 2: a bid that changes who wins or the price, and is not the leader's own raise."""
    if bid.kind not in ("max", "exact") or is_raise(before, bid):
        return False
    if before.kind == "multi":
        own = before.of(bid.paddle)
        is_own_raise = before.per_guest_limit is not None and len(own) >= before.per_guest_limit
        return not is_own_raise or after.price_cents != before.price_cents
    return (after.leader, after.price_cents) != (before.leader, before.price_cents)


def _extended(item: Item, now: datetime) -> Item:
    """Extra time (rules.md 2): to now + extension, never past the cap or the hard end, never earlier."""
    if item.closes_at - now > item.extension_window or not item.extension:
        return item
    limits = [
        now + item.extension,
        item.planned_closes_at + item.extension_cap,
        *([item.hard_end_at] if item.hard_end_at else []),
    ]
    closes_at = max(item.closes_at, min(limits))
    return replace(item, closes_at=closes_at, extension_count=item.extension_count + (closes_at > item.closes_at))
