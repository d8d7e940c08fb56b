"""The SQL of events: the row with its sections, the state function of event_state.sql, and calls of the acts in event_acts.sql."""

from uuid import UUID

import asyncpg

from functions.events.models import EventRow, SectionRow, StateAt
from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection


async def read_state(conn: AnyConnection, org_id: UUID, event_id: UUID) -> StateAt | None:
    row = await conn.fetchrow(
        "SELECT items_version, state_version, state::text AS state, server_time, clock_rate FROM event_state_v2($1, $2)",
        org_id,
        event_id,
    )
    if row is None:
        return None
    return StateAt(
        row["items_version"], row["state_version"], row["state"].encode(), row["server_time"], row["clock_rate"]
    )


async def read_event(conn: AnyConnection, org_id: UUID, event_id: UUID) -> EventRow | None:
    row = await conn.fetchrow(
        "SELECT id, name, currency, timezone, item_word, phase, sponsors, rehearsal_of IS NOT NULL AS is_rehearsal, version"
        " FROM events WHERE org_id = $1 AND id = $2",
        org_id,
        event_id,
    )
    if row is None:
        return None
    sections = await conn.fetch(
        """
        SELECT id, name, kind, opens_at, closes_at, extension_window_s, extension_s, extension_cap_s, hard_end_at, paused_at, resumes_at, held_at,
          held_gap_from, held_gap_to
        FROM sections WHERE org_id = $1 AND event_id = $2 ORDER BY opens_at, name, id
        """,
        org_id,
        event_id,
    )
    return EventRow(
        **{**row, "sponsors": tuple(row["sponsors"])}, sections=tuple(SectionRow(**section) for section in sections)
    )


async def set_phase(conn: AnyConnection, call: Call, phase: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM set_phase_v1($1, $2)", dict(call), phase)
    )


async def set_display_mode(conn: AnyConnection, call: Call, mode: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM set_display_mode_v1($1, $2)", dict(call), mode)
    )


async def announce(conn: AnyConnection, call: Call, text: str, minutes: int) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM announce_v1($1, $2, $3)", dict(call), text, minutes)
    )


async def withdraw_announcement(conn: AnyConnection, call: Call, announcement_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM withdraw_announcement_v1($1, $2)", dict(call), announcement_id
        )
    )


async def find_announcement(conn: AnyConnection, org_id: UUID, announcement_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(
        "SELECT id, text, announced_at, ends_at FROM announcements WHERE org_id = $1 AND id = $2",
        org_id,
        announcement_id,
    )
    assert row is not None, "the act's own"
    return row
