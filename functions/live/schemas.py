"""Bodies of the live routes."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from functions.bids.schemas import Cents
from functions.items.schemas import ItemState
from shared.http.requests import DeviceTime, Id, RequestBody
from shared.http.text import READABLE

PaddleNumber = Annotated[int, Field(ge=1, le=99_999)]
Spoken = Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]
type EntryKind = Literal[
    "open", "ask", "bid", "take_offer", "absentee", "warn", "pass", "phones", "underbidder", "combine", "undo"
]


class Typed(RequestBody):
    """What a station may say about when it was typed."""

    typed_at: DeviceTime | None = None
    """By the device's clock; sent with what was typed without network."""


class EnterLive(Typed):
    """One thing said on stage about a lot.

    open: this lot runs now (`ask_cents` optional); with `pass_running` the one that runs is passed first. ask: `ask_cents` and/or `step_cents`.
    bid: `paddle_number` (null: heard, not known yet) at `amount_cents` (null: the ask). take_offer: `offer_id`. absentee: use the best
    absentee maximum at the ask. warn: fair warning. pass: not sold. phones: `phones_open`. underbidder: the last sale or bid is taken back,
    and the one before is asked at `ask_cents` (null: their last bid). combine: `other_item_id` is sold with this one. undo: `entry_id`, the last
    one that stands.
    """

    kind: EntryKind
    seen_version: Annotated[int, Field(ge=0, le=10**15)] | None = None
    """The item's version that the station showed: bids, offers, absentee bids and asks against another one are refused with the new state."""
    paddle_number: PaddleNumber | None = None
    amount_cents: Cents | None = None
    ask_cents: Cents | None = None
    step_cents: Cents | None = None
    offer_id: Id | None = None
    entry_id: Id | None = None
    other_item_id: Id | None = None
    phones_open: bool | None = None
    pass_running: bool = False
    confirmed: bool = False
    """The amount is twice the ask or more, or the paddle is not checked in, and it is meant."""

    @model_validator(mode="after")
    def says_enough(self) -> Self:
        needed = {
            "ask": self.ask_cents or self.step_cents,
            "take_offer": self.offer_id,
            "phones": self.phones_open is not None,
            "combine": self.other_item_id,
            "undo": self.entry_id,
        }
        if not needed.get(self.kind, True):
            raise ValueError(f"{self.kind} does not say what it is about")
        return self


class LiveEntered(BaseModel):
    id: UUID
    item: ItemState


class SellLive(Typed):
    """SOLD. Two stations may say it: the same again confirms the sale, something else makes a conflict that somebody resolves."""

    item_id: Id
    paddle_number: PaddleNumber | None = None
    """Null: heard, not known yet; the sale waits for its paddle and is not billed."""
    amount_cents: Cents
    seen_version: Annotated[int, Field(ge=0, le=10**15)] | None = None
    """The item's version that the station showed; a bid since then refuses the sale with the new state."""
    is_copy: bool = False
    """One more of the same, up to the donor's limit."""
    confirmed: bool = False
    """The amount is twice the ask or more, another lot runs, or the paddle is not checked in, and it is meant."""
    paddle_ok: bool = False
    """The paddle is unknown or locked, and the sale is to be kept for somebody to look at."""
    reason: Spoken | None = None
    """Needed for less than the system holds."""


class SoldLive(BaseModel):
    id: UUID
    outcome: Literal["sold", "agreed", "conflict", "needs_look"]
    """agreed: another station had the same. conflict: it had something else; neither is billed until one is chosen."""
    item: ItemState


class UndoSale(RequestBody):
    reason: Spoken | None = None


class CorrectSale(RequestBody):
    """Silently: the room is told of no reopening. Also names the paddle of a sale that waits for one."""

    paddle_number: PaddleNumber


class ConfirmSale(RequestBody):
    by: Literal["second_clerk", "table"]
    """table: the winner said so to a volunteer."""


class ResolveSale(RequestBody):
    keep: Literal["sale", "claim"]
    """sale: what was recorded first stays. claim: it becomes what the other station has."""


class SaleChanged(BaseModel):
    id: UUID
    refund_due_cents: int | None
    """undo: it had been paid."""
    item: ItemState


class AddLot(RequestBody):
    """A lot that nobody planned, in ten seconds."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]
    starting_cents: Cents
    step_cents: Cents | None = None
    value_cents: Cents | None = None
    open_now: bool = False
    """It runs at once; the one that runs is passed."""


class LotAdded(BaseModel):
    item: ItemState
    lot: str


class OfferLive(RequestBody):
    amount_cents: Cents
    """The ask that the phone showed."""


class LiveOffer(BaseModel):
    id: UUID
    item_id: UUID
    amount_cents: int
    status: Literal["waiting", "taken", "passed_over", "withdrawn"]


class LiveOfferAnswer(BaseModel):
    offer: LiveOffer
    item: ItemState


class SetAbsentee(RequestBody):
    max_cents: Cents
    confirmed: bool = False
    """Five times the start or more is meant."""


class Absentee(BaseModel):
    item_id: UUID
    max_cents: int


class OwnSale(BaseModel):
    id: UUID
    item_id: UUID
    amount_cents: int
    is_confirmed: bool
    is_disowned: bool


class OwnLive(BaseModel):
    """What only this guest knows of the live auction."""

    offers: list[LiveOffer]
    absentee: list[Absentee]
    sales: list[OwnSale]


class AnswerSale(RequestBody):
    is_mine: bool
    """False goes to the list of what needs a look."""


class StageEntry(BaseModel):
    """One line of a lot's feed, newest first."""

    id: UUID
    seq: int
    kind: EntryKind | Literal["sell"]
    paddle: int | None
    amount_cents: int | None
    reason: str | None
    is_undone: bool
    is_last: bool
    """An undo takes back this one."""
    by_name: str
    session_id: UUID
    typed_at: datetime | None
    decided_at: datetime


class StageSale(BaseModel):
    id: UUID
    item_id: UUID
    lot: str
    copy_number: int
    paddle: int | None
    heard_number: int | None
    name: str | None
    """Only with the guest's consent."""
    table: str | None
    amount_cents: int
    issue: Literal["unknown_paddle", "locked", "disowned"] | None
    claim: "StageClaim | None"
    """What another station has instead; not billed until one is chosen."""
    reason: str | None
    is_confirmed: bool
    confirmed_by: Literal["second_clerk", "winner", "table", "time"] | None
    by_name: str
    by_role: str
    session_id: UUID
    sold_at: datetime


class StageClaim(BaseModel):
    id: UUID
    paddle: int | None
    amount_cents: int
    by_name: str
    by_role: str
    session_id: UUID
    claimed_at: datetime


class StageOffer(BaseModel):
    id: UUID
    paddle: int
    table: str | None
    amount_cents: int
    offered_at: datetime


class StageLot(BaseModel):
    """What staff know of a lot beside its public state, which comes with the room."""

    item_id: UUID
    entries: list[StageEntry]
    """At most thirty."""
    offers: list[StageOffer]
    """Waiting, earliest first."""
    absentee: Literal["none", "can_go", "leads", "out"]
    """No amount is told: out is below the ask."""
    underbidder: int | None
    underbidder_cents: int | None


class Stage(BaseModel):
    """`version` is the sum of the live items' versions: another sum in the room means that this is old."""

    version: int
    lots: list[StageLot]
    sales: list[StageSale]
    """All that stand, newest first; what needs a look has an issue or a claim."""
