"""The SQL of webhooks. Tenants are not known yet, so all of it goes through the definer functions of settling.sql."""

from shared.db.pool import AnyConnection


async def store_event(conn: AnyConnection, account: str, event_id: str, event_type: str, object_id: str) -> bool:
    """False: it was here before."""
    return bool(
        await conn.fetchval("SELECT store_webhook_v1($1, $2, $3, $4)", account, event_id, event_type, object_id)
    )


async def open_event(conn: AnyConnection, account: str, event_id: str) -> str | None:
    """The id of its object; None when it was handled, or never came."""
    found: str | None = await conn.fetchval("SELECT object_id FROM open_webhook_v1($1, $2)", account, event_id)
    return found


async def finish_event(conn: AnyConnection, account: str, event_id: str, failure: str | None) -> None:
    await conn.execute("SELECT finish_webhook_v1($1, $2, $3)", account, event_id, failure)


async def open_events(conn: AnyConnection, limit: int) -> list[tuple[str, str]]:
    rows = await conn.fetch("SELECT account, event_id FROM open_webhooks_v1($1)", limit)
    return [(row["account"], row["event_id"]) for row in rows]
