"""Bodies of the routes of closing."""

from pydantic import BaseModel

from functions.items.schemas import ItemState


class ReopenedSection(BaseModel):
    items: list[ItemState]
    """Open again, each for five minutes at least."""
