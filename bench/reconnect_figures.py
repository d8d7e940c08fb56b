"""A thousand clients that come back within five seconds: how long each waits for its room and the newest state, and what the database is asked."""

import math
import sys
from contextlib import nullcontext
from statistics import median
from uuid import uuid4

from bench.checks import RunBroken
from bench.client import measure_reconnect
from bench.figure import Figure
from bench.house import House
from bench.http_figures import new_bids
from bench.loads import BidSeries
from bench.program import cpu_s
from bench.room_loads import ReconnectLoad, ReconnectResult
from bench.statements import Statements

MISSED_BIDS = 3
BAR_MS, STRETCH_MS = 2_000.0, 1_000.0
BAR_QUERIES, STRETCH_QUERIES = 50, 20


class ReconnectFigures:
    def __init__(self, house: House, clients: int) -> None:
        self._house = house
        self._cloud = house.cloud
        self._clients = clients
        self._results: list[ReconnectResult] = []
        self._queries: list[int] = []
        self._idle_queries: list[int] = []
        self._asked: list[dict[str, int]] = []
        self._cpu_s = 0.0

    async def run_round(self, _: int) -> None:
        devices = await self._house.devices(self._clients)
        seconds = self._house.schedule.return_seconds
        load = ReconnectLoad(
            port=self._cloud.api_port, event_id=str(self._cloud.gala.event_id),
            tokens=[self._cloud.gala.issue(device) for device in devices], bidder_token=self._house.tokens[0],
            missed=[self._bids() for _ in range(MISSED_BIDS)], bids=self._bids(),
            within_s=seconds, idle_s=seconds,
        )  # fmt: skip
        before = cpu_s(self._cloud.app_pids)
        statements = self._cloud.statements
        async with statements.recorded(self._cloud.owner) if statements else nullcontext():
            result = await measure_reconnect(load)
        self._cpu_s += cpu_s(self._cloud.app_pids) - before
        await self._check(result)
        if statements:
            self._count(result, statements)
        self._results.append(result)

    def _bids(self) -> BidSeries:
        """On an item of its own. Ids that are made within a millisecond may begin alike; as keys these may not."""
        return new_bids(str(self._house.next_item())).model_copy(update={"key_prefix": str(uuid4())[:24]})

    def _count(self, result: ReconnectResult, statements: Statements) -> None:
        """The storm's statements without what the timers ask in as much time."""
        storm_s = result.storm_until - result.storm_from
        idle = statements.between(result.idle_from, result.storm_from)
        storm = statements.between(result.storm_from, result.storm_until)
        of_timers = sum(idle.values()) * storm_s / (result.storm_from - result.idle_from)
        self._queries.append(max(0, math.ceil(sum(storm.values()) - of_timers)))
        self._idle_queries.append(sum(idle.values()))
        self._asked.append({text: count - idle[text] for text, count in storm.most_common() if count > idle[text]})

    async def _check(self, result: ReconnectResult) -> None:
        items, state = await self._house.items_version(), await self._house.state_version()
        # the bid after the storm has raised both by one
        claims = {
            "the copies after catching up": result.items_versions == (items - 1, items - 1),
            "the state after catching up": result.state_versions == (state - 1, state - 1),
            "the last bid reached all": result.last_bid_missing == 0,
            "the room's last version": result.last_items_versions == (items, items),
        }
        broken = [claim for claim, holds in claims.items() if not holds]
        if broken:
            raise RunBroken(f"does not hold: {broken}; {result}; the database has {items} and {state}")

    def figures(self) -> list[Figure]:
        n = self._clients * len(self._results)
        waits = Figure(
            f"reconnect_of_{self._clients}_p99", "ms", [result.back_p99_ms for result in self._results],
            "what is allowed", [BAR_MS], 1.0, "lower", n, self._cpu_s, floor_checked=True,
            details={
                "stretch": STRETCH_MS / BAR_MS,
                "units": self._house.units,
                "within_s": self._house.schedule.return_seconds,
                "p50_ms": median(result.back_p50_ms for result in self._results),
                "max_ms": [result.back_max_ms for result in self._results],
                "negotiated_p99_ms": [result.negotiated_p99_ms for result in self._results],
                "joined_p99_ms": [result.joined_p99_ms for result in self._results],
                "fetched_twice": sum(result.fetched_twice for result in self._results),
            },
        )  # fmt: skip
        if not self._queries:
            print("no figure of queries: the log of a database that others run cannot be read", file=sys.stderr)
            return [waits]
        queries = Figure(
            f"database_queries_of_{self._clients}_reconnects", "statements", self._queries,
            "what is allowed", [BAR_QUERIES], 1.0, "lower", n, self._cpu_s, floor_checked=True,
            details={
                "stretch": STRETCH_QUERIES / BAR_QUERIES,
                "idle_queries": self._idle_queries,
                "asked": self._asked[-1],
            },
        )  # fmt: skip
        return [waits, queries]
