"""One Engine.IO connection: where it is written to, and what belongs to it."""

import asyncio
import itertools
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSCloseCode, web

from onebox.webpubsub.packets import PING, Outgoing

if TYPE_CHECKING:
    from onebox.webpubsub.hub import Hub

INBOX_LIMIT = 64  # packets of one client that wait for the event handler; then its transport is not read
PROBE_POLL_S = 0.1  # a poll that arrives during an upgrade is answered this fast (as Engine.IO's server does)


@dataclass(frozen=True)
class Identity:
    """What the handshake told about the client."""

    user_id: str | None
    claims: Mapping[str, Any]
    query: Mapping[str, list[str]]
    headers: Mapping[str, list[str]]


@dataclass(frozen=True)
class Limits:
    ping_interval_s: float = 25.0
    ping_timeout_s: float = 20.0
    max_payload_bytes: int = 1_000_000
    max_client_buffer_bytes: int = 2_000_000  # a client this far behind is closed as slow
    upgrade_timeout_s: float = 10.0


class TransportError(Exception):
    """The client used its transport in a way Engine.IO forbids."""


@dataclass(eq=False, slots=True)
class Connection:
    id: str
    identity: Identity
    hub: "Hub"
    limits: Limits
    groups: set[str] = field(default_factory=set)
    sockets: dict[str, str] = field(default_factory=dict)  # namespace to socket id
    inbox: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(INBOX_LIMIT))
    held: Outgoing | None = None  # by the reorder fault
    transport: asyncio.WriteTransport | None = None  # the websocket's, once there is one
    closed: bool = False
    close_reason: str = ""
    _event_ids: "itertools.count[int]" = field(default_factory=itertools.count)
    _websocket: web.WebSocketResponse | None = None
    _outbox: deque[Outgoing] = field(default_factory=deque)
    _outbox_bytes: int = 0
    _poll: "asyncio.Future[None] | None" = None
    _probing: bool = False
    _timer: asyncio.TimerHandle | None = None

    @property
    def user_id(self) -> str | None:
        return self.identity.user_id

    def next_event_id(self) -> int:
        return next(self._event_ids)

    # Sending

    def send(self, packet: Outgoing) -> None:
        """Write or queue one packet. Never waits: a client that cannot keep up is closed."""
        if self.closed:
            return
        transport = self.transport
        if transport is None:
            self._enqueue(packet)
        elif transport.get_write_buffer_size() > self.limits.max_client_buffer_bytes:
            self.hub.close_slow(self)
        elif not transport.is_closing():
            transport.write(packet.frame)

    def _enqueue(self, packet: Outgoing) -> None:
        if self._outbox_bytes > self.limits.max_client_buffer_bytes:
            self.hub.close_slow(self)
            return
        self._outbox.append(packet)
        self._outbox_bytes += len(packet.frame)
        self._release_poll()

    # Polling

    def _release_poll(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def poll(self) -> list[str]:
        """Packets for a GET, waiting for the first one; `6` releases the poll during an upgrade.

        The closing `1` comes alone: socket.io-client handles it before a `41` of the same answer, and would
        reconnect.
        """
        if self._websocket is not None:
            raise TransportError("the connection has been upgraded")
        if self._poll is not None:
            raise TransportError("two polls overlap")
        if not self._outbox and not self.closed:
            self._poll = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(PROBE_POLL_S if self._probing else None):
                    await self._poll
            except TimeoutError:
                pass  # only during a probe: answered with a noop below
            finally:
                self._poll = None
        texts = [packet.text for packet in self._outbox]
        self._outbox.clear()
        self._outbox_bytes = 0
        return texts or ["1" if self.closed else "6"]

    # Websocket

    def begin_probe(self) -> None:
        self._probing = True
        self._release_poll()

    def end_probe(self) -> None:
        self._probing = False

    def attach(self, websocket: web.WebSocketResponse, transport: asyncio.WriteTransport) -> None:
        """From here on packets go to the websocket; what waited for a poll goes first."""
        self._probing = False
        self._websocket = websocket
        self.transport = transport
        self._release_poll()
        waiting = list(self._outbox)
        self._outbox.clear()
        self._outbox_bytes = 0
        for packet in waiting:
            transport.write(packet.frame)

    @property
    def transport_name(self) -> str:
        return "polling" if self._websocket is None else "websocket"

    # Heartbeat

    def start_heartbeat(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self.limits.ping_interval_s, self._ping)

    def _ping(self) -> None:
        self.send(PING)
        if not self.closed:
            self._timer = asyncio.get_running_loop().call_later(self.limits.ping_timeout_s, self._ping_timed_out)

    def _ping_timed_out(self) -> None:
        self.hub.close(self, "PingTimeout")

    def pong(self) -> None:
        if self._timer is not None and not self.closed:
            self._timer.cancel()
            self.start_heartbeat()

    # The end

    def mark_closed(self, reason: str) -> None:
        self.closed = True
        self.close_reason = reason
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.inbox.shutdown()
        self._release_poll()

    def abort(self) -> None:
        """Drop the link with everything not yet written."""
        self._outbox.clear()
        self._outbox_bytes = 0
        if self.transport is not None:
            self.transport.abort()
        self.transport = None

    async def close_websocket(self, code: WSCloseCode, reason: str) -> None:
        self.transport = None
        if self._websocket is not None:
            await self._websocket.close(code=code, message=reason.encode()[:120])
