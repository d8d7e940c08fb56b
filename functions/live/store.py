"""The SQL of the live auction: calls of the functions beside it, and reading."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from functions.live.models import ConfirmedSale
from functions.stewarding.models import Call, Outcome
from shared.db.pool import AnyConnection
from shared.errors import JsonValue

type Body = dict[str, JsonValue]
"""A call's body, as its database function reads it."""


async def enter(conn: AnyConnection, call: Call, item_id: UUID, body: Body) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM enter_live_v1($1, $2, $3)", dict(call), item_id, body)
    )


async def add_lot(conn: AnyConnection, call: Call, item_id: UUID, body: Body) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM add_lot_v1($1, $2, $3)", dict(call), item_id, body)
    )


async def sell(conn: AnyConnection, call: Call, body: Body) -> Outcome:
    return Outcome.of(await conn.fetchrow("SELECT code, is_replay, answer FROM sell_live_v1($1, $2)", dict(call), body))


async def undo_sale(conn: AnyConnection, call: Call, sale_id: UUID, reason: str | None) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM undo_sale_v1($1, $2, $3)", dict(call), sale_id, reason)
    )


async def correct_sale(conn: AnyConnection, call: Call, sale_id: UUID, paddle_number: int) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM correct_sale_v1($1, $2, $3)", dict(call), sale_id, paddle_number
        )
    )


async def confirm_sale(conn: AnyConnection, call: Call, sale_id: UUID, by: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM confirm_sale_v1($1, $2, $3)", dict(call), sale_id, by)
    )


async def resolve_sale(conn: AnyConnection, call: Call, sale_id: UUID, keep: str) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM resolve_sale_v1($1, $2, $3)", dict(call), sale_id, keep
        )
    )


async def answer_sale(conn: AnyConnection, call: Call, sale_id: UUID, *, is_mine: bool) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM answer_sale_v1($1, $2, $3)", dict(call), sale_id, is_mine
        )
    )


async def offer(conn: AnyConnection, call: Call, item_id: UUID, amount_cents: int) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM offer_live_v1($1, $2, $3)", dict(call), item_id, amount_cents
        )
    )


async def withdraw_offer(conn: AnyConnection, call: Call, offer_id: UUID) -> Outcome:
    return Outcome.of(
        await conn.fetchrow("SELECT code, is_replay, answer FROM withdraw_live_offer_v1($1, $2)", dict(call), offer_id)
    )


async def set_absentee(conn: AnyConnection, call: Call, item_id: UUID, max_cents: int, *, confirmed: bool) -> Outcome:
    return Outcome.of(
        await conn.fetchrow(
            "SELECT code, is_replay, answer FROM set_absentee_v1($1, $2, $3, $4)",
            dict(call),
            item_id,
            max_cents,
            confirmed,
        )
    )


async def read_stage(conn: AnyConnection, org_id: UUID, event_id: UUID) -> dict[str, JsonValue]:
    stage: dict[str, JsonValue] = await conn.fetchval("SELECT stage_v1($1, $2)", org_id, event_id)
    return stage


async def item_states(
    conn: AnyConnection, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID]
) -> dict[UUID, dict[str, JsonValue]]:
    rows = await conn.fetch("SELECT id, state FROM item_states_v1($1, $2, $3)", org_id, event_id, list(item_ids))
    return {row["id"]: row["state"] for row in rows}


async def running_item_id(conn: AnyConnection, org_id: UUID, event_id: UUID) -> UUID | None:
    item_id: UUID | None = await conn.fetchval(
        "SELECT item_id FROM live_lots WHERE org_id = $1 AND event_id = $2 AND stage = 'running'", org_id, event_id
    )
    return item_id


async def waiting_texts(conn: AnyConnection, org_id: UUID, item_ids: Sequence[UUID]) -> list[UUID]:
    """The texts that an act on these lots may have written."""
    rows = await conn.fetch(
        "SELECT id FROM messages WHERE org_id = $1 AND item_id = ANY ($2) AND kind IN ('won', 'sale_reversed') AND status = 'pending'",
        org_id,
        list(item_ids),
    )
    return [row["id"] for row in rows]


async def find_sale(conn: AnyConnection, org_id: UUID, sale_id: UUID) -> asyncpg.Record:
    """With the refund that its reversal says is due."""
    row = await conn.fetchrow(
        """
        SELECT s.id, s.event_id, s.item_id, s.paddle_id, s.amount_cents, s.issue, s.confirmed_at,
          (SELECT r.refund_due_cents FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id) AS refund_due_cents
        FROM live_sales s WHERE s.org_id = $1 AND s.id = $2
        """,
        org_id,
        sale_id,
    )
    assert row is not None, "the act's own"
    return row


async def find_offer(conn: AnyConnection, org_id: UUID, offer_id: UUID) -> asyncpg.Record:
    row = await conn.fetchrow(
        "SELECT id, item_id, amount_cents, status FROM live_offers WHERE org_id = $1 AND id = $2", org_id, offer_id
    )
    assert row is not None, "the act's own"
    return row


async def own_offers(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> list[asyncpg.Record]:
    """The newest fifty."""
    rows = await conn.fetch(
        "SELECT id, item_id, amount_cents, status FROM live_offers WHERE org_id = $1 AND event_id = $2 AND paddle_id = $3"
        " ORDER BY offered_at DESC, id DESC LIMIT 50",
        org_id,
        event_id,
        paddle_id,
    )
    return list(rows)


async def own_absentee(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> list[asyncpg.Record]:
    return list(
        await conn.fetch("SELECT item_id, max_cents FROM own_absentee_v1($1, $2, $3)", org_id, event_id, paddle_id)
    )


OWN_SALE = """
SELECT s.id, s.item_id, s.amount_cents, s.confirmed_at IS NOT NULL AS is_confirmed, coalesce(s.issue = 'disowned', false) AS is_disowned
FROM live_sales s WHERE s.org_id = $1 AND s.event_id = $2 AND s.paddle_id = $3 AND s.kind = 'sale' AND s.issue IS DISTINCT FROM 'locked'
  AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)
"""


async def own_sales(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID) -> list[asyncpg.Record]:
    return list(await conn.fetch(OWN_SALE + " ORDER BY s.sold_at, s.id", org_id, event_id, paddle_id))


async def confirm_due(conn: AnyConnection, limit: int) -> list[ConfirmedSale]:
    rows = await conn.fetch("SELECT * FROM confirm_due_sales_v1($1)", limit)
    return [ConfirmedSale(**row) for row in rows]
