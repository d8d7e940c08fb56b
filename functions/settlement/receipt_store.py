"""The SQL of receipts. An issued receipt does not change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.settlement.models import ReceiptFacts, ReceiptLine
from shared.db.pool import AnyConnection
from shared.ids import new_id

FACTS = """
SELECT v.org_id, v.event_id, v.id AS invoice_id, c.id AS charge_id, v.paddle_id, v.payer_id, o.name AS charity, e.name AS event, e.timezone,
  o.receipt_prefix || '-' || upper(right(replace(v.event_id::text, '-', ''), 6)) || '-' || to_char(v.number, 'FM0000') AS number,
  coalesce(g.receipt_name, g.name) AS payer, c.currency, c.captured_cents AS amount_cents, initcap(m.brand) || ' ' || m.last4 AS card,
  coalesce(v.paid_at, c.updated_at) AS paid_at, coalesce(t.regime, 'none') AS regime,
  (SELECT jsonb_agg(jsonb_build_array(coalesce(i.lot, ''), l.description, l.amount_cents, l.value_cents) ORDER BY i.position, i.lot, l.id)
   FROM invoice_lines l LEFT JOIN items i ON i.org_id = l.org_id AND i.id = l.item_id WHERE l.org_id = v.org_id AND l.invoice_id = v.id) AS lines
FROM invoices v
JOIN charges c ON c.org_id = v.org_id AND c.invoice_id = v.id AND c.status = 'succeeded'
JOIN payment_methods m ON m.org_id = c.org_id AND m.id = c.payment_method_id
JOIN guests g ON g.org_id = v.org_id AND g.id = v.payer_id
JOIN organizations o ON o.id = v.org_id
JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id
LEFT JOIN tax_profiles t ON t.org_id = e.org_id AND t.id = e.tax_profile_id
WHERE v.org_id = $1 AND v.id = $2 AND v.status = 'paid' AND NOT EXISTS (SELECT FROM receipts r WHERE r.org_id = c.org_id AND r.charge_id = c.id)
"""


async def receipt_due(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> ReceiptFacts | None:
    """What the receipt of a paid invoice says; None when there is none to issue, or it was issued."""
    row = await conn.fetchrow(FACTS, org_id, invoice_id)
    if row is None:
        return None
    return ReceiptFacts(**{**dict(row), "lines": tuple(ReceiptLine(*line) for line in row["lines"])})


async def insert_receipt(conn: AnyConnection, facts: ReceiptFacts) -> UUID | None:
    """The receipt, its text and its audit entry. Returns the id of the text; None when another process was first."""
    receipt_id, message_id = new_id(), new_id()
    inserted = await conn.execute(
        "INSERT INTO receipts (org_id, id, invoice_id, charge_id, number, payer_id, amount_cents, blob_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        " ON CONFLICT (org_id, charge_id) DO NOTHING",
        facts.org_id,
        receipt_id,
        facts.invoice_id,
        facts.charge_id,
        facts.number,
        facts.payer_id,
        facts.amount_cents,
        facts.blob_name,
    )
    if inserted != "INSERT 0 1":
        return None
    await conn.execute(
        "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, about_id, amount_cents) VALUES ($1, $2, $3, $4, 'receipt', $5, $6)",
        facts.org_id,
        message_id,
        facts.event_id,
        facts.paddle_id,
        receipt_id,
        facts.amount_cents,
    )
    return message_id


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    number: str
    payer_id: UUID
    blob_name: str
    issued_at: datetime


async def find_receipt(conn: AnyConnection, org_id: UUID, event_id: UUID, receipt_id: UUID) -> ReceiptRow | None:
    row = await conn.fetchrow(
        """
        SELECT r.number, r.payer_id, r.blob_name, r.issued_at FROM receipts r JOIN invoices v ON v.org_id = r.org_id AND v.id = r.invoice_id
        WHERE r.org_id = $1 AND v.event_id = $2 AND r.id = $3
        """,
        org_id,
        event_id,
        receipt_id,
    )
    return ReceiptRow(**row) if row else None


async def charges_without_receipt(conn: AnyConnection, limit: int) -> list[tuple[UUID, UUID]]:
    rows = await conn.fetch("SELECT org_id, invoice_id FROM charges_without_receipt_v1($1)", limit)
    return [(row["org_id"], row["invoice_id"]) for row in rows]
