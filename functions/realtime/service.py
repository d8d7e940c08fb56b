"""Rooms: getting in, being put out, and hearing what changed. A publish never delays or fails what it tells of."""

import asyncio
import json
import logging
from collections.abc import Sequence
from uuid import UUID

from functions.accounts.errors import SessionRevoked
from functions.accounts.identity import RevokedSessions
from functions.events.service import read_state, read_state_now
from functions.items.service import read_catalogue
from functions.realtime import store
from functions.realtime.events import JoinAck
from functions.realtime.ledger import Ledger
from functions.realtime.packets import Numbers, packet
from functions.realtime.publisher import STATE, Publisher
from functions.realtime.schemas import Negotiation
from functions.realtime.store import LiveRoom
from functions.realtime.tickets import TICKET_S, Ticket, Tickets, event_room, paddle_room, rooms_of, session_room
from shared.auth.tokens import Claims
from shared.clients.cache import CacheDown
from shared.clients.room_packets import RoomsUnavailable
from shared.errors import DependencyDown
from shared.runtime import Services

log = logging.getLogger("augeo.rooms")

CLIENT_TOKEN_MIN = 60
"""A client negotiates anew whenever it reconnects; the service checks this token at the handshake only."""
FIRST_VERSION = 1
"""Of an item that has not changed since it was made; there is nothing to tell of it."""
MAX_PULSES_AT_ONCE = 16


def announce_items(services: Services, org_id: UUID, event_id: UUID, item_ids: Sequence[UUID]) -> None:
    """Hands the changed items to the room's publisher and returns at once; without items, the event's state has changed."""
    services.single(Publisher).announce(org_id, event_id, item_ids)


def make_tickets(services: Services) -> Tickets:
    return Tickets(services.settings.jwt_private_key.get_secret_value())


async def negotiate(services: Services, claims: Claims) -> Negotiation:
    """Where and how to connect, and the ticket for the rooms of this session. Raises RoomsUnavailable."""
    access = await services.rooms.client_access(str(claims.session_id), CLIENT_TOKEN_MIN)
    ticket, rooms = services.single(make_tickets).issue(claims)
    return Negotiation(
        endpoint=access.endpoint,
        path=access.path,
        access_token=access.token,
        ticket=ticket,
        ticket_expires_in_s=TICKET_S,
        rooms=list(rooms),
    )


async def join(services: Services, socket_id: str, user_id: str, ticket_text: object) -> JoinAck:
    """Puts the socket into the rooms of its ticket; then the numbers are read, so that nothing falls between the two.

    Raises TicketInvalid, TicketForeign, SessionRevoked, or RoomsUnavailable.
    """
    ticket = services.single(make_tickets).verify(ticket_text, user_id)
    if not await _may_listen(services, ticket):
        raise SessionRevoked
    await services.rooms.add_socket(socket_id, ticket.rooms)
    services.single(Publisher).room(ticket.org_id, ticket.event_id).joined.add(ticket.session_id)
    if not await _may_listen(services, ticket):  # the session ended while its socket was on the way in
        await services.rooms.disconnect(session_room(ticket.session_id), ticket.rooms)
        raise SessionRevoked
    catalogue = await read_catalogue(services, ticket.org_id, ticket.event_id)
    state = await read_state(services, ticket.org_id, ticket.event_id, catalogue.items_version)
    return JoinAck(
        server_time=state.time_now(),
        items_version=catalogue.items_version,
        state_version=state.state_version,
        rooms=list(ticket.rooms),
    )


async def _may_listen(services: Services, ticket: Ticket) -> bool:
    if await services.single(RevokedSessions).contains(ticket.session_id):
        return False
    try:
        return await Ledger(services.cache, ticket.event_id).listen(ticket.session_id)
    except CacheDown:
        return True  # PostgreSQL has not said no, at most ten seconds ago


async def end_session(
    services: Services, session_id: UUID, *, role: str, event_id: UUID, paddle_id: UUID | None
) -> None:
    """Puts every socket of the session out. The session itself has ended in the database; a failure here is logged, not raised."""
    try:
        await Ledger(services.cache, event_id).end(session_id)
    except CacheDown:
        log.warning("session_not_marked", extra={"session_id": str(session_id)})
    try:
        await services.rooms.disconnect(session_room(session_id), rooms_of(role, session_id, event_id, paddle_id))
    except RoomsUnavailable:
        services.single(Publisher).counters.failures += 1
        log.warning("session_not_disconnected", extra={"session_id": str(session_id)})


async def announce_paddle_locked(
    services: Services, org_id: UUID, event_id: UUID, paddle_id: UUID, paddle_number: int
) -> None:
    """Tells the room and the paddle's own devices. The lock itself is in the database; a failure here is logged, not raised."""
    rooms, member = (event_room(event_id), paddle_room(paddle_id)), b'"paddle_number":%d' % paddle_number
    await _tell(services, org_id, event_id, rooms, "paddle_locked", member)


