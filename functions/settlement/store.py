"""The SQL of checkout and invoices. Lock order: items by id, appeals by id (paddle_raise), then invoices by id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg

from functions.settlement.models import Bill
from shared.db.pool import AnyConnection
from shared.errors import JsonValue
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class EventRow:
    phase: str
    currency: str
    charge_hold_s: int
    checkout_opened_at: datetime | None
    checkout_key: UUID | None
    checkout_body_hash: bytes | None
    is_rehearsal: bool


async def find_event(conn: AnyConnection, org_id: UUID, event_id: UUID) -> EventRow | None:
    row = await conn.fetchrow(
        "SELECT phase, currency, charge_hold_s, checkout_opened_at, checkout_key, checkout_body_hash, rehearsal_of IS NOT NULL AS is_rehearsal"
        " FROM events WHERE org_id = $1 AND id = $2",
        org_id,
        event_id,
    )
    return EventRow(**row) if row else None


async def lock_items(conn: AnyConnection, org_id: UUID, event_id: UUID) -> int:
    """Locks every item of the event, so that no sale slips in; returns how many silent ones are open."""
    rows = await conn.fetch(
        "SELECT kind, status, is_hidden FROM items WHERE org_id = $1 AND event_id = $2 ORDER BY id FOR NO KEY UPDATE",
        org_id,
        event_id,
    )
    return sum(
        row["status"] == "open" and row["kind"] not in ("live", "donation") and not row["is_hidden"] for row in rows
    )


async def open_checkout(
    conn: AnyConnection, org_id: UUID, event_id: UUID, session_id: UUID, key: UUID, body_hash: bytes
) -> bool:
    """False when it is open already."""
    done = await conn.execute(
        "UPDATE events SET phase = 'checkout', checkout_opened_at = clock_timestamp(), checkout_opened_by = $3, checkout_key = $4,"
        " checkout_body_hash = $5, version = version + 1 WHERE org_id = $1 AND id = $2 AND checkout_opened_at IS NULL",
        org_id,
        event_id,
        session_id,
        key,
        body_hash,
    )
    return done == "UPDATE 1"


async def unresolved_live_sales(conn: AnyConnection, org_id: UUID, event_id: UUID) -> int:
    """Live sales that stand and are nobody's to pay yet; the items are locked."""
    return int(
        await conn.fetchval(
            """
            SELECT count(*) FROM live_sales s WHERE s.org_id = $1 AND s.event_id = $2 AND s.kind = 'sale'
              AND NOT EXISTS (SELECT FROM live_sales r WHERE r.org_id = s.org_id AND r.reverses_id = s.id)
              AND NOT EXISTS (SELECT FROM awards a WHERE a.org_id = s.org_id AND a.live_sale_id = s.id AND a.revoked_at IS NULL)
            """,
            org_id,
            event_id,
        )
    )


async def held_levels(conn: AnyConnection, org_id: UUID, event_id: UUID) -> asyncpg.Record:
    """Levels with pledges that nobody has released yet, and their sum; the appeals are locked."""
    row = await conn.fetchrow(
        """
        SELECT count(DISTINCT l.id) AS levels, coalesce(sum(s.amount_cents), 0)::bigint AS cents
        FROM standing_pledges s JOIN appeal_levels l ON l.org_id = s.org_id AND l.id = s.level_id
        WHERE s.org_id = $1 AND s.event_id = $2 AND l.released_at IS NULL
        """,
        org_id,
        event_id,
    )
    assert row is not None, "aggregates always answer"
    return row


