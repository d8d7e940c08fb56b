"""The SQL of approvals: calls of the functions in approvals.sql."""

from uuid import UUID

import asyncpg

from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection


async def ask(conn: AnyConnection, call: Call, action: str, subject_id: UUID, reason: str, note: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM ask_approval_v1($1, $2, $3, $4, $5)",
            dict(call),
            action,
            subject_id,
            reason,
            note,
        )
    )


async def decide(conn: AnyConnection, call: Call, approval_id: UUID, verdict: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM decide_approval_v1($1, $2, $3)", dict(call), approval_id, verdict
        )
    )


async def approvals(
    conn: AnyConnection, org_id: UUID, event_id: UUID, session_id: UUID, limit: int, only: UUID | None = None
) -> list[asyncpg.Record]:
    """Newest first."""
    rows = await conn.fetch("SELECT * FROM approvals_v1($1, $2, $3, $4, $5)", org_id, event_id, session_id, limit, only)
    return list(rows)
