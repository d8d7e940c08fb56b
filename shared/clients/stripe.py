"""The only place that knows Stripe's SDK.

A charge is two calls: create the intent unconfirmed, store its id, then confirm it. Before confirm no money can
move, and an unknown outcome is settled by retrieving that id. Retries are decided by the caller, never in here.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
import stripe

from shared.clients.errors import (
    PaymentDeclined,
    PaymentNeedsAction,
    PaymentOutcomeUnknown,
    SignatureInvalid,
    VendorRejected,
    VendorThrottled,
)
from shared.clients.stripe_objects import (
    Charge,
    PaymentFailure,
    PaymentIntent,
    PaymentStatus,
    Refund,
    SavedCard,
    SetupIntent,
    WebhookEvent,
    read_charge,
    read_id,
    read_payment_intent,
    read_refund,
    read_saved_card,
    read_setup_intent,
)

__all__ = [
    "Charge",
    "PaymentFailure",
    "PaymentIntent",
    "PaymentStatus",
    "Refund",
    "SavedCard",
    "SetupIntent",
    "StripeClient",
    "WebhookEvent",
    "verify_webhook",
]

CONNECT_TIMEOUT_S = 5.0
WEBHOOK_TOLERANCE_S = 300  # Stripe's own default against replayed deliveries
_CARD_ONLY = ["card"]  # off-session charges are made with cards; other methods would demand a return address


class StripeClient:
    """`stripe_account` is the charity's connected account; None is the key's own account."""

    def __init__(self, api_key: str, *, address: str | None = None, timeout_s: float = 20.0) -> None:
        timeout = aiohttp.ClientTimeout(total=timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
        self._http: Any = stripe.AIOHTTPClient(timeout=timeout)  # opens its session on the first call
        self._sdk = stripe.StripeClient(
            api_key,
            base_addresses={"api": address} if address else {},
            max_network_retries=0,
            http_client=self._http,
        )

    async def close(self) -> None:
        await self._http.close_async()

    async def create_account(self, *, email: str, idempotency_key: str) -> str:
        """Open a connected account (seed and onboarding); returns its id."""
        params: Any = {"type": "standard", "email": email}
        account = await _answer(self._sdk.v1.accounts.create_async(params, _options(None, idempotency_key)))
        return str(account.id)

    async def create_customer(
        self,
        *,
        stripe_account: str | None,
        idempotency_key: str,
        email: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> str:
        params: Any = _given(email=email, name=name, metadata=dict(metadata or {}))
        customer = await _answer(self._sdk.v1.customers.create_async(params, _options(stripe_account, idempotency_key)))
        return str(customer.id)

    async def create_setup_intent(
        self,
        *,
        customer: str,
        stripe_account: str | None,
        idempotency_key: str,
        metadata: Mapping[str, str] | None = None,
    ) -> SetupIntent:
        """Begin to save a card for a charge after the auction."""
        params: Any = {
            "customer": customer,
            "usage": "off_session",
            "payment_method_types": _CARD_ONLY,
            "metadata": dict(metadata or {}),
        }
        intent = await _answer(
            self._sdk.v1.setup_intents.create_async(params, _options(stripe_account, idempotency_key))
        )
        return read_setup_intent(intent)

    async def confirm_setup_intent(
        self, setup_intent: str, *, payment_method: str, stripe_account: str | None, idempotency_key: str
    ) -> SetupIntent:
        """Confirm without a browser, for the seed and for tests."""
        params: Any = {"payment_method": payment_method}
        intent = await _answer(
            self._sdk.v1.setup_intents.confirm_async(setup_intent, params, _options(stripe_account, idempotency_key))
        )
        if intent.status == "requires_action":
            raise PaymentNeedsAction(str(intent.id), str(intent.client_secret), status=str(intent.status))
        return read_setup_intent(intent)

    async def retrieve_setup_intent(self, setup_intent: str, *, stripe_account: str | None) -> SetupIntent:
        intent = await _answer(
            self._sdk.v1.setup_intents.retrieve_async(setup_intent, options=_options(stripe_account))
        )
        return read_setup_intent(intent)

    async def attach_payment_method(
        self, payment_method: str, *, customer: str, stripe_account: str | None, idempotency_key: str
    ) -> SavedCard:
        params: Any = {"customer": customer}
        method = await _answer(
            self._sdk.v1.payment_methods.attach_async(payment_method, params, _options(stripe_account, idempotency_key))
        )
        return read_saved_card(method)

    async def retrieve_payment_method(self, payment_method: str, *, stripe_account: str | None) -> SavedCard:
        method = await _answer(
            self._sdk.v1.payment_methods.retrieve_async(payment_method, options=_options(stripe_account))
        )
        return read_saved_card(method)

    async def create_payment_intent(
        self,
        *,
        amount_cents: int,
        currency: str,
        customer: str,
        payment_method: str | None,
        stripe_account: str | None,
        idempotency_key: str,
        metadata: Mapping[str, str],
        statement_suffix: str | None = None,
        application_fee_cents: int | None = None,
    ) -> PaymentIntent:
        """Make the intent unconfirmed: no money can move until `confirm_payment_intent`."""
        params: Any = _given(
            amount=amount_cents,
            currency=currency.lower(),
            customer=customer,
            payment_method=payment_method,
            payment_method_types=_CARD_ONLY,
            confirm=False,
            metadata=dict(metadata),
            statement_descriptor_suffix=statement_suffix,
            application_fee_amount=application_fee_cents,
        )
        intent = await _answer(
            self._sdk.v1.payment_intents.create_async(params, _options(stripe_account, idempotency_key))
        )
        return read_payment_intent(intent)

    async def confirm_payment_intent(
        self,
        payment_intent: str,
        *,
        stripe_account: str | None,
        idempotency_key: str,
        payment_method: str | None = None,
        off_session: bool = True,
    ) -> PaymentIntent:
        """Charge. Raises what the bank said; on PaymentOutcomeUnknown retrieve the intent."""
        params: Any = _given(payment_method=payment_method, off_session=off_session)
        intent = await _answer(
            self._sdk.v1.payment_intents.confirm_async(
                payment_intent, params, _options(stripe_account, idempotency_key)
            )
        )
        if intent.status == "requires_action":
            raise PaymentNeedsAction(str(intent.id), str(intent.client_secret), status=str(intent.status))
        return read_payment_intent(intent)

    async def retrieve_payment_intent(self, payment_intent: str, *, stripe_account: str | None) -> PaymentIntent:
        intent = await _answer(
            self._sdk.v1.payment_intents.retrieve_async(payment_intent, options=_options(stripe_account))
        )
        return read_payment_intent(intent)

    async def cancel_payment_intent(
        self, payment_intent: str, *, stripe_account: str | None, idempotency_key: str
    ) -> PaymentIntent:
        """Close an intent for good, so that it can never be charged."""
        intent = await _answer(
            self._sdk.v1.payment_intents.cancel_async(payment_intent, options=_options(stripe_account, idempotency_key))
        )
        return read_payment_intent(intent)

    async def retrieve_charge(self, charge: str, *, stripe_account: str | None) -> Charge:
        found = await _answer(self._sdk.v1.charges.retrieve_async(charge, options=_options(stripe_account)))
        return read_charge(found)

    async def create_refund(
        self,
        *,
        payment_intent: str,
        amount_cents: int,
        stripe_account: str | None,
        idempotency_key: str,
        metadata: Mapping[str, str] | None = None,
    ) -> Refund:
        params: Any = {"payment_intent": payment_intent, "amount": amount_cents, "metadata": dict(metadata or {})}
        refund = await _answer(self._sdk.v1.refunds.create_async(params, _options(stripe_account, idempotency_key)))
        return read_refund(refund)

    async def retrieve_refund(self, refund: str, *, stripe_account: str | None) -> Refund:
        found = await _answer(self._sdk.v1.refunds.retrieve_async(refund, options=_options(stripe_account)))
        return read_refund(found)


def verify_webhook(payload: bytes, signature: str | None, secret: str) -> WebhookEvent:
    """Check who sent it and when; raises SignatureInvalid, also for a signed body that is no event."""
    try:
        stripe.WebhookSignature.verify_header(payload, signature, secret, WEBHOOK_TOLERANCE_S)
        event = json.loads(payload)
        subject = event["data"]["object"]
        return WebhookEvent(
            id=str(event["id"]),
            type=str(event["type"]),
            account=event.get("account"),
            created_at=datetime.fromtimestamp(int(event["created"]), UTC),
            object_id=subject.get("id"),
            object_kind=str(subject["object"]),
            payment_intent=subject["id"]
            if subject["object"] == "payment_intent"
            else read_id(subject.get("payment_intent")),
        )
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SignatureInvalid(type(error).__name__) from error


async def _answer(call: Awaitable[Any]) -> Any:
    """Await one SDK call and turn what it raises into our errors."""
    try:
        return await call
    except stripe.CardError as error:
        raise _declined(error) from error
    except stripe.RateLimitError as error:
        raise VendorThrottled(_retry_after(error)) from error
    except (
        stripe.InvalidRequestError,
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.IdempotencyError,
    ) as error:
        raise VendorRejected(_code(error), str(error.user_message), status=error.http_status or 0) from error
    except stripe.StripeError as error:  # 5xx, 409, a cut connection, an answer that is no answer
        raise PaymentOutcomeUnknown(type(error).__name__) from error
    except (aiohttp.ClientError, TimeoutError) as error:  # the SDK reads the body outside its own error handling
        raise PaymentOutcomeUnknown(type(error).__name__) from error


def _declined(error: stripe.CardError) -> PaymentDeclined | PaymentNeedsAction:
    body: Any = error.json_body
    detail = body["error"]
    code, decline_code = detail.get("code"), detail.get("decline_code")
    intent = detail.get("payment_intent")
    if intent is not None and "authentication_required" in (code, decline_code):
        return PaymentNeedsAction(str(intent["id"]), str(intent["client_secret"]), status=str(intent["status"]))
    return PaymentDeclined(str(code), decline_code, str(detail.get("message")))


def _code(error: stripe.StripeError) -> str:
    if isinstance(error, stripe.IdempotencyError):
        return "idempotency_error"
    if isinstance(error, stripe.AuthenticationError):
        return "authentication_failed"
    return str(error.code or "invalid_request")


def _retry_after(error: stripe.StripeError) -> float | None:
    value = (error.headers or {}).get("Retry-After")
    return float(value) if value is not None and value.isdecimal() else None


def _options(stripe_account: str | None, idempotency_key: str | None = None) -> Any:
    return _given(stripe_account=stripe_account, idempotency_key=idempotency_key)


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
