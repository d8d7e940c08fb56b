"""Checkout, bills, and what a payer may do with theirs."""

from uuid import UUID

import azure.durable_functions as df

from functions.accounts.identity import Caller
from functions.accounts.service import check_session
from functions.closing.service import close_donations
from functions.notifications.service import hint
from functions.paddle_raise.service import close_appeals
from functions.rehearsals.errors import EventIsRehearsal
from functions.settlement import charge_store, receipt_store, store
from functions.settlement.charges import advance, charge_invoice, open_attempt
from functions.settlement.errors import (
    CheckoutAlreadyOpen,
    InvoiceIsPaid,
    InvoiceUnknown,
    LevelsHeld,
    LiveSalesUnresolved,
    NoCard,
    NoInvoice,
    PaddleWithoutGuest,
    PaymentRunning,
    SectionsStillOpen,
)
from functions.settlement.models import Bill, LockedInvoice, Step
from functions.settlement.receipts import issue_receipt
from functions.settlement.schemas import Checkout, CheckoutTotals, Invoice, InvoiceBrief, InvoiceList, OpenCheckout
from shared.background import Background
from shared.db.pool import AnyConnection
from shared.durable import Starter, ensure_running
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.requests import body_hash
from shared.runtime import Services

SETTLE_EVENT = "settle_event"
SETTLE_INVOICE = "settle_invoice"
"""Names of orchestrations; changing the order of their yields needs new names."""

SWEEP_LIMIT = 50  # one run of the sweeper; the next comes two seconds later


async def read_checkout(services: Services, caller: Caller, event_id: UUID) -> Checkout:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        return await _checkout(conn, caller.org_id, event_id)


async def _checkout(conn: AnyConnection, org_id: UUID, event_id: UUID) -> Checkout:
    event = await store.find_event(conn, org_id, event_id)
    if event is None:
        raise NotFound
    totals = CheckoutTotals.model_validate(dict(await store.checkout_totals(conn, org_id, event_id)))
    return Checkout.model_validate({"phase": event.phase, "opened_at": event.checkout_opened_at, "totals": totals})


async def open_checkout(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: OpenCheckout
) -> tuple[Checkout, bool]:
    """Opens checkout and writes every bill in one transaction. True: this key had opened it before."""
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        await check_session(conn, caller)
        message_ids = await _open_checkout(conn, caller, key, command)
        checkout = await _checkout(conn, caller.org_id, event_id)
    if message_ids is None:
        return checkout, True
    hint(services, caller.org_id, message_ids)
    return checkout, False


async def _open_checkout(conn: AnyConnection, caller: Caller, key: UUID, command: OpenCheckout) -> list[UUID] | None:
    """The ids of the texts; None for a replay."""
    org_id, event_id = caller.org_id, caller.event_id
    still_open = await store.lock_items(conn, org_id, event_id)
    event = await store.find_event(conn, org_id, event_id)
    if event is None:
        raise NotFound
    if event.is_rehearsal:
        raise EventIsRehearsal
    if event.checkout_key == key:
        if event.checkout_body_hash != body_hash(command):
            raise IdempotencyKeyReused
        return None
    if event.checkout_key is not None:
        raise CheckoutAlreadyOpen
    if still_open:
        raise SectionsStillOpen(members={"still_open_items": still_open})
    unresolved = await store.unresolved_live_sales(conn, org_id, event_id)
    if unresolved:
        raise LiveSalesUnresolved(members={"sales": unresolved})
    if not await store.open_checkout(conn, org_id, event_id, caller.session_id, key, body_hash(command)):
        raise CheckoutAlreadyOpen
    await close_donations(conn, org_id, event_id)
    await close_appeals(conn, caller, key)
    held = await store.held_levels(conn, org_id, event_id)
    if held["levels"]:
        raise LevelsHeld(members=dict(held))
    bills = await store.bills(conn, org_id, event_id)
    _check_payers(bills)
    hold_s = event.charge_hold_s if command.hold_s is None else command.hold_s
    message_ids = await store.write_bills(conn, org_id, event_id, event.currency, hold_s, bills)
    total = sum(bill.total_cents for bill in bills)
    detail = {"invoices": len(bills), "total_cents": total, "hold_s": hold_s}
    await store.audit(conn, org_id, event_id, caller.session_id, "checkout_opened", event_id, dict(detail))
    return message_ids


def _check_payers(bills: list[Bill]) -> None:
    orphans = [bill.paddle_number for bill in bills if bill.payer_id is None]
    if orphans:
        raise PaddleWithoutGuest(members={"paddle_numbers": list(orphans)})


async def own_invoice(services: Services, caller: Caller) -> Invoice:
    async with services.db.transaction(caller.org_id) as conn:
        return await _own_invoice(conn, caller)


async def _own_invoice(conn: AnyConnection, caller: Caller) -> Invoice:
    row = await store.find_invoice(conn, caller.org_id, caller.event_id, await _own_id(conn, caller))
    assert row is not None, "found in this transaction"
    return Invoice.model_validate(dict(row))


async def _own_id(conn: AnyConnection, caller: Caller) -> UUID:
    invoice_id = await store.own_invoice_id(conn, caller.org_id, caller.event_id, caller.guest_id)
    if invoice_id is None:
        raise NoInvoice
    return invoice_id


