"""The SQL of the paddle raise: calls of the functions beside it, and reading."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from functions.paddle_raise.models import Told
from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection
from shared.errors import JsonValue

DESK_PLEDGES = 200
MAX_PLEDGES = 10_000
"""More than any evening has; what is asked for whole has an end."""


async def _act(conn: AnyConnection, statement: str, call: Call, *args: object) -> Outcome:
    return Outcome.of(await conn.fetchrow(f"SELECT code, is_replay, answer FROM {statement}", dict(call), *args))  # noqa: S608  names of this file


async def make_appeal(
    conn: AnyConnection,
    call: Call,
    title: str,
    goal_cents: int | None,
    level_cents: Sequence[int],
    match: tuple[str | None, int | None, int | None],
) -> Outcome:
    """`match`: its label, its cap, and the number of the paddle that pays for it."""
    statement = "make_appeal_v1($1, $2, $3, $4, $5, $6, $7)"
    return await _act(conn, statement, call, title, goal_cents, list(level_cents), *match)


async def call_level(
    conn: AnyConnection,
    call: Call,
    appeal_id: UUID,
    level_id: UUID | None,
    amount_cents: int | None,
    max_levels: int,
) -> Outcome:
    return await _act(conn, "call_level_v1($1, $2, $3, $4, $5)", call, appeal_id, level_id, amount_cents, max_levels)


async def release_level(conn: AnyConnection, call: Call, level_id: UUID) -> Outcome:
    return await _act(conn, "release_level_v1($1, $2)", call, level_id)


async def reopen_level(conn: AnyConnection, call: Call, level_id: UUID) -> Outcome:
    return await _act(conn, "reopen_level_v1($1, $2)", call, level_id)


async def close_appeals(conn: AnyConnection, call: Call) -> None:
    await conn.execute("SELECT close_appeals_v1($1)", dict(call))


async def enter_pledge(
    conn: AnyConnection, call: Call, appeal_id: UUID, level_id: UUID, body: dict[str, JsonValue]
) -> Outcome:
    return await _act(conn, "enter_pledge_v1($1, $2, $3, $4)", call, appeal_id, level_id, body)


async def enter_lead(
    conn: AnyConnection, call: Call, appeal_id: UUID, paddle_number: int, amount_cents: int, pay_by: str | None
) -> Outcome:
    return await _act(conn, "enter_lead_v1($1, $2, $3, $4, $5)", call, appeal_id, paddle_number, amount_cents, pay_by)


async def call_lead(conn: AnyConnection, call: Call, pledge_id: UUID) -> Outcome:
    return await _act(conn, "call_lead_v1($1, $2)", call, pledge_id)


async def undo_pledge(conn: AnyConnection, call: Call, pledge_id: UUID) -> Outcome:
    return await _act(conn, "undo_pledge_v1($1, $2)", call, pledge_id)


async def name_pledge(
    conn: AnyConnection, call: Call, pledge_id: UUID, paddle_number: int, *, is_additional: bool
) -> Outcome:
    return await _act(conn, "name_pledge_v1($1, $2, $3, $4)", call, pledge_id, paddle_number, is_additional)


async def set_pay_by(conn: AnyConnection, call: Call, pledge_id: UUID, pay_by: str) -> Outcome:
    return await _act(conn, "set_pay_by_v1($1, $2, $3)", call, pledge_id, pay_by)


async def check_pledge(
    conn: AnyConnection, call: Call, appeal_id: UUID, level_id: UUID, paddle_number: int, amount_cents: int | None
) -> Outcome:
    return await _act(
        conn, "check_pledge_v1($1, $2, $3, $4, $5)", call, appeal_id, level_id, paddle_number, amount_cents
    )


async def settle_check(
    conn: AnyConnection, call: Call, level_id: UUID, paddle_number: int, amount_cents: int, decision: str
) -> Outcome:
    return await _act(
        conn, "settle_check_v1($1, $2, $3, $4, $5)", call, level_id, paddle_number, amount_cents, decision
    )


async def pledge_own(
    conn: AnyConnection,
    call: Call,
    appeal_id: UUID,
    level_id: UUID,
    body: dict[str, JsonValue],
    least_cents: int,
) -> Outcome:
    return await _act(conn, "pledge_own_v1($1, $2, $3, $4, $5)", call, appeal_id, level_id, body, least_cents)


async def undo_own_pledge(conn: AnyConnection, call: Call, pledge_id: UUID) -> Outcome:
    return await _act(conn, "undo_own_pledge_v1($1, $2)", call, pledge_id)


async def find_event(conn: AnyConnection, org_id: UUID, event_id: UUID) -> bool:
    return bool(
        await conn.fetchval("SELECT EXISTS (SELECT FROM events WHERE org_id = $1 AND id = $2)", org_id, event_id)
    )


async def appeal_state(conn: AnyConnection, org_id: UUID, appeal_id: UUID) -> dict[str, Any]:
    state: dict[str, Any] = await conn.fetchval(
        "SELECT raise_state_v1(a) FROM appeals a WHERE a.org_id = $1 AND a.id = $2", org_id, appeal_id
    )
    return state


async def shown_appeal(conn: AnyConnection, org_id: UUID, event_id: UUID) -> dict[str, Any] | None:
    state: dict[str, Any] | None = await conn.fetchval(
        "SELECT raise_state_v1(a) FROM shown_appeal_v1($1, $2) a", org_id, event_id
    )
    return state


async def pledge_rows(conn: AnyConnection, org_id: UUID, pledge_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """As staff see them, oldest first."""
    rows = await conn.fetch("SELECT * FROM pledge_rows_v1($1, $2)", org_id, list(pledge_ids))
    return [dict(row) for row in rows]


async def levels(
    conn: AnyConnection, org_id: UUID, appeal_id: UUID, level_id: UUID | None = None
) -> list[dict[str, Any]]:
    rows = await conn.fetch("SELECT * FROM desk_levels_v1($1, $2, $3)", org_id, appeal_id, level_id)
    return [dict(row) for row in rows]


async def told(
    conn: AnyConnection, org_id: UUID, appeal_id: UUID, pledge_ids: Sequence[UUID], level_id: UUID | None
) -> Told:
    """After an act. The appeal's version comes first: what is read after it is never older than it says."""
    appeal = await appeal_state(conn, org_id, appeal_id)
    by_id = {row["id"]: row for row in await pledge_rows(conn, org_id, pledge_ids)} if pledge_ids else {}
    level = (await levels(conn, org_id, appeal_id, level_id))[0] if level_id is not None else None
    return Told(appeal, [by_id[one] for one in pledge_ids], level)


