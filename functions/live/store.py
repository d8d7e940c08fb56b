"""The SQL of live sales. Lock order: the paddle, then the item."""

from uuid import UUID

import asyncpg

from functions.live.models import LockedItem, LockedPaddle, RecordedSale
from functions.live.schemas import SellLive
from shared.db.pool import AnyConnection
from shared.errors import JsonValue
from shared.ids import new_id


async def lock_paddle(conn: AnyConnection, org_id: UUID, event_id: UUID, number: int) -> LockedPaddle | None:
    row = await conn.fetchrow(
        "SELECT id, status FROM paddles WHERE org_id = $1 AND event_id = $2 AND number = $3 AND status <> 'retired' FOR NO KEY UPDATE",
        org_id,
        event_id,
        number,
    )
    return LockedPaddle(**row) if row else None


async def lock_item(conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID) -> LockedItem | None:
    row = await conn.fetchrow(
        "SELECT id, kind, status FROM items WHERE org_id = $1 AND event_id = $2 AND id = $3 AND status <> 'draft' FOR NO KEY UPDATE",
        org_id,
        event_id,
        item_id,
    )
    return LockedItem(**row) if row else None


async def recorded_sale(conn: AnyConnection, org_id: UUID, event_id: UUID, sale_id: UUID) -> RecordedSale | None:
    row = await conn.fetchrow(
        "SELECT body_hash, item_id FROM live_sales WHERE org_id = $1 AND event_id = $2 AND id = $3",
        org_id,
        event_id,
        sale_id,
    )
    return RecordedSale(**row) if row else None


async def checkout_is_open(conn: AnyConnection, org_id: UUID, event_id: UUID) -> bool:
    return bool(
        await conn.fetchval(
            "SELECT checkout_opened_at IS NOT NULL FROM events WHERE org_id = $1 AND id = $2", org_id, event_id
        )
    )


async def record_sale(
    conn: AnyConnection,
    org_id: UUID,
    event_id: UUID,
    sale_id: UUID,
    paddle_id: UUID,
    command: SellLive,
    body_hash: bytes,
    entered_by: UUID,
) -> UUID:
    """Writes the sale, the sold item, the winner's text and the audit entry. Returns the id of the text."""
    message_id = new_id()
    await conn.execute(
        "INSERT INTO live_sales (org_id, id, event_id, item_id, paddle_id, amount_cents, body_hash, entered_by, sold_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, auction_now())",
        org_id,
        sale_id,
        event_id,
        command.item_id,
        paddle_id,
        command.amount_cents,
        body_hash,
        entered_by,
    )
    await _award(conn, org_id, sale_id, paddle_id, command)
    await conn.execute(
        "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, amount_cents) VALUES ($1, $2, $3, $4, 'won', $5, $6)",
        org_id,
        message_id,
        event_id,
        paddle_id,
        command.item_id,
        command.amount_cents,
    )
    detail: dict[str, JsonValue] = {
        "sale_id": str(sale_id),
        "paddle_number": command.paddle_number,
        "amount_cents": command.amount_cents,
    }
    await conn.execute(
        "INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail) VALUES ($1, $2, $3, $4, 'live_sale', $5, $6)",
        org_id,
        new_id(),
        event_id,
        entered_by,
        command.item_id,
        detail,
    )
    return message_id


async def _award(conn: AnyConnection, org_id: UUID, sale_id: UUID, paddle_id: UUID, command: SellLive) -> None:
    """The item is sold, and the winner owes for it."""
    await conn.execute(
        "INSERT INTO awards (org_id, id, event_id, item_id, paddle_id, live_sale_id, amount_cents, close_version, awarded_at)"
        " SELECT org_id, $3, event_id, id, $4, $3, $5, close_version + 1, auction_now() FROM items WHERE org_id = $1 AND id = $2",
        org_id,
        command.item_id,
        sale_id,
        paddle_id,
        command.amount_cents,
    )
    await conn.execute(
        "UPDATE items SET status = 'sold', close_version = close_version + 1, hammer_cents = $3, winner_paddle_id = $4, high_paddle_number = $5,"
        " live_sale_id = $6, closed_at = auction_now(), version = version + 1 WHERE org_id = $1 AND id = $2",
        org_id,
        command.item_id,
        command.amount_cents,
        paddle_id,
        command.paddle_number,
        sale_id,
    )


async def item_state(conn: AnyConnection, org_id: UUID, event_id: UUID, item_id: UUID) -> dict[str, JsonValue]:
    row = await conn.fetchrow("SELECT state FROM item_states_v1($1, $2, $3)", org_id, event_id, [item_id])
    assert row is not None, "the item was locked in this transaction"
    state: dict[str, JsonValue] = row["state"]
    return state


async def list_paddles(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[asyncpg.Record]:
    """Every paddle that is in use, with the name of its first guest."""
    rows = await conn.fetch(
        """
        SELECT d.id, d.number, d.status,
          (SELECT g.name FROM guests g WHERE g.org_id = d.org_id AND g.paddle_id = d.id ORDER BY g.created_at, g.id LIMIT 1) AS name
        FROM paddles d WHERE d.org_id = $1 AND d.event_id = $2 AND d.status <> 'retired' AND NOT d.is_hidden ORDER BY d.number
        """,
        org_id,
        event_id,
    )
    return list(rows)
