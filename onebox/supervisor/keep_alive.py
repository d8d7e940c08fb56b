"""Starts again what dies, ever more slowly while it keeps dying, and says so in one line."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from onebox.services.child_process import ChildProcess, ProgramFailed

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 30.0
STEADY_S = 60.0
"""What ran this long is steady: its next death begins with the first delay again."""
CHECK_EVERY_S = 5.0
HUNG_AFTER_CHECKS = 12
"""A minute without an answer. Less would end a database that is only busy."""


class Part(Protocol):
    @property
    def process(self) -> ChildProcess | None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def healthy(self) -> bool: ...


async def keep_alive(
    name: str, part: Part, say: Callable[[str], None], *, first_delay_s: float = FIRST_DELAY_S
) -> None:
    """Runs until it is cancelled."""
    delay_s = first_delay_s
    now = asyncio.get_running_loop().time
    while True:
        started_at = now()
        reason = f"{name} {await _unwell(name, part, say)}"
        if now() - started_at > STEADY_S:
            delay_s = first_delay_s
        while True:
            say(f"{reason}; starting it again in {delay_s:g} s")
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, LONGEST_DELAY_S)
            await part.stop()
            try:
                await part.start()
            except (ProgramFailed, OSError) as error:
                reason = str(error)
            else:
                say(f"{name} runs again")
                break


async def _unwell(name: str, part: Part, say: Callable[[str], None]) -> str:
    """Wait until the part has ended, or has not answered for long; the reason."""
    hung = asyncio.create_task(_hung(name, part, say))
    waiting: set[asyncio.Task[str]] = {hung}
    if part.process is not None:
        waiting.add(asyncio.create_task(_ended(part.process)))
    try:
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _ended(process: ChildProcess) -> str:
    code = await process.wait()
    how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return f"{how} (log: {process.log_path})"


async def _hung(name: str, part: Part, say: Callable[[str], None]) -> str:
    silent = 0
    while silent < HUNG_AFTER_CHECKS or part.process is None:
        await asyncio.sleep(CHECK_EVERY_S)
        if await part.healthy():
            if silent > 1:
                say(f"{name} answers again")
            silent = 0
        else:
            silent += 1
            if silent == 2:
                say(f"{name} does not answer")
    return f"has not answered for {HUNG_AFTER_CHECKS * CHECK_EVERY_S:.0f} s"
