"""Values of the live auction."""

from dataclasses import dataclass
from uuid import UUID

from shared.errors import JsonValue


@dataclass(frozen=True, slots=True)
class LockedPaddle:
    id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class LockedItem:
    id: UUID
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class RecordedSale:
    body_hash: bytes
    item_id: UUID


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale as the clerk is answered; `item` is its public state as JSON."""

    id: UUID
    item: dict[str, JsonValue]
    message_id: UUID | None
    """The winner's text; none for a replay."""

    @property
    def is_replay(self) -> bool:
        return self.message_id is None
