"""The bid path alone, through the batcher and without HTTP, against what PostgreSQL is otherwise used with; all in turns."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.bid_checks import Before, before_run, check_run
from bench.bid_crowd import CrowdRun, run_alone, run_crowd
from bench.bid_floors import BidFloors
from bench.bid_loads import AloneLoad, CrowdLoad, Side, Way
from bench.bid_server_time import ServerTime
from bench.bid_world import BidWorld
from bench.checks import check_invariants
from bench.figure import Figure
from bench.schedule import Schedule
from bench.shared_floors import LEAST_OF_REFERENCE
from shared.settings import Settings

PROCESSES = 2
HOT_BIDDERS = 64
SPREAD_BIDDERS, SPREAD_ITEMS = 32, 200
LATENCY_BAR_MS = 25.0
LANES: int = Settings.model_fields["bid_lanes"].default


@dataclass
class Crowds:
    """The runs of one crowd."""

    runs: list[CrowdRun] = field(default_factory=list)

    @property
    def per_s(self) -> list[float]:
        return [run.accepted_per_s for run in self.runs]

    @property
    def p99_ms(self) -> list[float]:
        return [percentile_ms(run.latencies_us, 0.99) for run in self.runs]

    @property
    def n(self) -> int:
        return sum(len(run.latencies_us) for run in self.runs)

    @property
    def cpu_s(self) -> float:
        return sum(run.cpu_s for run in self.runs)

    def details(self) -> dict[str, object]:
        refused = sum(count for run in self.runs for code, count in run.answers.items() if code != "accepted")
        return {
            "p50_ms": [percentile_ms(run.latencies_us, 0.5) for run in self.runs],
            "p99_ms": self.p99_ms,
            "refused": refused,
        }


@dataclass
class Alones:
    """The runs of one bidder alone, and of what took turns with them."""

    ours: list[list[int]] = field(default_factory=list)
    others: list[list[int]] = field(default_factory=list)
    cpu_s: float = 0.0

    @property
    def n(self) -> int:
        return sum(map(len, self.ours))

    def details(self) -> dict[str, object]:
        return {
            "p99_ms": [percentile_ms(run, 0.99) for run in self.ours],
            "floor_p99_ms": [percentile_ms(run, 0.99) for run in self.others],
        }


class BidFigures:
    def __init__(self, world: BidWorld, schedule: Schedule, folder: Path, for_a_p99: int) -> None:
        """`for_a_p99`: so many answers at least."""
        self._world = world
        self._schedule = schedule
        self._for_a_p99 = for_a_p99
        self._floors = BidFloors(world, schedule, folder)
        self._server = ServerTime(world.used)
        self._hot, self._spread, self._textbook = Crowds(), Crowds(), Crowds()
        self._alone, self._many = Alones(), Alones()

    async def run_round(self, number: int) -> None:
        """All in turns, and backwards every second time, so that a machine that slows down slows all of them."""
        runs: list[Callable[[], Coroutine[None, None, None]]] = [
            self._floors.run_textbook_reference, self._run_textbook, self._run_hot, self._run_alone, self._floors.run_psql,
            self._server.run, self._run_spread, self._floors.run_updates, self._floors.run_updates_reference, self._run_many,
        ]  # fmt: skip
        for run in runs if number % 2 == 0 else reversed(runs):
            await run()

    async def check(self) -> None:
        for place in (self._world.used, self._world.empty, self._world.big):
            await check_invariants(place.owner)

    async def _run_hot(self) -> None:
        await self._run_crowd(self._hot, "batcher", await self._world.used.side(1), HOT_BIDDERS)

    async def _run_textbook(self) -> None:
        """As the owner, who needs no word about the tenant at the start of every transaction."""
        await self._run_crowd(self._textbook, "textbook", await self._world.used.side(1, as_owner=True), HOT_BIDDERS)

    async def _run_spread(self) -> None:
        await self._run_crowd(self._spread, "batcher", await self._world.used.side(SPREAD_ITEMS), SPREAD_BIDDERS)

    async def _run_crowd(self, crowds: Crowds, way: Way, side: Side, bidders: int) -> None:
        each = bidders // PROCESSES
        loads = [
            CrowdLoad(
                way=way, side=side, first_bidder=number * each, callers=each, lanes=LANES,
                warm_s=self._schedule.warm_s, seconds=self._schedule.seconds,
                at_least=self._for_a_p99 // PROCESSES if way == "batcher" else 0,
            )
            for number in range(PROCESSES)
        ]  # fmt: skip
        run = await run_crowd(loads, self._world.pg_pids)
        await check_run(
            self._world.used.owner,
            Before(side.item_ids),
            run.answers,
            run.accepted_keys,
            keeps_refusals=way == "batcher",
        )
        crowds.runs.append(run)

    async def _run_alone(self) -> None:
        side = await self._world.used.side(1)
        result, cpu_s = await run_alone(self._alone_load(side, None), self._world.pg_pids)
        await check_run(self._world.used.owner, Before(side.item_ids), result.answers, result.accepted_keys)
        self._add(self._alone, result.latencies_us, result.other_latencies_us, cpu_s)

    async def _run_many(self) -> None:
        """The big database beside one with a few thousand at the end."""
        big, empty = self._world.big, self._world.empty
        big_side, empty_side = big.side_of(big.item_ids), await empty.side(SPREAD_ITEMS)
        before = await before_run(big.owner, big.item_ids)
        result, cpu_s = await run_alone(self._alone_load(big_side, empty_side), self._world.pg_pids)
        await check_run(big.owner, before, result.answers, result.accepted_keys)
        await check_run(empty.owner, Before(empty_side.item_ids), result.other_answers, result.other_accepted_keys)
        self._add(self._many, result.latencies_us, result.other_latencies_us, cpu_s)

    def _alone_load(self, side: Side, other: Side | None) -> AloneLoad:
        return AloneLoad(
            side=side,
            other=other,
            lanes=LANES,
            warm_s=self._schedule.warm_s,
            seconds=2 * self._schedule.seconds,
            at_least=self._for_a_p99,
        )

    @staticmethod
    def _add(alones: Alones, ours: list[int], others: list[int], cpu_s: float) -> None:
        alones.ours.append(ours)
        alones.others.append(others)
        alones.cpu_s += cpu_s

    def figures(self) -> list[Figure]:
        return [
            self._hot_rate(),
            self._spread_rate(),
            self._alone_p50(),
            *self._hot_p99(),
            self._server.figure(),
            self._many_p50(),
        ]

    def _hot_rate(self) -> Figure:
        return Figure(
            "bid_path_hot_item_64_bidders", "accepted bids/s", self._hot.per_s, "textbook transaction", self._textbook.per_s, 12, "higher",
            self._hot.n, self._hot.cpu_s, floor_checked=self._floors.is_textbook_checked(self._textbook.per_s),
            details={
                "stretch": 20, **self._hot.details(), "floor_refused": self._textbook.details()["refused"],
                "reference_runs": self._floors.textbook_reference,
            },
        )  # fmt: skip

    def _spread_rate(self) -> Figure:
        updates = self._floors.updates_per_s
        return Figure(
            "bid_path_200_items_32_bidders", "accepted bids/s", self._spread.per_s, self._floors.updates_by, updates, 0.4, "higher",
            self._spread.n, self._spread.cpu_s, floor_checked=self._floors.is_update_checked,
            details={"stretch": 0.8, **self._spread.details(), "reference_runs": self._floors.updates_reference},
        )  # fmt: skip

    def _alone_p50(self) -> Figure:
        ours, bare = (_p50_ms(runs) for runs in (self._alone.ours, self._alone.others))
        return Figure(
            "bid_path_one_bidder_p50", "ms", ours, "one bare call of the function", bare, 1.15, "lower", self._alone.n, self._alone.cpu_s,
            floor_checked=self._floors.is_call_checked(bare),
            details={"stretch": 1.1, **self._alone.details(), "psql_p50_ms": self._floors.psql_ms},
        )  # fmt: skip

    def _hot_p99(self) -> list[Figure]:
        alone = self._alone_p50()
        against_alone = Figure(
            "bid_path_hot_item_64_bidders_p99", "ms", self._hot.p99_ms, "one bidder alone, p50", alone.values, 10, "lower", self._hot.n,
            self._hot.cpu_s, floor_checked=alone.floor_checked and bool(alone.met), details={"stretch": 5},
        )  # fmt: skip
        in_ms = Figure(
            "bid_path_hot_item_64_bidders_p99_ms", "ms", self._hot.p99_ms, "25 ms", [LATENCY_BAR_MS], 1, "lower", self._hot.n,
            self._hot.cpu_s, floor_checked=True, details={"stretch": 0.4},
        )  # fmt: skip
        return [against_alone, in_ms]

    def _many_p50(self) -> Figure:
        big, empty = (_p50_ms(runs) for runs in (self._many.ours, self._many.others))
        alone = median(_p50_ms(self._alone.ours))
        return Figure(
            f"bid_path_with_{self._world.bids_before}_bids_p50", "ms", big, "empty tables", empty, 1.2, "lower", self._many.n, self._many.cpu_s,
            floor_checked=median(empty) <= alone / LEAST_OF_REFERENCE,
            details={
                "stretch": 1.1, **self._many.details(),
                "items": len(self._world.big.item_ids),
            },
        )  # fmt: skip


def percentile_ms(ascending_us: Sequence[int], share: float) -> float:
    return round(ascending_us[min(len(ascending_us) - 1, int(len(ascending_us) * share))] / 1000, 3)


def _p50_ms(runs: Sequence[Sequence[int]]) -> list[float]:
    return [percentile_ms(run, 0.5) for run in runs]
