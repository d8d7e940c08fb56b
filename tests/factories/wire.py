"""What an app sends to its rooms."""

import asyncio
import json
from typing import Any

from shared.runtime import Services


class Wire:
    """Records what an app sends to rooms, and can hold a send until the test lets it go."""

    def __init__(self, *apps: Services) -> None:
        self.sent: list[tuple[str, bytes, float]] = []
        self.rooms: list[str] = []
        """Of each packet in `sent`."""
        self.in_flight = 0
        self.most_in_flight = 0
        self.let_go = asyncio.Event()
        self.let_go.set()
        self.started = asyncio.Event()
        for app in apps:
            self._tap(app)

    def _tap(self, app: Services) -> None:
        send = app.rooms.send

        async def tapped(room: str, event: str, payload: bytes) -> None:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self.sent.append((event, payload, asyncio.get_running_loop().time()))
            self.rooms.append(room)
            self.started.set()
            try:
                await self.let_go.wait()
                await send(room, event, payload)
            finally:
                self.in_flight -= 1

        app.rooms.send = tapped  # type: ignore[method-assign]

    def names(self) -> list[str]:
        return [event for event, _, _ in self.sent]

    def packets(self, event: str) -> list[tuple[str, dict[str, Any]]]:
        """Room and packet."""
        return [
            (room, json.loads(payload))
            for room, (name, payload, _) in zip(self.rooms, self.sent, strict=True)
            if name == event
        ]
