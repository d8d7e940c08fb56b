"""Starts processes of bidders, lets them begin together, and puts their results side by side."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench.bid_loads import AloneLoad, AloneResult, CrowdLoad, CrowdResult
from bench.figure import ROOT
from bench.program import cpu_s, stop

LONGEST_LINE = 2**28
"""A result names every accepted bid."""
READY_TIMEOUT_S = 60.0
RESULT_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class CrowdRun:
    accepted_per_s: float
    latencies_us: list[int]
    answers: Counter[str]
    accepted_keys: list[str]
    cpu_s: float
    """Of the bidders' processes, the batcher in them, and of the database."""


async def run_crowd(loads: Sequence[CrowdLoad], pg_pids: Sequence[int]) -> CrowdRun:
    lines, pg_cpu_s = await _run(loads, pg_pids)
    results = [CrowdResult.model_validate_json(line) for line in lines]
    answers: Counter[str] = Counter()
    for result in results:
        answers.update(result.answers)
    return CrowdRun(
        sum(result.accepted_per_s for result in results),
        sorted(us for result in results for us in result.latencies_us),
        answers,
        [key for result in results for key in result.accepted_keys],
        pg_cpu_s + sum(result.client_cpu_s for result in results),
    )


async def run_alone(load: AloneLoad, pg_pids: Sequence[int]) -> tuple[AloneResult, float]:
    """And the CPU time of bidder and database."""
    [line], pg_cpu_s = await _run([load], pg_pids)
    result = AloneResult.model_validate_json(line)
    result.latencies_us.sort()
    result.other_latencies_us.sort()
    return result, result.client_cpu_s + pg_cpu_s


async def _run(loads: Sequence[CrowdLoad | AloneLoad], pg_pids: Sequence[int]) -> tuple[list[bytes], float]:
    async with AsyncExitStack() as stack:
        clients = await asyncio.gather(*(_started(load, stack) for load in loads))
        async with asyncio.timeout(READY_TIMEOUT_S):
            await asyncio.gather(*(_line(client) for client in clients))
        before = cpu_s(pg_pids)
        for client in clients:
            assert client.stdin is not None
            client.stdin.write(b"go\n")
        async with asyncio.timeout(RESULT_TIMEOUT_S):
            lines = await asyncio.gather(*(_line(client) for client in clients))
        return lines, cpu_s(pg_pids) - before  # before they disconnect: an ended backend's time cannot be read


async def _started(load: CrowdLoad | AloneLoad, stack: AsyncExitStack) -> asyncio.subprocess.Process:
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.bid_client",
        cwd=ROOT, limit=LONGEST_LINE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    stack.push_async_callback(_end, client)
    assert client.stdin is not None
    client.stdin.write(load.model_dump_json().encode() + b"\n")
    await client.stdin.drain()
    return client


async def _line(client: asyncio.subprocess.Process) -> bytes:
    assert client.stdout is not None
    line = await client.stdout.readline()
    if not line:
        raise RuntimeError("a process of bidders failed; what it said stands above")
    return line


async def _end(client: asyncio.subprocess.Process) -> None:
    """It closes its connections when its input ends."""
    assert client.stdin is not None
    client.stdin.close()
    try:
        async with asyncio.timeout(10):
            await client.wait()
    except TimeoutError:
        await stop(client)
