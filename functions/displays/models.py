"""Values of the screens in the room."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenedPairing:
    code: Literal["done", "too_fast", "code_taken"]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Collected:
    """`session` once, for the call that collects it; None: nobody has typed the code yet."""

    session: "CollectedSession | None"


@dataclass(frozen=True, slots=True)
class CollectedSession:
    session_id: UUID
    epoch: int
    org_id: UUID
    event_id: UUID
