"""`python -m onebox.webpubsub` as the supervisor starts it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from onebox.webpubsub import DEFAULT_ACCESS_KEY
from tests.onebox.webpubsub.conftest import EVENT_TIMEOUT_S, Handler, open_room, open_service


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "onebox.webpubsub", "--port", "0", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        line = json.loads(await asyncio.wait_for(process.stdout.readline(), EVENT_TIMEOUT_S))
        yield process, f"http://127.0.0.1:{line['port']}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_the_process_serves_until_it_is_told_to_stop(handler: Handler, transport: str) -> None:
    arguments = ("--access-key", DEFAULT_ACCESS_KEY, "--hub", "augeo", "--upstream", handler.url)
    async with (
        started(*arguments, "--system-events", "connected,disconnected") as (process, endpoint),
        open_service(endpoint, f"Endpoint={endpoint};AccessKey={DEFAULT_ACCESS_KEY};Version=1.0;") as service,
        open_room(service) as connect,
    ):
        guest = await connect(transports=[transport])
        await service.send(guest.own_group(), '42["hello"]')
        assert await guest.next_event() == ("hello", ())
        await handler.wait_for_posts(1)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), EVENT_TIMEOUT_S) == 0
        await guest.next_disconnect()
    assert [call.headers["ce-eventname"] for call in handler.posts()] == ["connected", "disconnected"]
