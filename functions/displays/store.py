"""The SQL of screens: calls of the functions in displays.sql, and reading."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from functions.displays.models import Collected, CollectedSession, OpenedPairing
from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection

DISPLAYS = """
SELECT d.id, d.name, d.mode, d.shows, d.paired_at, d.last_seen_at, d.session_id,
  coalesce(d.revoked_at IS NULL AND d.last_seen_at > clock_timestamp() - interval '15 seconds', false) AS is_live
FROM displays d WHERE d.org_id = $1 AND d.event_id = $2
"""


async def list_displays(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[asyncpg.Record]:
    """Those that are signed in."""
    return list(
        await conn.fetch(DISPLAYS + " AND d.revoked_at IS NULL ORDER BY d.name, d.paired_at, d.id", org_id, event_id)
    )


async def find_display(conn: AnyConnection, org_id: UUID, event_id: UUID, display_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(DISPLAYS + " AND d.id = $3", org_id, event_id, display_id)
    assert row is not None, "the act's own"
    return row


async def open_pairing(
    conn: AnyConnection, pairing_id: UUID, code: str, secret_hash: bytes, most: int, lifetime: timedelta
) -> OpenedPairing:
    row = await conn.fetchrow(
        "SELECT code, expires_at FROM open_display_pairing_v1($1, $2, $3, $4, $5)",
        pairing_id,
        code,
        secret_hash,
        most,
        lifetime,
    )
    assert row is not None, "a function with OUT parameters always answers"
    return OpenedPairing(**row)


async def collect_pairing(
    conn: AnyConnection, pairing_id: UUID, secret_hash: bytes, refresh_hash: bytes
) -> Collected | None:
    """None: no such pairing, or it was collected before."""
    row = await conn.fetchrow(
        "SELECT status, session_id, epoch, org_id, event_id FROM collect_display_pairing_v1($1, $2, $3)",
        pairing_id,
        secret_hash,
        refresh_hash,
    )
    assert row is not None, "a function with OUT parameters always answers"
    match row["status"]:
        case None:
            return None
        case "waiting":
            return Collected(None)
        case _:
            return Collected(CollectedSession(row["session_id"], row["epoch"], row["org_id"], row["event_id"]))


async def pair_display(conn: AnyConnection, call: Call, code: str, name: str, lifetime: timedelta) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM pair_display_v1($1, $2, $3, $4)", dict(call), code, name, lifetime
        )
    )


async def command_display(conn: AnyConnection, call: Call, display_id: UUID, mode: str | None) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM command_display_v1($1, $2, $3)", dict(call), display_id, mode
        )
    )


async def revoke_display(conn: AnyConnection, call: Call, display_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM revoke_display_v1($1, $2)", dict(call), display_id)
    )


async def report_display(conn: AnyConnection, session_id: UUID, epoch: int, shows: str) -> asyncpg.Record | None:
    return await conn.fetchrow("SELECT mode, name FROM report_display_v1($1, $2, $3)", session_id, epoch, shows)
