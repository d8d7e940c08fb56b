"""The timer trigger in a running host."""

import asyncio
import itertools
from typing import Any

import aiohttp


async def _runs(client: aiohttp.ClientSession, name: str, at_least: int) -> list[dict[str, Any]]:
    """Ask the app until its timer has run often enough."""
    async with asyncio.timeout(15):
        while True:
            async with client.get(f"/api/timer_runs/{name}") as answer:
                runs: list[dict[str, Any]] = await answer.json()
            if len(runs) >= at_least:
                return runs
            async with client.get("/api/slow?s=0.1"):
                pass


async def test_timer_fires_at_start_and_then_on_every_full_second(client: aiohttp.ClientSession) -> None:
    runs = await _runs(client, "every_second", at_least=4)
    # a busy machine makes runs late, none early, and one that is a second late says so
    assert min(run["started"] % 1 for run in runs[1:4]) < 0.5
    for earlier, later in itertools.pairwise(runs[1:4]):
        seconds = int(later["started"]) - int(earlier["started"])
        assert seconds in (1, 2) or (seconds > 0 and later["past_due"]), runs
    assert runs[0]["past_due"] is False


async def test_slow_timer_never_overlaps_itself_and_says_it_is_past_due(client: aiohttp.ClientSession) -> None:
    runs = await _runs(client, "by_time_span", at_least=3)
    assert runs[0]["past_due"] is False
    assert runs[1]["past_due"] is True
    for earlier, later in itertools.pairwise(runs):
        assert earlier["ended"] <= later["started"]
