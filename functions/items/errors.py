"""What can be wrong with an item."""

from shared.errors import NotFound


class ItemNotFound(NotFound):
    code = "item_not_found"
    title = "There is no such item in this event"
