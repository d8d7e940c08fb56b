"""Values of an event."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class StateAt:
    """An event's state at one moment. `state` is its JSON, as the database made it."""

    items_version: int
    state_version: int
    state: bytes
    server_time: datetime
    clock_rate: float
    read_at: float = field(default_factory=time.monotonic)

    def time_now(self) -> datetime:
        """The auction's time now, reckoned on from when it was read."""
        return self.server_time + timedelta(seconds=(time.monotonic() - self.read_at) * self.clock_rate)


@dataclass(frozen=True, slots=True)
class SectionRow:
    id: str
    name: str
    kind: str
    opens_at: datetime
    closes_at: datetime | None
    extension_window_s: int
    extension_s: int
    extension_cap_s: int
    hard_end_at: datetime | None
    paused_at: datetime | None
    resumes_at: datetime | None
    held_at: datetime | None
    held_gap_from: datetime | None
    held_gap_to: datetime | None


@dataclass(frozen=True, slots=True)
class EventRow:
    id: str
    name: str
    currency: str
    timezone: str
    item_word: str
    phase: str
    sponsors: tuple[str, ...]
    is_rehearsal: bool
    version: int
    sections: tuple[SectionRow, ...]
