"""`make bench`: how fast Augeo is, each figure against a floor of the same run, one line of JSON each. Ends with 1 when a run was not correct."""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Protocol

from bench.bid_figures import BidFigures
from bench.bid_world import running_bid_world
from bench.checks import RunBroken, check_invariants
from bench.cloud import running_cloud
from bench.databases import data_root
from bench.figure import Figure
from bench.hammer_figures import HammerFigures
from bench.house import House
from bench.http_figures import HttpFigures
from bench.rate_figures import RateFigures
from bench.reconnect_figures import ReconnectFigures
from bench.schedule import Schedule
from bench.screen_figures import Crowd, ScreenFigures

LONGEST_S = 780.0
"""Whatever hangs, `make bench` ends."""


class Group(Protocol):
    """Figures that are measured together, in turns."""

    async def run_round(self, number: int) -> None: ...
    def figures(self) -> list[Figure]: ...


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", choices=("bids", "http", "screens", "rate", "reconnect", "hammer"), help="one group of figures"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, in turns; medians are printed")
    parser.add_argument("--seconds", type=float, default=2.5, help="of each closed loop")
    parser.add_argument("--warm-seconds", type=float, default=0.5, help="before each closed loop")
    parser.add_argument("--big-bids", type=int, default=1_000_000, help="in the database that has seen many galas")
    parser.add_argument("--answers", type=int, default=2_000, help="at least so many for each p99 of the bid path")
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--crowd", type=int, default=500, help="screens of a large room")
    parser.add_argument("--clients", type=int, default=1000, help="who come back at once")
    parser.add_argument("--return-seconds", type=float, default=5.0, help="within which they do")
    parser.add_argument("--screen-seconds", type=float, default=6.0, help="of each open loop")
    parser.add_argument("--trial-seconds", type=float, default=2.5, help="of each rate in the search for the highest")
    parser.add_argument(
        "--units", type=int, default=10, help="Web PubSub units that are assumed (AUGEO_WEBPUBSUB_UNITS)"
    )
    return parser.parse_args()


async def _bench(arguments: argparse.Namespace) -> None:
    schedule = Schedule(
        rounds=arguments.rounds, seconds=arguments.seconds, warm_s=arguments.warm_seconds,
        screens=arguments.screens, screen_seconds=arguments.screen_seconds, trial_seconds=arguments.trial_seconds,
        crowd=arguments.crowd, clients=arguments.clients, return_seconds=arguments.return_seconds,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bench-", dir=data_root()) as folder:
        if arguments.only in (None, "bids"):
            await _bench_bids(Path(folder, "bids"), schedule, arguments)
        if arguments.only != "bids":
            await _bench_cloud(Path(folder, "cloud"), schedule, arguments)


async def _bench_bids(folder: Path, schedule: Schedule, arguments: argparse.Namespace) -> None:
    """On a database of its own, with nothing else running."""
    async with running_bid_world(folder, arguments.big_bids) as world:
        group = BidFigures(world, schedule, folder, arguments.answers)
        for number in range(schedule.rounds):
            await group.run_round(number)
        await group.check()
        for figure in group.figures():
            print(figure.line(), flush=True)


async def _bench_cloud(folder: Path, schedule: Schedule, arguments: argparse.Namespace) -> None:
    async with running_cloud(folder, arguments.units) as cloud:
        house = House(cloud, schedule, arguments.units)
        groups: list[Group] = []
        if arguments.only in (None, "http"):
            groups.append(HttpFigures(cloud, schedule))
        if arguments.only in (None, "screens"):
            groups.append(ScreenFigures(house, Crowd(schedule.screens, bar=4.0, stretch=4.0)))
            groups.append(ScreenFigures(house, Crowd(schedule.crowd, bar=3.0, stretch=2.0)))
        if arguments.only in (None, "rate"):
            groups.append(RateFigures(house, schedule.crowd))
        if arguments.only in (None, "reconnect"):
            groups.append(ReconnectFigures(house, schedule.clients))
        if arguments.only in (None, "hammer"):  # last: its lots are items that the other figures do not expect
            groups.append(HammerFigures(house, Crowd(schedule.crowd, bar=3.0, stretch=2.0)))
        for group in groups:
            for number in range(schedule.rounds):
                await group.run_round(number)
            await check_invariants(cloud.owner)
            for figure in group.figures():
                print(figure.line(), flush=True)
        said = Counter(str(record.get("event")) for record in cloud.host_log())
        if said:
            print(f"the app's host warned: {dict(said)}", file=sys.stderr)


async def _within_time(arguments: argparse.Namespace) -> int:
    try:
        async with asyncio.timeout(LONGEST_S):
            await _bench(arguments)
    except RunBroken as error:
        print(f"not correct, so not measured: {error}", file=sys.stderr)
        return 1
    except TimeoutError as error:
        print(f"a part did not answer, or all took longer than {LONGEST_S:.0f} s: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_within_time(_arguments())))
