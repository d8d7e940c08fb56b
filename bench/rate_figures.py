"""The highest rate of bids that the slowest of 500 screens still hears of in time, against a plain build of the same job, in turns."""

from uuid import UUID

from bench.checks import RunBroken
from bench.client import measure_highest_rate
from bench.figure import Figure
from bench.house import House
from bench.program import cpu_s
from bench.room_loads import RateLoad, RateResult, Seat, Trial
from bench.shared_floors import LEAST_OF_REFERENCE

CALLERS = 64
LIMIT_MS = 500.0
BAR, STRETCH = 10.0, 20.0
PLAIN_START, PLAIN_MOST = 15.0, 240.0
APP_START, APP_MOST = 200.0, 3_200.0
NEAR_ENOUGH = 1.25
MOST_TRIALS = 7


class RateFigures:
    def __init__(self, house: House, screens: int) -> None:
        self._house = house
        self._cloud = house.cloud
        self._screens = screens
        self._app: list[RateResult] = []
        self._plain: list[RateResult] = []
        self._reference_holds: list[tuple[float, float]] = []
        """What the reference was offered, and its p99."""
        self._cpu_s = 0.0

    async def run_round(self, number: int) -> None:
        runs = [self._run_plain, self._run_app]
        for run in runs if number % 2 == 0 else reversed(runs):
            await run()
        await self._run_reference()

    async def _run_app(self) -> None:
        item_id = self._house.next_item()
        seats = await self._house.negotiated_seats(self._screens)
        before = cpu_s(self._cloud.app_pids)
        result = await measure_highest_rate(
            self._load(self._cloud.api_port, item_id, seats, start=APP_START, most=APP_MOST)
        )
        self._cpu_s += cpu_s(self._cloud.app_pids) - before
        await self._house.check_app(item_id, result)
        self._app.append(_that_held(result))

    async def _run_plain(self) -> None:
        item_id = await self._house.bare_item()
        seats = self._house.open_seats(self._cloud.plain_port, self._screens)
        result = await measure_highest_rate(
            self._load(self._cloud.plain_port, item_id, seats, start=PLAIN_START, most=PLAIN_MOST)
        )
        await self._house.check_bare(item_id, result, in_order=False)
        self._plain.append(_that_held(result))

    async def _run_reference(self) -> None:
        """Just above what our plain build would need to hold to be too slow a floor: there the reference must fail."""
        if self._cloud.shared_plain is not None:
            rate = round(self._plain[-1].held_per_s / LEAST_OF_REFERENCE, 1)
            p99_ms = await self._cloud.shared_plain.slowest_p99_ms(
                self._screens, rate, self._house.schedule.trial_seconds
            )
            self._reference_holds.append((rate, p99_ms))

    def _load(self, port: int, item_id: UUID, seats: list[Seat], *, start: float, most: float) -> RateLoad:
        stage = self._house.stage(port, item_id, seats, CALLERS)
        return RateLoad.model_validate(
            stage
            | {
                "start_rate": start,
                "most_rate": most,
                "step_s": self._house.schedule.trial_seconds,
                "limit_ms": LIMIT_MS,
                "near_enough": NEAR_ENOUGH,
                "most_trials": MOST_TRIALS,
            }
        )

    def figures(self) -> list[Figure]:
        ours = [result.held_per_s for result in self._app]
        floors = [result.held_per_s for result in self._plain]
        failures = [p99_ms >= LIMIT_MS for _, p99_ms in self._reference_holds]
        return [
            Figure(
                f"bids_per_s_to_{self._screens}_screens_within_500_ms", "accepted bids/s", ours, "plain build", floors,
                BAR, "higher", sum(result.deliveries for result in self._app), self._cpu_s,
                floor_checked=2 * sum(failures) > len(failures),
                details={
                    "stretch": STRETCH,
                    "units": self._house.units,
                    "ratios": [round(value / floor, 1) for value, floor in zip(ours, floors, strict=True)],
                    "least_ratio": round(min(ours) / max(floors), 1),
                    "p99_ms": [_best(result).p99_ms for result in self._app],
                    "floor_p99_ms": [_best(result).p99_ms for result in self._plain],
                    "trials": [[(trial.offered, trial.p99_ms) for trial in result.trials] for result in self._app],
                    "floor_trials": [[(trial.offered, trial.p99_ms) for trial in r.trials] for r in self._plain],
                    "reference_p99_ms_at": self._reference_holds,
                    "frames": sum(result.frames for result in self._app),
                },
            )
        ]  # fmt: skip


def _best(result: RateResult) -> Trial:
    return max((trial for trial in result.trials if trial.held), key=lambda trial: trial.accepted_per_s)


def _that_held(result: RateResult) -> RateResult:
    if result.held_per_s == 0:
        raise RunBroken(f"no rate held: {result.trials}")
    return result
