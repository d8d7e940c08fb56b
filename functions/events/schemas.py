"""An event as its guests see it, and its small state, which travels whole."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from functions.items.schemas import ItemDocument, ItemState
from shared.http.requests import RequestBody
from shared.http.text import READABLE

type Phase = Literal["setup", "silent", "live", "checkout", "over"]
type DisplayMode = Literal[
    "auto", "welcome", "board", "countdown", "live", "raise", "leaderboard", "sponsors", "hold", "thanks"
]
"""auto: the running lot, else the open appeal, else the board."""


class Leader(BaseModel):
    """One line of the leaderboard."""

    item_id: UUID
    lot: str
    title: str
    price_cents: int
    leader_paddle: int
    bid_count: int


class TopBidder(BaseModel):
    """What a paddle leads at, has bought and has pledged; never a maximum."""

    paddle: int
    name: str | None
    """Only with the guest's consent."""
    total_cents: int


class TopTable(BaseModel):
    table: str
    total_cents: int


class Announcement(BaseModel):
    id: UUID
    text: str
    announced_at: datetime
    ends_at: datetime


class RaiseLevel(BaseModel):
    """One level of the appeal; `count` and `cents` are of the pledges that stand, unknown donors included."""

    id: UUID
    amount_cents: int
    count: int
    cents: int
    is_released: bool


class RaiseState(BaseModel):
    """The event's newest appeal, as the room sees it."""

    appeal_id: UUID
    title: str
    version: int
    status: Literal["waiting", "open", "closed"]
    goal_cents: int | None
    level_id: UUID | None
    """What is called for now; null: nothing."""
    level_cents: int | None
    levels: list[RaiseLevel]
    """Highest first."""
    pledged_cents: int
    matched_cents: int
    match_label: str | None
    match_cap_cents: int | None
    pledge_count: int
    unknown_count: int
    """Of the pledges, those whose donor is not known yet."""
    last_paddles: list[int]
    """Whom to thank, newest first, at most six."""


class EventState(BaseModel):
    """Made by `event_state_v2`."""

    phase: Phase
    silent_total_cents: int
    live_total_cents: int
    bid_count: int
    items_open: int
    leaderboard: list[Leader]
    """By item."""
    top_bidders: list[TopBidder]
    top_tables: list[TopTable]
    stopped_at: datetime | None
    """The show is stopped: clocks stand still, phones send nothing."""
    display_mode: DisplayMode
    announcement: Announcement | None
    """The newest that was not taken back; clients hide it at its end."""
    paddle_raise: RaiseState | None


class Section(BaseModel):
    id: UUID
    name: str
    kind: Literal["silent", "live"]
    opens_at: datetime
    closes_at: datetime | None
    extension_window_s: int
    extension_s: int
    extension_cap_s: int
    hard_end_at: datetime | None
    paused_at: datetime | None
    resumes_at: datetime | None
    held_at: datetime | None
    """Closed to bids without winners, because none could be placed before a close: from `held_gap_from` to `held_gap_to`, or still."""
    held_gap_from: datetime | None
    held_gap_to: datetime | None


class EventDetails(BaseModel):
    """What changes seldom; photos are found at `media_base_url` + `blob_name`."""

    id: UUID
    name: str
    currency: str
    timezone: str
    item_word: Literal["item", "lot"]
    phase: Phase
    server_time: datetime
    sections: list[Section]
    media_base_url: str
    sponsors: list[str]
    is_rehearsal: bool
    """A copy to practise on: no money, no texts."""
    version: int


class SetPhase(RequestBody):
    phase: Literal["setup", "silent", "live", "over"]
    """Checkout is opened by a route of its own."""


class PhaseSet(BaseModel):
    phase: Phase


class Announce(RequestBody):
    text: Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]
    minutes: Annotated[int, Field(ge=1, le=240)] = 10


class Announced(BaseModel):
    announcement: Announcement


class SetDisplayMode(RequestBody):
    mode: DisplayMode


class DisplayModeSet(BaseModel):
    mode: DisplayMode


class Snapshot(BaseModel):
    """Everything a screen needs at its start."""

    server_time: datetime
    items_version: int
    state_version: int
    state: EventState
    items: list[ItemDocument]


class Changes(BaseModel):
    """What a screen needs to catch up."""

    server_time: datetime
    items_version: int
    state_version: int
    state: EventState
    items: list[ItemState]
