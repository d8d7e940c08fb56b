"""Bids and the item list through the host, against an empty function on the same host, in turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.checks import CONFLICT, CREATED, RunBroken, check_bids
from bench.client import measure_http
from bench.cloud import Cloud
from bench.figure import Figure
from bench.loads import BidSeries, HttpLoad, HttpResult
from bench.program import cpu_s
from bench.schedule import Schedule
from bench.seeding import ITEMS, STARTING_CENTS, STEP_CENTS
from shared.ids import new_id

CALLERS = 32
EMPTY_AT_LEAST = 0.5
"""Of a bare aiohttp handler; a slower host would make every ratio to its empty function look good."""
ACCEPTED_AT_LEAST = 0.7
"""Of the bids of a run. On a busy machine bids overtake each other on their connections, and the lower one is refused; only accepted ones count."""
OK = 200
FRESH_TOKENS_PER_S = 1_500


@dataclass
class Series:
    """The runs of one thing."""

    results: list[HttpResult] = field(default_factory=list)
    cpu_s: float = 0.0

    @property
    def values(self) -> list[float]:
        return [result.per_s for result in self.results]

    @property
    def n(self) -> int:
        return sum(sum(result.answers.values()) for result in self.results)

    def details(self) -> dict[str, object]:
        middle = sorted(self.results, key=lambda result: result.per_s)[len(self.results) // 2]
        return {"p50_ms": middle.p50_ms, "p99_ms": middle.p99_ms}


class HttpFigures:
    def __init__(self, cloud: Cloud, schedule: Schedule) -> None:
        self._cloud = cloud
        self._schedule = schedule
        self._bidders = cloud.gala.guests[:CALLERS]
        self._reused = [cloud.gala.issue(guest) for guest in self._bidders]
        self._items = iter(cloud.gala.item_ids)
        self._bare, self._empty, self._fresh, self._cached, self._list = (Series() for _ in range(5))

    async def run_round(self, number: int) -> None:
        """All in turns, and backwards every second time, so that a machine that slows down slows all of them."""
        runs = [self._run_bare, self._run_empty, self._run_cached, self._run_list, self._run_fresh]
        for run in runs if number % 2 == 0 else reversed(runs):
            await run()

    async def _run_bare(self) -> None:
        await self._measure(self._bare, self._empty_load(self._cloud.bare_port), [self._cloud.bare_pid])

    async def _run_empty(self) -> None:
        """The empty function is sent the same bids, token and all."""
        await self._measure(self._empty, self._empty_load(self._cloud.empty_port), [self._cloud.empty_pid])

    def _empty_load(self, port: int) -> HttpLoad:
        return self._bid_load(port, "/api/empty", self._reused, new_bids())

    async def _run_cached(self) -> None:
        await self._run_bids(self._cached, self._reused, single_use=False)

    async def _run_fresh(self) -> None:
        # signing takes as long as checking, so no more than can be used; a run that uses them up ends there
        fastest = FRESH_TOKENS_PER_S + 1.2 * max(self._cached.values, default=0.0)
        count = int(fastest * (self._schedule.warm_s + self._schedule.seconds))
        tokens = [self._cloud.gala.issue(self._bidders[k % CALLERS]) for k in range(count)]
        await self._run_bids(self._fresh, tokens, single_use=True)

    async def _run_list(self) -> None:
        path = f"/api/v1/events/{self._cloud.gala.event_id}/items"
        result = await self._measure(
            self._list,
            HttpLoad(
                port=self._cloud.api_port, method="GET", path=path, tokens=self._reused, callers=CALLERS,
                warm_s=self._schedule.warm_s, seconds=self._schedule.seconds,
            ),
        )  # fmt: skip
        if set(result.answers) != {OK} or result.bytes_each < ITEMS * 200:
            raise RunBroken(f"the item list answered {result.answers}, {result.bytes_each} bytes each")

    async def _run_bids(self, series: Series, tokens: list[str], *, single_use: bool) -> None:
        item_id = next(self._items)
        bids = new_bids(str(item_id))
        result = await self._measure(
            series, self._bid_load(self._cloud.api_port, "/api/v1/bids", tokens, bids, single_use=single_use)
        )
        await check_bids(self._cloud.owner, item_id, result.answers)
        if result.answers[CREATED] < ACCEPTED_AT_LEAST * sum(result.answers.values()):
            raise RunBroken(f"too many refusals: {result.answers}")

    def _bid_load(
        self, port: int, path: str, tokens: list[str], bids: BidSeries, *, single_use: bool = False
    ) -> HttpLoad:
        return HttpLoad(
            port=port, method="POST", path=path, tokens=tokens, single_use=single_use, callers=CALLERS,
            warm_s=self._schedule.warm_s, seconds=self._schedule.seconds, bids=bids,
        )  # fmt: skip

    async def _measure(self, series: Series, load: HttpLoad, pids: Sequence[int] | None = None) -> HttpResult:
        """`pids` are what answers: the app with its stores and rooms, if nothing else is said."""
        pids = pids or self._cloud.app_pids
        before = cpu_s(pids)
        result = await measure_http(load)
        series.cpu_s += cpu_s(pids) - before
        series.results.append(result)
        return result

    def figures(self) -> list[Figure]:
        host = Figure(
            "empty_function_requests", "requests/s", self._empty.values, "bare aiohttp handler", self._bare.values,
            EMPTY_AT_LEAST, "higher", self._empty.n, self._empty.cpu_s, floor_checked=True, details=self._empty.details(),
        )  # fmt: skip
        return [
            host,
            self._against_empty(host, "hot_item_bids_fresh_token", "accepted bids/s", self._fresh, 0.35),
            self._against_empty(host, "hot_item_bids_cached_token", "accepted bids/s", self._cached, 0.5),
            self._against_empty(host, f"item_list_{ITEMS}_warm", "requests/s", self._list, 0.5),
        ]

    def _against_empty(self, host: Figure, name: str, unit: str, series: Series, bar: float) -> Figure:
        refused = sum(result.answers.get(CONFLICT, 0) for result in series.results)
        details = series.details() | {"refused": refused}
        return Figure(
            name, unit, series.values, "empty function", self._empty.values, bar, "higher", series.n, series.cpu_s,
            floor_checked=bool(host.met), details=details,
        )  # fmt: skip


def new_bids(item_id: str = "00000000-0000-7000-8000-000000000000") -> BidSeries:
    return BidSeries(item_id=item_id, first_cents=STARTING_CENTS, step_cents=STEP_CENTS, key_prefix=str(new_id())[:24])
