"""Values of closing."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClosedItem:
    item_id: UUID
    status: str
    """'sold' or 'unsold'."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What one call of `close_due` did, and what is left."""

    event_id: UUID
    items: tuple[ClosedItem, ...]
    still_open: int
    next_close_in_s: float | None
    """Real seconds; None while every open item is paused or held, and when none is open."""


@dataclass(frozen=True, slots=True)
class OpenSection:
    org_id: UUID
    event_id: UUID
    section_id: UUID
    next_close_in_s: float | None

    @property
    def is_due(self) -> bool:
        return self.next_close_in_s is not None and self.next_close_in_s <= 0
