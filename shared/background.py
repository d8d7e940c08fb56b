"""Work that an answer does not wait for. It is an attempt only: whatever must happen is in the database, and a sweeper finds it there."""

import asyncio
import logging
from collections.abc import Coroutine

from shared.runtime import Services

log = logging.getLogger("augeo.background")

MAX_RUNNING = 1_000
CLOSE_TIMEOUT_S = 5.0


class Background:
    """The background work of this process: `services.single(Background).start("receipt", coroutine)`."""

    def __init__(self, services: Services) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[object, object, object]) -> None:
        if len(self._tasks) >= MAX_RUNNING:
            work.close()
            log.warning("background_full", extra={"work": name})
            return
        task = asyncio.create_task(_run(name, work), name=f"background {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drained(self) -> None:
        """When everything started so far, and what that started, has ended."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self.drained()
        except TimeoutError:
            for task in set(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


async def _run(name: str, work: Coroutine[object, object, object]) -> None:
    try:
        await work
    except Exception as error:
        log.error("background_failed", extra={"work": name}, exc_info=error)
