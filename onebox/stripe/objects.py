"""The shapes of Stripe's objects, as far as the stand-in fills them, and their ids."""

from __future__ import annotations

import secrets
import string
from typing import TypedDict

_ALPHABET = string.ascii_letters + string.digits
_BYTE_TO_LETTER = bytes(_ALPHABET.encode()[byte % len(_ALPHABET)] for byte in range(256))
API_VERSION = "2026-10-28.endive"  # the one the pinned SDK speaks; a test compares them


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_bytes(24).translate(_BYTE_TO_LETTER).decode()}"


class CardDetails(TypedDict):
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    country: str
    funding: str
    fingerprint: str


class PaymentMethod(TypedDict):
    id: str
    object: str
    created: int
    livemode: bool
    type: str
    customer: str | None
    card: CardDetails
    billing_details: dict[str, object]
    metadata: dict[str, str]
    # Not on Stripe's object: which test card this is, and whether a cardholder has approved off-session use.
    onebox: CardBehaviourState


class CardBehaviourState(TypedDict):
    card: str
    set_up: bool


class SetupIntent(TypedDict):
    id: str
    object: str
    created: int
    livemode: bool
    status: str
    client_secret: str
    customer: str | None
    payment_method: str | None
    payment_method_types: list[str]
    automatic_payment_methods: dict[str, object] | None
    usage: str
    description: str | None
    metadata: dict[str, str]
    last_setup_error: dict[str, object] | None
    next_action: dict[str, object] | None
    cancellation_reason: str | None
    latest_attempt: str | None
    mandate: str | None
    application: str | None


class PaymentIntent(TypedDict):
    id: str
    object: str
    created: int
    livemode: bool
    status: str
    amount: int
    amount_capturable: int
    amount_received: int
    application: str | None
    application_fee_amount: int | None
    automatic_payment_methods: dict[str, object] | None
    canceled_at: int | None
    cancellation_reason: str | None
    capture_method: str
    client_secret: str
    confirmation_method: str
    currency: str
    customer: str | None
    description: str | None
    last_payment_error: dict[str, object] | None
    latest_charge: str | None
    metadata: dict[str, str]
    next_action: dict[str, object] | None
    payment_method: str | None
    payment_method_types: list[str]
    receipt_email: str | None
    setup_future_usage: str | None
    statement_descriptor: str | None
    statement_descriptor_suffix: str | None


class Charge(TypedDict):
    id: str
    object: str
    created: int
    livemode: bool
    amount: int
    amount_captured: int
    amount_refunded: int
    balance_transaction: str | None
    billing_details: dict[str, object]
    captured: bool
    currency: str
    customer: str | None
    description: str | None
    disputed: bool
    failure_code: str | None
    failure_message: str | None
    metadata: dict[str, str]
    outcome: dict[str, object]
    paid: bool
    payment_intent: str
    payment_method: str
    payment_method_details: dict[str, object]
    receipt_email: str | None
    refunded: bool
    statement_descriptor_suffix: str | None
    status: str


class Refund(TypedDict):
    id: str
    object: str
    created: int
    amount: int
    balance_transaction: str | None
    charge: str
    currency: str
    failure_reason: str | None
    metadata: dict[str, str]
    payment_intent: str
    reason: str | None
    status: str
