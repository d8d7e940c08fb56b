"""Telling the rooms. A publish never delays or fails what it tells of."""

from collections.abc import Sequence
from uuid import UUID

from shared.runtime import Services


def announce_items(services: Services, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Hands the changed items to the room's publisher and returns at once."""
