"""Why a bid is refused. One class per code of `place_bids_v1`; screens have one text per code."""

from functions.accounts.errors import SessionRevoked as SessionRevoked
from functions.items.errors import ItemNotFound as ItemNotFound
from functions.live.errors import PaddleUnknown as PaddleUnknown
from shared.errors import AppError, Conflict, DependencyDown, IdempotencyKeyReused, NotFound


class BidUnknown(NotFound):
    code = "bid_unknown"
    title = "No bid with this key has arrived"


class OwnPaddle(Conflict):
    code = "own_paddle"
    title = "This is your own paddle, or your household's; somebody else must do this"


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


class ItemHeld(Conflict):
    code = "item_held"
    title = "Bidding was interrupted by a fault; this item will reopen for everyone"


class ItemIsLive(Conflict):
    code = "item_is_live"
    title = "This lot is sold by the auctioneer in the room"


class BidKindNotAllowed(Conflict):
    code = "bid_kind_not_allowed"
    title = "This item takes another kind of bid"


class NotOnStep(Conflict):
    code = "not_on_step"
    title = "Bids on this item move in whole steps"


class HouseholdLeads(Conflict):
    code = "household_leads"
    title = "Your household already has the top bid; please confirm that you bid against it"


class BuyNowGone(Conflict):
    code = "buy_now_gone"
    title = "This item can no longer be bought at once"


class PriceChanged(Conflict):
    code = "price_changed"
    title = "The price is another one by now"


class NotEnoughLeft(Conflict):
    code = "not_enough_left"
    title = "There are not that many left"


class LimitPerGuest(Conflict):
    code = "limit_per_guest"
    title = "That is more than one guest may have"


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
        ItemHeld,
        ItemIsLive,
        BidKindNotAllowed,
        NotOnStep,
        HouseholdLeads,
        BuyNowGone,
        PriceChanged,
        NotEnoughLeft,
        LimitPerGuest,
        PaddleLocked,
        NotCheckedIn,
        CardRequired,
        KeyVoided,
        IdempotencyKeyReused,
    )
}
