"""Bodies of the paddle raise."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from functions.bids.schemas import Cents
from functions.events.schemas import RaiseState
from shared.http.requests import DeviceTime, Id, RequestBody
from shared.http.text import READABLE

MAX_LEVELS = 20
MAX_LEVELS_CALLED = 50
"""With those that the auctioneer adds on stage."""
MAX_HANDS = 200
"""A full room; more hands at once is a slip of the keyboard."""
LEAST_OWN_CENTS = 100
"""Less from a phone is a slip too."""

type PayBy = Literal["card", "invoice", "cheque", "daf", "later"]
"""daf: a donor-advised fund."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=200), READABLE]
PaddleNumber = Annotated[int, Field(ge=1, le=99_999)]
HeardNumber = Annotated[int, Field(ge=0, le=99_999)]
"""0: a hand without a number."""


class MakeAppeal(RequestBody):
    title: Title
    goal_cents: Cents | None = None
    level_cents: Annotated[list[Cents], Field(min_length=1, max_length=MAX_LEVELS)]
    """Each once; they are called from the highest down."""
    match_label: Title | None = None
    match_cap_cents: Cents | None = None
    match_paddle_number: PaddleNumber | None = None
    """Who pays for the match; without it it is paid outside of Augeo."""

    @model_validator(mode="after")
    def match_is_whole(self) -> Self:
        if (self.match_label is None) != (self.match_cap_cents is None):
            raise ValueError("a match needs both match_label and match_cap_cents")
        if self.match_paddle_number is not None and self.match_label is None:
            raise ValueError("match_paddle_number goes with a match")
        if len(set(self.level_cents)) < len(self.level_cents):
            raise ValueError("level_cents names a level twice")
        return self


class AppealMade(BaseModel):
    appeal: RaiseState


class CallLevel(RequestBody):
    """What the auctioneer calls for now. Opens the appeal; a level that is new is added. With neither: the appeal is closed."""

    level_id: Id | None = None
    amount_cents: Cents | None = None

    @model_validator(mode="after")
    def one_at_most(self) -> Self:
        if self.level_id is not None and self.amount_cents is not None:
            raise ValueError("send level_id or amount_cents")
        return self


class EnterPledge(RequestBody):
    """A hand that a clerk saw."""

    level_id: Id
    paddle_number: HeardNumber
    amount_cents: Cents | None = None
    """Without it the level's own."""
    hands: Annotated[int, Field(ge=1, le=MAX_HANDS)] = 1
    """With number 0: so many hands, counted now and named later."""
    is_additional: bool = False
    """A second gift of the same paddle at this level."""
    needs_look_ok: bool = False
    """The paddle is unknown, locked or not checked in: counted in the room, billed once somebody has looked."""
    confirmed: bool = False
    """Twice the level or more is meant."""
    pay_by: PayBy | None = None
    typed_at: DeviceTime | None = None

    @model_validator(mode="after")
    def many_hands_have_no_number(self) -> Self:
        if self.hands > 1 and self.paddle_number > 0:
            raise ValueError("several hands go with paddle_number 0")
        return self


class CheckPledge(RequestBody):
    """What the second clerk saw: compared at the end of the level, never added."""

    level_id: Id
    paddle_number: HeardNumber
    amount_cents: Cents | None = None
    typed_at: DeviceTime | None = None


class CheckEntered(BaseModel):
    id: UUID
    level: "DeskLevel"


class Pledge(BaseModel):
    """As staff see it."""

    id: UUID
    level_id: UUID | None
    kind: Literal["pledge", "lead", "match"]
    source: Literal["clerk", "phone", "system"]
    paddle: int | None
    heard_number: int | None
    name: str | None
    table: str | None
    amount_cents: int
    issue: Literal["placeholder", "unknown_paddle", "locked", "not_checked_in"] | None
    is_additional: bool
    same_as_id: UUID | None
    """The same gift heard twice: does not count."""
    pay_by: PayBy | None
    is_called: bool
    """lead: false until the auctioneer has called it."""
    is_reversed: bool
    is_checked: bool
    """The second clerk has the same."""
    by_name: str | None
    """Null: the guest's own phone."""
    session_id: UUID
    recorded_at: datetime


class PledgeEntered(BaseModel):
    """`outcome`: recorded counts; same_gift was heard twice (clerk and phone) and counts once until somebody says otherwise; needs_look counts in
    the room and is billed once somebody has looked."""

    outcome: Literal["recorded", "same_gift", "needs_look"]
    pledges: list[Pledge]
    """As many as hands."""
    appeal: RaiseState


class PledgeChanged(BaseModel):
    pledge: Pledge
    appeal: RaiseState


class NamePledge(RequestBody):
    """Who the unknown donor was."""

    paddle_number: PaddleNumber
    is_additional: bool = False


class SetPayBy(RequestBody):
    pay_by: PayBy


class EnterLead(RequestBody):
    """A lead gift, promised before; it counts once the auctioneer has called it."""

    paddle_number: PaddleNumber
    amount_cents: Cents
    pay_by: PayBy | None = None


class SettleCheck(RequestBody):
    """A difference between the two clerks. keep: what is recorded is right. remove: it is not, and is taken back. add: the second clerk is right."""

    paddle_number: HeardNumber
    amount_cents: Cents
    decision: Literal["keep", "remove", "add"]


class LevelChanged(BaseModel):
    level: "DeskLevel"
    appeal: RaiseState


class Mismatch(BaseModel):
    """`recorded` and `checked`: how often each clerk has this."""

    paddle_number: int
    amount_cents: int
    recorded: int
    checked: int


class DeskLevel(BaseModel):
    """A level with what stands between it and its release."""

    id: UUID
    amount_cents: int
    count: int
    cents: int
    checks: int
    """Entries of the second clerk; 0: nobody compares."""
    mismatches: list[Mismatch]
    issues: int
    released_at: datetime | None


class Desk(BaseModel):
    """The paddle raise as staff see it; `appeal.version` says whether the room has moved on."""

    appeal: RaiseState | None
    levels: list[DeskLevel]
    """Highest first."""
    pledges: list[Pledge]
    """The newest two hundred, reversed ones included."""
    needs_look: list[Pledge]
    leads: list[Pledge]
    """Promised before and not called yet."""


class PledgeList(BaseModel):
    """Everything that was ever recorded, oldest first."""

    pledges: list[Pledge]


class OwnPledgeRequest(RequestBody):
    """From the guest's own phone: at the level that is called for, or another amount of the guest's own."""

    level_id: Id
    """The one that is called for; the gift is recorded at the level of its amount, if there is one."""
    amount_cents: Cents | None = None
    is_second: bool = False
    """The guest knows that a gift at this level is recorded, and gives another."""
    confirmed: bool = False
    pay_by: PayBy | None = None


class OwnPledge(BaseModel):
    id: UUID
    level_id: UUID | None
    amount_cents: int
    pay_by: PayBy | None
    source: Literal["clerk", "phone", "system"]
    is_reversed: bool
    may_undo: bool
    """The guest's own, until its level closes."""
    recorded_at: datetime


class OwnPledged(BaseModel):
    outcome: Literal["recorded", "same_gift"]
    """same_gift: a clerk had it already; it counts once."""
    pledge: OwnPledge


class OwnPledgeList(BaseModel):
    pledges: list[OwnPledge]