async def announce_paddle_unlocked(
    services: Services, org_id: UUID, event_id: UUID, paddle_id: UUID, paddle_number: int
) -> None:
    rooms, member = (event_room(event_id), paddle_room(paddle_id)), b'"paddle_number":%d' % paddle_number
    await _tell(services, org_id, event_id, rooms, "paddle_unlocked", member)


async def announce_display_command(
    services: Services, org_id: UUID, event_id: UUID, session_id: UUID, mode: str | None
) -> None:
    """Tells one screen, which also asks by itself every few seconds; a failure here is logged, not raised."""
    member = b'"mode":%b' % json.dumps(mode).encode()
    await _tell(services, org_id, event_id, (session_room(session_id),), "display_command", member)


async def _tell(
    services: Services, org_id: UUID, event_id: UUID, rooms: Sequence[str], event: str, member: bytes
) -> None:
    """One packet to each room, after what it tells of was committed."""
    try:
        state = await read_state_now(services, org_id, event_id)
    except DependencyDown:
        services.single(Publisher).counters.failures += 1
        log.warning("publish_failed", extra={"room": rooms[0], "event": event})
        return
    content = packet(Numbers(event_id, state.items_version, state.state_version, state.server_time), member)
    await asyncio.gather(*(_send(services, room, event, content) for room in rooms))


async def announce_pledges_changed(
    services: Services, org_id: UUID, event_id: UUID, paddle_id: UUID, appeal_id: UUID
) -> None:
    """Tells the paddle's own devices that staff have changed its gifts; they read them again. A failure is logged, not raised."""
    state = await read_state(services, org_id, event_id)
    numbers = Numbers(event_id, state.items_version, state.state_version, state.time_now())
    content = packet(numbers, b'"appeal_id":"%b"' % str(appeal_id).encode())
    await _send(services, paddle_room(paddle_id), "pledges_changed", content)


async def announce_won(
    services: Services,
    org_id: UUID,
    event_id: UUID,
    paddle_id: UUID,
    item_id: UUID,
    sale_id: UUID,
    amount_cents: int,
) -> None:
    """Tells the winner's own devices that a live lot is theirs. The item's public state says it too; a failure here is logged."""
    ids = (str(item_id).encode(), str(sale_id).encode())
    member = b'"item_id":"%b","sale_id":"%b","amount_cents":%d' % (*ids, amount_cents)
    await _tell(services, org_id, event_id, (paddle_room(paddle_id),), "you_won", member)


async def pulse(services: Services) -> int:
    """Every two seconds: the two numbers to each live room that anybody listens to. Returns how many rooms."""
    slots = asyncio.Semaphore(MAX_PULSES_AT_ONCE)

    async def pulse_one(room: LiveRoom) -> bool:
        async with slots:
            if not await _has_listeners(services, room):
                return False
            numbers = Numbers(room.event_id, room.items_version, room.state_version, room.server_time)
            content = packet(numbers, b'"phase":"%b"' % room.phase.encode())
            return await _send(services, event_room(room.event_id), "pulse", content)

    return sum(await asyncio.gather(*(pulse_one(room) for room in await _live_rooms(services))))


async def resend_unsent(services: Services) -> int:
    """What was committed and never told, because a process, Redis or the room service failed: it is told now. Returns how much."""
    publisher = services.single(Publisher)
    total = 0
    for live in await _live_rooms(services):
        room = publisher.room(live.org_id, live.event_id)
        numbers = (live.items_version, live.state_version)
        if room.settled == numbers:
            continue
        try:
            told = await room.ledger.published()
        except CacheDown:
            told = room.told
        async with services.db.connection() as conn:
            versions = await store.item_versions(conn, live.org_id, live.event_id)
        unsent = [UUID(item) for item, version in versions.items() if version > told.get(item, FIRST_VERSION)]
        if unsent or told.get(STATE, 0) < live.state_version:
            publisher.announce(live.org_id, live.event_id, unsent)
            total += max(1, len(unsent))
        else:
            room.settled = numbers
    return total


async def _live_rooms(services: Services) -> list[LiveRoom]:
    async with services.db.connection() as conn:
        return await store.live_rooms(conn)


async def _has_listeners(services: Services, room: LiveRoom) -> bool:
    try:
        return await Ledger(services.cache, room.event_id).listeners() > 0
    except CacheDown:
        return True


async def _send(services: Services, room: str, event: str, content: bytes) -> bool:
    counters = services.single(Publisher).counters
    try:
        await services.rooms.send(room, event, content)
    except RoomsUnavailable:
        counters.failures += 1
        log.warning("publish_failed", extra={"room": room, "event": event})
        return False
    counters.packets += 1
    return True
