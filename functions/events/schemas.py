"""An event as its guests see it, and its small state, which travels whole."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from functions.items.schemas import ItemDocument, ItemState

type Phase = Literal["setup", "silent", "live", "checkout", "over"]


class Leader(BaseModel):
    """One line of the leaderboard."""

    item_id: UUID
    lot: str
    title: str
    price_cents: int
    leader_paddle: int
    bid_count: int


class EventState(BaseModel):
    """Made by `event_state_v1`."""

    phase: Phase
    silent_total_cents: int
    live_total_cents: int
    bid_count: int
    items_open: int
    leaderboard: list[Leader]


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
    version: int


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
