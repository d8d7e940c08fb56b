"""Telling a room what changed: one send in flight per room across all processes, the newest state only, never faster than the room can hear.

Whoever commits marks the items and tries the room's lease. The holder tells everything that is marked until nothing is left; what
changes meanwhile merges into the next turn. One turn is at most one packet per event name. After it comes a pause, so that
listeners x messages stays within what the units of the room service carry; a bid after a quiet time waits for nothing.
Without Redis each process tells by itself, at a quarter of the rate. A turn that fails is counted; reconcile makes up for it.
"""

import asyncio
import contextlib
import logging
import math
import secrets
import time
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from functions.events.service import read_state_now
from functions.items.service import cache_documents
from functions.realtime import store
from functions.realtime.ledger import LEASE_MS, Granted, Ledger
from functions.realtime.packets import Numbers, item_packets, packet
from functions.realtime.tickets import event_room
from shared.clients.cache import CacheDown
from shared.clients.room_packets import RoomsUnavailable
from shared.errors import DependencyDown
from shared.runtime import Services

log = logging.getLogger("augeo.rooms")

STATE = "state"
"""The mark that stands for the event's state."""
DELIVERIES_PER_UNIT_S = 3_000
MESSAGE_BYTES = 2_048
"""The service counts a longer packet as several messages."""
UNKNOWN_LISTENERS = 1_000
"""A large gala: so many are assumed while Redis has never said how many listen."""
TURN_S = 0.02
CROWD_S = 0.1
"""The least and the most from one turn to the next, in a small room too. A few bids a second are told at once (a fixed 0.05 s made
their screens 38 ms late); a crowd's share their packets, and the process's time."""
CALM_PER_S = 25.0
"""Up to so many changes a second the pause is TURN_S; then it grows with them. Counted over a second or so: a pause for every change
that one turn merged made each hiccup of the machine three times as long."""
HEAT_S = 1.0
PULSE_S = 2.0
LEADERBOARD_S = 0.25
POLL_S = 0.02
BACK_OFF_S = 0.5
ALONE_SLOWDOWN = 4
ALONE_S = 1.0
"""After so long without Redis a process looks for it again."""
CLOSE_S = 5.0
MAX_ROOMS = 256


@dataclass(slots=True)
class Counters:
    """Of this process, for health and tests."""

    turns: int = 0
    packets: int = 0
    failures: int = 0
    alone: int = 0


class Hold(Protocol):
    """The right to tell a room, shared through Redis or this process's alone."""

    slowdown: int
    is_shared: bool

    async def take(self) -> frozenset[str] | None: ...
    async def release(self, pace_s: float, leaderboard_s: float) -> bool: ...
    async def record(self, versions: Mapping[str, int]) -> None: ...


class SharedHold:
    """The room's lease, renewed for as long as it is held."""

    slowdown = 1
    is_shared = True

    def __init__(self, room: "Room", ledger: Ledger, token: str) -> None:
        self._room = room
        self._ledger = ledger
        self._token = token
        self._is_lost = False
        self._keeper = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while not self._is_lost:
            await asyncio.sleep(LEASE_MS / 4000)
            try:
                self._is_lost = not await self._ledger.renew(self._token)
            except CacheDown:
                self._is_lost = True

    async def take(self) -> frozenset[str] | None:
        found = None if self._is_lost else await self._ledger.take(self._token)
        if found is None:
            return None
        self._room.listeners, marks = found
        return marks

    async def release(self, pace_s: float, leaderboard_s: float) -> bool:
        return await self._ledger.release(self._token, pace_s, leaderboard_s)

    async def record(self, versions: Mapping[str, int]) -> None:
        self._room.told.update(versions)
        await self._ledger.record(versions)

    async def stop(self) -> None:
        self._keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._keeper


class LoneHold:
    """No Redis: every process has one of these at once, hence the slower pace."""

    slowdown = ALONE_SLOWDOWN
    is_shared = False

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._until = time.monotonic() + ALONE_S

    async def take(self) -> frozenset[str] | None:
        return frozenset() if time.monotonic() < self._until else None

    async def release(self, pace_s: float, leaderboard_s: float) -> bool:
        return True

    async def record(self, versions: Mapping[str, int]) -> None:
        self._room.told.update(versions)


class Heat:
    """How many changes come in a second, lately."""

    def __init__(self) -> None:
        self._warmth = 0.0
        self._at = time.monotonic()

    def per_s(self) -> float:
        now = time.monotonic()
        self._warmth *= math.exp((self._at - now) / HEAT_S)
        self._at = now
        return self._warmth / HEAT_S

    def add(self) -> None:
        self.per_s()
        self._warmth += 1.0


