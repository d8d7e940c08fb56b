"""Why something cannot be done with a live lot. One class per code of the database functions; screens have one text per code.

Imports nothing of other nouns, because several of theirs import this.
"""

from shared.errors import Conflict, NotFound


class PaddleUnknown(NotFound):
    code = "paddle_unknown"
    title = "There is no such paddle in this event"


class ItemAlreadySold(Conflict):
    code = "item_already_sold"
    title = "This lot is sold already"


class EventInCheckout(Conflict):
    code = "event_in_checkout"
    title = "Checkout is open; nothing more is sold tonight"


class LotChanged(Conflict):
    code = "lot_changed"
    title = "The lot has moved on since this station saw it"


class LotNotRunning(Conflict):
    code = "lot_not_running"
    title = "This lot is not running"


class LotRunsAlready(Conflict):
    code = "lot_runs_already"
    title = "This lot is running already"


class LotNotWaiting(Conflict):
    code = "lot_not_waiting"
    title = "Only lots that were not called yet can be combined"


class AnotherLotRuns(Conflict):
    code = "another_lot_runs"
    title = "Another lot is running"


class AskBelowPrice(Conflict):
    code = "ask_below_price"
    title = "There is a bid as high as this already; take that back first"


class NoAbsentee(Conflict):
    code = "no_absentee"
    title = "No absentee bidder goes as high as this"


class NoUnderbidder(Conflict):
    code = "no_underbidder"
    title = "Nobody else has bid on this lot"


class EntryNotLast(Conflict):
    code = "entry_not_last"
    title = "Something was said about this lot since; only the last thing can be taken back"


class ReasonRequired(Conflict):
    code = "reason_required"
    title = "The system holds more than this; selling for less needs a reason"


class NoCopiesLeft(Conflict):
    code = "no_copies_left"
    title = "The donor gives no more of these"


class SaleUnknown(NotFound):
    code = "sale_unknown"
    title = "There is no such sale"


class SaleReversed(Conflict):
    code = "sale_reversed"
    title = "This sale was taken back"


class SaleNeedsLook(Conflict):
    code = "sale_needs_look"
    title = "Somebody has to look at this sale first"


class SaleInConflict(Conflict):
    code = "sale_in_conflict"
    title = "Two stations have different sales of this lot"


class SaleConfirmedAlready(Conflict):
    code = "sale_confirmed_already"
    title = "This sale is confirmed already"


class PaddleIsRight(Conflict):
    code = "paddle_is_right"
    title = "The sale is this paddle's already"


class NoConflict(Conflict):
    code = "no_conflict"
    title = "The stations agree about this sale"


class PhonesLocked(Conflict):
    code = "phones_locked"
    title = "The auctioneer is taking bids in the room"


class OfferedToOther(Conflict):
    code = "offered_to_other"
    title = "This lot is offered to another paddle"


class AskMoved(Conflict):
    code = "ask_moved"
    title = "Somebody was first; another amount is asked for now"


class OfferedAlready(Conflict):
    code = "offered_already"
    title = "Your bid is with the auctioneer already"


class LiveOfferUnknown(NotFound):
    code = "live_offer_unknown"
    title = "There is no such bid from a phone"


class OfferIsOver(Conflict):
    code = "offer_is_over"
    title = "This bid from a phone was taken, taken back or passed over"