async def bills(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[Bill]:
    """Everything that was sold, and the pledges that are billed, by paddle; the paddle's first guest pays."""
    rows = await conn.fetch(
        """
        WITH owed AS (
          SELECT a.paddle_id, a.id AS award_id, NULL::uuid AS pledge_id, a.amount_cents FROM awards a
          WHERE a.org_id = $1 AND a.event_id = $2 AND a.revoked_at IS NULL AND NOT EXISTS (
            SELECT FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
            WHERE l.org_id = a.org_id AND l.award_id = a.id)
          UNION ALL
          SELECT p.paddle_id, NULL, p.id, p.amount_cents FROM billable_pledges_v1($1, $2) p WHERE NOT EXISTS (
            SELECT FROM invoice_lines l JOIN invoices v ON v.org_id = l.org_id AND v.id = l.invoice_id AND v.status <> 'void'
            WHERE l.org_id = $1 AND l.pledge_id = p.id)
        )
        SELECT d.id AS paddle_id, d.number AS paddle_number,
          (SELECT g.id FROM guests g WHERE g.org_id = d.org_id AND g.paddle_id = d.id ORDER BY g.created_at, g.id LIMIT 1) AS payer_id,
          coalesce(array_agg(o.award_id ORDER BY o.award_id) FILTER (WHERE o.award_id IS NOT NULL), '{}') AS award_ids,
          coalesce(array_agg(o.pledge_id ORDER BY o.pledge_id) FILTER (WHERE o.pledge_id IS NOT NULL), '{}') AS pledge_ids,
          sum(o.amount_cents)::bigint AS total_cents
        FROM owed o JOIN paddles d ON d.org_id = $1 AND d.id = o.paddle_id
        GROUP BY d.org_id, d.id ORDER BY d.number
        """,
        org_id,
        event_id,
    )
    return [
        Bill(
            row["paddle_id"],
            row["paddle_number"],
            row["payer_id"],
            tuple(row["award_ids"]),
            tuple(row["pledge_ids"]),
            row["total_cents"],
        )
        for row in rows
    ]


async def write_bills(
    conn: AnyConnection, org_id: UUID, event_id: UUID, currency: str, hold_s: int, bills: Sequence[Bill]
) -> list[UUID]:
    """Writes invoices, their lines and the texts that tell of them. Returns the ids of the texts."""
    first = await conn.fetchval(
        "SELECT coalesce(max(number), 0) + 1 FROM invoices WHERE org_id = $1 AND event_id = $2", org_id, event_id
    )
    numbered = [(new_id(), new_id(), number, bill) for number, bill in enumerate(bills, start=first)]
    await conn.executemany(
        "INSERT INTO invoices (org_id, id, event_id, paddle_id, payer_id, number, currency, total_cents, billed_at, charge_not_before)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp(), clock_timestamp() + make_interval(secs => $9))",
        [
            (org_id, invoice_id, event_id, bill.paddle_id, bill.payer_id, number, currency, bill.total_cents, hold_s)
            for invoice_id, _, number, bill in numbered
        ],
    )
    # a value is worth printing only if it was published before bidding: it was frozen at the first bid
    await conn.executemany(
        "INSERT INTO invoice_lines (org_id, id, invoice_id, payer_id, item_id, award_id, description, amount_cents, tax_class, value_cents)"
        " SELECT i.org_id, $2, $3, $4, i.id, a.id, i.title || CASE WHEN a.units > 1 THEN ' (' || a.units || ')' ELSE '' END,"
        " a.amount_cents, i.tax_class,"
        " CASE WHEN i.value_frozen_at IS NOT NULL THEN i.value_cents * a.units END"
        " FROM awards a JOIN items i ON i.org_id = a.org_id AND i.id = a.item_id WHERE a.org_id = $1 AND a.id = $5",
        [
            (org_id, new_id(), invoice_id, bill.payer_id, award_id)
            for invoice_id, _, _, bill in numbered
            for award_id in bill.award_ids
        ],
    )
    # nothing is given in return for a pledge: its value is none, and that is published
    await conn.executemany(
        "INSERT INTO invoice_lines (org_id, id, invoice_id, payer_id, pledge_id, description, amount_cents, tax_class, value_cents)"
        " SELECT p.org_id, $2, $3, $4, p.id, CASE p.kind WHEN 'match' THEN 'Match: ' ELSE 'Paddle raise: ' END || a.title,"
        " p.amount_cents, 'donation', 0"
        " FROM pledges p JOIN appeals a ON a.org_id = p.org_id AND a.id = p.appeal_id WHERE p.org_id = $1 AND p.id = $5",
        [
            (org_id, new_id(), invoice_id, bill.payer_id, pledge_id)
            for invoice_id, _, _, bill in numbered
            for pledge_id in bill.pledge_ids
        ],
    )
    await conn.executemany(
        "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, about_id, amount_cents) VALUES ($1, $2, $3, $4, 'bill', $5, $6)",
        [
            (org_id, message_id, event_id, bill.paddle_id, invoice_id, bill.total_cents)
            for invoice_id, message_id, _, bill in numbered
        ],
    )
    return [message_id for _, message_id, _, _ in numbered]


async def audit(
    conn: AnyConnection,
    org_id: UUID,
    event_id: UUID,
    session_id: UUID | None,
    action: str,
    subject_id: UUID,
    detail: dict[str, JsonValue],
) -> None:
    await conn.execute(
        "INSERT INTO audit_log (org_id, id, event_id, session_id, action, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        org_id,
        new_id(),
        event_id,
        session_id,
        action,
        subject_id,
        detail,
    )


async def checkout_totals(conn: AnyConnection, org_id: UUID, event_id: UUID) -> asyncpg.Record:
    """Before checkout what the bills would be, afterwards what they are."""
    row = await conn.fetchrow(
        """
        SELECT i.sold AS items, i.still_open AS still_open_items,
          CASE WHEN v.n > 0 THEN v.n ELSE i.winners END AS invoices, CASE WHEN v.n > 0 THEN v.total ELSE i.total END AS total_cents,
          v.charged AS charged_cents, v.paid, v.needs_payer, v.open
        FROM (
          SELECT (SELECT count(*) FROM items WHERE org_id = $1 AND event_id = $2 AND status = 'sold') AS sold,
            (SELECT count(*) FROM items WHERE org_id = $1 AND event_id = $2 AND status = 'open' AND kind NOT IN ('live', 'donation')
               AND NOT is_hidden) AS still_open,
            count(DISTINCT o.paddle_id) AS winners, coalesce(sum(o.amount_cents), 0)::bigint AS total
          FROM (SELECT paddle_id, amount_cents FROM awards WHERE org_id = $1 AND event_id = $2 AND revoked_at IS NULL
                UNION ALL SELECT paddle_id, amount_cents FROM pledges_to_bill_v1($1, $2)) o) i,
        (SELECT count(*) AS n, coalesce(sum(total_cents), 0)::bigint AS total, coalesce(sum(paid_cents), 0)::bigint AS charged,
            count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE status = 'needs_payer') AS needs_payer,
            count(*) FILTER (WHERE status IN ('open', 'charging')) AS open
          FROM invoices WHERE org_id = $1 AND event_id = $2 AND status <> 'void') v
        """,
        org_id,
        event_id,
    )
    assert row is not None, "aggregates always answer"
    return row


INVOICE = """
SELECT v.id, v.number, v.status, v.currency, v.total_cents, v.paid_cents, v.billed_at, v.charge_not_before, v.paid_at, v.disputed_at, v.failure_code,
  (SELECT jsonb_build_object('brand', m.brand, 'last4', m.last4) FROM payment_methods m
   WHERE m.org_id = v.org_id AND m.guest_id = v.payer_id AND m.revoked_at IS NULL ORDER BY m.created_at DESC, m.id DESC LIMIT 1) AS card,
  (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'item_id', l.item_id, 'lot', i.lot, 'description', l.description, 'amount_cents', l.amount_cents,
      'value_cents', l.value_cents) ORDER BY i.position, i.lot, l.id)
   FROM invoice_lines l LEFT JOIN items i ON i.org_id = l.org_id AND i.id = l.item_id WHERE l.org_id = v.org_id AND l.invoice_id = v.id) AS lines,
  (SELECT jsonb_build_object('number', r.number, 'url', '/api/v1/receipts/' || r.id || '/file') FROM receipts r
   WHERE r.org_id = v.org_id AND r.invoice_id = v.id ORDER BY r.issued_at DESC LIMIT 1) AS receipt
FROM invoices v WHERE v.org_id = $1 AND v.event_id = $2
"""


async def find_invoice(conn: AnyConnection, org_id: UUID, event_id: UUID, invoice_id: UUID) -> asyncpg.Record | None:
    return await conn.fetchrow(INVOICE + " AND v.id = $3", org_id, event_id, invoice_id)


async def own_invoice_id(conn: AnyConnection, org_id: UUID, event_id: UUID, guest_id: UUID) -> UUID | None:
    found: UUID | None = await conn.fetchval(
        "SELECT id FROM invoices WHERE org_id = $1 AND event_id = $2 AND payer_id = $3 AND status <> 'void'",
        org_id,
        event_id,
        guest_id,
    )
    return found


async def list_invoices(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[asyncpg.Record]:
    rows = await conn.fetch(
        """
        SELECT v.id, v.number, v.status, d.number AS paddle_number, g.name AS payer_name, v.total_cents, v.paid_cents, v.disputed_at, v.failure_code
        FROM invoices v JOIN paddles d ON d.org_id = v.org_id AND d.id = v.paddle_id JOIN guests g ON g.org_id = v.org_id AND g.id = v.payer_id
        WHERE v.org_id = $1 AND v.event_id = $2 ORDER BY v.number
        """,
        org_id,
        event_id,
    )
    return list(rows)


async def dispute_invoice(conn: AnyConnection, org_id: UUID, invoice_id: UUID) -> bool:
    """Takes it out of the run; False when it was out already."""
    done = await conn.execute(
        "UPDATE invoices SET disputed_at = clock_timestamp(), version = version + 1 WHERE org_id = $1 AND id = $2 AND disputed_at IS NULL",
        org_id,
        invoice_id,
    )
    return done == "UPDATE 1"


async def unsettled_invoice_ids(conn: AnyConnection, org_id: UUID, event_id: UUID) -> list[UUID]:
    """Bills that the run is not done with."""
    rows = await conn.fetch(
        "SELECT id FROM invoices WHERE org_id = $1 AND event_id = $2 AND status IN ('open', 'charging') AND disputed_at IS NULL ORDER BY number",
        org_id,
        event_id,
    )
    return [row["id"] for row in rows]


async def unsettled_events(conn: AnyConnection) -> list[tuple[UUID, UUID]]:
    return [
        (row["org_id"], row["event_id"])
        for row in await conn.fetch("SELECT org_id, event_id FROM unsettled_events_v1()")
    ]
