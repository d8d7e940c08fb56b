"""The SQL of histories: calls of history.sql, and what an item's end is told by."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from functions.bids.own_sentences import OwnStep
from functions.bids.sentences import Ending, Step
from functions.bids.words import Wording
from shared.db.pool import AnyConnection


@dataclass(frozen=True, slots=True)
class Heading:
    """The item that a history is of."""

    lot: str
    title: str
    words: Wording
    ending: Ending


async def heading(conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID) -> Heading | None:
    """None for an item that nobody is shown."""
    row = await conn.fetchrow(
        """
        SELECT i.lot, i.title, e.currency, e.timezone, e.item_word, i.kind, i.status, i.price_cents, i.hammer_cents, i.high_paddle_number AS leader,
          i.closed_at, i.held_at, i.given_cents, i.units_taken, i.is_uniform_price,
          EXISTS (SELECT FROM bids b WHERE b.org_id = i.org_id AND b.id = i.high_bid_id AND b.kind = 'buy_now') AS was_bought_at_once,
          i.status = 'unsold' AND EXISTS (SELECT FROM awards a
            WHERE a.org_id = i.org_id AND a.item_id = i.id AND a.revoked_at IS NOT NULL) AS was_revoked,
          CASE WHEN i.kind = 'multi' THEN ARRAY(SELECT d.number FROM awards a JOIN paddles d ON d.org_id = a.org_id AND d.id = a.paddle_id
            WHERE a.org_id = i.org_id AND a.item_id = i.id AND a.revoked_at IS NULL GROUP BY d.number ORDER BY max(a.amount_cents) DESC, d.number)
            ELSE '{}' END AS winners
        FROM items i JOIN events e ON e.org_id = i.org_id AND e.id = i.event_id
        WHERE i.org_id = $1 AND i.event_id = $2 AND i.id = $3 AND i.status <> 'draft' AND NOT i.is_hidden
        """,
        org_id,
        event_id,
        item_id,
    )
    if row is None:
        return None
    facts = dict(row)
    words = Wording(facts.pop("currency"), facts.pop("timezone"), facts.pop("item_word"))
    return Heading(facts.pop("lot"), facts.pop("title"), words, Ending(**facts))


async def item_steps(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID, before_seq: int, limit: int
) -> list[Step]:
    rows = await conn.fetch(
        "SELECT * FROM item_history_v1($1, $2, $3, $4, $5)", org_id, event_id, item_id, before_seq, limit
    )
    return [Step(**row) for row in rows]


async def event_wording(conn: AnyConnection, org_id: UUID, event_id: UUID) -> Wording:
    row = await conn.fetchrow(
        "SELECT currency, timezone, item_word FROM events WHERE org_id = $1 AND id = $2", org_id, event_id
    )
    assert row is not None, "the caller's token names the event"
    return Wording(**row)


async def own_steps(
    conn: AnyConnection,
    org_id: UUID,
    event_id: UUID,
    paddle_id: UUID,
    item_id: UUID | None,
    before: tuple[datetime, UUID],
    limit: int,
) -> list[OwnStep]:
    rows = await conn.fetch(
        "SELECT * FROM own_history_v1($1, $2, $3, $4, $5, $6, $7)", org_id, event_id, paddle_id, item_id, *before, limit
    )
    return [OwnStep(**row) for row in rows]


async def own_bids(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> list[asyncpg.Record]:
    rows = await conn.fetch(
        "SELECT * FROM own_bids_v2($1, $2, $3) ORDER BY last_bid_at DESC, item_id", org_id, event_id, paddle_id
    )
    return list(rows)
