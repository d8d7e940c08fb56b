"""The SQL of offers: calls of the functions in offers.sql, and reading."""

from uuid import UUID

import asyncpg

from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection

OFFER = """
SELECT o.id, o.item_id, i.lot, i.title, d.number AS paddle_number, o.amount_cents, o.deadline, o.made_at, o.answered_at,
  CASE WHEN o.status = 'waiting' AND o.deadline <= auction_now() THEN 'expired' ELSE o.status END AS status
FROM offers o JOIN items i ON i.org_id = o.org_id AND i.id = o.item_id JOIN paddles d ON d.org_id = o.org_id AND d.id = o.paddle_id
WHERE o.org_id = $1 AND o.event_id = $2
"""


async def next_bidder(conn: AnyConnection, call: Call, item_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, false AS is_replay, answer FROM read_next_bidder_v1($1, $2)", dict(call), item_id
        )
    )


async def make_offer(
    conn: AnyConnection, call: Call, item_id: UUID, paddle_number: int | None, amount_cents: int | None, minutes: int
) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM make_offer_v1($1, $2, $3, $4, $5)",
            dict(call),
            item_id,
            paddle_number,
            amount_cents,
            minutes,
        )
    )


async def withdraw_offer(conn: AnyConnection, call: Call, offer_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM withdraw_offer_v1($1, $2)", dict(call), offer_id)
    )


async def answer_offer(conn: AnyConnection, call: Call, offer_id: UUID, *, is_yes: bool) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM answer_offer_v1($1, $2, $3)", dict(call), offer_id, is_yes
        )
    )


async def find_offer(conn: AnyConnection, org_id: UUID, event_id: UUID, offer_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(OFFER + " AND o.id = $3", org_id, event_id, offer_id)
    assert row is not None, "the act's own"
    return row


async def offers_of_paddle(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> list[asyncpg.Record]:
    """Newest first."""
    rows = await conn.fetch(
        OFFER + " AND o.paddle_id = $3 ORDER BY o.made_at DESC, o.id LIMIT 200", org_id, event_id, paddle_id
    )
    return list(rows)


async def offers_of_item(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID
) -> list[asyncpg.Record] | None:
    """Newest first; None where the event has no such item."""
    known = await conn.fetchval(
        "SELECT true FROM items WHERE org_id = $1 AND event_id = $2 AND id = $3 AND status <> 'draft' AND NOT is_hidden",
        org_id,
        event_id,
        item_id,
    )
    if not known:
        return None
    rows = await conn.fetch(
        OFFER + " AND o.item_id = $3 ORDER BY o.made_at DESC, o.id LIMIT 200", org_id, event_id, item_id
    )
    return list(rows)


async def text_of_offer(conn: AnyConnection, org_id: UUID, offer_id: UUID) -> list[UUID]:
    rows = await conn.fetch(
        "SELECT id FROM messages WHERE org_id = $1 AND kind = 'offer' AND about_id = $2 AND status = 'pending'",
        org_id,
        offer_id,
    )
    return [row["id"] for row in rows]
