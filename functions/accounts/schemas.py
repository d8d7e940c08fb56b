"""Bodies of the sign-in routes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from shared.http.requests import Id, RequestBody
from shared.http.text import READABLE

LinkToken = Annotated[str, StringConstraints(min_length=16, max_length=128, pattern=r"^[A-Za-z0-9_-]+$")]
Device = Annotated[str, StringConstraints(max_length=200), READABLE]


class PreviewLink(RequestBody):
    link: LinkToken


class OpenSession(RequestBody):
    link: LinkToken
    phone_last4: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = None
    accept_terms_id: Id | None = None
    device: Device = ""


class RefreshSession(RequestBody):
    refresh_token: LinkToken


class EventBrief(BaseModel):
    id: UUID
    name: str
    item_word: Literal["item", "lot"]
    currency: str


class Terms(BaseModel):
    id: UUID
    body: str


class LinkPreview(BaseModel):
    kind: Literal["guest", "staff"]
    role: str
    event: EventBrief
    guest_name: str | None
    paddle_number: int | None
    needs_phone_last4: bool
    terms: Terms | None


class OpenedSession(BaseModel):
    access_token: str
    access_expires_in_s: int
    refresh_token: str
    session_id: UUID
    role: str
    org_id: UUID
    event_id: UUID
    guest_id: UUID | None
    paddle_id: UUID | None
    paddle_number: int | None
    guest_name: str | None


class Card(BaseModel):
    brand: str
    last4: str


class Me(BaseModel):
    session_id: UUID
    role: str
    event_id: UUID
    paddle_id: UUID | None
    paddle_number: int | None
    paddle_status: Literal["active", "locked", "retired"] | None
    guest_name: str | None
    name_shown: bool
    """The screens of the room may show the guest's name."""
    card: Card | None
