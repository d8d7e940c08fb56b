"""Charging an invoice: once, whatever dies in between and whoever asks at the same time.

    pending ──create──> created ──mark──> confirming ──confirm──> succeeded | declined | needs_action
                                              └──no answer──> unknown ──retrieve──> ...

Each arrow is a committed state before the next call, so the same function goes on from wherever a dead process stopped.
What keeps the money safe: one open attempt per invoice (unique index), the intent's id is stored before it is confirmed, an
intent captures at most once, and a new attempt reuses the intent. The claim only spares calls.
"""

import logging
from uuid import UUID

from functions.notifications.service import hint
from functions.settlement import charge_store as store
from functions.settlement.errors import InvoiceUnknown
from functions.settlement.models import Attempt, LockedInvoice, Observation, Step
from functions.settlement.rules import CREATE_RETRY_S, next_status, observe, pause_s, reusable_intent, waits_for_payer
from functions.settlement.store import audit
from shared.clients.errors import (
    PaymentDeclined,
    PaymentNeedsAction,
    PaymentOutcomeUnknown,
    VendorError,
    VendorRejected,
    VendorThrottled,
)
from shared.clients.stripe_objects import PaymentIntent
from shared.db.pool import AnyConnection
from shared.runtime import Services

log = logging.getLogger("augeo.settlement")

BUSY_AGAIN_S = 5.0
UNBILLED_AGAIN_S = 60.0


async def charge_invoice(services: Services, org_id: UUID, invoice_id: UUID) -> Step:
    """One step of the run for one invoice; safe to call at any time, any number of times. Raises InvoiceUnknown."""
    async with services.db.transaction(org_id) as conn:
        invoice = await store.lock_invoice(conn, org_id, invoice_id)
        if invoice is None:
            raise InvoiceUnknown
        opened = await _due_attempt(conn, org_id, invoice)
    if isinstance(opened, Step):
        return opened
    return await advance(services, org_id, opened)


async def _due_attempt(conn: AnyConnection, org_id: UUID, invoice: LockedInvoice) -> UUID | Step:
    """The attempt to work on, or why there is none."""
    if invoice.status in ("paid", "void"):
        return Step("paid" if invoice.status == "paid" else "void")
    running = await store.open_charge_id(conn, org_id, invoice.id)
    if running is not None:
        return running
    if invoice.is_disputed:
        return Step("disputed")
    if invoice.status == "needs_payer":
        return Step("needs_payer")
    if not invoice.is_billed:
        return Step("waiting", UNBILLED_AGAIN_S)
    if invoice.wait_s > 0:
        return Step("waiting", invoice.wait_s)
    return await open_attempt(conn, org_id, invoice)


async def open_attempt(
    conn: AnyConnection,
    org_id: UUID,
    invoice: LockedInvoice,
    *,
    payer_present: bool = False,
    pay_key: UUID | None = None,
) -> UUID | Step:
    """A new attempt under the invoice's lock. Without the payer it stays within the cap that they agreed to, and takes no large pledge."""
    card = await store.payer_card(conn, org_id, invoice.payer_id)
    last = await store.last_attempt(conn, org_id, invoice.id)
    number = last.attempt + 1 if last else 1
    waits = waits_for_payer(
        invoice.due_cents,
        card.cap_cents if card else None,
        invoice.largest_pledge_cents,
        payer_present=payer_present,
    )
    if card is None or waits is not None:
        await store.need_payer(conn, org_id, invoice, number, waits or "no_card")
        return Step("needs_payer")
    return await store.insert_attempt(
        conn,
        org_id,
        invoice,
        card,
        attempt=number,
        provider_id=reusable_intent(last),
        payer_present=payer_present,
        pay_key=pay_key,
    )


async def advance(services: Services, org_id: UUID, charge_id: UUID) -> Step:
    """Brings an open attempt as far as it goes. Another process that is at it already is left alone."""
    async with services.db.transaction(org_id) as conn:
        if not await store.claim(conn, org_id, charge_id):
            return Step("retry", BUSY_AGAIN_S)
        attempt = await store.read_attempt(conn, org_id, charge_id)
    try:
        return await _charge(services, attempt)
    except VendorError as error:
        log.warning("charge_postponed", extra={"charge_id": str(charge_id), "error": type(error).__name__})
        return Step("retry", pause_s(attempt.age_s))
    finally:
        # a process that is killed does not come here; its claim runs out
        async with services.db.transaction(org_id) as conn:
            await store.release(conn, org_id, charge_id)


async def _charge(services: Services, attempt: Attempt) -> Step:
    provider_id, charge_before = attempt.provider_id, None
    if attempt.status == "pending":
        try:
            provider_id = await _create_intent(services, attempt)
        except VendorRejected as error:
            return await record(services, attempt, Observation("canceled", failure_code=error.code))
        except PaymentOutcomeUnknown:
            if attempt.age_s < CREATE_RETRY_S:
                raise
            return await _give_up_create(services, attempt)
    elif attempt.status != "created" or attempt.attempt > 1:
        intent = await _retrieve(services, attempt)
        seen = seen_in(attempt, intent)
        if seen is not None:
            return await record(services, attempt, seen)
        charge_before = intent.latest_charge
    assert provider_id is not None, "charges_provider_check"
    return await _confirm(services, attempt, provider_id, charge_before)


