"""A paid invoice with its receipt, written as rows: for tests about who may read it, not about how it came to be."""

from dataclasses import dataclass
from uuid import UUID

from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import Guest

CONTAINER = "receipts"


@dataclass(frozen=True)
class Paid:
    invoice_id: UUID
    receipt_id: UUID


async def make_paid_invoice(conn: Connection, app: Services, guest: Guest, *, amount_cents: int = 10_000) -> Paid:
    """Opens checkout on the way, because no invoice is billed before."""
    invoice_id, charge_id, receipt_id = new_id(), new_id(), new_id()
    await conn.execute(
        "UPDATE events SET phase = 'checkout', checkout_opened_at = clock_timestamp(),"
        " checkout_key = gen_random_uuid(), checkout_body_hash = '' WHERE id = $1",
        guest.event_id,
    )
    await conn.execute(
        "INSERT INTO invoices (org_id, id, event_id, paddle_id, payer_id, number, status, currency, total_cents, paid_cents, billed_at, paid_at)"
        " SELECT $1, $2, $3, $4, $5, 1 + count(*), 'paid', 'USD', $6, $6, clock_timestamp(), clock_timestamp() FROM invoices WHERE event_id = $3",
        guest.org_id,
        invoice_id,
        guest.event_id,
        guest.paddle_id,
        guest.guest_id,
        amount_cents,
    )
    await conn.execute(
        "INSERT INTO invoice_lines (org_id, id, invoice_id, payer_id, description, amount_cents, tax_class)"
        " VALUES ($1, $2, $3, $4, 'Gift', $5, 'donation')",
        guest.org_id,
        new_id(),
        invoice_id,
        guest.guest_id,
        amount_cents,
    )
    await conn.execute(
        "INSERT INTO charges (org_id, id, invoice_id, attempt, amount_cents, currency, payment_method_id, idempotency_key, status, provider_id,"
        " captured_cents)"
        " SELECT $1, $2, $3, 1, $4, 'USD', m.id, $6, 'succeeded', 'pi_' || $6, $4 FROM payment_methods m WHERE m.paddle_id = $5",
        guest.org_id,
        charge_id,
        invoice_id,
        amount_cents,
        guest.paddle_id,
        str(charge_id),
    )
    blob_name = f"{guest.org_id}/{guest.event_id}/{receipt_id}.pdf"
    await conn.execute(
        "INSERT INTO receipts (org_id, id, invoice_id, charge_id, number, payer_id, amount_cents, blob_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        guest.org_id,
        receipt_id,
        invoice_id,
        charge_id,
        f"R-{receipt_id.hex[-8:]}",
        guest.guest_id,
        amount_cents,
        blob_name,
    )
    await app.blobs.ensure_container(CONTAINER, public=False)
    await app.blobs.upload(CONTAINER, blob_name, b"%PDF-1.7 of " + str(receipt_id).encode(), "application/pdf")
    return Paid(invoice_id, receipt_id)
