"""`python -m bench.limit`: the bare limit in Python, that screens are held against.

The contract of a bid and of a screen on one asyncio protocol, the commit included, and nothing else: no rules, no
tenants, no replays, no room service of its own.
"""

import asyncio
import base64
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from typing import cast
from uuid import UUID

import asyncpg
import orjson
import uvloop

from shared.auth.tokens import Tokens
from shared.errors import AppError

WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
HANDSHAKE = b'0{"sid":"bare","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}'
PLACE_BIDS = "SELECT accepted, price, item_version, bids FROM bare.place_bids($1, $2, $3)"


def text_frame(payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return bytes([0x81, length]) + payload
    return b"\x81\x7e" + length.to_bytes(2, "big") + payload


class Room:
    """Bids of one item share a commit, and a batch is one frame, encoded once."""

    def __init__(self, tokens: Tokens, conn: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.tokens = tokens
        self.screens: set[asyncio.Transport] = set()
        self._conn = conn
        self._waiting: list[tuple[str, str, int, asyncio.Transport]] = []
        self._is_sending = False
        self._sending: asyncio.Task[None] | None = None

    def bid(self, item_id: str, bidder_id: str, amount_cents: int, caller: asyncio.Transport) -> None:
        self._waiting.append((item_id, bidder_id, amount_cents, caller))
        if not self._is_sending:
            self._is_sending = True
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            item_id = batch[0][0]
            row = await self._conn.fetchrow(PLACE_BIDS, UUID(item_id), [b[1] for b in batch], [b[2] for b in batch])
            assert row is not None
            item = {
                "id": item_id,
                "version": row["item_version"],
                "status": "open",
                "price_cents": row["price"],
                "bid_count": row["bids"],
            }
            encoded = orjson.dumps(item)
            for (_, _, _, caller), accepted in zip(batch, row["accepted"], strict=True):
                caller.write(_answer(b"201 Created" if accepted else b"409 Conflict", b'{"item":' + encoded + b"}"))
            if any(row["accepted"]):
                frame = text_frame(b'42["bid_placed",{"items":[' + encoded + b"]}]")
                for screen in self.screens:
                    screen.write(frame)
        self._is_sending = False


class Bare(asyncio.Protocol):
    """HTTP until it is upgraded; enough of both for clients that we wrote ourselves."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._buffer = b""
        self._is_websocket = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have the methods, not the class
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._room.screens.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if self._is_websocket:
            if data[0] & 15 == 1 and data[6:8] == b"40":  # a mask of zeros: the text stands there as it is
                self._transport.write(text_frame(b'40{"sid":"bare"}'))
                self._room.screens.add(self._transport)
            return
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        headers = _headers(self._buffer[:end])
        if b"sec-websocket-key" in headers:
            self._upgrade(headers[b"sec-websocket-key"])
            return
        length = int(headers[b"content-length"])
        if len(self._buffer) < end + 4 + length:
            return
        body, self._buffer = self._buffer[end + 4 : end + 4 + length], self._buffer[end + 4 + length :]
        self._bid(headers, body)

    def _upgrade(self, key: bytes) -> None:
        accept = base64.b64encode(hashlib.sha1(key + WEBSOCKET_GUID, usedforsecurity=False).digest())
        self._transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + text_frame(HANDSHAKE)
        )
        self._is_websocket = True
        self._buffer = b""

    def _bid(self, headers: Mapping[bytes, bytes], body: bytes) -> None:
        try:
            claims = self._room.tokens.verify(headers[b"authorization"][7:].decode())
        except AppError:
            self._transport.write(_answer(b"401 Unauthorized", b"{}"))
            return
        bid = orjson.loads(body)
        self._room.bid(bid["item_id"], str(claims.paddle_id), bid["exact_cents"], self._transport)


def _headers(head: bytes) -> dict[bytes, bytes]:
    lines = head.split(b"\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}


def _answer(status: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


async def _serve() -> None:
    tokens = Tokens(os.environ["AUGEO_JWT_PRIVATE_KEY"], os.environ["AUGEO_JWT_KEY_ID"])
    room = Room(tokens, await asyncpg.connect(os.environ["AUGEO_PG_ADMIN_URL"]))
    server = await asyncio.get_running_loop().create_server(lambda: Bare(room), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(json.dumps({"port": server.sockets[0].getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
