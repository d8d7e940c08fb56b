"""Stripe's objects as the app sees them: typed, frozen, and only what is used. Read from the SDK's objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class PaymentStatus(StrEnum):
    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    REQUIRES_CONFIRMATION = "requires_confirmation"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    REQUIRES_CAPTURE = "requires_capture"
    CANCELED = "canceled"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True, slots=True)
class PaymentFailure:
    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class PaymentIntent:
    id: str
    status: PaymentStatus
    amount_cents: int
    amount_received_cents: int
    currency: str
    customer: str | None
    payment_method: str | None
    latest_charge: str | None
    client_secret: str
    last_failure: PaymentFailure | None
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetupIntent:
    id: str
    status: str
    client_secret: str
    customer: str | None
    payment_method: str | None


@dataclass(frozen=True, slots=True)
class SavedCard:
    """What may be shown of a card; the number never reaches us."""

    payment_method: str
    customer: str | None
    brand: str
    last4: str
    exp_month: int
    exp_year: int


@dataclass(frozen=True, slots=True)
class Charge:
    id: str
    payment_intent: str | None
    status: str
    amount_cents: int
    amount_refunded_cents: int
    currency: str
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Refund:
    id: str
    status: str
    amount_cents: int
    payment_intent: str | None
    charge: str | None


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A verified hint that something changed. Amounts are fetched by id, never read from the event."""

    id: str
    type: str
    account: str | None
    created_at: datetime
    object_id: str | None
    object_kind: str
    payment_intent: str | None


def read_id(value: Any) -> str | None:
    """Stripe puts an id or, when expanded, the object."""
    return value if value is None or isinstance(value, str) else str(value["id"])


def read_payment_intent(intent: Any) -> PaymentIntent:
    failure = intent.last_payment_error
    return PaymentIntent(
        id=str(intent.id),
        status=PaymentStatus(intent.status),
        amount_cents=int(intent.amount),
        amount_received_cents=int(intent.amount_received),
        currency=str(intent.currency),
        customer=read_id(intent.customer),
        payment_method=read_id(intent.payment_method),
        latest_charge=read_id(intent.latest_charge),
        client_secret=str(intent.client_secret),
        last_failure=read_failure(failure) if failure else None,
        metadata=dict(intent.metadata.to_dict()),
    )


def read_failure(error: Any) -> PaymentFailure:
    detail = error.to_dict()
    return PaymentFailure(str(detail.get("code")), detail.get("decline_code"), str(detail.get("message")))


def read_setup_intent(intent: Any) -> SetupIntent:
    return SetupIntent(
        id=str(intent.id),
        status=str(intent.status),
        client_secret=str(intent.client_secret),
        customer=read_id(intent.customer),
        payment_method=read_id(intent.payment_method),
    )


def read_saved_card(method: Any) -> SavedCard:
    return SavedCard(
        payment_method=str(method.id),
        customer=read_id(method.customer),
        brand=str(method.card.brand),
        last4=str(method.card.last4),
        exp_month=int(method.card.exp_month),
        exp_year=int(method.card.exp_year),
    )


def read_refund(refund: Any) -> Refund:
    return Refund(
        id=str(refund.id),
        status=str(refund.status),
        amount_cents=int(refund.amount),
        payment_intent=read_id(refund.payment_intent),
        charge=read_id(refund.charge),
    )


def read_charge(charge: Any) -> Charge:
    return Charge(
        id=str(charge.id),
        payment_intent=read_id(charge.payment_intent),
        status=str(charge.status),
        amount_cents=int(charge.amount),
        amount_refunded_cents=int(charge.amount_refunded),
        currency=str(charge.currency),
        is_disputed=bool(charge.disputed),
    )
