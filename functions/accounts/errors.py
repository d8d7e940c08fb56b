"""What can be wrong with signing in."""

from shared.errors import Conflict, NotFound, TooFast, Unauthorized


class SessionRevoked(Unauthorized):
    code = "session_revoked"
    title = "This sign-in has ended"


class LinkUnknown(NotFound):
    code = "link_unknown"
    title = "This code is not for tonight's event"


class PhoneMismatch(Unauthorized):
    code = "phone_mismatch"
    title = "These are not the last four digits we have for you"


class LinkLocked(TooFast):
    code = "link_locked"
    title = "Too many wrong tries; wait a little or ask a volunteer"


class TermsRequired(Conflict):
    code = "terms_required"
    title = "Please agree to the auction rules first"


class RefreshInvalid(Unauthorized):
    code = "refresh_invalid"
    title = "Please sign in again"


class RefreshReused(Unauthorized):
    code = "refresh_reused"
    title = "This sign-in was used twice and has been ended; please sign in again"
