"""What every part that speaks HTTP needs: to listen on the loopback interface, and to run as a program until it is stopped."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvloop
from aiohttp import web

from onebox.services.ports import LOOPBACK


@asynccontextmanager
async def listening(application: web.Application, port: int) -> AsyncIterator[int]:
    """Serves for as long as the block lasts; gives the port, a free one for 0."""
    # A handler that hangs on command ends when its caller leaves; everything else runs without a pause.
    runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def run_until_stopped(part: AbstractAsyncContextManager[int]) -> None:
    """The program of a part: one line with its port when it listens, then it serves until SIGTERM or Ctrl-C."""

    async def serve() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with part as port:
            print(json.dumps({"port": port}), flush=True)
            await stop.wait()

    uvloop.run(serve())
