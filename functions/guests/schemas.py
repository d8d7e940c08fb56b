"""Bodies of paddles and of what guests decide about themselves."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from shared.http.requests import RequestBody
from shared.http.text import READABLE


class Paddle(BaseModel):
    id: UUID
    number: int
    name: str | None
    status: Literal["active", "locked"]
    admission: Literal["registered", "ticketed", "checked_in"]
    has_card: bool
    table: str | None
    may_be_named: bool
    """On screens: the guest has agreed."""


class PaddleList(BaseModel):
    paddles: list[Paddle]


class ChangePaddle(RequestBody):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]


class PaddleChanged(BaseModel):
    paddle: Paddle
    leads: int
    """Items that this paddle leads; a lock keeps them."""


class ShowName(RequestBody):
    is_shown: bool
    """On the screens of the room."""


class NameShown(BaseModel):
    is_shown: bool
