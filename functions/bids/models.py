"""Values of the bid path."""

import json
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.errors import JsonValue

type BidKind = Literal["max", "exact", "sealed", "buy_now", "purchase", "donation"]
type BidOutcome = Literal["leading", "outbid", "tied_earlier", "standing", "sealed", "bought", "given"]
type EntryReason = Literal["no_phone", "phone_trouble", "asked", "paper"]
"""Why a member of staff typed a bid for a guest."""


@dataclass(frozen=True, slots=True)
class NewBid:
    """One bid on its way to be judged. All ids but `item_id` come from the verified token, or from staff who type for a guest."""

    id: UUID
    key: UUID
    org_id: UUID
    event_id: UUID
    paddle_id: UUID
    session_id: UUID
    epoch: int
    item_id: UUID
    kind: BidKind
    amount_cents: int
    """Of one unit."""
    body_hash: bytes
    confirmed: bool
    units: int = 1
    household_ok: bool = False
    """The bidder knows that their own household leads."""
    entered_by: UUID | None = None
    entry_reason: EntryReason | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the database said: `code` is 'accepted' or a refusal; `item_json` is the item's public state after the batch."""

    code: str
    outcome: str | None
    is_replay: bool
    detail: dict[str, JsonValue]
    item_json: str | None

    @property
    def item(self) -> dict[str, JsonValue] | None:
        return json.loads(self.item_json) if self.item_json is not None else None
