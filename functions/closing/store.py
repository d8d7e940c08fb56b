"""The SQL of closing: calls of the functions in close_due.sql, hold.sql and canary.sql, and the lock that makes one process the reconciler."""

from collections.abc import Sequence
from uuid import UUID

from functions.closing.models import Canary, ClosedItem, Closing, HeldSection, OpenSection
from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection

RECONCILE_LOCK = 4_117_200_932  # any fixed number; the migrator has its neighbour


async def close_due(conn: AnyConnection, org_id: UUID, section_id: UUID) -> Closing | None:
    """None where the tenant has no such section. Runs in the tenant's transaction."""
    event_id = await conn.fetchval("SELECT event_id FROM sections WHERE org_id = $1 AND id = $2", org_id, section_id)
    if event_id is None:
        return None
    rows = await conn.fetch(
        "SELECT item_id, status, wake_in_s, still_open FROM close_due_v1($1, $2)", org_id, section_id
    )
    summary = rows[-1]  # the function's last row has no item
    items = tuple(ClosedItem(row["item_id"], row["status"]) for row in rows if row["item_id"] is not None)
    return Closing(event_id, items, summary["still_open"], summary["wake_in_s"])


async def close_donations(conn: AnyConnection, org_id: UUID, event_id: UUID) -> None:
    await conn.execute("SELECT close_donations_v1($1, $2)", org_id, event_id)


async def open_sections(conn: AnyConnection) -> list[OpenSection]:
    """The silent sections of every tenant that still have an open item."""
    rows = await conn.fetch("SELECT org_id, event_id, section_id, next_close_in_s FROM open_sections_v1()")
    return [OpenSection(**row) for row in rows]


async def held_sections(conn: AnyConnection) -> list[HeldSection]:
    """The held sections of every tenant."""
    rows = await conn.fetch("SELECT org_id, event_id, section_id, is_healthy FROM held_sections_v1()")
    return [HeldSection(**row) for row in rows]


async def unhold_section(conn: AnyConnection, org_id: UUID, section_id: UUID) -> list[UUID]:
    """By itself. Returns the items that are open again."""
    rows = await conn.fetch("SELECT item_id FROM unhold_section_v1($1, $2) AS item_id", org_id, section_id)
    return [row["item_id"] for row in rows]


async def unhold_by_staff(conn: AnyConnection, call: Call, section_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM unhold_act_v1($1, $2)", dict(call), section_id)
    )


async def canaries(conn: AnyConnection) -> list[Canary]:
    """The canaries of every tenant that must be heard now."""
    rows = await conn.fetch("SELECT org_id, event_id, item_id, guest_id, paddle_id, session_id FROM canaries_v1()")
    return [Canary(**row) for row in rows]


async def sweep_canary_attempts(conn: AnyConnection) -> int:
    return int(await conn.fetchval("SELECT sweep_canary_attempts_v1()"))


async def try_reconcile_lock(conn: AnyConnection) -> bool:
    """Held until the transaction ends."""
    return bool(await conn.fetchval("SELECT pg_try_advisory_xact_lock($1)", RECONCILE_LOCK))


async def won_message_ids(conn: AnyConnection, org_id: UUID, item_ids: Sequence[UUID]) -> list[UUID]:
    """The texts that tell the winners of these items."""
    rows = await conn.fetch(
        "SELECT id FROM messages WHERE org_id = $1 AND item_id = ANY ($2) AND kind = 'won' AND status = 'pending'",
        org_id,
        list(item_ids),
    )
    return [row["id"] for row in rows]
