"""Bodies of the settlement routes."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.http.requests import RequestBody

MAX_HOLD_S = 604_800  # a week, as on events.charge_hold_s


class OpenCheckout(RequestBody):
    hold_s: Annotated[int, Field(ge=0, le=MAX_HOLD_S)] | None = None
    """How long between the bill and the charge; default: the event's."""


class CheckoutTotals(BaseModel):
    items: int
    invoices: int
    total_cents: int
    charged_cents: int
    paid: int
    needs_payer: int
    open: int
    still_open_items: int


class Checkout(BaseModel):
    phase: Literal["setup", "silent", "live", "checkout", "over"]
    opened_at: datetime | None
    totals: CheckoutTotals


class InvoiceCard(BaseModel):
    brand: str
    last4: str


class InvoiceLine(BaseModel):
    id: UUID
    item_id: UUID | None
    lot: str | None
    description: str
    amount_cents: int
    value_cents: int | None


class InvoiceReceipt(BaseModel):
    number: str
    url: str


class Invoice(BaseModel):
    id: UUID
    number: int
    status: Literal["open", "charging", "needs_payer", "paid", "void"]
    currency: str
    total_cents: int
    paid_cents: int
    billed_at: datetime | None
    charge_not_before: datetime | None
    paid_at: datetime | None
    disputed_at: datetime | None
    card: InvoiceCard | None
    failure_code: str | None
    lines: list[InvoiceLine]
    receipt: InvoiceReceipt | None


class InvoiceBrief(BaseModel):
    id: UUID
    number: int
    status: Literal["open", "charging", "needs_payer", "paid", "void"]
    paddle_number: int
    payer_name: str
    total_cents: int
    paid_cents: int
    disputed_at: datetime | None
    failure_code: str | None


class InvoiceList(BaseModel):
    invoices: list[InvoiceBrief]
