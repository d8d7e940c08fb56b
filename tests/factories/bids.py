"""Bids for the database function, without the route in front of it."""

import random
from collections.abc import Sequence
from uuid import UUID, uuid4

from functions.bids.models import BidKind, NewBid
from functions.bids.rules import Item
from shared.ids import new_id
from tests.factories.gala import Guest
from tests.factories.model import TAKEN

BIDDABLE: Sequence[BidKind] = ("max", "max", "exact")
BUYABLE: Sequence[BidKind] = (*BIDDABLE, "buy_now")


def bid_of(
    guest: Guest,
    item_id: UUID,
    amount_cents: int,
    *,
    kind: BidKind = "max",
    key: UUID | None = None,
    confirmed: bool = True,
    units: int = 1,
    household_ok: bool = False,
) -> NewBid:
    return NewBid(
        id=new_id(),
        key=key or uuid4(),
        org_id=guest.org_id,
        event_id=guest.event_id,
        paddle_id=guest.paddle_id,
        session_id=guest.session_id,
        epoch=1,
        item_id=item_id,
        kind=kind,
        amount_cents=amount_cents,
        body_hash=f"{item_id}{kind}{amount_cents}".encode(),
        confirmed=confirmed,
        units=units,
        household_ok=household_ok,
    )


def random_bids(
    rng: random.Random, guests: Sequence[Guest], items: Sequence[UUID], count: int, highest: int
) -> list[NewBid]:
    return [
        bid_of(
            rng.choice(guests),
            rng.choice(items),
            rng.randrange(4_000, highest, 250),
            kind=rng.choice(("max", "max", "exact")),
        )
        for _ in range(count)
    ]


def random_bid(rng: random.Random, guest: Guest, item_id: UUID, item: Item, highest: int) -> NewBid:
    """Of a kind that the item takes, mostly; amounts up to `highest`, of which the caller makes more with time."""
    kind: BidKind = rng.choice(BUYABLE if item.buy_now_cents else BIDDABLE)
    if item.kind in TAKEN:
        kind = TAKEN[item.kind]
    amount = rng.randrange(4_000, highest, 250)
    if kind in ("purchase", "buy_now"):
        amount = item.buy_now_cents or item.starting_cents
    units = rng.randint(1, 3) if kind == "purchase" else 1
    return bid_of(guest, item_id, amount, kind=kind, units=units, household_ok=True)
