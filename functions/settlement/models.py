"""Values of settling."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

type InvoiceStatus = Literal["open", "charging", "needs_payer", "paid", "void"]
type ChargeStatus = Literal[
    "pending", "created", "confirming", "unknown", "succeeded", "declined", "needs_action", "canceled"
]


@dataclass(frozen=True, slots=True)
class LockedInvoice:
    id: UUID
    event_id: UUID
    paddle_id: UUID
    payer_id: UUID
    status: InvoiceStatus
    currency: str
    due_cents: int
    is_disputed: bool
    is_billed: bool
    """The bill was sent and checkout is open: nothing is charged before."""
    wait_s: float
    largest_pledge_cents: int


@dataclass(frozen=True, slots=True)
class PayerCard:
    id: UUID
    stripe_account: str | None
    cap_cents: int


@dataclass(frozen=True, slots=True)
class LastAttempt:
    attempt: int
    status: ChargeStatus
    provider_id: str | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to charge an invoice, with what the provider must be told."""

    id: UUID
    org_id: UUID
    event_id: UUID
    invoice_id: UUID
    invoice_number: int
    attempt: int
    amount_cents: int
    currency: str
    payer_present: bool
    stripe_account: str | None
    stripe_customer: str
    stripe_payment_method: str
    idempotency_key: str
    status: ChargeStatus
    provider_id: str | None
    provider_charge_before: str | None
    confirms: int
    age_s: float


@dataclass(frozen=True, slots=True)
class Observation:
    """What the provider says became of an attempt."""

    status: Literal["succeeded", "declined", "needs_action", "canceled", "unknown"]
    captured_cents: int = 0
    failure_code: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where an invoice stands after one step of the run. `again_in_s` is None when the run has nothing more to do for it."""

    status: Literal["paid", "needs_payer", "disputed", "void", "waiting", "retry"]
    again_in_s: float | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """One payer's bill to be written: everything their paddle won and pledged."""

    paddle_id: UUID
    paddle_number: int
    payer_id: UUID | None
    award_ids: tuple[UUID, ...]
    pledge_ids: tuple[UUID, ...]
    total_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    lot: str
    description: str
    amount_cents: int
    value_cents: int | None


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says."""

    org_id: UUID
    event_id: UUID
    invoice_id: UUID
    charge_id: UUID
    paddle_id: UUID
    payer_id: UUID
    charity: str
    event: str
    timezone: str
    number: str
    payer: str
    currency: str
    amount_cents: int
    card: str
    paid_at: datetime
    regime: str
    lines: tuple[ReceiptLine, ...]

    @property
    def blob_name(self) -> str:
        return f"{self.org_id}/{self.event_id}/{self.number}.pdf"
