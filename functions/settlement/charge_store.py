"""The SQL of charges. Lock order: the invoice, then its charge."""

from uuid import UUID

from functions.settlement.models import (
    Attempt,
    ChargeStatus,
    LastAttempt,
    LockedInvoice,
    Observation,
    PayerCard,
)
from shared.db.pool import AnyConnection
from shared.ids import new_id

CLAIM_S = 60  # longer than the calls of one step may take together

ATTEMPT = """
SELECT c.id, c.org_id, v.event_id, c.invoice_id, v.number AS invoice_number, c.attempt, c.amount_cents, c.currency, c.payer_present, c.stripe_account,
  m.stripe_customer, m.stripe_payment_method, c.idempotency_key, c.status, c.provider_id, c.provider_charge_before, c.confirms,
  extract(epoch FROM clock_timestamp() - c.created_at)::float8 AS age_s
FROM charges c JOIN invoices v ON v.org_id = c.org_id AND v.id = c.invoice_id
JOIN payment_methods m ON m.org_id = c.org_id AND m.id = c.payment_method_id
WHERE c.org_id = $1
"""


async def lock_invoice(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> LockedInvoice | None:
    row = await conn.fetchrow(
        """
        SELECT v.id, v.event_id, v.paddle_id, v.payer_id, v.status, v.currency, v.total_cents - v.paid_cents AS due_cents,
          v.disputed_at IS NOT NULL AS is_disputed, v.billed_at IS NOT NULL AND e.checkout_opened_at IS NOT NULL AS is_billed,
          coalesce(extract(epoch FROM v.charge_not_before - clock_timestamp()), 0)::float8 AS wait_s,
          coalesce((SELECT max(l.amount_cents) FROM invoice_lines l
            WHERE l.org_id = v.org_id AND l.invoice_id = v.id AND l.pledge_id IS NOT NULL), 0) AS largest_pledge_cents
        FROM invoices v JOIN events e ON e.org_id = v.org_id AND e.id = v.event_id
        WHERE v.org_id = $1 AND v.id = $2 FOR NO KEY UPDATE OF v
        """,
        org_id,
        invoice_id,
    )
    return LockedInvoice(**row) if row else None


async def payer_card(conn: AnyConnection, org_id: UUID, payer_id: UUID) -> PayerCard | None:
    """The payer's newest card, with the cap of the consent it was given under (I36)."""
    row = await conn.fetchrow(
        """
        SELECT m.id, m.stripe_account, k.cap_cents FROM payment_methods m JOIN consents k ON k.org_id = m.org_id AND k.id = m.consent_id
        WHERE m.org_id = $1 AND m.guest_id = $2 AND m.revoked_at IS NULL ORDER BY m.created_at DESC, m.id DESC LIMIT 1
        """,
        org_id,
        payer_id,
    )
    return PayerCard(**row) if row else None


async def last_attempt(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> LastAttempt | None:
    row = await conn.fetchrow(
        "SELECT attempt, status, provider_id FROM charges WHERE org_id = $1 AND invoice_id = $2 ORDER BY attempt DESC LIMIT 1",
        org_id,
        invoice_id,
    )
    return LastAttempt(**row) if row else None


async def open_charge_id(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> UUID | None:
    found: UUID | None = await conn.fetchval(
        "SELECT id FROM charges WHERE org_id = $1 AND invoice_id = $2 AND status IN ('pending', 'created', 'confirming', 'unknown')",
        org_id,
        invoice_id,
    )
    return found


async def pay_key_was_used(conn: AnyConnection, org_id: UUID, invoice_id: UUID, key: UUID) -> bool:
    return bool(
        await conn.fetchval(
            "SELECT EXISTS (SELECT FROM charges WHERE org_id = $1 AND invoice_id = $2 AND pay_key = $3)",
            org_id,
            invoice_id,
            key,
        )
    )


async def insert_attempt(
    conn: AnyConnection,
    org_id: UUID,
    invoice: LockedInvoice,
    card: PayerCard,
    *,
    attempt: int,
    provider_id: str | None,
    payer_present: bool,
    pay_key: UUID | None,
) -> UUID:
    """A row with its key, committed before the provider hears of it (I31); the invoice is being charged from here on."""
    charge_id = new_id()
    await conn.execute(
        "INSERT INTO charges (org_id, id, invoice_id, attempt, amount_cents, currency, payment_method_id, payer_present, pay_key, stripe_account,"
        " idempotency_key, status, provider_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        org_id,
        charge_id,
        invoice.id,
        attempt,
        invoice.due_cents,
        invoice.currency,
        card.id,
        payer_present,
        pay_key,
        card.stripe_account,
        f"charge:{charge_id}",
        "pending" if provider_id is None else "created",
        provider_id,
    )
    await conn.execute(
        "UPDATE invoices SET status = 'charging', failure_code = NULL, version = version + 1 WHERE org_id = $1 AND id = $2",
        org_id,
        invoice.id,
    )
    return charge_id


async def claim(conn: AnyConnection, org_id: UUID, charge_id: UUID) -> bool:
    """Whether the caller may work on the attempt now; a claim of a process that died runs out."""
    done = await conn.execute(
        "UPDATE charges SET claimed_until = clock_timestamp() + make_interval(secs => $3), updated_at = clock_timestamp()"
        " WHERE org_id = $1 AND id = $2 AND status IN ('pending', 'created', 'confirming', 'unknown')"
        " AND (claimed_until IS NULL OR claimed_until < clock_timestamp())",
        org_id,
        charge_id,
        CLAIM_S,
    )
    return done == "UPDATE 1"


async def release(conn: AnyConnection, org_id: UUID, charge_id: UUID) -> None:
    await conn.execute("UPDATE charges SET claimed_until = NULL WHERE org_id = $1 AND id = $2", org_id, charge_id)


async def read_attempt(conn: AnyConnection, org_id: UUID, charge_id: UUID) -> Attempt:
    row = await conn.fetchrow(ATTEMPT + " AND c.id = $2", org_id, charge_id)
    assert row is not None, "attempts are never deleted"
    return Attempt(**row)


async def store_intent(conn: AnyConnection, org_id: UUID, charge_id: UUID, provider_id: str) -> None:
    await conn.execute(
        "UPDATE charges SET provider_id = $3, status = 'created', updated_at = clock_timestamp()"
        " WHERE org_id = $1 AND id = $2 AND status = 'pending'",
        org_id,
        charge_id,
        provider_id,
    )


async def mark_confirming(conn: AnyConnection, org_id: UUID, charge_id: UUID, charge_before: str | None) -> int | None:
    """From here on money may move. Returns which confirm it is, or None when the attempt has ended meanwhile."""
    number: int | None = await conn.fetchval(
        "UPDATE charges SET status = 'confirming', confirms = confirms + 1, updated_at = clock_timestamp(),"
        " provider_charge_before = CASE WHEN confirms = 0 THEN $3 ELSE provider_charge_before END"
        " WHERE org_id = $1 AND id = $2 AND status IN ('created', 'confirming', 'unknown') RETURNING confirms",
        org_id,
        charge_id,
        charge_before,
    )
    return number


async def charge_status(conn: AnyConnection, org_id: UUID, charge_id: UUID) -> ChargeStatus:
    """Under the invoice's lock nobody else changes it."""
    status: ChargeStatus = await conn.fetchval(
        "SELECT status FROM charges WHERE org_id = $1 AND id = $2", org_id, charge_id
    )
    return status


async def set_status(
    conn: AnyConnection, org_id: UUID, charge_id: UUID, status: ChargeStatus, seen: Observation
) -> None:
    await conn.execute(
        "UPDATE charges SET status = $3, captured_cents = $4, failure_code = $5, updated_at = clock_timestamp()"
        " WHERE org_id = $1 AND id = $2",
        org_id,
        charge_id,
        status,
        seen.captured_cents,
        seen.failure_code,
    )


async def add_payment(conn: AnyConnection, org_id: UUID, invoice_id: UUID, captured_cents: int) -> None:
    await conn.execute(
        """
        UPDATE invoices SET paid_cents = paid_cents + $3, version = version + 1,
          failure_code = CASE WHEN paid_cents + $3 < total_cents THEN 'paid_in_part' END,
          status = CASE WHEN paid_cents + $3 = total_cents THEN 'paid' ELSE 'needs_payer' END,
          paid_at = CASE WHEN paid_cents + $3 = total_cents THEN clock_timestamp() END
        WHERE org_id = $1 AND id = $2
        """,
        org_id,
        invoice_id,
        captured_cents,
    )


async def need_payer(
    conn: AnyConnection, org_id: UUID, invoice: LockedInvoice, attempt: int, failure_code: str
) -> UUID:
    """The payer must act: the invoice says why, and a text brings the link. Returns the id of the text."""
    await conn.execute(
        "UPDATE invoices SET status = 'needs_payer', failure_code = $3, version = version + 1 WHERE org_id = $1 AND id = $2",
        org_id,
        invoice.id,
        failure_code,
    )
    message_id = new_id()
    await conn.execute(
        "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, about_id, about_seq, amount_cents)"
        " VALUES ($1, $2, $3, $4, 'payment_failed', $5, $6, $7) ON CONFLICT DO NOTHING",
        org_id,
        message_id,
        invoice.event_id,
        invoice.paddle_id,
        invoice.id,
        attempt,
        invoice.due_cents,
    )
    return message_id


async def reopen(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> None:
    """Nothing can have been charged; the run begins a new attempt."""
    await conn.execute(
        "UPDATE invoices SET status = 'open', failure_code = NULL, version = version + 1 WHERE org_id = $1 AND id = $2",
        org_id,
        invoice_id,
    )


async def stuck_charges(conn: AnyConnection, limit: int) -> list[tuple[UUID, UUID]]:
    rows = await conn.fetch("SELECT org_id, invoice_id FROM stuck_charges_v1($1)", limit)
    return [(row["org_id"], row["invoice_id"]) for row in rows]


async def charge_of_intent(conn: AnyConnection, provider_id: str, account: str) -> tuple[UUID, UUID] | None:
    row = await conn.fetchrow("SELECT org_id, charge_id FROM charge_of_intent_v1($1, $2)", provider_id, account)
    return (row["org_id"], row["charge_id"]) if row else None
