"""Bodies of rehearsals: a copy of the event with simulated bidders."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.http.requests import RequestBody

MAX_BIDDERS = 50


class StartRehearsal(RequestBody):
    bidders: Annotated[int, Field(ge=0, le=MAX_BIDDERS)] = 50
    """How many of the copied guests bid by themselves."""
    minutes: Annotated[int, Field(ge=5, le=240)] = 60


class RehearsalSession(BaseModel):
    """The caller's own seat in the copy, or that of a role they hand on."""

    role: Literal["owner", "coordinator", "auctioneer", "clerk", "display"]
    link: str
    """A sign-in link, good until the rehearsal ends: `/s/{link}`, or `/d/{link}` for a display."""


class Rehearsal(BaseModel):
    event_id: UUID
    started_at: datetime
    ends_at: datetime
    bidders: int
    is_over: bool


class RehearsalStarted(BaseModel):
    rehearsal: Rehearsal
    sessions: list[RehearsalSession]


class RehearsalList(BaseModel):
    rehearsals: list[Rehearsal]


class RehearsalEnded(BaseModel):
    rehearsal: Rehearsal
