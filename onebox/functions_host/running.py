"""A host as a subprocess, for tests: importing a function app is process-global and cannot be undone."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_REPOSITORY = Path(__file__).resolve().parents[2]
_LOG_LINES_KEPT = 5000


class HostStartError(RuntimeError):
    """The host ended, or said nothing, before it was ready."""


@dataclass(slots=True)
class RunningHost:
    url: str
    process: asyncio.subprocess.Process
    log_lines: list[str] = field(default_factory=list)
    _line_came: asyncio.Event = field(default_factory=asyncio.Event)

    def log_records(self) -> list[dict[str, Any]]:
        """What the host logged so far; a line that is no JSON (a print of the app) comes as its `event`."""
        records = []
        for line in list(self.log_lines):
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            records.append(record if isinstance(record, dict) else {"event": line})
        return records

    async def log_record(self, timeout_s: float = 10.0, **wanted: Any) -> dict[str, Any]:
        """Wait for a logged line with these fields."""
        async with asyncio.timeout(timeout_s):
            while True:
                self._line_came.clear()
                for record in self.log_records():
                    if wanted.items() <= record.items():
                        return record
                await self._line_came.wait()

    async def read_log(self, stream: asyncio.StreamReader) -> None:
        rest = b""
        while chunk := await stream.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            self.log_lines.extend(line.decode(errors="replace") for line in lines)
            del self.log_lines[:-_LOG_LINES_KEPT]
            self._line_came.set()

    async def terminate(self, timeout_s: float = 20.0) -> int:
        """SIGTERM, and SIGKILL when the time is up; the exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(timeout_s):
                return await self.process.wait()
        except TimeoutError:
            self.process.kill()
            return await self.process.wait()


@asynccontextmanager
async def running_host(
    app_dir: Path,
    settings: Mapping[str, str],
    *,
    arguments: tuple[str, ...] = (),
    port: int = 0,
    start_timeout_s: float = 30.0,
) -> AsyncIterator[RunningHost]:
    """Run `app_dir` on a free port with `settings` in its environment, until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "onebox.functions_host", "--app-dir", str(app_dir), "--port", str(port), *arguments,
        cwd=_REPOSITORY,
        env={**os.environ, **settings, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    host = RunningHost("", process)
    readers = [asyncio.create_task(host.read_log(process.stderr))]
    try:
        try:
            async with asyncio.timeout(start_timeout_s):
                line = await process.stdout.readline()
        except TimeoutError:
            line = b""
        if not line:
            if process.returncode is None:
                process.kill()
            await asyncio.wait(readers)
            raise HostStartError("the host did not start:\n" + "\n".join(host.log_lines[-40:]))
        host.url = f"http://127.0.0.1:{json.loads(line)['port']}"
        yield host
    finally:
        await host.terminate()
        await asyncio.gather(*readers)
