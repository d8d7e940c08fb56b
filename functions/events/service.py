"""Reading an event: its row, its state, and both with the catalogue. A thousand tablets that reconnect cost the database a handful of queries."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from functions.events import store
from functions.events.models import EventRow, StateAt
from functions.events.schemas import EventDetails
from functions.items.models import json_list
from functions.items.service import read_catalogue
from shared.errors import NotFound
from shared.runtime import Services
from shared.single_flight import SingleFlight

FRESH_S = 0.5
"""How long this process's copy of an event's row and state is served, as long as no item has changed since. A phase or a section that
changes meanwhile is told by the room."""
MAX_COPIES = 64
MEDIA_BASE_URL = "/media/"


class Copies[T]:
    """A process's own copies of one thing per event, each read once however many ask."""

    def __init__(self) -> None:
        self._copies: dict[tuple[UUID, UUID], tuple[float, T]] = {}
        self._flights: dict[tuple[UUID, UUID], SingleFlight[T]] = {}

    async def current(
        self, key: tuple[UUID, UUID], read: Callable[[], Awaitable[T]], is_enough: Callable[[T], bool]
    ) -> T:
        found = self._copies.get(key)
        if found is not None and time.monotonic() < found[0] + FRESH_S and is_enough(found[1]):
            return found[1]
        if len(self._copies) >= MAX_COPIES:
            self._copies.clear()
            self._flights = {key: flight for key, flight in self._flights.items() if flight.is_flying}

        async def fetch() -> T:
            asked_at = time.monotonic()
            value = await read()
            self._copies[key] = (asked_at, value)
            return value

        return await self._flights.setdefault(key, SingleFlight()).do(fetch)


class EventCopies:
    def __init__(self, services: Services) -> None:
        self.rows: Copies[EventRow] = Copies()
        self.states: Copies[StateAt] = Copies()


async def read_event(services: Services, org_id: UUID, event_id: UUID) -> tuple[EventDetails, EventRow]:
    """The event's details with the time of the auction's clock. Raises NotFound."""

    async def read() -> EventRow:
        async with services.db.transaction(org_id) as conn:
            row = await store.read_event(conn, org_id, event_id)
        if row is None:
            raise NotFound
        return row

    row = await services.single(EventCopies).rows.current((org_id, event_id), read, lambda _: True)
    state = await read_state(services, org_id, event_id)
    details = EventDetails.model_validate(
        {
            "id": row.id,
            "name": row.name,
            "currency": row.currency,
            "timezone": row.timezone,
            "item_word": row.item_word,
            "phase": row.phase,
            "server_time": state.time_now(),
            "sections": row.sections,
            "media_base_url": MEDIA_BASE_URL,
            "sponsors": row.sponsors,
            "is_rehearsal": row.is_rehearsal,
            "version": row.version,
        },
        from_attributes=True,
    )
    return details, row


async def read_state(services: Services, org_id: UUID, event_id: UUID, at_least_items_version: int = 0) -> StateAt:
    """The event's state, no older than the items that the caller is about to show. Raises NotFound."""

    return await services.single(EventCopies).states.current(
        (org_id, event_id),
        lambda: read_state_now(services, org_id, event_id),
        lambda state: state.items_version >= at_least_items_version,
    )


async def read_state_now(services: Services, org_id: UUID, event_id: UUID) -> StateAt:
    """The event's state as the database has it at this moment. Raises NotFound."""
    async with services.db.connection() as conn:
        state = await store.read_state(conn, org_id, event_id)
    if state is None:
        raise NotFound
    return state


async def read_snapshot(services: Services, org_id: UUID, event_id: UUID) -> tuple[bytes, bytes]:
    """The snapshot as JSON, and what its ETag is made of: everything but the time."""
    catalogue = await read_catalogue(services, org_id, event_id)
    state = await read_state(services, org_id, event_id, catalogue.items_version)
    return (
        b"%b,%b" % (_head(state, catalogue.items_version), catalogue.body.split(b",", 1)[1]),
        b"%b %d %b" % (catalogue.etag.encode(), state.state_version, state.state),
    )


async def read_changes(services: Services, org_id: UUID, event_id: UUID, since: int | None) -> bytes:
    """The state, and the states of the items that changed after `since`, as JSON."""
    catalogue = await read_catalogue(services, org_id, event_id)
    state = await read_state(services, org_id, event_id, catalogue.items_version)
    items = json_list(document.state() for document in catalogue.changed_since(since))
    return b'%b,"items":%b}' % (_head(state, catalogue.items_version), items)


def _head(state: StateAt, items_version: int) -> bytes:
    return b'{"server_time":"%b","items_version":%d,"state_version":%d,"state":%b' % (
        _iso(state.time_now()),
        items_version,
        state.state_version,
        state.state,
    )


def _iso(moment: datetime) -> bytes:
    return moment.isoformat().encode()
