"""Why a bid is refused. One class per code of `place_bids_v1`; screens have one text per code."""

from functions.accounts.errors import SessionRevoked
from functions.items.errors import ItemNotFound as ItemNotFound
from shared.errors import AppError, Conflict, DependencyDown, IdempotencyKeyReused, NotFound


class BidUnknown(NotFound):
    code = "bid_unknown"
    title = "No bid with this key has arrived"


class BidTooLow(Conflict):
    code = "bid_too_low"
    title = "The bid is lower than the least acceptable bid"


class MaxNotRaised(Conflict):
    code = "max_not_raised"
    title = "Your limit is already this high or higher"


class AlreadyLeading(Conflict):
    code = "already_leading"
    title = "You already have the top bid"


class ConfirmRequired(Conflict):
    code = "confirm_required"
    title = "This is far more than is needed; please confirm it"


class ItemNotOpen(Conflict):
    code = "item_not_open"
    title = "Bidding has not opened yet"


class ItemClosed(Conflict):
    code = "item_closed"
    title = "Bidding on this item is over"


class ItemPaused(Conflict):
    code = "item_paused"
    title = "Bidding on this item is paused"


class ItemWithdrawn(Conflict):
    code = "item_withdrawn"
    title = "This item was withdrawn"


class PaddleLocked(Conflict):
    code = "paddle_locked"
    title = "Bidding is paused for this paddle"


class NotCheckedIn(Conflict):
    code = "not_checked_in"
    title = "Say hello at the welcome desk first"


class CardRequired(Conflict):
    code = "card_required"
    title = "Add a card to bid"


class KeyVoided(Conflict):
    code = "key_voided"
    title = "This bid was cancelled before it arrived"


class BidsBusy(DependencyDown):
    code = "bids_busy"
    title = "Very busy; please try again in a moment"


REFUSALS: dict[str, type[AppError]] = {
    error.code: error
    for error in (
        ItemNotFound,
        SessionRevoked,
        BidTooLow,
        MaxNotRaised,
        AlreadyLeading,
        ConfirmRequired,
        ItemNotOpen,
        ItemClosed,
        ItemPaused,
        ItemWithdrawn,
        PaddleLocked,
        NotCheckedIn,
        CardRequired,
        KeyVoided,
        IdempotencyKeyReused,
    )
}
