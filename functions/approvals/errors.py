"""What can be wrong with what needs a second person."""

from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from shared.errors import AppError, Conflict, NotFound


class ApprovalUnknown(NotFound):
    code = "approval_unknown"
    title = "There is no such request"


class ApprovalWaiting(Conflict):
    code = "approval_waiting"
    title = "This has been asked for already and waits for a second person"


class ApprovalDecided(Conflict):
    code = "approval_decided"
    title = "This request has been answered already"


class ApprovalExpired(Conflict):
    code = "approval_expired"
    title = "This request is too old; please ask again"


class SecondPersonNeeded(Conflict):
    code = "second_person_needed"
    title = "You asked for this; another person must approve it"


class SectionNotHeld(Conflict):
    code = "section_not_held"
    title = "This section is not held"


REFUSALS: dict[str, type[AppError]] = {
    **ACT_REFUSALS,
    **{
        error.code: error
        for error in (
            ApprovalUnknown,
            ApprovalWaiting,
            ApprovalDecided,
            ApprovalExpired,
            SecondPersonNeeded,
            SectionNotHeld,
        )
    },
}
