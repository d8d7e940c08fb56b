"""Answers about what happened: to an item, and to one's own bids."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from functions.bids.models import BidKind

type StepWhat = Literal[
    "bid", "sealed", "buy_now", "purchase", "donation",
    "void", "pause", "resume", "extend", "withdraw", "hold", "unhold", "reopen", "revoke_award", "award_offer",
]  # fmt: skip
"""A bid of some kind, or what staff or the system changed."""

type Standing = Literal["leading", "outbid", "standing", "sealed", "bought", "given", "won", "lost", "withdrawn"]
"""How a bidder stands on an item. `standing`: one of the several that win as it is."""


class HistoryStep(BaseModel):
    """One public step of an item. No maximum is in it."""

    seq: int
    at: datetime
    what: StepWhat
    sentence: str
    paddle_number: int | None
    """Null for what staff did, and for a gift."""
    price_after_cents: int | None
    is_extension: bool
    closes_at_after: datetime


class ItemHistory(BaseModel):
    steps: list[HistoryStep]
    result: str | None
    """How it ended, in one sentence; null while bidding is open."""
    next_cursor: str | None


class OwnHistoryBid(BaseModel):
    """One own bid, or one try that was refused."""

    id: UUID
    at: datetime
    item_id: UUID
    lot: str
    title: str
    code: str
    """'accepted', or why it was refused."""
    kind: BidKind
    amount_cents: int
    units: int
    price_after_cents: int | None
    is_entered: bool
    """Staff typed it for the guest."""
    is_taken_back: bool
    sentence: str


class OwnHistory(BaseModel):
    bids: list[OwnHistoryBid]
    next_cursor: str | None


class OwnBid(BaseModel):
    """A guest's own bids on one item, with their own secrets. Bids that staff took back do not count."""

    item_id: UUID
    standing: Standing
    commitment_cents: int
    """The highest amount they have set: a limit, a bid, a sealed bid."""
    is_leading: bool
    bids: int
    voided: int
    """Bids that staff took back; the others are in `bids`."""
    units: int
    """fixed: units bought; else as many as bids."""
    standing_units: int
    """single: 1 with the top bid; multi: bids that win as it is; fixed: units bought."""
    amounts_cents: list[int]
    """Of each bid that counts, highest first. multi: the first `standing_units` of them win as it is."""
    given_cents: int
    """donation: all they have given."""
    won_units: int
    won_cents: int
    """What they owe for what they have won, bought or given here."""
    last_bid_at: datetime


class OwnBids(BaseModel):
    bids: list[OwnBid]
