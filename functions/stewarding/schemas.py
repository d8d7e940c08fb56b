"""Bodies of the routes by which staff change the running auction."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from functions.items.schemas import ItemState
from functions.stewarding.models import Reason
from shared.http.requests import Id, RequestBody
from shared.http.text import READABLE

MAX_RESUME_S = 300
MAX_EXTENSION_S = 14_400  # four hours: more is another evening
MAX_VOIDED_BIDS = 100  # by id; a paddle's bids go all at once

Note = Annotated[str, StringConstraints(max_length=500), READABLE]
PaddleNumber = Annotated[int, Field(gt=0, le=99_999)]


class PauseBidding(RequestBody):
    section_id: Id | None = None
    """Without it the whole event."""


class ResumeBidding(PauseBidding):
    in_s: Annotated[int, Field(ge=0, le=MAX_RESUME_S)] = 30
    """So many seconds from now; guests see it coming."""


class ExtendItem(RequestBody):
    seconds: Annotated[int, Field(ge=10, le=MAX_EXTENSION_S)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]


class WithdrawItem(RequestBody):
    reason: Reason
    note: Note = ""


class VoidBids(RequestBody):
    """Either certain bids, or all of a paddle's."""

    bid_ids: Annotated[list[Id], Field(min_length=1, max_length=MAX_VOIDED_BIDS)] | None = None
    paddle_number: PaddleNumber | None = None
    reason: Reason
    note: Note = ""

    @model_validator(mode="after")
    def one_choice(self) -> Self:
        if (self.bid_ids is None) == (self.paddle_number is None):
            raise ValueError("send either bid_ids or paddle_number")
        if self.bid_ids is not None and len(set(self.bid_ids)) < len(self.bid_ids):
            raise ValueError("bid_ids name a bid twice")
        return self


class ChangedItems(BaseModel):
    items: list[ItemState]
    resumes_at: datetime | None
    """When bidding goes on; null: until further notice."""


class Change(BaseModel):
    """What staff did to an item, as it stands in the item's history."""

    id: UUID
    seq: int
    kind: Literal[
        "void", "pause", "resume", "extend", "withdraw", "hold", "unhold", "reopen", "revoke_award", "award_offer"
    ]
    reason: str | None
    note: str
    voided_bids: int
    price_before_cents: int | None
    price_after_cents: int | None
    leader_before: int | None
    leader_after: int | None
    closes_at_before: datetime
    closes_at_after: datetime
    decided_at: datetime


class ChangedItem(BaseModel):
    item: ItemState
    change: Change


class StepBackRequested(BaseModel):
    requested_at: datetime


class StepBack(BaseModel):
    id: UUID
    item_id: UUID
    lot: str
    title: str
    paddle_number: int
    requested_at: datetime
    is_open: bool
    """They still have the top bid, so that voiding it would let them out."""


class StepBackList(BaseModel):
    step_backs: list[StepBack]
