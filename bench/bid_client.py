"""`python -m bench.bid_client`: bidders in a process of their own. Reads the load, says `ready`, waits for a line, bids, says its result.

It ends when its input does, so that the time its connections take to close is nobody's.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count

import uvloop
from pydantic import TypeAdapter

from bench.bid_loads import AloneLoad, AloneResult, CrowdLoad, CrowdResult
from bench.bidding import Bare, Batched, Offers, Placing, Textbook, Updates

BLOCK = 20
"""Bids of one side before the other's turn: a machine that slows down slows both."""


class Crowd:
    def __init__(self, load: CrowdLoad, placing: Placing) -> None:
        self._load = load
        self._placing = placing
        self._offers = Offers(load.side)
        self._latencies_us: list[int] = []
        self._accepted = 0

    async def warm(self) -> None:
        await self._all_until(time.perf_counter() + self._load.warm_s, at_least=0)

    async def measure(self) -> CrowdResult:
        self._latencies_us.clear()
        self._accepted = 0
        cpu, start = time.process_time(), time.perf_counter()
        await self._all_until(start + self._load.seconds, at_least=self._load.at_least)
        took_s = time.perf_counter() - start
        return CrowdResult(
            accepted_per_s=self._accepted / took_s, latencies_us=self._latencies_us, answers=dict(self._offers.answers),
            accepted_keys=self._offers.accepted_keys, client_cpu_s=time.process_time() - cpu,
        )  # fmt: skip

    async def _all_until(self, end: float, at_least: int) -> None:
        async with asyncio.TaskGroup() as bidding:
            for number in range(self._load.callers):
                bidding.create_task(self._bid_until(end, at_least, self._load.first_bidder + number))

    async def _bid_until(self, end: float, at_least: int, caller: int) -> None:
        now = time.perf_counter()
        while now < end or len(self._latencies_us) < at_least:
            bid = self._offers.bid(caller)
            asked = time.perf_counter()
            code = await self._placing.place(bid)
            now = time.perf_counter()
            self._latencies_us.append(round((now - asked) * 1e6))
            self._accepted += self._offers.answered(bid, code)


class Alone:
    """Two ways in turns, in blocks; callers take turns too, because a leader does not bid against themselves."""

    def __init__(self, load: AloneLoad, placing: Placing, other: Placing | Bare) -> None:
        self._load = load
        self._placing = placing
        self._other = other
        self._offers = Offers(load.side)
        self._other_offers = Offers(load.other) if load.other else self._offers
        self._callers = count()
        self._latencies_us: list[int] = []
        self._other_latencies_us: list[int] = []

    async def warm(self) -> None:
        await self._until(time.perf_counter() + self._load.warm_s, at_least=0)

    async def measure(self) -> AloneResult:
        self._latencies_us.clear()
        self._other_latencies_us.clear()
        cpu = time.process_time()
        await self._until(time.perf_counter() + self._load.seconds, self._load.at_least)
        is_apart = self._other_offers is not self._offers
        return AloneResult(
            latencies_us=self._latencies_us, other_latencies_us=self._other_latencies_us,
            answers=dict(self._offers.answers), accepted_keys=self._offers.accepted_keys,
            other_answers=dict(self._other_offers.answers) if is_apart else {},
            other_accepted_keys=self._other_offers.accepted_keys if is_apart else [],
            client_cpu_s=time.process_time() - cpu,
        )  # fmt: skip

    async def _until(self, end: float, at_least: int) -> None:
        while time.perf_counter() < end or len(self._other_latencies_us) < at_least:
            for _ in range(BLOCK):
                await self._place(self._placing, self._offers, self._latencies_us)
            for _ in range(BLOCK):
                if isinstance(self._other, Bare):
                    await self._call(self._other)
                else:
                    await self._place(self._other, self._other_offers, self._other_latencies_us)

    async def _place(self, placing: Placing, offers: Offers, latencies_us: list[int]) -> None:
        bid = offers.bid(next(self._callers))
        asked = time.perf_counter()
        code = await placing.place(bid)
        latencies_us.append(round((time.perf_counter() - asked) * 1e6))
        offers.answered(bid, code)

    async def _call(self, bare: Bare) -> None:
        """Only the call counts: its text is written before, its rows are read after."""
        bid = self._offers.bid(next(self._callers))
        text = bare.text(bid)
        asked = time.perf_counter()
        rows = await bare.call(text)
        self._other_latencies_us.append(round((time.perf_counter() - asked) * 1e6))
        self._offers.answered(bid, bare.code(rows))


@asynccontextmanager
async def _connected(load: CrowdLoad | AloneLoad) -> AsyncIterator[Crowd | Alone]:
    opened: list[Placing | Bare] = []
    try:
        if isinstance(load, AloneLoad):
            opened.append(placing := Batched(load.side.url, load.lanes))
            opened.append(
                other := Batched(load.other.url, load.lanes) if load.other else await Bare.connected(load.side.url)
            )
            yield Alone(load, placing, other)
        else:
            opened.append(way := await _way(load))
            yield Crowd(load, way)
    finally:
        for one in opened:
            await one.close()


async def _way(load: CrowdLoad) -> Placing:
    match load.way:
        case "batcher":
            return Batched(load.side.url, load.lanes)
        case "textbook":
            return await Textbook.connected(load.side.url, load.callers)
        case "update":
            return await Updates.connected(load.side.url, load.callers)


async def _run(load: CrowdLoad | AloneLoad, lines: Iterator[str]) -> None:
    async with _connected(load) as bidders:
        await bidders.warm()
        _say("ready")
        next(lines)  # blocks the loop, on which nothing goes on now
        gc.collect()
        gc.freeze()
        result = await bidders.measure()
        _say(result.model_dump_json())
        next(lines, None)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    lines = iter(sys.stdin)
    adapter: TypeAdapter[CrowdLoad | AloneLoad] = TypeAdapter(CrowdLoad | AloneLoad)
    load = adapter.validate_json(next(lines))
    uvloop.run(_run(load, lines))


if __name__ == "__main__":
    main()
