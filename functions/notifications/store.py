"""The SQL of texts. The row's state decides: deliveries of hints repeat."""

from uuid import UUID

from functions.notifications.models import MessageStatus, Text
from shared.db.pool import AnyConnection

TEXT = """
SELECT m.id, m.org_id, m.kind, extract(epoch FROM clock_timestamp() - m.created_at)::float8 AS age_s,
  m.failure_code IS NOT DISTINCT FROM 'outcome_unknown' AS was_unknown, g.phone, coalesce(g.texts_ok, false) AS texts_ok,
  e.name AS event, e.currency, e.timezone, e.item_word, m.amount_cents, m.item_id, i.lot, i.title, i.price_cents, i.status AS item_status,
  i.kind AS item_kind, CASE WHEN i.paused_at IS NULL OR i.resumes_at IS NOT NULL THEN i.closes_at END AS closes_at,
  coalesce(i.high_paddle_id = m.paddle_id, false) AS leads,
  EXISTS (SELECT FROM awards a WHERE a.org_id = m.org_id AND a.item_id = m.item_id AND a.paddle_id = m.paddle_id AND a.revoked_at IS NULL) AS has_won,
  o.status AS offer_status, o.deadline AS offer_deadline, v.status AS invoice_status, v.charge_not_before, initcap(c.brand) || ' ' || c.last4 AS card
FROM messages m
JOIN events e ON e.org_id = m.org_id AND e.id = m.event_id
LEFT JOIN items i ON i.org_id = m.org_id AND i.id = m.item_id
LEFT JOIN offers o ON o.org_id = m.org_id AND o.id = m.about_id AND m.kind = 'offer'
LEFT JOIN invoices v ON v.org_id = m.org_id AND v.id = m.about_id AND m.kind IN ('bill', 'payment_failed')
LEFT JOIN LATERAL (SELECT o.phone, o.texts_ok FROM guests o WHERE o.org_id = m.org_id AND o.paddle_id = m.paddle_id AND o.phone IS NOT NULL
                   ORDER BY o.texts_ok DESC, o.created_at, o.id LIMIT 1) g ON true
LEFT JOIN LATERAL (SELECT p.brand, p.last4 FROM payment_methods p WHERE p.org_id = v.org_id AND p.guest_id = v.payer_id AND p.revoked_at IS NULL
                   ORDER BY p.created_at DESC, p.id DESC LIMIT 1) c ON true
WHERE m.org_id = $1 AND m.id = $2
"""


async def claim(conn: AnyConnection, org_id: UUID, message_id: UUID) -> Text | None:
    """None when it is not waiting: somebody else sends it, or it is done."""
    claimed = await conn.execute(
        "UPDATE messages SET status = 'sending', attempts = attempts + 1, updated_at = clock_timestamp()"
        " WHERE org_id = $1 AND id = $2 AND status = 'pending'",
        org_id,
        message_id,
    )
    if claimed != "UPDATE 1":
        return None
    row = await conn.fetchrow(TEXT, org_id, message_id)
    assert row is not None, "claimed in this transaction"
    return Text(**row)


async def finish(
    conn: AnyConnection,
    org_id: UUID,
    message_id: UUID,
    status: MessageStatus,
    *,
    provider_id: str | None = None,
    failure_code: str | None = None,
) -> None:
    """Ends a send; a callback that was faster has the last word."""
    await conn.execute(
        "UPDATE messages SET status = $3, provider_id = coalesce($4, provider_id), failure_code = $5, updated_at = clock_timestamp()"
        " WHERE org_id = $1 AND id = $2 AND status = 'sending'",
        org_id,
        message_id,
        status,
        provider_id,
        failure_code,
    )


async def due_messages(conn: AnyConnection, limit: int) -> list[tuple[UUID, UUID]]:
    """(organization, message), oldest first."""
    rows = await conn.fetch("SELECT org_id, message_id FROM due_messages_v1($1)", limit)
    return [(row["org_id"], row["message_id"]) for row in rows]


async def settle_dead_sends(conn: AnyConnection) -> int:
    return int(await conn.fetchval("SELECT settle_dead_sends_v1()"))


async def record_delivery(
    conn: AnyConnection, message_id: UUID, provider_id: str, status: str, failure_code: str | None
) -> bool:
    return bool(
        await conn.fetchval("SELECT message_delivery_v1($1, $2, $3, $4)", message_id, provider_id, status, failure_code)
    )
