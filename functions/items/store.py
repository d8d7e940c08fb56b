"""The SQL of items: their public documents, as JSON text that nobody needs to read on the way."""

from collections.abc import Sequence
from uuid import UUID

from functions.items.models import StoredDocument
from shared.db.pool import AnyConnection


async def read_documents(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID] | None = None
) -> list[StoredDocument]:
    """All shown items of an event, or those named."""
    rows = await conn.fetch(
        """
        SELECT d.id, d.version, (d.document->>'position')::int AS position, d.document->>'lot' AS lot, d.document::text AS document
        FROM item_documents_v1($1, $2, $3) d
        """,
        org_id,
        event_id,
        item_ids,
    )
    return [
        StoredDocument(str(row["id"]), row["version"], row["position"], row["lot"], row["document"].encode())
        for row in rows
    ]
