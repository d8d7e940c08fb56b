"""Texts to guests. The row was written in the transaction that decided; whoever claims it sends it, once."""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from functions.notifications import store
from functions.notifications.errors import CallbackUnsigned
from functions.notifications.models import MessageStatus, Text
from functions.notifications.rules import compose, skip_reason
from shared.background import Background
from shared.clients.errors import (
    MessageOutcomeUnknown,
    QueuesUnavailable,
    SignatureInvalid,
    VendorRejected,
    VendorThrottled,
    VendorUnavailable,
)
from shared.runtime import Services

log = logging.getLogger("augeo.notifications")

QUEUE = "texts"
CALLBACK_PATH = "/webhooks/twilio/status"
SWEEP_LIMIT = 200
SIMULTANEOUS = 8
_DELIVERY = {"delivered": "delivered", "undelivered": "failed", "failed": "failed"}


def hint(services: Services, org_id: UUID, message_ids: Sequence[UUID]) -> None:
    """Called after the commit that wrote the messages; returns at once. A hint that is lost costs seconds: the sweeper finds the rows."""
    if message_ids:
        services.single(Background).start("text hints", send_hints(services, [(org_id, one) for one in message_ids]))


async def send_hints(services: Services, messages: Sequence[tuple[UUID, UUID]]) -> bool:
    """Puts one hint per (organization, message) into the queue. False when the queue is away."""
    try:
        for org_id, message_id in messages:
            await services.queues.send(QUEUE, json.dumps({"id": str(message_id), "org": str(org_id)}))
    except QueuesUnavailable as error:
        log.warning("text_hint_lost", exc_info=error)
        return False
    return True


async def send_message(services: Services, org_id: UUID, message_id: UUID) -> MessageStatus | None:
    """Sends a waiting text. None when it was not waiting: hints repeat."""
    async with services.db.transaction(org_id) as conn:
        text = await store.claim(conn, org_id, message_id)
        if text is None:
            return None
        reason = skip_reason(text)
        if reason is not None:
            await store.finish(conn, org_id, message_id, "skipped", failure_code=reason)
            return "skipped"
    status, provider_id, failure_code = await _send(services, text)
    async with services.db.transaction(org_id) as conn:
        await store.finish(conn, org_id, message_id, status, provider_id=provider_id, failure_code=failure_code)
    return status


async def _send(services: Services, text: Text) -> tuple[MessageStatus, str | None, str | None]:
    """What became of it: status, the provider's id, why not."""
    assert text.phone is not None, "skipped otherwise"
    body = compose(text, services.settings.app_url)
    try:
        provider_id = await services.twilio.send_message(
            text.phone, body, status_callback=callback_url(services, text.id)
        )
    except VendorRejected as error:
        return "failed", None, error.code
    except (VendorThrottled, VendorUnavailable) as error:  # nothing was sent: later, by the sweeper
        return "pending", None, type(error).__name__
    except MessageOutcomeUnknown:
        # sending again may say it twice: never for an outbid, at most once for what a guest must not miss
        is_repeated = text.kind != "outbid" and not text.was_unknown
        return "pending" if is_repeated else "unknown", None, "outcome_unknown"
    return "sent", str(provider_id), None


def callback_url(services: Services, message_id: UUID | str) -> str:
    """Names the message, so that a callback finds it even when the answer with Twilio's own id was lost."""
    return f"{services.settings.api_url}{CALLBACK_PATH}?message={message_id}"


async def record_callback(
    services: Services, message_id: str, params: Mapping[str, str], signature: str | None
) -> None:
    """Raises CallbackUnsigned. What is unknown or old has no effect."""
    try:
        state = services.twilio.verify_callback(callback_url(services, message_id), params, signature)
        named = UUID(message_id)
    except (SignatureInvalid, ValueError) as error:
        raise CallbackUnsigned from error
    status = _DELIVERY.get(state.status)
    if status is not None:
        async with services.db.connection() as conn:
            await store.record_delivery(conn, named, str(state.sid), status, state.error_code)


async def sweep(services: Services) -> int:
    """Hints at every text that waits; sends them itself while the queue is away. Returns how many wait."""
    async with services.db.connection() as conn:
        await store.settle_dead_sends(conn)
        due = await store.due_messages(conn, SWEEP_LIMIT)
    if due and not await send_hints(services, due):
        slots = asyncio.Semaphore(SIMULTANEOUS)

        async def send(org_id: UUID, message_id: UUID) -> None:
            async with slots:
                await send_message(services, org_id, message_id)

        await asyncio.gather(*(send(*one) for one in due))
    return len(due)
