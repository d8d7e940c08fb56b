"""Bodies of the live routes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from functions.bids.schemas import Cents
from functions.items.schemas import ItemState
from shared.http.requests import Id, RequestBody


class SellLive(RequestBody):
    item_id: Id
    paddle_number: Annotated[int, Field(ge=1, le=99_999)]
    amount_cents: Cents


class SoldLive(BaseModel):
    id: UUID
    item: ItemState


class Paddle(BaseModel):
    id: UUID
    number: int
    name: str | None
    status: Literal["active", "locked"]


class PaddleList(BaseModel):
    paddles: list[Paddle]
