"""What can be wrong with an offer to the next bidder."""

from functions.bids.errors import PaddleLocked
from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from shared.errors import AppError, Conflict, NotFound


class OfferUnknown(NotFound):
    code = "offer_unknown"
    title = "There is no such offer"


class NoNextBidder(Conflict):
    code = "no_next_bidder"
    title = "Nobody is left to whom this item could be offered"


class OfferWaiting(Conflict):
    code = "offer_waiting"
    title = "This item is offered already; the answer is awaited"


class OfferTooLow(Conflict):
    code = "offer_too_low"
    title = "That is less than the rules give"


class AboveTheirBest(Conflict):
    code = "above_their_best"
    title = "That is more than this guest has ever bid for it"


class OfferExpired(Conflict):
    code = "offer_expired"
    title = "The time for this offer is over"


class OfferWithdrawn(Conflict):
    code = "offer_withdrawn"
    title = "This offer was taken back"


class OfferAnswered(Conflict):
    code = "offer_answered"
    title = "This offer has been answered already"


REFUSALS: dict[str, type[AppError]] = {
    **ACT_REFUSALS,
    **{
        error.code: error
        for error in (
            PaddleLocked,
            OfferUnknown,
            NoNextBidder,
            OfferWaiting,
            OfferTooLow,
            AboveTheirBest,
            OfferExpired,
            OfferWithdrawn,
            OfferAnswered,
        )
    },
}
