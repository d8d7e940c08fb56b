"""A cheap HTTP/1.1 client over one keep-alive connection: a heavier one would measure itself."""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast
from uuid import uuid4

from bench.loads import BidSeries
from bench.room_loads import Sale

type Answered = Callable[[int, int], None]
"""Called with status and length of the body."""


class HttpConnection(asyncio.Protocol):
    """One request at a time; bodies are counted, not kept."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answered: Answered | None = None
        self._head = b""
        self._missing = 0
        self._status = 0
        self._length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have the methods, not the class
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None:
            answered, self._answered = self._answered, None
            answered(0, 0)  # status 0: the server hung up on a request

    def send(self, request: bytes, answered: Answered) -> None:
        assert self._transport is not None
        assert self._answered is None, "one request at a time"
        self._answered = answered
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._status = int(self._head[9:12])
            self._length = _content_length(self._head[:end])
            self._missing = self._length - (len(self._head) - end - 4)
            self._head = b""
        if self._missing <= 0:
            self._missing = 0
            answered, self._answered = self._answered, None
            if answered is not None:
                answered(self._status, self._length)

    def close(self) -> None:
        self._answered = None
        if self._transport is not None:
            self._transport.close()


def _content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(b"content-length:")
    if start < 0:
        raise ValueError(f"an answer without Content-Length: {head[:200]!r}")
    end = lowered.find(b"\r\n", start)
    return int(lowered[start + 15 : end if end >= 0 else None])


async def connect(port: int) -> HttpConnection:
    _, connection = await asyncio.get_running_loop().create_connection(HttpConnection, "127.0.0.1", port)
    return connection


class Requests:
    """The k-th request of a load, as bytes."""

    def __init__(self, method: str, path: str, tokens: list[str], bids: BidSeries | None) -> None:
        self._tokens = [token.encode() for token in tokens]
        self._bids = bids
        self._head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ".encode()

    def request(self, k: int) -> bytes:
        token = self._tokens[k % len(self._tokens)]
        if self._bids is None:
            return self._head + token + b"\r\n\r\n"
        body = b'{"item_id":"%b","exact_cents":%d,"confirmed":true}' % (
            self._bids.item_id.encode(),
            self.amount_cents(k),
        )
        return self._head + token + (
            b"\r\nContent-Type: application/json\r\nIdempotency-Key: %b%012x\r\nContent-Length: %d\r\n\r\n"
            % (self._bids.key_prefix.encode(), k + 1, len(body))
        ) + body  # fmt: skip

    def amount_cents(self, k: int) -> int:
        assert self._bids is not None
        return self._bids.first_cents + k * self._bids.step_cents


class SaleRequests:
    """The k-th SOLD of a load, as bytes."""

    def __init__(self, token: str, sales: Sequence[Sale]) -> None:
        self._head = (
            f"POST /api/v1/live-sales HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\n"
        )
        self._sales = sales

    def request(self, k: int) -> bytes:
        body = self._sales[k].model_dump_json()
        return f"{self._head}Idempotency-Key: {uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def amount_cents(self, k: int) -> int:
        return self._sales[k].amount_cents
