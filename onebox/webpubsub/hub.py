"""A hub: its connections, groups and users, and the delivery of packets to them."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import WSCloseCode

from onebox.webpubsub.connection import Connection
from onebox.webpubsub.faults import Faults
from onebox.webpubsub.odata import Predicate
from onebox.webpubsub.packets import DISCONNECT, Outgoing, SocketPacket, decode_group_name, encode_packet, group_name
from onebox.webpubsub.upstream import Upstream

log = logging.getLogger(__name__)

LINGER_S = 30.0  # a closed polling client may still fetch its last packets
REORDER_HOLD_S = 0.1  # a held packet goes out after this long if no other follows it


@dataclass
class Counters:
    sends: int = 0
    deliveries: int = 0
    rejected_sends: int = 0
    malformed_sends: int = 0
    dropped: int = 0
    duplicated: int = 0
    reordered: int = 0
    slow_clients_closed: int = 0
    connections_opened: int = 0
    events_received: int = 0
    events_without_handler: int = 0
    events_failed: int = 0


class Hub:
    def __init__(self, name: str, upstream: Upstream, faults: Faults) -> None:
        self.name = name
        self.upstream = upstream
        self.faults = faults
        self.connections: dict[str, Connection] = {}
        self.groups: dict[str, dict[str, Connection]] = {}
        self.users: dict[str, dict[str, Connection]] = {}
        self.counters = Counters()
        self._lingering: dict[str, Connection] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # Background work

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background_work_failed", exc_info=error)

    async def shut_down(self, grace_s: float = 1.0) -> None:
        """Close every client, let what they caused finish for a moment, then stop it."""
        for connection in list(self.connections.values()):
            self.close(connection, "ServiceReload", WSCloseCode.GOING_AWAY)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + grace_s
        while self._tasks and (left_s := deadline - loop.time()) > 0:  # a session that ends begins its last call
            await asyncio.wait(set(self._tasks), timeout=left_s)
        while self._tasks:
            late = set(self._tasks)
            for task in late:
                task.cancel()
            await asyncio.wait(late)

    # Membership

    def add(self, connection: Connection) -> None:
        self.counters.connections_opened += 1
        self.connections[connection.id] = connection
        if connection.user_id is not None:
            self.users.setdefault(connection.user_id, {})[connection.id] = connection

    def find(self, connection_id: str) -> Connection | None:
        """An open connection, or a closed one whose last packets a poll has not fetched yet."""
        return self.connections.get(connection_id) or self._lingering.get(connection_id)

    def end_linger(self, connection: Connection) -> None:
        self._lingering.pop(connection.id, None)

    def join(self, connection: Connection, group: str) -> None:
        if not connection.closed:
            connection.groups.add(group)
            self.groups.setdefault(group, {})[connection.id] = connection

    def leave(self, connection: Connection, group: str) -> None:
        connection.groups.discard(group)
        members = self.groups.get(group)
        if members is not None and members.pop(connection.id, None) is not None and not members:
            del self.groups[group]

    def open_socket(self, connection: Connection, namespace: str, socket_id: str) -> None:
        connection.sockets[namespace] = socket_id
        self.join(connection, group_name(namespace))
        self.join(connection, group_name(namespace, socket_id))

    def drop_socket(self, connection: Connection, namespace: str, reason: str = "") -> bool:
        """Forget the socket of a namespace with its rooms and tell the handler; False if there is none."""
        socket_id = connection.sockets.pop(namespace, None)
        if socket_id is None:
            return False
        prefix = group_name(namespace)
        for group in [group for group in connection.groups if group.startswith(prefix)]:
            self.leave(connection, group)
        self.spawn(self.upstream.disconnected(connection, namespace, socket_id, reason))
        return True

    def select(
        self, members: Iterable[Connection], passes: Predicate | None, excluded: Iterable[str]
    ) -> list[Connection]:
        without = frozenset(excluded)
        return [c for c in members if c.id not in without and (passes is None or passes(c))]

    # The end of a connection

    def close(self, connection: Connection, reason: str, code: WSCloseCode = WSCloseCode.OK) -> None:
        if not self._forget(connection, reason):
            return
        if connection.transport is None:
            self._lingering[connection.id] = connection
            asyncio.get_running_loop().call_later(LINGER_S, self.end_linger, connection)
        else:
            self.spawn(connection.close_websocket(code, reason))

    def close_slow(self, connection: Connection) -> None:
        """A client that reads too slowly is cut off at once; its unread bytes are freed."""
        if self._forget(connection, "SlowClient"):
            self.counters.slow_clients_closed += 1
            log.warning("slow_client_closed", extra={"connection_id": connection.id})
            connection.abort()

    def _forget(self, connection: Connection, reason: str) -> bool:
        if connection.closed:
            return False
        connection.mark_closed(reason)
        self.connections.pop(connection.id, None)
        for group in list(connection.groups):
            self.leave(connection, group)
        if connection.user_id is not None:
            same_user = self.users[connection.user_id]
            same_user.pop(connection.id, None)
            if not same_user:
                del self.users[connection.user_id]
        return True

    # Delivery of data-plane sends

    def deliver(self, targets: list[Connection], packet: Outgoing) -> None:
        """Send one packet to many: encoded once, one transport write each."""
        if self.faults.plan.disturbs_deliveries:
            for connection in targets:
                self._deliver_disturbed(connection, packet)
            return
        frame = packet.frame
        for connection in targets:  # Connection.send written out: a call per delivery is a tenth of its cost
            transport = connection.transport
            if transport is None or transport.get_write_buffer_size() > connection.limits.max_client_buffer_bytes:
                connection.send(packet)
            elif transport.is_closing():
                pass  # its client is gone, which is about to be noticed; the others must hear
            else:
                transport.write(frame)
        self.counters.deliveries += len(targets)

    def _deliver_disturbed(self, connection: Connection, packet: Outgoing) -> None:
        plan = self.faults.plan
        if self.faults.strikes(plan.drop_percent):
            self.counters.dropped += 1
            return
        if plan.reorder and connection.held is None and self.faults.strikes(50):
            connection.held = packet
            asyncio.get_running_loop().call_later(REORDER_HOLD_S, self._release_held, connection, packet)
            return
        self._deliver_one(connection, packet)
        if self.faults.strikes(plan.duplicate_percent):
            self.counters.duplicated += 1
            self._deliver_one(connection, packet)
        if connection.held is not None:
            self.counters.reordered += 1
            self._release_held(connection, connection.held)

    def _release_held(self, connection: Connection, packet: Outgoing) -> None:
        if connection.held is packet:
            connection.held = None
            self._deliver_one(connection, packet)

    def _deliver_one(self, connection: Connection, packet: Outgoing) -> None:
        if not connection.closed:
            self.counters.deliveries += 1
            connection.send(packet)

    def disconnect_sockets(self, targets: list[Connection], packet: SocketPacket) -> None:
        """A `41` sent by REST: the clients get it without its data, which they could not parse."""
        outgoing = Outgoing(encode_packet(DISCONNECT, packet.namespace))
        for connection in targets:
            if self.drop_socket(connection, packet.namespace):
                connection.send(outgoing)
                self.counters.deliveries += 1
            if packet.asks_to_close():
                self.close(connection, "ClosedByAppServer")

    # What tests and rehearsals look at

    def describe(self) -> dict[str, Any]:
        return {
            "connections": [
                {
                    "id": connection.id,
                    "user_id": connection.user_id,
                    "transport": connection.transport_name,
                    "sockets": dict(connection.sockets),
                    "groups": sorted(connection.groups),
                }
                for connection in self.connections.values()
            ],
            "groups": {name: self._describe_group(name, len(members)) for name, members in self.groups.items()},
            "counters": asdict(self.counters) | asdict(self.upstream.counters),
        }

    @staticmethod
    def _describe_group(name: str, size: int) -> dict[str, Any]:
        decoded = decode_group_name(name)
        return {
            "namespace": decoded[0] if decoded else None,
            "room": decoded[1] if decoded else None,
            "connections": size,
        }
