"""The record of one item, for staff who must answer a guest."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

type Amounts = Literal["shown", "open", "role", "own_side"]
"""Whether bidders' secret amounts are in it, or why not: the item has not closed, only the owner may, or the reader's own side bid."""


class RecordEntry(BaseModel):
    """One thing that happened, with the server's time."""

    at: datetime
    local_time: str
    """The same, at the event's place, to the millisecond."""
    seq: int | None
    """The step's number; null for what changed nothing."""
    source: Literal["bid", "refusal", "change", "offer", "approval", "award", "close", "message", "live_sale", "terms"]
    kind: str
    outcome: str | None
    """A bid's outcome, a refusal's code, a message's state."""
    sentence: str
    paddle_number: int | None
    amount_cents: int | None
    """Null where the reader may not see it."""
    price_after_cents: int | None
    closes_at_after: datetime | None
    reason: str | None
    actor: str | None
    """The member of staff who did or typed it."""
    second_actor: str | None
    device: str | None
    """The device of the session that a bid came from."""
    terms_version: int | None
    bid_id: UUID | None
    """The bid, while it counts; null: a void bid, or no bid."""


class RecordBidder(BaseModel):
    paddle_number: int
    name: str
    rules_accepted_at: datetime | None


class RecordTerms(BaseModel):
    """What bidders were shown about the item, by version."""

    version: int
    restrictions: str
    expires_on: date | None
    age_min: int | None
    until: datetime | None
    """Null: still shown."""


class ItemRecord(BaseModel):
    item_id: UUID
    lot: str
    title: str
    event: str
    timezone: str
    currency: str
    why: str
    """Why the result is what it is, in one sentence."""
    amounts: Amounts
    entries: list[RecordEntry]
    is_complete: bool
    """False: there is more than one record holds."""
    bidders: list[RecordBidder]
    terms: list[RecordTerms]
