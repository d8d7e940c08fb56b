"""What can be wrong with a screen and its code."""

from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from shared.errors import AppError, Conflict, NotFound


class CodeUnknown(NotFound):
    code = "code_unknown"
    title = "No screen shows this code; codes are good for ten minutes"


class DisplayUnknown(NotFound):
    code = "display_unknown"
    title = "There is no such screen"


class DisplayRevoked(Conflict):
    code = "display_revoked"
    title = "This screen was signed out; pair it again"


class PairingUnknown(NotFound):
    code = "pairing_unknown"
    title = "This code has ended; show a new one"


REFUSALS: dict[str, type[AppError]] = {
    **ACT_REFUSALS,
    **{error.code: error for error in (CodeUnknown, DisplayUnknown, DisplayRevoked)},
}
