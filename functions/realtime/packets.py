"""Packets as bytes, encoded once for a whole room. The models in events.py say what is in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.items.models import StoredDocument, json_list

DECIDED = ("sold", "unsold")
MAX_ITEMS = 100
"""Items in one packet: about 60 KB, far below the service's limit of 1 MB."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What every packet carries."""

    event_id: UUID
    items_version: int
    state_version: int
    server_time: datetime


def packet(numbers: Numbers, member: bytes) -> bytes:
    return b'{"event_id":"%b","items_version":%d,"state_version":%d,"server_time":"%b",%b}' % (
        str(numbers.event_id).encode(),
        numbers.items_version,
        numbers.state_version,
        numbers.server_time.isoformat().encode(),
        member,
    )


def item_packets(numbers: Numbers, documents: Iterable[StoredDocument]) -> Iterator[tuple[str, bytes]]:
    """One `bid_placed` with the items that are not decided, one `item_sold` with those that are; more only for very many."""
    told_of = list(documents)
    sold = [document for document in told_of if document.status in DECIDED]
    placed = [document for document in told_of if document.status not in DECIDED]
    for event, told in (("bid_placed", placed), ("item_sold", sold)):
        for first in range(0, len(told), MAX_ITEMS):
            yield (
                event,
                packet(
                    numbers, b'"items":%b' % json_list(document.state() for document in told[first : first + MAX_ITEMS])
                ),
            )
