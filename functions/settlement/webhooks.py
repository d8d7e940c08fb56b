"""Stripe's webhooks: hints that something changed, stored once, answered at once, handled after. Amounts are fetched, never read from the body."""

import json
import logging
from uuid import UUID

from functions.settlement import charge_store, webhook_store
from functions.settlement.charges import record, seen_in
from functions.settlement.errors import WebhookUnsigned
from functions.settlement.receipts import issue_receipt
from shared.background import Background
from shared.clients.errors import QueuesUnavailable, SignatureInvalid
from shared.clients.stripe_objects import WebhookEvent
from shared.runtime import Services

log = logging.getLogger("augeo.settlement")

QUEUE = "stripe-events"
SWEEP_LIMIT = 100


async def receive(services: Services, payload: bytes, signature: str | None, secret: str) -> None:
    """Stores a verified event; a repeated one has no effect. Raises WebhookUnsigned."""
    from shared.clients.stripe import verify_webhook  # only here: importing the app must not load the SDK

    try:
        event = verify_webhook(payload, signature, secret)
    except SignatureInvalid as error:
        raise WebhookUnsigned from error
    async with services.db.connection() as conn:
        is_new = await webhook_store.store_event(conn, event.account or "", event.id, event.type, _subject(event))
    if is_new:
        services.single(Background).start("webhook hint", _hint(services, event.account or "", event.id))


def _subject(event: WebhookEvent) -> str:
    """The payment that it is about; other objects are kept by their own id, without effect."""
    return event.payment_intent or event.object_id or ""


async def _hint(services: Services, account: str, event_id: str) -> None:
    try:
        await services.queues.send(QUEUE, json.dumps({"account": account, "event": event_id}))
    except QueuesUnavailable as error:  # the sweeper finds the row
        log.warning("webhook_hint_lost", exc_info=error)


async def handle(services: Services, account: str, event_id: str) -> None:
    """Brings our record to what the provider says now, so that order and repetition of events do not matter."""
    async with services.db.connection() as conn:
        object_id = await webhook_store.open_event(conn, account, event_id)
        charge = await charge_store.charge_of_intent(conn, object_id, account) if object_id else None
    if object_id is None:
        return
    try:
        if charge is not None:
            await refresh_charge(services, *charge)
    except Exception as error:
        await _finish(services, account, event_id, type(error).__name__)
        raise
    await _finish(services, account, event_id, None)


async def _finish(services: Services, account: str, event_id: str, failure: str | None) -> None:
    async with services.db.connection() as conn:
        await webhook_store.finish_event(conn, account, event_id, failure)


async def refresh_charge(services: Services, org_id: UUID, charge_id: UUID) -> None:
    async with services.db.transaction(org_id) as conn:
        attempt = await charge_store.read_attempt(conn, org_id, charge_id)
    assert attempt.provider_id is not None, "found by it"
    intent = await services.stripe.retrieve_payment_intent(attempt.provider_id, stripe_account=attempt.stripe_account)
    seen = seen_in(attempt, intent)
    if seen is None or seen.status == "unknown":
        return
    step = await record(services, attempt, seen)
    if step.status == "paid":
        await issue_receipt(services, org_id, attempt.invoice_id)


async def events_due(services: Services) -> list[tuple[str, str]]:
    """Events whose hint was lost or whose handling failed: (account, event)."""
    async with services.db.connection() as conn:
        return await webhook_store.open_events(conn, SWEEP_LIMIT)
