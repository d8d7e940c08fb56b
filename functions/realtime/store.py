"""The SQL of rooms: calls of the functions in rooms.sql."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.items.models import StoredDocument
from shared.db.pool import AnyConnection


@dataclass(frozen=True, slots=True)
class RoomChanges:
    """The newest documents of some items, with the event's numbers of the same moment."""

    items_version: int
    state_version: int
    server_time: datetime
    documents: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True)
class LiveRoom:
    org_id: UUID
    event_id: UUID
    phase: str
    items_version: int
    state_version: int
    server_time: datetime


async def read_changes(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID]
) -> RoomChanges | None:
    """None when there is no such event."""
    rows = await conn.fetch(
        """
        SELECT items_version, state_version, server_time, id, version, (document->>'position')::int AS position, document->>'lot' AS lot,
               document::text AS document
        FROM room_changes_v1($1, $2, $3)
        """,
        org_id,
        event_id,
        item_ids,
    )
    if not rows:
        return None
    return RoomChanges(
        rows[0]["items_version"],
        rows[0]["state_version"],
        rows[0]["server_time"],
        tuple(
            StoredDocument(str(row["id"]), row["version"], row["position"], row["lot"], row["document"].encode())
            for row in rows
            if row["id"] is not None
        ),
    )


async def live_rooms(conn: AnyConnection) -> list[LiveRoom]:
    rows = await conn.fetch(
        "SELECT org_id, event_id, phase, items_version, state_version, server_time FROM live_rooms_v1()"
    )
    return [LiveRoom(**row) for row in rows]


async def item_versions(conn: AnyConnection, org_id: UUID, event_id: UUID) -> dict[str, int]:
    rows = await conn.fetch("SELECT id, version FROM item_versions_v1($1, $2)", org_id, event_id)
    return {str(row["id"]): row["version"] for row in rows}
