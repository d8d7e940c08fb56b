"""The SQL of paddles: calls of the functions in paddles.sql, and reading."""

from uuid import UUID

import asyncpg

from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection

PADDLES = """
SELECT d.id, d.number, d.status, d.admission, d.has_card, s.name AS table, shown_name_v1(d.org_id, d.id) IS NOT NULL AS may_be_named,
  (SELECT g.name FROM guests g WHERE g.org_id = d.org_id AND g.paddle_id = d.id ORDER BY g.created_at, g.id LIMIT 1) AS name
FROM paddles d LEFT JOIN tables s ON s.org_id = d.org_id AND s.id = d.table_id
WHERE d.org_id = $1 AND d.event_id = $2 AND d.status <> 'retired' AND NOT d.is_hidden
"""


async def list_paddles(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[asyncpg.Record]:
    """Every paddle that is in use, with the name of its first guest."""
    return list(await conn.fetch(PADDLES + " ORDER BY d.number", org_id, event_id))


async def find_paddle(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(PADDLES + " AND d.id = $3", org_id, event_id, paddle_id)
    assert row is not None, "the act's own"
    return row


async def change_paddle(conn: AnyConnection, call: Call, paddle_id: UUID, status: str, reason: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM change_paddle_v1($1, $2, $3, $4)",
            dict(call),
            paddle_id,
            status,
            reason,
        )
    )


async def show_name(conn: AnyConnection, call: Call, *, is_shown: bool) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, NULL::jsonb AS answer FROM show_name_v1($1, $2)", dict(call), is_shown
        )
    )
