"""Bodies of the bid routes."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from functions.bids.models import BidKind, BidOutcome, EntryReason
from functions.items.schemas import ItemState
from shared.http.requests import Id, RequestBody

MAX_AMOUNT_CENTS = 100_000_000_000  # a billion in the event's currency; the same bound stands on items

MAX_UNITS = 10_000  # the same bound stands on an item's quantity

MAX_PADDLE_NUMBER = 99_999

Cents = Annotated[int, Field(gt=0, le=MAX_AMOUNT_CENTS)]


class BidAmount(RequestBody):
    """Exactly one kind of bid.

    `max_cents`: "keep me in front, up to this". `exact_cents`: "bid exactly this now". `sealed_cents`: hidden until the close. `buy_now_cents`:
    the button's price as it was shown. `unit_cents` with `units`: a purchase at the shown price. `give_cents`: a donation.
    """

    item_id: Id
    max_cents: Cents | None = None
    exact_cents: Cents | None = None
    sealed_cents: Cents | None = None
    buy_now_cents: Cents | None = None
    unit_cents: Cents | None = None
    units: Annotated[int, Field(gt=0, le=MAX_UNITS)] = 1
    give_cents: Cents | None = None
    confirmed: bool = False
    """A bid of five times the least acceptable one or more is meant."""
    household_ok: bool = False
    """The bidder knows that another paddle of their household leads."""

    @model_validator(mode="after")
    def one_amount(self) -> Self:
        if sum(amount is not None for amount in self._amounts().values()) != 1:
            raise ValueError(
                "send exactly one of max_cents, exact_cents, sealed_cents, buy_now_cents, unit_cents, give_cents"
            )
        if self.units != 1 and self.unit_cents is None:
            raise ValueError("units go with unit_cents")
        return self

    def _amounts(self) -> dict[BidKind, int | None]:
        return {
            "max": self.max_cents,
            "exact": self.exact_cents,
            "sealed": self.sealed_cents,
            "buy_now": self.buy_now_cents,
            "purchase": self.unit_cents,
            "donation": self.give_cents,
        }

    @property
    def kind_and_cents(self) -> tuple[BidKind, int]:
        return next((kind, amount) for kind, amount in self._amounts().items() if amount is not None)


class PlaceBid(BidAmount):
    """A guest's own bid."""


class EnterBid(BidAmount):
    """A bid that a member of staff types for a guest."""

    paddle_number: Annotated[int, Field(gt=0, le=MAX_PADDLE_NUMBER)]
    reason: EntryReason


class PlacedBid(BaseModel):
    key: UUID
    outcome: BidOutcome
    item: ItemState


class EnteredBid(PlacedBid):
    paddle_number: int


class BidAnswer(BaseModel):
    """What became of a key. `code` is 'accepted', or why the bid was refused."""

    key: UUID
    code: str
    outcome: BidOutcome | None
    decided_at: datetime
    item: ItemState | None
