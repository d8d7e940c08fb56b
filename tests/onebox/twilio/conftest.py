"""A fresh stand-in per test, our client on it, and a receiver of status callbacks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web

from onebox.faults import FaultPlan, FaultRule
from onebox.twilio import RunningTwilio, running_twilio
from shared.clients.twilio import TwilioClient

SENDER = "+15005550006"
GUEST = "+6581234567"


@dataclass(frozen=True, slots=True)
class Desk:
    running: RunningTwilio
    client: TwilioClient
    callback_url: str
    callbacks: asyncio.Queue[tuple[dict[str, str], str]]

    def inject(self, *rules: FaultRule) -> None:
        self.running.stand_in.faults.install(FaultPlan(rules=rules))

    def bodies(self) -> list[str]:
        return [message.body for message in self.running.stand_in.books.newest(100)]

    async def next_callback(self) -> tuple[dict[str, str], str]:
        async with asyncio.timeout(10):
            return await self.callbacks.get()

    async def post(self, path: str, body: dict[str, object]) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.running.address}{path}", json=body) as response,
        ):
            await response.read()
            return response.status

    async def get(self, path: str) -> tuple[str, dict[str, str]]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.running.address}{path}") as response:
            assert response.status == 200
            return await response.text(), dict(response.headers)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    callbacks: asyncio.Queue[tuple[dict[str, str], str]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        form = await request.post()
        params = {name: value for name, value in form.items() if isinstance(value, str)}
        await callbacks.put((params, request.headers["X-Twilio-Signature"]))
        return web.Response(status=204)

    application = web.Application()
    application.router.add_post("/status", take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/status?org=7&text=a"
    async with running_twilio(step_s=0.0) as running:
        client = TwilioClient(
            running.account_sid, running.auth_token, sender=SENDER, address=running.address, timeout_s=0.5
        )
        try:
            yield Desk(running, client, url, callbacks)
        finally:
            await client.close()
            await runner.cleanup()
