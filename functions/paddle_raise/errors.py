"""Why the paddle raise refuses. One class per code of its database functions."""

from functions.accounts.errors import SessionRevoked
from functions.bids.errors import ConfirmRequired, NotCheckedIn, PaddleLocked
from functions.events.errors import ShowStopped
from functions.live.errors import EventInCheckout, PaddleUnknown
from shared.errors import AppError, Conflict, IdempotencyKeyReused, NotFound


class AppealUnknown(NotFound):
    code = "appeal_unknown"
    title = "There is no such appeal"


class LevelUnknown(NotFound):
    code = "level_unknown"
    title = "There is no such level"


class PledgeUnknown(NotFound):
    code = "pledge_unknown"
    title = "There is no such pledge"


class AppealRunning(Conflict):
    code = "appeal_running"
    title = "Another appeal is open; end it first"


class AppealClosed(Conflict):
    code = "appeal_closed"
    title = "The appeal is not open"


class TooManyLevels(Conflict):
    code = "too_many_levels"
    title = "This appeal has as many levels as it can have"


class LevelReleased(Conflict):
    code = "level_released"
    title = "This level was released for billing"


class LevelNotReleased(Conflict):
    code = "level_not_released"
    title = "This level was not released"


class LevelUnresolved(Conflict):
    code = "level_unresolved"
    title = "Somebody must look at this level before it is billed"


class LevelNotCalled(Conflict):
    code = "level_not_called"
    title = "The auctioneer is at another level"


class LevelOver(Conflict):
    code = "level_over"
    title = "The auctioneer has gone on; please ask a volunteer"


class PledgeDuplicate(Conflict):
    code = "pledge_duplicate"
    title = "This paddle has given at this level already"


class PledgeReversedAlready(Conflict):
    code = "pledge_reversed_already"
    title = "This pledge was taken back already"


class PledgeHasDonor(Conflict):
    code = "pledge_has_donor"
    title = "Nothing is open about who gave this"


class PledgeBilled(Conflict):
    code = "pledge_billed"
    title = "Pledges of this level are on a bill"


class PledgeTooSmall(Conflict):
    code = "pledge_too_small"
    title = "A gift is at least this much"


class NotYourEntry(Conflict):
    code = "not_your_entry"
    title = "Only who entered it, or a manager, may take this back"


class NotALead(Conflict):
    code = "not_a_lead"
    title = "Only a lead gift is called"


class LeadCalled(Conflict):
    code = "lead_called"
    title = "This lead gift was called already"


class NothingToSettle(Conflict):
    code = "nothing_to_settle"
    title = "The two clerks do not differ about this"


REFUSALS: dict[str, type[AppError]] = {
    error.code: error
    for error in (
        SessionRevoked,
        IdempotencyKeyReused,
        EventInCheckout,
        ShowStopped,
        PaddleUnknown,
        PaddleLocked,
        NotCheckedIn,
        ConfirmRequired,
        AppealUnknown,
        LevelUnknown,
        PledgeUnknown,
        AppealRunning,
        AppealClosed,
        TooManyLevels,
        LevelReleased,
        LevelNotReleased,
        LevelUnresolved,
        LevelNotCalled,
        LevelOver,
        PledgeDuplicate,
        PledgeReversedAlready,
        PledgeHasDonor,
        PledgeBilled,
        PledgeTooSmall,
        NotYourEntry,
        NotALead,
        LeadCalled,
        NothingToSettle,
    )
}
