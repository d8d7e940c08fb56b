"""Values of rehearsals: who bids by themselves, on what, and what they do."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

type LotKind = Literal["single", "multi", "fixed", "sealed", "donation", "live"]


@dataclass(frozen=True, slots=True)
class Running:
    """A rehearsal in which somebody may bid."""

    org_id: UUID
    event_id: UUID


@dataclass(frozen=True, slots=True)
class Bidder:
    """A copied guest with the session that bids for them."""

    session_id: UUID
    guest_id: UUID
    paddle_id: UUID


@dataclass(frozen=True, slots=True)
class Lot:
    id: UUID
    kind: LotKind
    starting_cents: int
    least_cents: int
    """Of a live lot the ask."""
    step_cents: int
    leader_id: UUID | None


@dataclass(frozen=True, slots=True)
class Call:
    """The level of the paddle raise that is called for now."""

    appeal_id: UUID
    level_id: UUID
    levels_above: int
    levels: int
    hands: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What the simulated bidders see."""

    bidders: tuple[Bidder, ...]
    lots: tuple[Lot, ...]
    call: Call | None


@dataclass(frozen=True, slots=True)
class SilentBid:
    bidder: Bidder
    item_id: UUID
    field: Literal["exact_cents", "max_cents", "sealed_cents", "unit_cents", "give_cents"]
    cents: int


@dataclass(frozen=True, slots=True)
class PhoneOffer:
    bidder: Bidder
    item_id: UUID
    ask_cents: int


@dataclass(frozen=True, slots=True)
class PhonePledge:
    bidder: Bidder
    appeal_id: UUID
    level_id: UUID


type Move = SilentBid | PhoneOffer | PhonePledge
