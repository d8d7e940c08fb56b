"""The public state of an item, as bids answer with it and rooms carry it, and its catalogue document."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel


class ItemState(BaseModel):
    """Made by `item_state_v1`; a client keeps the one with the highest `version`."""

    id: UUID
    version: int
    status: Literal["open", "sold", "unsold", "withdrawn"]
    kind: Literal["single", "live"]
    price_cents: int | None
    least_cents: int | None
    step_cents: int
    bid_count: int
    leader_paddle: int | None
    reserve: Literal["none", "met", "not_met"]
    opens_at: datetime
    closes_at: datetime
    planned_closes_at: datetime
    paused_at: datetime | None
    last_possible_close_at: datetime
    extension_count: int
    hammer_cents: int | None


class Photo(BaseModel):
    blob_name: str
    width: int
    height: int
    alt: str


class ItemDocument(ItemState):
    """Made by `item_document_v1`: the state and what the catalogue says."""

    section_id: UUID
    lot: str
    position: int
    title: str
    description: str
    category: str
    donor_name: str
    starting_cents: int
    value_cents: int | None
    restrictions: str
    expires_on: date | None
    age_min: int | None
    delivery: Literal["hand", "certificate", "email", "ship", "donor"]
    extension_window_s: int
    extension_s: int
    extension_cap_s: int
    photos: list[Photo]


class ItemList(BaseModel):
    items_version: int
    items: list[ItemDocument]
