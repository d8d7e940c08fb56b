"""The SQL of an item's record: calls of dispute.sql, who bid, what they were shown, and who has read it."""

from uuid import UUID

import asyncpg

from functions.bids.dispute_sentences import Entry, Winning
from shared.db.pool import AnyConnection
from shared.ids import new_id


async def access(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID, session_id: UUID, epoch: int
) -> str | None:
    """None where there is no such item."""
    found: str | None = await conn.fetchval(
        "SELECT access FROM dispute_access_v1($1, $2, $3, $4, $5)", org_id, event_id, item_id, session_id, epoch
    )
    return found


async def entries(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID, session_id: UUID, epoch: int, limit: int
) -> list[Entry]:
    rows = await conn.fetch(
        "SELECT * FROM item_dispute_v1($1, $2, $3, $4, $5, $6)", org_id, event_id, item_id, session_id, epoch, limit
    )
    return [Entry(**row) for row in rows]


async def winning_bid(conn: AnyConnection, org_id: UUID, item_id: UUID) -> Winning | None:
    row = await conn.fetchrow(
        "SELECT b.seq, b.decided_at FROM items i JOIN bids b ON b.org_id = i.org_id AND b.id = i.high_bid_id WHERE i.org_id = $1 AND i.id = $2",
        org_id,
        item_id,
    )
    return Winning(**row) if row else None


async def event_name(conn: AnyConnection, org_id: UUID, event_id: UUID) -> str:
    return str(await conn.fetchval("SELECT name FROM events WHERE org_id = $1 AND id = $2", org_id, event_id))


async def bidders(conn: AnyConnection, org_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    """Everybody who bid or tried to, with when they agreed to the rules."""
    rows = await conn.fetch(
        """
        SELECT d.number AS paddle_number, string_agg(DISTINCT g.name, ', ' ORDER BY g.name) AS name, max(a.accepted_at) AS rules_accepted_at
        FROM (SELECT b.paddle_id FROM bids b WHERE b.org_id = $1 AND b.item_id = $2
              UNION SELECT t.paddle_id FROM bid_attempts t WHERE t.org_id = $1 AND t.item_id = $2) x
        JOIN paddles d ON d.org_id = $1 AND d.id = x.paddle_id
        JOIN guests g ON g.org_id = $1 AND g.paddle_id = d.id
        LEFT JOIN (acceptances a JOIN terms_versions v ON v.org_id = a.org_id AND v.id = a.terms_version_id AND v.kind = 'rules')
          ON a.org_id = $1 AND a.guest_id = g.id
        GROUP BY d.id, d.number ORDER BY d.number
        """,
        org_id,
        item_id,
    )
    return list(rows)


async def terms(conn: AnyConnection, org_id: UUID, item_id: UUID) -> list[asyncpg.Record]:
    rows = await conn.fetch(
        """
        SELECT version, restrictions, expires_on, age_min, until FROM item_terms WHERE org_id = $1 AND item_id = $2
        UNION ALL
        SELECT terms_version, restrictions, expires_on, age_min, NULL FROM items WHERE org_id = $1 AND id = $2
        ORDER BY version
        """,
        org_id,
        item_id,
    )
    return list(rows)


async def note_reading(
    conn: AnyConnection,
    org_id: UUID,
    event_id: UUID,
    session_id: UUID,
    user_id: UUID,
    item_id: UUID,
    amounts: str,
    *,
    as_file: bool,
) -> None:
    await conn.execute(
        "INSERT INTO audit_log (org_id, id, event_id, session_id, user_id, action, subject_id, detail)"
        " VALUES ($1, $2, $3, $4, $5, 'item_record_read', $6, $7)",
        org_id,
        new_id(),
        event_id,
        session_id,
        user_id,
        item_id,
        {"amounts": amounts, "as_file": as_file},
    )
