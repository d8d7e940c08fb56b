"""What can be wrong with a live sale."""

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
