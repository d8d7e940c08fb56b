"""Values of the live auction."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConfirmedSale:
    """A sale that its winner is told of from now on."""

    org_id: UUID
    event_id: UUID
    item_id: UUID
    sale_id: UUID
    paddle_id: UUID
    amount_cents: int


type Stage = Literal["waiting", "running", "sold", "passed"]
type Source = Literal["room", "phone", "absentee"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A lot as the last thing left it that was said about it."""

    stage: Stage = "waiting"
    price_cents: int | None = None
    leader: int | None = None
    """Paddle number; None with a price: heard, not known yet."""
    ask_cents: int | None = None
    step_cents: int = 0
    source: Source | None = None
    is_warned: bool = False
    phones_open: bool = True
    offered_to: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: what was said, with what it needs. `paddle` of an absentee bid is whoever the maxima put next."""

    kind: Literal["open", "ask", "bid", "take_offer", "absentee", "warn", "pass", "phones", "sell", "underbidder"]
    paddle: int | None = None
    amount_cents: int | None = None
    step_cents: int | None = None
    phones_open: bool = True
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot with everything that was said about it and stands: (what, what it left), oldest first."""

    starting_cents: int
    step_cents: int
    said: tuple[tuple[Said, Standing], ...] = ()
    out: frozenset[int] = frozenset()
    """Paddles that are asked no more: locked, has bought a copy, or said that a sale of this lot was not theirs."""

    @property
    def now(self) -> Standing:
        return self.said[-1][1] if self.said else Standing(step_cents=self.step_cents)
