"""Values of closing."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClosedItem:
    item_id: UUID
    status: str
    """'sold' or 'unsold'; 'held' after an outage."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What one call of `close_due` did, and what is left."""

    event_id: UUID
    items: tuple[ClosedItem, ...]
    still_open: int
    next_close_in_s: float | None
    """Real seconds; None while every open item is paused or held, and when none is open."""


@dataclass(frozen=True, slots=True)
class HeldSection:
    """Closed to bids without winners, because bids could not be placed before a close."""

    org_id: UUID
    event_id: UUID
    section_id: UUID
    is_healthy: bool
    """It may reopen by itself."""


@dataclass(frozen=True, slots=True)
class Canary:
    """What the canary of one event bids with."""

    org_id: UUID
    event_id: UUID
    item_id: UUID
    guest_id: UUID
    paddle_id: UUID
    session_id: UUID


@dataclass(frozen=True, slots=True)
class OpenSection:
    org_id: UUID
    event_id: UUID
    section_id: UUID
    next_close_in_s: float | None

    @property
    def is_due(self) -> bool:
        return self.next_close_in_s is not None and self.next_close_in_s <= 0
