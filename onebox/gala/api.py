"""The public API as a guest's phone and a staff laptop call it: a key per write, the same key again when nothing came back."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp

TRIES = 4


class Unexpected(RuntimeError):
    """An answer that the evening does not allow for."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any


class Api:
    def __init__(self, url: str) -> None:
        self._url = url
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=20)
        )

    async def call(
        self, method: str, path: str, *, token: str | None = None, json: object = None, key: str | None = None
    ) -> Answer:
        headers = ({"Authorization": f"Bearer {token}"} if token else {}) | ({"Idempotency-Key": key} if key else {})
        for attempt in range(TRIES):
            try:
                async with self._http.request(method, self._url + path, json=json, headers=headers) as response:
                    if response.status != 503 or attempt == TRIES - 1:
                        body = (
                            await response.json(content_type=None)
                            if "json" in response.content_type
                            else await response.read()
                        )
                        return Answer(response.status, body)
            except (aiohttp.ClientConnectionError, TimeoutError):
                if attempt == TRIES - 1:
                    raise
            await asyncio.sleep(0.2 * 2**attempt)
        raise AssertionError("unreachable")

    async def write(self, path: str, *, token: str, json: object) -> Answer:
        """A POST with a key of its own, which every retry repeats."""
        return await self.call("POST", path, token=token, json=json, key=str(uuid4()))

    async def expect(
        self, status: int, method: str, path: str, *, token: str | None = None, json: object = None
    ) -> Any:
        answer = await self.call(method, path, token=token, json=json)
        if answer.status != status:
            raise Unexpected(f"{method} {path} answered {answer.status}: {answer.body}")
        return answer.body

    async def close(self) -> None:
        await self._http.close()
