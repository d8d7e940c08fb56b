"""Bids for the database function, without the route in front of it."""

import random
from collections.abc import Sequence
from uuid import UUID, uuid4

from functions.bids.models import BidKind, NewBid
from shared.ids import new_id
from tests.factories.gala import Guest


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
