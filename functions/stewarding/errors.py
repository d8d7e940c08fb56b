"""Why an act of staff on the auction is refused. One class per code of the database functions."""

from functions.accounts.errors import SessionRevoked
from functions.bids.errors import ItemClosed, ItemHeld, ItemIsLive, ItemWithdrawn
from functions.closing.errors import SectionUnknown
from functions.items.errors import ItemNotFound
from functions.live.errors import EventInCheckout, ItemAlreadySold
from shared.errors import AppError, Conflict, IdempotencyKeyReused


class OwnItem(Conflict):
    code = "own_item"
    title = "You or your household have bid on this item; another person must do this"


class ActNotForKind(Conflict):
    code = "act_not_for_kind"
    title = "This cannot be done with this kind of item"


class NothingToPause(Conflict):
    code = "nothing_to_pause"
    title = "Nothing is running that could be paused"


class NothingToResume(Conflict):
    code = "nothing_to_resume"
    title = "Nothing is paused that could be resumed"


class NothingToVoid(Conflict):
    code = "nothing_to_void"
    title = "These bids are not on this item, or are void already"


class ItemStillOpen(Conflict):
    code = "item_still_open"
    title = "This item is still open"


class ItemNotSold(Conflict):
    code = "item_not_sold"
    title = "This item is not sold"


class ItemReleased(Conflict):
    code = "item_released"
    title = "This item has been handed over"


class AwardBilled(Conflict):
    code = "award_billed"
    title = "This item is on a bill"


class NotRevived(Conflict):
    code = "not_revived"
    title = "Your top bid is your own; only one that came back by a change of staff can be let go"


class StepBackOver(Conflict):
    code = "step_back_over"
    title = "The five minutes for stepping back are over"


REFUSALS: dict[str, type[AppError]] = {
    error.code: error
    for error in (
        SessionRevoked,
        IdempotencyKeyReused,
        ItemNotFound,
        SectionUnknown,
        ItemClosed,
        ItemHeld,
        ItemIsLive,
        ItemWithdrawn,
        ItemAlreadySold,
        EventInCheckout,
        OwnItem,
        ActNotForKind,
        NothingToPause,
        NothingToResume,
        NothingToVoid,
        ItemStillOpen,
        ItemNotSold,
        ItemReleased,
        AwardBilled,
        NotRevived,
        StepBackOver,
    )
}
"""What any act may answer; nouns whose acts have refusals of their own add them."""
