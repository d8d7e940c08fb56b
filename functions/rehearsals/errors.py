"""What can be wrong with a rehearsal."""

from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from shared.errors import AppError, Conflict, NotFound


class EventIsRehearsal(Conflict):
    code = "event_is_rehearsal"
    title = "This is a rehearsal; nothing of it is billed, and it is not rehearsed again"


class RehearsalRunning(Conflict):
    code = "rehearsal_running"
    title = "A rehearsal of this event is running"


class RehearsalUnknown(NotFound):
    code = "rehearsal_unknown"
    title = "There is no such rehearsal"


REFUSALS: dict[str, type[AppError]] = ACT_REFUSALS | {
    error.code: error for error in (EventIsRehearsal, RehearsalRunning, RehearsalUnknown)
}
