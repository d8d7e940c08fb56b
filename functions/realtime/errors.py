"""What can be wrong with joining a room, and with a call that says it comes from the room service."""

from shared.errors import AppError, NotFound, Unauthorized, Unreadable


class TicketInvalid(Unauthorized):
    code = "ticket_invalid"
    title = "This ticket is not ours, or too old"


class TicketForeign(Unauthorized):
    code = "ticket_foreign"
    title = "This ticket was made for another session"


class EventUnknown(AppError):
    code = "unknown_event"
    status = 400
    title = "Clients emit nothing but join"


class UpstreamUnknown(NotFound):
    """A wrong secret in the path looks like a route that does not exist."""


class UpstreamUnsigned(Unauthorized):
    code = "upstream_unsigned"
    title = "This call does not carry the room service's signature"


class OriginRefused(Unreadable):
    code = "origin_refused"
    title = "This is not the room service that the app uses"
