"""What can be wrong with running an event. Other nouns refuse with these too, so nothing of theirs is imported here."""

from shared.errors import Conflict, NotFound


class ShowStopped(Conflict):
    code = "show_stopped"
    title = "The show is stopped for a moment"


class PhaseNotAllowed(Conflict):
    code = "phase_not_allowed"
    title = "The event cannot go from its phase to this one"


class AnnouncementUnknown(NotFound):
    code = "announcement_unknown"
    title = "There is no such announcement"


class AnnouncementWithdrawn(Conflict):
    code = "announcement_withdrawn"
    title = "This announcement was taken back already"