class Room:
    """One event's room, as this process tells it."""

    def __init__(self, services: Services, counters: Counters, org_id: UUID, event_id: UUID) -> None:
        self._services = services
        self._counters = counters
        self._org_id = org_id
        self._event_id = event_id
        self.ledger = Ledger(services.cache, event_id)
        self.listeners: int | None = None
        self.joined: set[UUID] = set()
        """The sessions that came in through this process, in case Redis forgets how many listen."""
        self.told: dict[str, int] = {}
        """By this process. What was read with an earlier change is not told again for its own mark."""
        self.settled: tuple[int, int] | None = None
        """The event's numbers when nothing was left to tell; reconcile looks closer only at others."""
        self._marks: set[str] = set()
        self._marked = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._quiet_until = 0.0
        self._leaderboard_at = 0.0
        self._is_state_due = False
        self._heat = Heat()

    @property
    def runner(self) -> asyncio.Task[None] | None:
        return self._runner if self._runner is not None and not self._runner.done() else None

    def announce(self, marks: Iterable[str]) -> None:
        self._marks.update(marks, (STATE,))
        self._heat.add()
        self._marked.set()
        if self.runner is None:
            self._runner = asyncio.create_task(self._run(), name=f"room {self._event_id}")

    async def _run(self) -> None:
        try:
            while self._marks:
                marks = self._take_marks()
                token = secrets.token_hex(8)
                try:
                    granted = await self.ledger.mark(token, marks)
                except CacheDown:
                    self._counters.alone += 1
                    await self._drain(LoneHold(self), marks)
                    continue
                if granted is not None:
                    await self._hold(token, granted)
        except (
            Exception
        ) as error:  # a room that is not told must not take the process with it; reconcile tells it again
            self._counters.failures += 1
            log.error("room_failed", extra={"event_id": str(self._event_id)}, exc_info=error)

    async def _hold(self, token: str, granted: Granted) -> None:
        now = time.monotonic()
        self.listeners = granted.listeners
        self._quiet_until = max(self._quiet_until, now + granted.pace_s)
        self._leaderboard_at = max(self._leaderboard_at, now + granted.leaderboard_s)
        hold = SharedHold(self, self.ledger, token)
        try:
            if granted.listeners < len(self.joined):
                self.listeners = len(self.joined)
                with contextlib.suppress(CacheDown):  # the drain notices it too
                    await self.ledger.remember_listeners(self.joined)
            await self._drain(hold, granted.marks)
        except CacheDown:
            self._marked.set()  # what was taken is back among the marks; the next round goes without Redis
        finally:
            await hold.stop()

    async def _drain(self, hold: Hold, first: Iterable[str]) -> None:
        """Tells until nothing is left, or until the hold is lost. Raises CacheDown."""
        taken = set(first)
        try:
            while True:
                if not taken or time.monotonic() < self._quiet_until:
                    await asyncio.sleep(self._quiet_until - time.monotonic())
                    more = await hold.take()
                    if more is None:
                        break
                    taken |= more
                taken |= self._take_marks()
                if taken or (self._is_state_due and time.monotonic() >= self._leaderboard_at):
                    await self._turn(hold, taken)
                    taken = set()
                elif self._is_state_due:
                    await self._wait_for_marks(min(POLL_S, self._leaderboard_at - time.monotonic()))
                elif await hold.release(self._quiet_until - time.monotonic(), self._leaderboard_at - time.monotonic()):
                    break
        finally:
            # a lost hold, or Redis gone in the middle: what was taken is told in the next round
            self._marks |= taken
            if self._is_state_due:
                self._marks.add(STATE)

    async def _turn(self, hold: Hold, marks: set[str]) -> None:
        """One packet per event name, and the pause that they ask for."""
        self._counters.turns += 1
        self._is_state_due |= bool(marks)
        packets_before = self._counters.packets
        next_turn_at = time.monotonic() + min(CROWD_S, TURN_S * max(1.0, self._heat.per_s() / CALM_PER_S))
        try:
            items = marks - {STATE}
            if items:
                await self._tell_items(hold, [UUID(item) for item in items])
            if self._is_state_due and self._may_tell_state():
                self._is_state_due = False
                await self._tell_state(hold)
            if self._counters.packets > packets_before:
                self._quiet_until = max(self._quiet_until, next_turn_at)
        except (RoomsUnavailable, DependencyDown) as error:
            self._is_state_due = False
            self._counters.failures += 1
            self._pause(BACK_OFF_S)
            log.warning(
                "publish_failed",
                extra={"event_id": str(self._event_id), "marks": len(marks), "error": type(error).__name__},
            )

    def _may_tell_state(self) -> bool:
        """Bids that wait go first, unless the state has waited as long again."""
        late_s = time.monotonic() - self._leaderboard_at
        return late_s >= LEADERBOARD_S or (late_s >= 0 and not self._marks)

    async def _tell_items(self, hold: Hold, item_ids: list[UUID]) -> None:
        async with self._services.db.connection() as conn:
            changes = await store.read_changes(conn, self._org_id, self._event_id, item_ids)
        if changes is None:
            return
        numbers = Numbers(self._event_id, changes.items_version, changes.state_version, changes.server_time)
        news = [document for document in changes.documents if document.version > self.told.get(document.item_id, 0)]
        # at once: who hears and asks again is served from Redis, or at worst a tenth of a second later
        working: list[Awaitable[None]] = [self._send_all(hold, item_packets(numbers, news))]
        if hold.is_shared:
            working.append(cache_documents(self._services, self._event_id, changes.documents))
        outcomes = await asyncio.gather(*working, return_exceptions=True)
        versions = {document.item_id: document.version for document in changes.documents}
        if outcomes[0] is None:
            self.told.update(versions)  # also when Redis has gone meanwhile, and the marks are taken up again
        for outcome in outcomes:
            if outcome is not None:
                raise outcome
        await hold.record(versions)

    async def _send_all(self, hold: Hold, packets: Iterable[tuple[str, bytes]]) -> None:
        for event, content in packets:
            await self._send(hold, event, content)

    async def _tell_state(self, hold: Hold) -> None:
        state = await read_state_now(self._services, self._org_id, self._event_id)
        self._leaderboard_at = time.monotonic() + LEADERBOARD_S * hold.slowdown
        numbers = Numbers(self._event_id, state.items_version, state.state_version, state.server_time)
        await self._send(hold, "leaderboard_update", packet(numbers, b'"state":%b' % state.state))
        await hold.record({STATE: state.state_version})

    async def _send(self, hold: Hold, event: str, content: bytes) -> None:
        self._pause(self.pause_after(len(content)) * hold.slowdown)
        await self._services.rooms.send(event_room(self._event_id), event, content)
        self._counters.packets += 1

    def pause_after(self, content_bytes: int) -> float:
        """So long the service needs for one packet to everybody, pulses taken off."""
        units = self._services.settings.webpubsub_units
        listeners = UNKNOWN_LISTENERS if self.listeners is None else max(1, self.listeners)
        capacity = units * DELIVERIES_PER_UNIT_S
        budget = max(capacity / 10, capacity - listeners / PULSE_S)
        return listeners * math.ceil(content_bytes / MESSAGE_BYTES) / budget

    def _pause(self, seconds: float) -> None:
        """Pauses add up: two packets of one turn are followed by the pause of two."""
        self._quiet_until = max(self._quiet_until, time.monotonic()) + seconds

    def _take_marks(self) -> set[str]:
        marks, self._marks = self._marks, set()
        self._marked.clear()
        return marks

    async def _wait_for_marks(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._marked.wait(), seconds)


