"""Values of texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

type MessageKind = Literal[
    "outbid", "won", "bill", "payment_failed", "receipt", "leading_again", "reopened", "offer", "sale_reversed"
]
type MessageStatus = Literal["pending", "sending", "sent", "delivered", "failed", "skipped", "unknown"]


@dataclass(frozen=True, slots=True)
class Text:
    """A message that was claimed for sending, with everything that it may say."""

    id: UUID
    org_id: UUID
    kind: MessageKind
    age_s: float
    was_unknown: bool
    """An earlier send got no answer."""
    phone: str | None
    texts_ok: bool
    event: str
    currency: str
    timezone: str
    item_word: str
    amount_cents: int | None
    item_id: UUID | None
    lot: str | None
    title: str | None
    price_cents: int | None
    item_status: str | None
    item_kind: str | None
    closes_at: datetime | None
    """Of the item; None where there is none, or it is paused until further notice."""
    leads: bool
    has_won: bool
    invoice_status: str | None
    charge_not_before: datetime | None
    card: str | None
    offer_status: str | None
    offer_deadline: datetime | None
