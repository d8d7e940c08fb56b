"""What can be wrong with a paddle, and with what guests decide about themselves."""

from functions.bids.errors import OwnPaddle
from functions.live.errors import PaddleUnknown
from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from shared.errors import AppError, Conflict


class PaddleLockedAlready(Conflict):
    code = "paddle_locked_already"
    title = "This paddle is locked already"


class PaddleNotLocked(Conflict):
    code = "paddle_not_locked"
    title = "This paddle is not locked"


REFUSALS: dict[str, type[AppError]] = {
    **ACT_REFUSALS,
    **{error.code: error for error in (PaddleUnknown, OwnPaddle, PaddleLockedAlready, PaddleNotLocked)},
}