class Publisher:
    """This process's rooms."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.counters = Counters()
        self._rooms: dict[tuple[UUID, UUID], Room] = {}
        self._is_closed = False
        # made before this, so that they are closed after it
        _ = (services.db, services.cache, services.rooms)

    def room(self, org_id: UUID, event_id: UUID) -> Room:
        found = self._rooms.get((org_id, event_id))
        if found is None:
            if len(self._rooms) >= MAX_ROOMS:
                self._rooms = {key: room for key, room in self._rooms.items() if room.runner is not None}
            found = self._rooms[(org_id, event_id)] = Room(self._services, self.counters, org_id, event_id)
        return found

    def announce(self, org_id: UUID, event_id: UUID, item_ids: Iterable[UUID]) -> None:
        """Returns at once; the room hears of it soon. After `close` it is left to reconcile."""
        if not self._is_closed:
            self.room(org_id, event_id).announce(str(item_id) for item_id in item_ids)

    async def settle(self) -> None:
        """Until this process has nothing more to tell."""
        while runners := [room.runner for room in self._rooms.values() if room.runner is not None]:
            await asyncio.wait(runners)

    async def close(self) -> None:
        self._is_closed = True
        runners = [room.runner for room in self._rooms.values() if room.runner is not None]
        if runners:
            _, late = await asyncio.wait(runners, timeout=CLOSE_S)
            for runner in late:
                runner.cancel()
            await asyncio.gather(*late, return_exceptions=True)
