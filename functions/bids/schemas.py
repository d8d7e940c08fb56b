"""Bodies of the bid routes."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from functions.bids.models import BidKind
from functions.items.schemas import ItemState
from shared.http.requests import Id, RequestBody

MAX_AMOUNT_CENTS = 100_000_000_000  # a billion in the event's currency; the same bound stands on items

Cents = Annotated[int, Field(gt=0, le=MAX_AMOUNT_CENTS)]


class PlaceBid(RequestBody):
    """Exactly one of `max_cents` ("keep me in front, up to this") and `exact_cents` ("bid exactly this now")."""

    item_id: Id
    max_cents: Cents | None = None
    exact_cents: Cents | None = None
    confirmed: bool = False

    @model_validator(mode="after")
    def one_amount(self) -> Self:
        if (self.max_cents is None) == (self.exact_cents is None):
            raise ValueError("send either max_cents or exact_cents")
        return self

    @property
    def kind(self) -> BidKind:
        return "exact" if self.max_cents is None else "max"

    @property
    def amount_cents(self) -> int:
        amount = self.max_cents or self.exact_cents
        assert amount is not None
        return amount


class PlacedBid(BaseModel):
    key: UUID
    outcome: Literal["leading", "outbid", "tied_earlier"]
    item: ItemState


class BidAnswer(BaseModel):
    """What became of a key. `code` is 'accepted', or why the bid was refused."""

    key: UUID
    code: str
    outcome: Literal["leading", "outbid", "tied_earlier"] | None
    decided_at: datetime
    item: ItemState | None


class OwnBid(BaseModel):
    item_id: UUID
    commitment_cents: int
    is_leading: bool
    bids: int
    last_bid_at: datetime


class OwnBids(BaseModel):
    bids: list[OwnBid]


class PublicBid(BaseModel):
    """One step of an item's price. No maximum is in it."""

    seq: int
    paddle_number: int
    price_after_cents: int
    decided_at: datetime
    is_extension: bool


class BidHistory(BaseModel):
    bids: list[PublicBid]
