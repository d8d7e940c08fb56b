"""How a bid is judged (rules.md 1 and 2), as a pure fold. `place_bids_v1` decides; a property test holds the two equal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from functions.bids.models import BidKind, BidOutcome

BIG_JUMP_FACTOR = 5

type Refusal = Literal[
    "item_closed", "item_not_open", "already_leading", "max_not_raised", "bid_too_low", "confirm_required"
]


@dataclass(frozen=True, slots=True)
class Item:
    """What judging needs. `steps` are (from price, step) pairs, ascending, the first from 0."""

    starting_cents: int
    steps: Sequence[tuple[int, int]]
    opens_at: datetime
    closes_at: datetime
    planned_closes_at: datetime
    reserve_cents: int | None = None
    extension_window: timedelta = timedelta(0)
    extension: timedelta = timedelta(0)
    extension_cap: timedelta = timedelta(0)
    hard_end_at: datetime | None = None
    leader: int | None = None
    commitment_cents: int | None = None
    price_cents: int | None = None
    extension_count: int = 0


@dataclass(frozen=True, slots=True)
class Bid:
    paddle: int
    kind: BidKind
    amount_cents: int
    confirmed: bool = False


def step_at(steps: Sequence[tuple[int, int]], price_cents: int) -> int:
    return next(step for floor, step in reversed(steps) if price_cents >= floor)


def least_acceptable_cents(item: Item, paddle: int) -> int:
    """Rule 5."""
    if item.price_cents is None or item.commitment_cents is None:
        return item.starting_cents
    if item.leader == paddle:
        return item.commitment_cents + 1
    return item.price_cents + step_at(item.steps, item.price_cents)


def judge(item: Item, bid: Bid, now: datetime) -> tuple[Item, BidOutcome] | Refusal:
    """The item after the bid and what the bidder is told, or why it is refused."""
    if now >= item.closes_at:
        return "item_closed"
    if now < item.opens_at:
        return "item_not_open"
    leads = item.leader == bid.paddle
    if leads and bid.kind == "exact":
        return "already_leading"
    least = least_acceptable_cents(item, bid.paddle)
    if bid.amount_cents < least:
        return "max_not_raised" if leads else "bid_too_low"
    if bid.amount_cents >= BIG_JUMP_FACTOR * least and not bid.confirmed:
        return "confirm_required"
    after, outcome = _apply(item, bid)
    changed = after.leader != item.leader or after.price_cents != item.price_cents
    return (_extended(after, now) if changed and not leads else after), outcome


def _apply(item: Item, bid: Bid) -> tuple[Item, BidOutcome]:
    amount = bid.amount_cents
    if item.leader is None or item.price_cents is None or item.commitment_cents is None:
        return _leading(item, bid, amount if bid.kind == "exact" else item.starting_cents), "leading"
    if item.leader == bid.paddle:
        return _leading(item, bid, item.price_cents), "leading"
    if amount <= item.commitment_cents:
        price = max(item.price_cents, min(item.commitment_cents, amount + step_at(item.steps, amount)))
        return replace(item, price_cents=price), "tied_earlier" if amount == item.commitment_cents else "outbid"
    price = max(item.price_cents, min(amount, item.commitment_cents + step_at(item.steps, item.commitment_cents)))
    return _leading(item, bid, max(price, amount) if bid.kind == "exact" else price), "leading"


def _leading(item: Item, bid: Bid, price_cents: int) -> Item:
    if item.reserve_cents is not None and item.reserve_cents <= bid.amount_cents:
        price_cents = max(price_cents, item.reserve_cents)
    return replace(item, leader=bid.paddle, commitment_cents=bid.amount_cents, price_cents=price_cents)


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
