"""The least that a bid can be placed on: one event, bidders with a session each, and items."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from functions.bids.models import BidKind, NewBid
from shared.db.pool import Connection
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Bidder:
    paddle_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class Market:
    org_id: UUID
    event_id: UUID
    section_id: UUID
    opens_at: datetime
    closes_at: datetime
    bidders: Sequence[Bidder]


@dataclass(frozen=True, slots=True)
class Lot:
    """`steps` are (from price, step) pairs, ascending, the first from 0."""

    starting_cents: int
    steps: Sequence[tuple[int, int]]
    closes_at: datetime


async def write_market(conn: Connection, bidders: int, opens_at: datetime, closes_at: datetime) -> Market:
    """Without extra time: nothing moves a close."""
    market = Market(
        new_id(), new_id(), new_id(), opens_at, closes_at, [Bidder(new_id(), new_id()) for _ in range(bidders)]
    )
    org_id, event_id, section_id = market.org_id, market.event_id, market.section_id
    await conn.execute("INSERT INTO organizations (id, name) VALUES ($1, 'Bench')", org_id)
    await conn.execute(
        "INSERT INTO events (org_id, id, name, currency) VALUES ($1, $2, 'Bench', 'USD')", org_id, event_id
    )
    await conn.execute(
        "INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at, extension_window_s, extension_s, extension_cap_s)"
        " VALUES ($1, $2, $3, 'Silent', 'silent', $4, $5, 0, 0, 0)",
        org_id, section_id, event_id, opens_at, closes_at,
    )  # fmt: skip
    await _write_bidders(conn, market)
    return market


async def _write_bidders(conn: Connection, market: Market) -> None:
    org_id, event_id = market.org_id, market.event_id
    guest_ids = [new_id() for _ in market.bidders]
    async with conn.transaction():
        await conn.executemany(
            "INSERT INTO paddles (org_id, id, event_id, number, admission, has_card) VALUES ($1, $2, $3, $4, 'checked_in', true)",
            [(org_id, one.paddle_id, event_id, number) for number, one in enumerate(market.bidders, start=1)],
        )
        await conn.executemany(
            "INSERT INTO guests (org_id, id, event_id, paddle_id, name, texts_ok, link_hash) VALUES ($1, $2, $3, $4, 'Bidder', false, $5)",
            [
                (org_id, guest_id, event_id, one.paddle_id, secrets.token_bytes(32))
                for guest_id, one in zip(guest_ids, market.bidders, strict=True)
            ],
        )
        await conn.executemany(
            "INSERT INTO sessions (id, org_id, event_id, role, guest_id, paddle_id, device, expires_at)"
            " VALUES ($1, $2, $3, 'donor', $4, $5, 'bench', clock_timestamp() + interval '1 day')",
            [
                (one.session_id, org_id, event_id, guest_id, one.paddle_id)
                for guest_id, one in zip(guest_ids, market.bidders, strict=True)
            ],
        )


async def write_lots(conn: Connection, market: Market, lots: Sequence[Lot]) -> list[UUID]:
    """The items' ids, in the order of `lots`."""
    item_ids = [new_id() for _ in lots]
    async with conn.transaction():
        await conn.executemany(
            "INSERT INTO items (org_id, id, event_id, section_id, lot, title, starting_cents, step_from_cents, step_cents,"
            " opens_at, closes_at, planned_closes_at) VALUES ($1, $2, $3, $4, $5, 'Lot', $6, $7, $8, $9, $10, $10)",
            [
                (
                    market.org_id, item_id, market.event_id, market.section_id, item_id.hex, lot.starting_cents,
                    [floor for floor, _ in lot.steps], [step for _, step in lot.steps], market.opens_at, lot.closes_at,
                )
                for item_id, lot in zip(item_ids, lots, strict=True)
            ],
        )  # fmt: skip
    return item_ids


def new_bid(
    market: Market, bidder: Bidder, item_id: UUID, amount_cents: int, kind: BidKind, *, confirmed: bool
) -> NewBid:
    return NewBid(
        id=new_id(), key=uuid4(), org_id=market.org_id, event_id=market.event_id, paddle_id=bidder.paddle_id,
        session_id=bidder.session_id, epoch=1, item_id=item_id, kind=kind, amount_cents=amount_cents,
        body_hash=b"bench", confirmed=confirmed,
    )  # fmt: skip