async def read_invoice(services: Services, caller: Caller, invoice_id: UUID) -> Invoice:
    async with services.db.transaction(caller.org_id) as conn:
        row = await store.find_invoice(conn, caller.org_id, caller.event_id, invoice_id)
    if row is None:
        raise InvoiceUnknown
    return Invoice.model_validate(dict(row))


async def list_invoices(services: Services, caller: Caller, event_id: UUID) -> InvoiceList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.list_invoices(conn, caller.org_id, event_id)
    return InvoiceList(invoices=[InvoiceBrief.model_validate(dict(row)) for row in rows])


async def pay_own_invoice(services: Services, caller: Caller, key: UUID) -> tuple[Invoice, bool]:
    """The payer's own tap: no hold, no cap, also after a decline. True: this key has paid before. The charge itself goes on behind the answer."""
    async with services.db.transaction(caller.org_id) as conn:
        await check_session(conn, caller)
        invoice = await _lock_own(conn, caller)
        is_replay = await charge_store.pay_key_was_used(conn, caller.org_id, invoice.id, key)
        charge_id = None if is_replay else await _open_by_payer(conn, caller, invoice, key)
        answer = await _own_invoice(conn, caller)
    if charge_id is not None:
        services.single(Background).start("payment", _pay(services, caller.org_id, invoice.id, charge_id))
    return answer, is_replay


async def _lock_own(conn: AnyConnection, caller: Caller) -> LockedInvoice:
    invoice = await charge_store.lock_invoice(conn, caller.org_id, await _own_id(conn, caller))
    assert invoice is not None, "found in this transaction"
    return invoice


async def _open_by_payer(conn: AnyConnection, caller: Caller, invoice: LockedInvoice, key: UUID) -> UUID:
    """The attempt that the tap begins, or the one that runs already."""
    if invoice.status == "paid":
        raise InvoiceIsPaid
    running = await charge_store.open_charge_id(conn, caller.org_id, invoice.id)
    if running is not None:
        return running
    if await charge_store.payer_card(conn, caller.org_id, invoice.payer_id) is None:
        raise NoCard
    opened = await open_attempt(conn, caller.org_id, invoice, payer_present=True, pay_key=key)
    assert isinstance(opened, UUID), "there is a card, and the payer's tap has no cap"
    await store.audit(
        conn,
        caller.org_id,
        caller.event_id,
        caller.session_id,
        "payment_by_payer",
        invoice.id,
        {"amount_cents": invoice.due_cents},
    )
    return opened


async def _pay(services: Services, org_id: UUID, invoice_id: UUID, charge_id: UUID) -> None:
    step = await advance(services, org_id, charge_id)
    if step.status == "paid":
        await issue_receipt(services, org_id, invoice_id)


async def dispute_own_invoice(services: Services, caller: Caller) -> Invoice:
    """ "Something is wrong": out of the run until staff have looked. Raises when the money is on its way already."""
    async with services.db.transaction(caller.org_id) as conn:
        await check_session(conn, caller)
        invoice = await _lock_own(conn, caller)
        if invoice.status == "paid":
            raise InvoiceIsPaid
        if await charge_store.open_charge_id(conn, caller.org_id, invoice.id) is not None:
            raise PaymentRunning
        if await store.dispute_invoice(conn, caller.org_id, invoice.id):
            await store.audit(
                conn, caller.org_id, caller.event_id, caller.session_id, "invoice_disputed", invoice.id, {}
            )
        return await _own_invoice(conn, caller)


# The run


async def settle_step(services: Services, org_id: UUID, invoice_id: UUID) -> Step:
    """Charges what is due, and gives the receipt for what is paid."""
    step = await charge_invoice(services, org_id, invoice_id)
    if step.status == "paid":
        await issue_receipt(services, org_id, invoice_id)
    return step


async def start_settlements(services: Services, client: df.DurableFunctionsClient, org_id: UUID, event_id: UUID) -> int:
    """Starts the run of every bill that is not done with. Returns how many those are."""
    async with services.db.transaction(org_id) as conn:
        invoice_ids = await store.unsettled_invoice_ids(conn, org_id, event_id)
    for invoice_id in invoice_ids:
        value = {"org_id": str(org_id), "invoice_id": str(invoice_id)}
        await ensure_running(client, f"settle:{invoice_id}", SETTLE_INVOICE, value)
    return len(invoice_ids)


async def ensure_settling(services: Services, client: df.DurableFunctionsClient) -> None:
    """Starts the run of every event in checkout that has none: it was just opened, or the task hub forgot it."""
    async with services.db.connection() as conn:
        events = await store.unsettled_events(conn)
    for org_id, event_id in events:
        value = {"org_id": str(org_id), "event_id": str(event_id)}
        await services.single(Starter).ensure_running(client, f"settle-event:{event_id}", SETTLE_EVENT, value)


async def work_due(services: Services) -> list[tuple[UUID, UUID]]:
    """Attempts that nobody works on, and payments without a receipt: (organization, invoice)."""
    async with services.db.connection() as conn:
        stuck = await charge_store.stuck_charges(conn, SWEEP_LIMIT)
        return stuck + await receipt_store.charges_without_receipt(conn, SWEEP_LIMIT)
