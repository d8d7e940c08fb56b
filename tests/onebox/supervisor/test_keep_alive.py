"""What dies is started again, ever more slowly, and a person can read why."""

import asyncio
import sys
from pathlib import Path

from onebox.services import ProgramFailed
from onebox.services.child_process import ChildProcess
from onebox.supervisor.keep_alive import keep_alive


class DyingPart:
    """Ends by itself at once; the second and third start fail."""

    def __init__(self, run_dir: Path, failing_starts: int) -> None:
        self.process = ChildProcess("dying", [sys.executable, "-S", "-c", "raise SystemExit(3)"], run_dir=run_dir)
        self._failing_starts = failing_starts

    async def start(self) -> None:
        if self._failing_starts:
            self._failing_starts -= 1
            raise ProgramFailed("dying did not start")
        await self.process.start()

    async def stop(self) -> None:
        await self.process.stop()

    async def healthy(self) -> bool:
        return self.process.is_running


async def test_a_part_that_keeps_dying_is_started_with_doubling_pauses(tmp_path: Path) -> None:
    part = DyingPart(tmp_path, failing_starts=0)
    await part.start()
    part._failing_starts = 2
    said: list[str] = []
    enough = asyncio.Event()

    def say(line: str) -> None:
        said.append(line)
        if len(said) == 6:
            enough.set()

    keeping = asyncio.create_task(keep_alive("dying", part, say, first_delay_s=0.01))
    async with asyncio.timeout(10):
        await enough.wait()
    keeping.cancel()
    await asyncio.wait({keeping})
    await part.stop()
    log = tmp_path / "logs" / "dying.log"
    assert said[:6] == [
        f"dying ended with exit code 3 (log: {log}); starting it again in 0.01 s",
        "dying did not start; starting it again in 0.02 s",
        "dying did not start; starting it again in 0.04 s",
        "dying runs again",
        f"dying ended with exit code 3 (log: {log}); starting it again in 0.08 s",
        "dying runs again",
    ]
