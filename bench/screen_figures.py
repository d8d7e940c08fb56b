"""From the moment a bid is due to the slowest of many screens, against the bare limit, in turns."""

from dataclasses import dataclass
from statistics import median

from bench.checks import RunBroken
from bench.client import measure_screens
from bench.figure import Figure
from bench.house import CALLERS, House
from bench.program import cpu_s
from bench.room_loads import ScreenLoad, ScreenResult
from bench.shared_floors import LEAST_OF_REFERENCE

RATE = 20.0
WARM_BIDS = 10
REFUSED_AT_MOST = 0.3
"""Of the accepted. On a busy machine bids overtake each other on their connections, and the lower one is refused."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many watch, and how often the limit's time the app may take for them."""

    screens: int
    bar: float
    stretch: float


class ScreenFigures:
    what = "bid"

    def __init__(self, house: House, crowd: Crowd) -> None:
        self._house = house
        self._cloud = house.cloud
        self._crowd = crowd
        self._app: list[ScreenResult] = []
        self._limit: list[ScreenResult] = []
        self._reference_p99_ms: list[float] = []
        self._cpu_s = 0.0
        self._limit_cpu_s = 0.0

    async def run_round(self, number: int) -> None:
        runs = [self._run_limit, self._run_app, self._run_reference]
        for run in runs if number % 2 == 0 else reversed(runs):
            await run()

    async def _run_app(self) -> None:
        item_id = self._house.next_item()
        seats = await self._house.negotiated_seats(self._crowd.screens)
        before = cpu_s(self._cloud.app_pids)
        result = await measure_screens(self._load(self._house.stage(self._cloud.api_port, item_id, seats, CALLERS)))
        self._cpu_s += cpu_s(self._cloud.app_pids) - before
        await self._house.check_app(item_id, result)
        self._app.append(_with_few_refusals(result))

    async def _run_limit(self) -> None:
        item_id = await self._house.bare_item()
        seats = self._house.open_seats(self._cloud.limit_port, self._crowd.screens)
        before = cpu_s(self._cloud.limit_pids)
        result = await measure_screens(self._load(self._house.stage(self._cloud.limit_port, item_id, seats, CALLERS)))
        self._limit_cpu_s += cpu_s(self._cloud.limit_pids) - before
        await self._house.check_bare(item_id, result)
        self._limit.append(_with_few_refusals(result))

    async def _run_reference(self) -> None:
        if self._cloud.shared_limit is not None:
            self._reference_p99_ms.append(
                await self._cloud.shared_limit.slowest_p99_ms(
                    self._crowd.screens, RATE, self._house.schedule.screen_seconds
                )
            )

    def _load(self, stage: dict[str, object]) -> ScreenLoad:
        bids_count = max(1, round(RATE * self._house.schedule.screen_seconds))
        return ScreenLoad.model_validate(stage | {"rate": RATE, "warm_bids": WARM_BIDS, "bids_count": bids_count})

    def figures(self) -> list[Figure]:
        ours = [result.slowest_p99_ms for result in self._limit]
        references = self._reference_p99_ms
        is_checked = bool(references) and median(references) >= LEAST_OF_REFERENCE * median(ours)
        return [
            Figure(
                f"{self.what}_to_slowest_of_{self._crowd.screens}_screens_p99", "ms",
                [result.slowest_p99_ms for result in self._app], "bare limit", ours, self._crowd.bar, "lower",
                sum(result.deliveries for result in self._app), self._cpu_s, floor_checked=is_checked,
                details={
                    "stretch": self._crowd.stretch,
                    "units": self._house.units,
                    "p50_ms": median(result.slowest_p50_ms for result in self._app),
                    "floor_p50_ms": median(result.slowest_p50_ms for result in self._limit),
                    "http_p99_ms": [result.http_p99_ms for result in self._app],
                    "frames": sum(result.frames for result in self._app),
                    "floor_cpu_s": round(self._limit_cpu_s, 2),
                    "reference_runs": references,
                },
            )
        ]  # fmt: skip


def _with_few_refusals(result: ScreenResult) -> ScreenResult:
    if result.refused > REFUSED_AT_MOST * result.accepted:
        raise RunBroken(f"too many refusals: {result.refused} beside {result.accepted}")
    return result