async def _create_intent(services: Services, attempt: Attempt) -> str:
    intent = await services.stripe.create_payment_intent(
        amount_cents=attempt.amount_cents,
        currency=attempt.currency,
        customer=attempt.stripe_customer,
        payment_method=attempt.stripe_payment_method,
        stripe_account=attempt.stripe_account,
        idempotency_key=attempt.idempotency_key,
        metadata={"invoice_id": str(attempt.invoice_id), "charge_id": str(attempt.id)},
    )
    async with services.db.transaction(attempt.org_id) as conn:
        await store.store_intent(conn, attempt.org_id, attempt.id, intent.id)
    return intent.id


async def _confirm(services: Services, attempt: Attempt, provider_id: str, charge_before: str | None) -> Step:
    async with services.db.transaction(attempt.org_id) as conn:
        number = await store.mark_confirming(conn, attempt.org_id, attempt.id, charge_before)
        confirming = await store.read_attempt(conn, attempt.org_id, attempt.id)
    if number is None:  # a webhook has settled it meanwhile
        return _step_of(confirming.status, confirming.age_s)
    try:
        intent = await services.stripe.confirm_payment_intent(
            provider_id,
            stripe_account=attempt.stripe_account,
            idempotency_key=f"confirm:{attempt.id}:{number}",
            payment_method=attempt.stripe_payment_method,
            off_session=not attempt.payer_present,
        )
        seen = seen_in(confirming, intent)
    except PaymentDeclined as error:
        seen = Observation("declined", failure_code=error.decline_code or error.code)
    except PaymentNeedsAction:
        seen = Observation("needs_action", failure_code="authentication_required")
    except VendorThrottled as error:
        return Step("retry", error.retry_after_s or pause_s(attempt.age_s))
    except PaymentOutcomeUnknown:
        await record(services, confirming, Observation("unknown"))
        seen = seen_in(confirming, await _retrieve(services, confirming))
    except VendorRejected as error:  # it may have been settled by another way; else this will never work
        seen = seen_in(confirming, await _retrieve(services, confirming))
        seen = seen or Observation("canceled", failure_code=error.code)
    if seen is None:
        return Step("retry", pause_s(attempt.age_s))
    return await record(services, confirming, seen)


async def _retrieve(services: Services, attempt: Attempt) -> PaymentIntent:
    assert attempt.provider_id is not None, "charges_provider_check"
    return await services.stripe.retrieve_payment_intent(attempt.provider_id, stripe_account=attempt.stripe_account)


def seen_in(attempt: Attempt, intent: PaymentIntent) -> Observation | None:
    failure = intent.last_failure
    return observe(
        intent_status=intent.status.value,
        received_cents=intent.amount_received_cents,
        latest_charge=intent.latest_charge,
        failure_code=(failure.decline_code or failure.code) if failure else None,
        charge_before=attempt.provider_charge_before,
        confirms=attempt.confirms,
    )


async def record(services: Services, attempt: Attempt, seen: Observation) -> Step:
    """Writes down what the provider says, once: attempt, invoice, text and audit entry in one transaction."""
    message_id = None
    async with services.db.transaction(attempt.org_id) as conn:
        invoice = await store.lock_invoice(conn, attempt.org_id, attempt.invoice_id)
        assert invoice is not None, "charges refer to it"
        status = next_status(await store.charge_status(conn, attempt.org_id, attempt.id), seen)
        if status is not None:
            await store.set_status(conn, attempt.org_id, attempt.id, status, seen)
            if status == "succeeded":
                await store.add_payment(conn, attempt.org_id, attempt.invoice_id, seen.captured_cents)
            elif status != "unknown":
                message_id = await store.need_payer(
                    conn, attempt.org_id, invoice, attempt.attempt, seen.failure_code or status
                )
            await audit(
                conn,
                attempt.org_id,
                attempt.event_id,
                None,
                f"charge_{status}",
                attempt.invoice_id,
                {
                    "charge_id": str(attempt.id),
                    "captured_cents": seen.captured_cents,
                    "failure_code": seen.failure_code,
                },
            )
        status = status or await store.charge_status(conn, attempt.org_id, attempt.id)
    if message_id is not None:
        hint(services, attempt.org_id, [message_id])
    return _step_of(status, attempt.age_s)


async def _give_up_create(services: Services, attempt: Attempt) -> Step:
    """No intent of this key was ever confirmed, so nothing was charged: the run begins a new attempt with a new key."""
    async with services.db.transaction(attempt.org_id) as conn:
        await store.lock_invoice(conn, attempt.org_id, attempt.invoice_id)
        seen = Observation("canceled", failure_code="provider_unavailable")
        await store.set_status(conn, attempt.org_id, attempt.id, "canceled", seen)
        await store.reopen(conn, attempt.org_id, attempt.invoice_id)
    return Step("retry", pause_s(0))


def _step_of(status: str, age_s: float) -> Step:
    if status == "succeeded":
        return Step("paid")
    return Step("needs_payer") if status in ("declined", "needs_action", "canceled") else Step("retry", pause_s(age_s))
