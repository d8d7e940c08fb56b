"""Bodies of the screens in the room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from functions.events.schemas import DisplayMode
from shared.http.requests import RequestBody
from shared.http.text import READABLE

CODE = r"^[A-HJ-NP-Z2-9]{6}$"
"""Six signs that cannot be mistaken for others."""


class PairingOpened(BaseModel):
    """For a screen that nobody has signed in: it shows the code and asks with the secret until somebody has typed it."""

    id: UUID
    code: str
    secret: str
    expires_at: datetime


class CollectPairing(RequestBody):
    secret: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


class PairingCollected(BaseModel):
    """`session` comes once, after somebody has typed the code."""

    status: Literal["waiting", "paired"]
    session: "DisplaySession | None"


class DisplaySession(BaseModel):
    access_token: str
    access_expires_in_s: int
    refresh_token: str
    session_id: UUID
    role: Literal["display"]
    org_id: UUID
    event_id: UUID


class PairDisplay(RequestBody):
    code: Annotated[str, StringConstraints(pattern=CODE)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]


class Display(BaseModel):
    id: UUID
    name: str
    mode: DisplayMode | None
    """Its own; null: as the event says."""
    shows: str | None
    """What it last said it shows."""
    paired_at: datetime
    last_seen_at: datetime | None
    is_live: bool
    """Heard of within fifteen seconds."""


class DisplayChanged(BaseModel):
    display: Display


class DisplayList(BaseModel):
    displays: list[Display]


class CommandDisplay(RequestBody):
    mode: DisplayMode | None
    """Null: as the event says."""


class ReportDisplay(RequestBody):
    shows: Literal["welcome", "board", "countdown", "live", "raise", "leaderboard", "sponsors", "hold", "thanks"]


class DisplayReported(BaseModel):
    """What this screen should show by staff's word: its own mode, else the event's."""

    mode: DisplayMode
    name: str
