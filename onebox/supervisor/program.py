"""A part that announces itself: one JSON line with its port on standard output, then it serves."""

import asyncio
import json
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import aiohttp

from onebox.services.child_process import ChildProcess
from onebox.services.ports import LOOPBACK, accepts_connections

START_TIMEOUT_S = 40.0
ANSWER_TIMEOUT_S = 3.0


class Program:
    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        data_dir: Path,
        cwd: Path,
        port: int,
        env: Mapping[str, str],
        health_path: str | None = None,
        patience_s: float = 8.0,
    ) -> None:
        steps = ((signal.SIGTERM, patience_s), (signal.SIGKILL, 5.0))
        self._process = ChildProcess(
            name, command, run_dir=data_dir, env=env, cwd=cwd, pipe_stdout=True, stop_steps=steps
        )
        self._port = port
        self._health_path = health_path
        self._copying: asyncio.Task[None] | None = None

    @property
    def process(self) -> ChildProcess:
        return self._process

    async def start(self) -> None:
        await self._process.start()
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                first = await self._process.stdout.readline()
        except TimeoutError as error:
            await self._process.stop()
            raise self._process.failure(f"did not start within {START_TIMEOUT_S:.0f} s") from error
        if _port_in(first) != self._port:
            await self._process.stop()
            with self._process.log_path.open("ab") as log:
                log.write(first)
            raise self._process.failure("did not start")
        self._copying = asyncio.create_task(self._copy_to_log(self._process.stdout))

    async def stop(self) -> None:
        await self._process.stop()
        if self._copying is not None:
            await self._copying
            self._copying = None

    async def healthy(self) -> bool:
        if not self._process.is_running:
            return False
        if self._health_path is None:
            return await accepts_connections(self._port)
        url = f"http://{LOOPBACK}:{self._port}{self._health_path}"
        try:
            timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S)
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
                return answer.status < 500
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _copy_to_log(self, stdout: asyncio.StreamReader) -> None:
        while chunk := await stdout.read(65536):
            with self._process.log_path.open("ab") as log:
                log.write(chunk)


def _port_in(line: bytes) -> int | None:
    try:
        port = json.loads(line)["port"]
    except (ValueError, KeyError, TypeError):
        return None
    return port if isinstance(port, int) else None
