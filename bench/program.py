"""A part that runs for as long as a block lasts and says its port in its first line."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil

from bench.figure import ROOT

START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class RunningProgram:
    port: int
    pid: int


@asynccontextmanager
async def running_program(
    module: str, *arguments: str, env: Mapping[str, str] | None = None
) -> AsyncIterator[RunningProgram]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        cwd=ROOT, env={**os.environ, **(env or {})}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"{module} did not start")
        yield RunningProgram(int(json.loads(line)["port"]), process.pid)
    finally:
        await stop(process)


async def stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_TIMEOUT_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def cpu_s(pids: Sequence[int]) -> float:
    """CPU time so far of these processes and of the children they still have."""
    total = 0.0
    for pid in pids:
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue  # a child that ended between the two calls
            total += times.user + times.system
    return total
