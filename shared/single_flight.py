"""Many ask, one goes: callers that want the same thing at the same time share one piece of work."""

import asyncio
from collections.abc import Awaitable, Callable


class SingleFlight[T]:
    """One piece of work at a time; who comes meanwhile gets its result, or its error."""

    def __init__(self) -> None:
        self._flight: asyncio.Task[T] | None = None

    @property
    def is_flying(self) -> bool:
        return self._flight is not None and not self._flight.done()

    async def do(self, work: Callable[[], Awaitable[T]]) -> T:
        if self._flight is None or not self.is_flying:
            self._flight = asyncio.create_task(_run(work))
            self._flight.add_done_callback(_note_error)
        # shielded: a caller that gives up takes nothing from the others
        return await asyncio.shield(self._flight)


async def _run[T](work: Callable[[], Awaitable[T]]) -> T:
    return await work()


def _note_error(task: asyncio.Task[object]) -> None:
    """Marks the error as seen, for the case that every caller has gone."""
    if not task.cancelled():
        task.exception()
