"""What a made-up gala is to be."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What the evening in the room needs beside the auction. The last guests get what is odd, so that the first ones' links do all."""

    tables: int
    sponsors: tuple[str, ...]
    appeal_title: str
    level_cents: tuple[int, ...]
    goal_cents: int
    match_label: str
    match_cap_cents: int
    """Paid outside of Augeo."""
    lead_cents: tuple[int, ...]
    """Gifts promised before, which the auctioneer has not called yet."""
    copies: dict[str, int] = field(default_factory=dict)
    """The donor of this live lot gives it so often."""
    absentee_lot: str | None = None
    absentee_cents: tuple[int, ...] = ()
    """Maxima left for that lot, each by another guest."""
    not_checked_in: int = 0
    locked: int = 0


@dataclass(frozen=True, slots=True)
class GalaPlan:
    """What to make. Times are the auction's."""

    name: str
    organization: str
    currency: str
    item_word: str
    opens_at: datetime
    closes_at: datetime
    extension_window_s: int
    extension_s: int
    extension_cap_s: int
    charge_hold_s: int
    card_cap_cents: int
    org_id: UUID
    event_id: UUID
    outage_after_s: int = 0
    """So long may bidding be down in the last minutes before a close; 0: no matter how long."""
    room: RoomPlan | None = None
    """Without it there are only guests and lots."""

    @property
    def silent_section_id(self) -> UUID:
        return uuid5(self.event_id, "section:silent")

    @property
    def live_section_id(self) -> UUID:
        return uuid5(self.event_id, "section:live")

    def item_id(self, lot: str) -> UUID:
        return uuid5(self.event_id, f"item:{lot}")

    def user_id(self, role: str) -> UUID:
        return uuid5(self.event_id, f"user:{role}")