async def desk_pledge_ids(conn: AnyConnection, org_id: UUID, appeal_id: UUID) -> dict[str, list[UUID]]:
    """`pledges`: the newest ones. `needs_look`: those that count and are billed to nobody yet. `leads`: promised and not called."""
    row = await conn.fetchrow(
        """
        SELECT ARRAY(SELECT g.id FROM pledges g WHERE g.org_id = $1 AND g.appeal_id = $2 AND g.kind <> 'reversal'
            ORDER BY g.recorded_at DESC, g.id DESC LIMIT $3) AS pledges,
          ARRAY(SELECT s.id FROM standing_pledges s WHERE s.org_id = $1 AND s.appeal_id = $2 AND s.issue IS NOT NULL LIMIT $4) AS needs_look,
          ARRAY(SELECT g.id FROM pledges g WHERE g.org_id = $1 AND g.appeal_id = $2 AND g.kind = 'lead' AND g.called_at IS NULL
            AND NOT EXISTS (SELECT FROM pledges r WHERE r.org_id = g.org_id AND r.reverses_id = g.id) LIMIT $4) AS leads
        """,
        org_id,
        appeal_id,
        DESK_PLEDGES,
        MAX_PLEDGES,
    )
    assert row is not None, "a row of arrays always answers"
    return dict(row)


async def all_pledge_ids(conn: AnyConnection, org_id: UUID, event_id: UUID, appeal_id: UUID) -> list[UUID] | None:
    """None where the event has no such appeal."""
    ids: list[UUID] | None = await conn.fetchval(
        """
        SELECT ARRAY(SELECT g.id FROM pledges g WHERE g.org_id = a.org_id AND g.appeal_id = a.id AND g.kind <> 'reversal'
          ORDER BY g.recorded_at, g.id LIMIT $4)
        FROM appeals a WHERE a.org_id = $1 AND a.event_id = $2 AND a.id = $3
        """,
        org_id,
        event_id,
        appeal_id,
        MAX_PLEDGES,
    )
    return ids


async def own_pledges(
    conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID, pledge_id: UUID | None = None
) -> list[asyncpg.Record]:
    """A paddle's gifts, newest first, or one of them. A lead is a surprise until it is called; what was heard twice or named since is one gift."""
    rows = await conn.fetch(
        """
        SELECT g.id, g.level_id, g.amount_cents, g.pay_by, g.source, r.id IS NOT NULL AS is_reversed, g.recorded_at,
          g.source = 'phone' AND r.id IS NULL AND NOT is_gift_final_v1(a, g) AND e.stopped_at IS NULL AND e.checkout_opened_at IS NULL AS may_undo
        FROM pledges g JOIN appeals a ON a.org_id = g.org_id AND a.id = g.appeal_id JOIN events e ON e.org_id = g.org_id AND e.id = g.event_id
        LEFT JOIN pledges r ON r.org_id = g.org_id AND r.reverses_id = g.id
        WHERE g.org_id = $1 AND g.event_id = $2 AND g.paddle_id = $3 AND g.kind <> 'reversal' AND (g.kind <> 'lead' OR g.called_at IS NOT NULL)
          AND CASE WHEN $4::uuid IS NOT NULL THEN g.id = $4
            ELSE g.same_as_id IS NULL AND NOT EXISTS (SELECT FROM pledges n WHERE n.org_id = g.org_id AND n.names_id = g.id) END
        ORDER BY g.recorded_at DESC, g.id DESC LIMIT 200
        """,
        org_id,
        event_id,
        paddle_id,
        pledge_id,
    )
    return list(rows)
