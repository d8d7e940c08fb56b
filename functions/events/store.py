"""The SQL of events: the row with its sections, and the state function of event_state.sql."""

from uuid import UUID

from functions.events.models import EventRow, SectionRow, StateAt
from shared.db.pool import AnyConnection


async def read_state(conn: AnyConnection, org_id: UUID, event_id: UUID) -> StateAt | None:
    row = await conn.fetchrow(
        "SELECT items_version, state_version, state::text AS state, server_time, clock_rate FROM event_state_v1($1, $2)",
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
        "SELECT id, name, currency, timezone, item_word, phase, version FROM events WHERE org_id = $1 AND id = $2",
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
    return EventRow(**row, sections=tuple(SectionRow(**section) for section in sections))
