"""Bodies of the offer routes."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from functions.bids.schemas import Cents
from functions.stewarding.schemas import PaddleNumber
from shared.http.requests import RequestBody

MAX_MINUTES = 4_320  # three days, for a guest who has gone home


class NextBidder(BaseModel):
    paddle_number: int
    amount_cents: int
    """What the rules give; staff may ask for more, up to the guest's own best bid, which is not told."""


class MakeOffer(RequestBody):
    paddle_number: PaddleNumber | None = None
    """Without it the next bidder."""
    amount_cents: Cents | None = None
    """Without it what the rules give."""
    minutes: Annotated[int, Field(ge=1, le=MAX_MINUTES)] = 30


class Offer(BaseModel):
    id: UUID
    item_id: UUID
    lot: str
    title: str
    paddle_number: int
    amount_cents: int
    status: Literal["waiting", "accepted", "declined", "expired", "withdrawn"]
    deadline: datetime
    made_at: datetime
    answered_at: datetime | None


class OfferAnswer(BaseModel):
    offer: Offer


class OfferList(BaseModel):
    offers: list[Offer]
