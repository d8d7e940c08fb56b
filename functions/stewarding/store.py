"""The SQL of staff acts: calls of the functions beside it, and what is read after them."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection
from shared.errors import JsonValue


async def pause_or_resume(conn: AnyConnection, call: Call, section_id: UUID | None, in_s: int | None) -> Outcome:
    """`in_s` None: pause."""
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM pause_or_resume_v2($1, $2, $3)", dict(call), section_id, in_s
        )
    )


async def extend_item(conn: AnyConnection, call: Call, item_id: UUID, seconds: int, reason: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM extend_item_v1($1, $2, $3, $4)", dict(call), item_id, seconds, reason
        )
    )


async def withdraw_item(conn: AnyConnection, call: Call, item_id: UUID, reason: str, note: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM withdraw_item_v1($1, $2, $3, $4)", dict(call), item_id, reason, note
        )
    )


async def void_bids(
    conn: AnyConnection,
    call: Call,
    item_id: UUID,
    bid_ids: Sequence[UUID] | None,
    paddle_number: int | None,
    reason: str,
    note: str,
) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM void_bids_v1($1, $2, $3, $4, $5, $6)",
            dict(call),
            item_id,
            list(bid_ids) if bid_ids is not None else None,
            paddle_number,
            reason,
            note,
        )
    )


async def ask_step_back(conn: AnyConnection, call: Call, item_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow("SELECT code, is_replay, requested_at FROM ask_step_back_v1($1, $2)", dict(call), item_id)
    assert row is not None, "a function with OUT parameters always answers"
    return row


async def step_backs(conn: AnyConnection, org_id: UUID, event_id: UUID, limit: int) -> list[asyncpg.Record]:
    return list(await conn.fetch("SELECT * FROM step_backs_v1($1, $2, $3)", org_id, event_id, limit))


async def item_states(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID]
) -> list[dict[str, JsonValue]]:
    rows = await conn.fetch("SELECT state FROM item_states_v1($1, $2, $3)", org_id, event_id, list(item_ids))
    return [row["state"] for row in rows]


async def find_change(conn: AnyConnection, org_id: UUID, change_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(
        """
        SELECT c.id, c.seq, c.kind, c.reason, c.note, cardinality(c.bid_ids) AS voided_bids, c.price_before_cents, c.price_after_cents,
          b.number AS leader_before, a.number AS leader_after, c.closes_at_before, c.closes_at_after, c.decided_at
        FROM item_changes c LEFT JOIN paddles b ON b.org_id = c.org_id AND b.id = c.leader_before_id
        LEFT JOIN paddles a ON a.org_id = c.org_id AND a.id = c.leader_after_id
        WHERE c.org_id = $1 AND c.id = $2
        """,
        org_id,
        change_id,
    )
    assert row is not None, "the act's own"
    return row


async def waiting_texts(conn: AnyConnection, org_id: UUID, item_ids: Sequence[UUID]) -> list[UUID]:
    """The texts that an act on these items may have written."""
    rows = await conn.fetch(
        "SELECT id FROM messages WHERE org_id = $1 AND item_id = ANY ($2) AND kind IN ('won', 'leading_again', 'reopened') AND status = 'pending'",
        org_id,
        list(item_ids),
    )
    return [row["id"] for row in rows]
