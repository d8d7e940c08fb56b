"""One screen of the room: a raw Engine.IO client over a websocket, with a frame parser of its own because hundreds share one process."""

import asyncio
import base64
import json
import os
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import orjson

from bench.room_loads import Seat

TEXT, PING, PONG, CLOSE = 1, 9, 10, 8


class Shown(NamedTuple):
    """One item as a frame shows it."""

    version: int
    price_cents: int
    items_version: int
    """Of the whole event; 0 where a server has no such number."""


class FrameReader:
    """What a frame says of one item. The same frame reaches every screen, so it is read once."""

    def __init__(self, item_id: str) -> None:
        self._item_id = item_id
        self._last = b""
        self._shown: Shown | None = None

    def shown(self, packet: bytes) -> Shown | None:
        if packet != self._last:
            self._last, self._shown = packet, self._read(packet)
        return self._shown

    def _read(self, packet: bytes) -> Shown | None:
        if not packet.startswith(b'42["bid_placed"'):
            return None
        content = orjson.loads(packet[2:])[1]
        for item in content["items"]:
            if item["id"] == self._item_id:
                return Shown(item["version"], item["price_cents"], content.get("items_version", 0))
        return None


class SoldReader(FrameReader):
    """What a frame says of the lots that were just sold: the highest amount of those in it."""

    def __init__(self, item_ids: Sequence[str]) -> None:
        super().__init__("")
        self._lots = frozenset(item_ids)

    def _read(self, packet: bytes) -> Shown | None:
        if not packet.startswith(b'42["item_sold"'):
            return None
        content = orjson.loads(packet[2:])[1]
        amounts = [item["hammer_cents"] for item in content["items"] if item["id"] in self._lots]
        version = content["items_version"]
        return Shown(version, max(amounts), version) if amounts else None


class Screen(asyncio.Protocol):
    """Joins its room and reports each bid that it shows, in order of price."""

    def __init__(
        self, seat: Seat, reader: FrameReader, amounts: Sequence[int], seen: Callable[[int, float], None]
    ) -> None:
        self.joined: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """The packet that let it in."""
        self.frames = 0
        self.falls = 0
        self.repeats = 0
        self.last = Shown(0, 0, 0)
        self._seat = seat
        self._reader = reader
        self._amounts = amounts
        self._seen = seen
        self._told = 0
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._is_websocket = False
        self._is_closing = False

    async def open(self) -> None:
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self._seat.port)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have the methods, not the class
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET {self._seat.target} HTTP/1.1\r\nHost: 127.0.0.1:{self._seat.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail("the connection was closed")

    def _fail(self, why: str) -> None:
        if not self._is_closing and not self.joined.done():
            self.joined.set_exception(RuntimeError(f"a screen could not join: {why}"))

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._buffer += data
        if not self._is_websocket:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self._buffer.startswith(b"HTTP/1.1 101"):
                self._fail(self._buffer[:300].decode(errors="replace"))
                return
            self._is_websocket = True
            self._buffer = self._buffer[end + 4 :]
        offset = 0
        while (frame := parse_frame(self._buffer, offset)) is not None:
            opcode, payload, offset = frame
            if opcode == TEXT:
                self._packet(payload, now)
            elif opcode == PING:
                self._write(PONG, payload)
            elif opcode == CLOSE:
                self._fail("the server closed the websocket")
        self._buffer = self._buffer[offset:]

    def _packet(self, packet: bytes, now: float) -> None:
        if packet.startswith(b"42"):
            self.frames += 1
            shown = self._reader.shown(packet)
            if shown is not None:
                self._show(shown, now)
        elif packet == b"2":
            self._write(TEXT, b"3")
        elif packet.startswith(b"0"):
            self._write(TEXT, b"40")
        elif packet.startswith(b"40"):
            self._connected(packet)
        elif packet.startswith((b"430", b"44")):
            self._answered(packet)

    def _connected(self, packet: bytes) -> None:
        if self._seat.ticket is None:
            self.joined.set_result(packet)
        else:
            self._write(TEXT, b"420" + json.dumps(["join", {"ticket": self._seat.ticket}]).encode())

    def _answered(self, packet: bytes) -> None:
        """The answer to the join: an acknowledgement with or without an error, or a refused connection."""
        if packet.startswith(b"44") or b'"error"' in packet:
            self._fail(packet.decode())
        elif not self.joined.done():
            self.joined.set_result(packet)

    def _show(self, shown: Shown, now: float) -> None:
        self.falls += shown.version < self.last.version
        self.repeats += shown.version == self.last.version
        self.last = shown
        while self._told < len(self._amounts) and self._amounts[self._told] <= shown.price_cents:
            self._seen(self._told, now)
            self._told += 1

    def _write(self, opcode: int, payload: bytes) -> None:
        assert self._transport is not None
        length = len(payload)
        size = bytes([0x80 | length]) if length < 126 else bytes([0x80 | 126]) + length.to_bytes(2, "big")
        self._transport.write(
            bytes([0x80 | opcode]) + size + b"\0\0\0\0" + payload
        )  # a mask of zeros is valid and free

    def close(self) -> None:
        self._is_closing = True
        if self._transport is not None:
            self._transport.abort()


def parse_frame(buffer: bytes, offset: int) -> tuple[int, bytes, int] | None:
    """Opcode, payload and the offset behind it; nothing while the frame is incomplete. Servers do not mask."""
    if len(buffer) - offset < 2:
        return None
    length, head = buffer[offset + 1] & 0x7F, 2
    if length == 126:
        length, head = int.from_bytes(buffer[offset + 2 : offset + 4], "big"), 4
    elif length == 127:
        length, head = int.from_bytes(buffer[offset + 2 : offset + 10], "big"), 10
    end = offset + head + length
    if len(buffer) < offset + head or len(buffer) < end:
        return None
    return buffer[offset] & 15, buffer[offset + head : end], end
