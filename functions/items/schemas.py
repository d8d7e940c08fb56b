"""The public state of an item, as bids answer with it and rooms carry it, and its catalogue document."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

type ItemKind = Literal["single", "multi", "fixed", "sealed", "donation", "live"]


class LiveSaleState(BaseModel):
    """One copy of a lot that was sold and not taken back."""

    paddle: int | None
    """Null: heard, not known yet."""
    amount_cents: int
    is_confirmed: bool
    """By a second clerk, the winner, or a minute; before that nobody is told "you won"."""


class LiveState(BaseModel):
    """What the room knows of a live lot. `price_cents` is the bid that stands, `leader_paddle` whose it is, `least_cents` the ask."""

    stage: Literal["waiting", "running", "sold", "passed"]
    ask_cents: int | None
    step_cents: int
    source: Literal["room", "phone", "absentee"] | None
    """Of the bid that stands."""
    is_warned: bool
    """Fair warning was given."""
    phones_open: bool
    offered_to: int | None
    """Only this paddle may take it at the ask: the underbidder, after a sale that was taken back."""
    waiting_offers: int
    """Phones that offer the ask and wait for the auctioneer."""
    copies_left: int
    """How many more may be sold, up to the donor's limit."""
    title: str = ""
    """As it is now: two lots that are sold together have the names of both."""
    value_cents: int | None = None
    sales: list[LiveSaleState]


class ItemState(BaseModel):
    """Made by `item_state_v1`; a client keeps the one with the highest `version`."""

    id: UUID
    version: int
    status: Literal["open", "sold", "unsold", "withdrawn"]
    kind: ItemKind
    price_cents: int | None
    """single: what the leader would pay; multi: the lowest standing bid once all units are bid for; else null."""
    least_cents: int | None
    """The least that somebody without a bid can bid, of one unit."""
    step_cents: int
    bid_count: int
    leader_paddle: int | None
    reserve: Literal["none", "met", "not_met"]
    opens_at: datetime
    closes_at: datetime
    planned_closes_at: datetime
    paused_at: datetime | None
    resumes_at: datetime | None
    """Bidding is paused until then, or until further notice while null."""
    held_at: datetime | None
    """Held after an outage: past its close, without a winner."""
    last_possible_close_at: datetime
    extension_count: int
    hammer_cents: int | None
    buy_now_cents: int | None = None
    """single: null or absent when it cannot be bought at once (any more)."""
    standing_paddles: list[int] | None = None
    """multi: who wins as it stands, best first; a paddle once per unit."""
    units_left: int | None = None
    """fixed."""
    given_cents: int | None = None
    """donation: the sum of the gifts."""
    live: LiveState | None = None
    """live."""


class Step(BaseModel):
    from_cents: int
    step_cents: int


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
    hard_end_at: datetime | None
    quantity: int
    per_guest_limit: int | None
    is_uniform_price: bool
    force_multiples: bool
    steps: list[Step]
    who_may_bid: Literal["registered", "ticketed", "checked_in"]
    card_required: bool
    remote_exempt: bool
    photos: list[Photo]


class ItemList(BaseModel):
    items_version: int
    items: list[ItemDocument]
