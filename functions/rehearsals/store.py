"""The SQL of rehearsals: calls of the functions in rehearsals.sql, and the lock that makes one process play one."""

from collections.abc import Mapping
from uuid import UUID

import asyncpg

from functions.rehearsals.models import Bidder, Call, Lot, Running, Scene
from functions.stewarding.models import Call as StaffCall
from functions.stewarding.models import Outcome
from shared.db.pool import AnyConnection


async def start_rehearsal(
    conn: AnyConnection, call: StaffCall, minutes: int, bidders: int, link_hashes: Mapping[str, str]
) -> Outcome:
    """`link_hashes` by role, in hexadecimal."""
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM start_rehearsal_v1($1, $2, $3, $4)",
            dict(call),
            minutes,
            bidders,
            dict(link_hashes),
        )
    )


async def end_rehearsal(conn: AnyConnection, call: StaffCall, rehearsal_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM end_rehearsal_v1($1, $2)", dict(call), rehearsal_id)
    )


async def rehearsals(conn: AnyConnection, org_id: UUID, event_id: UUID, limit: int) -> list[asyncpg.Record]:
    """Newest first; of a rehearsal itself that one."""
    return list(
        await conn.fetch(
            "SELECT event_id, started_at, ends_at, bidders, is_over FROM rehearsals_v1($1, $2, $3)",
            org_id,
            event_id,
            limit,
        )
    )


async def end_overdue(conn: AnyConnection) -> list[Running]:
    """Of every tenant. Returns what it ended."""
    return [Running(**row) for row in await conn.fetch("SELECT org_id, event_id FROM end_overdue_rehearsals_v1()")]


async def running(conn: AnyConnection) -> list[Running]:
    """Of every tenant."""
    return [Running(**row) for row in await conn.fetch("SELECT org_id, event_id FROM running_rehearsals_v1()")]


async def try_play_lock(conn: AnyConnection, event_id: UUID) -> bool:
    """Held until the transaction ends."""
    return bool(
        await conn.fetchval(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('rehearsal ' || $1::uuid::text, 0))", event_id
        )
    )


async def read_scene(conn: AnyConnection, rehearsal: Running) -> Scene:
    ids = (rehearsal.org_id, rehearsal.event_id)
    bidders = await conn.fetch("SELECT session_id, guest_id, paddle_id FROM rehearsal_bidders_v1($1, $2)", *ids)
    lots = await conn.fetch(
        "SELECT id, kind, starting_cents, least_cents, step_cents, leader_id FROM rehearsal_lots_v1($1, $2)", *ids
    )
    call = await conn.fetchrow(
        "SELECT appeal_id, level_id, levels_above, levels, hands FROM rehearsal_call_v1($1, $2)", *ids
    )
    return Scene(
        tuple(Bidder(**row) for row in bidders), tuple(Lot(**row) for row in lots), Call(**call) if call else None
    )
