"""Clients that lost their connection and come back within a few seconds, as the PWA does: negotiate, connect, join, ask for what changed."""

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote, urlsplit

import orjson

from bench.http_client import Requests, connect
from bench.http_load import percentile_ms
from bench.loads import BidSeries
from bench.room_loads import ReconnectLoad, ReconnectResult, Seat
from bench.screen import FrameReader, Screen

ONE_CLIENT_S = 15.0
"""After so long a client counts as lost, and the run as broken."""


class Fetcher(asyncio.Protocol):
    """One keep-alive connection of one client; bodies are kept."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have the methods, not the class
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server hung up on a request"))

    async def fetch(self, method: str, target: str, token: str) -> Any:
        """The JSON of a 200."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        length = "Content-Length: 0\r\n" if method == "POST" else ""
        self._transport.write(
            f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n{length}\r\n".encode()
        )
        return orjson.loads(await self._answer)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0 or self._answer is None or self._answer.done():
            return
        head = self._buffer[:head_end].lower()
        start = head.index(b"content-length:") + 15
        body_end = head_end + 4 + int(head[start:].split(b"\r\n", 1)[0])
        if len(self._buffer) < body_end:
            return
        status, body = int(self._buffer[9:12]), self._buffer[head_end + 4 : body_end]
        self._buffer = b""
        if status == 200:
            self._answer.set_result(body)
        else:
            self._answer.set_exception(RuntimeError(f"answered {status}: {body[:300]!r}"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def open_fetcher(port: int) -> Fetcher:
    _, fetcher = await asyncio.get_running_loop().create_connection(Fetcher, "127.0.0.1", port)
    return fetcher


@dataclass(slots=True)
class Client:
    """What one client went through, in seconds from when it began."""

    screen: Screen
    negotiated_s: float = 0.0
    joined_s: float = 0.0
    back_s: float = 0.0
    fetches: int = 0
    versions: dict[str, int] = field(default_factory=dict)
    state_version: int = 0

    @property
    def items_version(self) -> int:
        return sum(self.versions.values())

    def apply(self, changes: Any) -> None:
        self.fetches += 1
        for item in changes["items"]:
            self.versions[item["id"]] = max(item["version"], self.versions.get(item["id"], 0))
        self.state_version = max(self.state_version, changes["state_version"])


class Crowd:
    def __init__(self, load: ReconnectLoad) -> None:
        self._load = load
        self._path = f"/api/v1/events/{load.event_id}"
        self._reader = FrameReader(load.bids.item_id)
        self._amounts = [load.bids.first_cents]
        self._shown = 0
        self._all_shown = asyncio.Event()
        self.clients: list[Client] = []

    async def bid(self, bids: BidSeries) -> None:
        """The first of the series."""
        request = Requests("POST", "/api/v1/bids", [self._load.bidder_token], bids).request(0)
        connection = await connect(self._load.port)
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.send(request, lambda status, _: answer.set_result(status))
        async with asyncio.timeout(ONE_CLIENT_S):
            status = await answer
        connection.close()
        if status != 201:
            raise RuntimeError(f"a bid was answered with {status}")

    async def known_before(self) -> dict[str, int]:
        """The versions that everybody holds when the connection is lost."""
        fetcher = await open_fetcher(self._load.port)
        snapshot = await fetcher.fetch("GET", f"{self._path}/snapshot", self._load.bidder_token)
        fetcher.close()
        return {item["id"]: item["version"] for item in snapshot["items"]}

    async def come_back(self, known: dict[str, int]) -> None:
        """All, at moments that are spread over the time by dice; the same dice every time."""
        dice = random.Random(7)
        moments = sorted(dice.random() * self._load.within_s for _ in self._load.tokens)
        start = time.perf_counter() + 0.05
        async with asyncio.TaskGroup() as returning:
            for token, moment in zip(self._load.tokens, moments, strict=True):
                await asyncio.sleep(max(0.0, start + moment - time.perf_counter()))
                returning.create_task(self._return(token, dict(known), start + moment))

    async def _return(self, token: str, known: dict[str, int], due_at: float) -> None:
        since = sum(known.values())
        async with asyncio.timeout(ONE_CLIENT_S):
            fetcher = await open_fetcher(self._load.port)
            told = await fetcher.fetch("POST", "/api/v1/realtime/negotiate", token)
            client = Client(Screen(seat_of(told), self._reader, self._amounts, self._seen), versions=known)
            self.clients.append(client)
            client.negotiated_s = time.perf_counter() - due_at
            await client.screen.open()
            ack = orjson.loads((await client.screen.joined).partition(b"[")[2].rpartition(b"]")[0])
            client.joined_s = time.perf_counter() - due_at
            client.apply(await fetcher.fetch("GET", f"{self._path}/changes?since={since}", token))
            if client.items_version < ack["items_version"]:  # the sum alone cannot say which item was missed
                client.apply(await fetcher.fetch("GET", f"{self._path}/changes", token))
            client.back_s = time.perf_counter() - due_at
            fetcher.close()
        if client.items_version < ack["items_version"]:
            raise RuntimeError(f"a client is at {client.items_version}, its room at {ack['items_version']}")

    def _seen(self, k: int, at: float) -> None:
        self._shown += 1
        if self._shown == len(self._load.tokens):
            self._all_shown.set()

    async def all_shown(self) -> int:
        """How many screens do not show the last bid when patience ends."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._load.patience_s):
                await self._all_shown.wait()
        return len(self.clients) - self._shown

    def close(self) -> None:
        for client in self.clients:
            client.screen.close()

    def back_ms(self, share: float) -> float:
        return percentile_ms(sorted(client.back_s for client in self.clients), share)


def seat_of(negotiation: Any) -> Seat:
    """Where a negotiation sends a screen."""
    port = urlsplit(negotiation["endpoint"]).port
    assert port is not None, "the emulator's address has a port"
    query = f"EIO=4&transport=websocket&access_token={quote(negotiation['access_token'])}"
    return Seat(port=port, target=f"{negotiation['path'].rstrip('/')}/?{query}", ticket=negotiation["ticket"])


async def come_back(load: ReconnectLoad) -> ReconnectResult:
    crowd = Crowd(load)
    known = await crowd.known_before()
    for bids in load.missed:
        await crowd.bid(bids)
    await asyncio.sleep(1.0)  # so that what these bids cause is over
    idle_from = time.time()
    await asyncio.sleep(load.idle_s)
    storm_from = time.time()
    await crowd.come_back(known)
    storm_until = time.time()
    try:
        await crowd.bid(load.bids)
        missing = await crowd.all_shown()
        own = [client.items_version for client in crowd.clients]
        states = [client.state_version for client in crowd.clients]
        sums = [client.screen.last.items_version for client in crowd.clients]
        return ReconnectResult(
            back_p50_ms=crowd.back_ms(0.5),
            back_p99_ms=crowd.back_ms(0.99),
            back_max_ms=crowd.back_ms(1.0),
            negotiated_p99_ms=percentile_ms(sorted(client.negotiated_s for client in crowd.clients), 0.99),
            joined_p99_ms=percentile_ms(sorted(client.joined_s for client in crowd.clients), 0.99),
            idle_from=idle_from,
            storm_from=storm_from,
            storm_until=storm_until,
            fetched_twice=sum(client.fetches > 1 for client in crowd.clients),
            items_versions=(min(own), max(own)),
            state_versions=(min(states), max(states)),
            last_bid_missing=missing,
            last_items_versions=(min(sums), max(sums)),
            client_cpu_s=time.process_time(),
        )
    finally:
        crowd.close()
