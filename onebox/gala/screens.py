"""Two hundred screens in a ballroom: one Socket.IO connection each, and when each of them saw which state of which item."""

import asyncio
import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from onebox.gala.api import Api

CONNECT_AT_ONCE = 25


@dataclass
class Frame:
    """One packet as the room got it: which item versions it holds, how many screens have it, when the slowest got it."""

    versions: dict[str, int]
    screens: int = 0
    last_at: float = 0.0


@dataclass
class Sightings:
    """All frames, in the order of their first arrival."""

    frames: dict[bytes, Frame] = field(default_factory=dict)
    by_item: dict[str, list[Frame]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def arrived(self, packet: str, at: float) -> None:
        key = packet.encode()
        frame = self.frames.get(key)
        if frame is None:
            event, payload = json.loads(packet[2:])
            self.events[event] += 1
            frame = Frame({one["id"]: one["version"] for one in payload.get("items", [])})
            self.frames[key] = frame
            for item_id in frame.versions:
                self.by_item[item_id].append(frame)
        frame.screens += 1
        frame.last_at = at

    def slowest(self, item_id: str, version: int, screens: int) -> float | None:
        """When the last of `screens` had this version or a newer one; None while not all have."""
        frames = [one for one in self.by_item[item_id] if one.versions[item_id] >= version and one.screens >= screens]
        return min((one.last_at for one in frames), default=None)


class Screens:
    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._tasks: list[asyncio.Task[None]] = []
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self.connected = 0
        self.lost = 0

    async def open(self, api: Api, tokens: list[str]) -> None:
        """One connection per token, each joined to its rooms."""
        gate = asyncio.Semaphore(CONNECT_AT_ONCE)

        async def one(token: str) -> None:
            async with gate:
                access = await api.expect(200, "POST", "/realtime/negotiate", token=token, json={})
                socket = await self._connect(access)
            self._tasks.append(asyncio.create_task(self._watch(socket)))

        await asyncio.gather(*(one(token) for token in tokens))

    async def _connect(self, access: dict[str, Any]) -> aiohttp.ClientWebSocketResponse:
        url = f"{access['endpoint']}{access['path']}/"
        socket = await self._http.ws_connect(
            url, params={"EIO": "4", "transport": "websocket", "access_token": access["access_token"]}
        )
        assert (await socket.receive_str()).startswith("0"), "no Engine.IO handshake"
        await socket.send_str("40")
        assert (await socket.receive_str()).startswith("40"), "the namespace was refused"
        await socket.send_str("420" + json.dumps(["join", {"ticket": access["ticket"]}]))
        while not (answer := await socket.receive_str()).startswith("430"):
            self._sightings.arrived(answer, time.monotonic())
        if "error" in json.loads(answer[3:])[0]:
            raise RuntimeError(f"a screen may not join: {answer}")
        self.connected += 1
        return socket

    async def _watch(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            at = time.monotonic()
            if message.data == "2":
                await socket.send_str("3")
            elif message.data.startswith("42"):
                self._sightings.arrived(message.data, at)
        self.lost += 1

    async def close(self) -> None:
        lost = self.lost
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.lost = lost
        await self._http.close()
