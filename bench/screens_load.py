"""The open loop: bids that are due at fixed times, and screens that wait to see them."""

import asyncio
import contextlib
import math
import time
from collections import Counter
from collections.abc import Sequence

from bench.http_client import HttpConnection, Requests, SaleRequests, connect
from bench.http_load import percentile_ms
from bench.room_loads import HammerLoad, RateLoad, RateResult, ScreenLoad, ScreenResult, Shows, Stage, Trial
from bench.screen import FrameReader, Screen, SoldReader

JOIN_TIMEOUT_S = 20.0
CREATED, CONFLICT = 201, 409
ACCEPTED_AT_LEAST = 0.7
"""Of the bids of a trial. At a high rate bids overtake each other on their connections, and the lower one is refused; only accepted ones count."""


class Auditorium:
    """Connected screens and callers. Times each bid from when it was due, so that a slow answer cannot hide the wait of the bids behind it."""

    def __init__(
        self, stage: Stage, requests: Requests | SaleRequests | None = None, reader: FrameReader | None = None
    ) -> None:
        self._stage = stage
        self._requests = requests or Requests("POST", "/api/v1/bids", stage.tokens, stage.bids)
        self._idle: asyncio.Queue[HttpConnection] = asyncio.Queue()
        self._amounts: list[int] = []
        self._due_at: list[float] = []
        self._status: list[int] = []
        self._answered_after_s: list[float] = []
        self._screens_that_show: list[int] = []
        self._slowest_s: list[float] = []
        self._shown_by_all = asyncio.Event()
        watched = reader or FrameReader(stage.bids.item_id)
        self._screens = [Screen(seat, watched, self._amounts, self._seen) for seat in stage.seats]

    async def open(self) -> None:
        for screen in self._screens:
            await screen.open()
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            await asyncio.gather(*(screen.joined for screen in self._screens))
        for _ in range(self._stage.callers):
            self._idle.put_nowait(await connect(self._stage.port))

    def close(self) -> None:
        for screen in self._screens:
            screen.close()
        while not self._idle.empty():
            self._idle.get_nowait().close()

    async def offer(self, rate: float, count: int) -> range:
        """`count` bids at the rate, until all are answered and shown or patience ends."""
        first = len(self._amounts)
        offered = range(first, first + count)
        self._amounts += [self._requests.amount_cents(k) for k in offered]
        for column in (self._due_at, self._answered_after_s, self._slowest_s):
            column += [0.0] * count
        for numbers in (self._status, self._screens_that_show):
            numbers += [0] * count
        start = time.perf_counter() + 0.05
        async with asyncio.timeout(count / rate + self._stage.patience_s), asyncio.TaskGroup() as bidding:
            for k in offered:
                self._due_at[k] = start + (k - first) / rate
                await asyncio.sleep(max(0.0, self._due_at[k] - time.perf_counter()))
                bidding.create_task(self._bid(k))
        with contextlib.suppress(TimeoutError):  # what is missing then, the result says
            async with asyncio.timeout(self._stage.patience_s):
                while self.missing(offered):
                    self._shown_by_all.clear()
                    await self._shown_by_all.wait()
        return offered

    async def _bid(self, k: int) -> None:
        connection = await self._idle.get()
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.send(self._requests.request(k), lambda status, _: answer.set_result(status))
        self._status[k] = await answer
        self._answered_after_s[k] = time.perf_counter() - self._due_at[k]
        self._idle.put_nowait(connection)

    def _seen(self, k: int, at: float) -> None:
        self._screens_that_show[k] += 1
        self._slowest_s[k] = at - self._due_at[k]
        if self._screens_that_show[k] == len(self._screens):
            self._shown_by_all.set()

    def accepted(self, bids: Sequence[int]) -> list[int]:
        return [k for k in bids if self._status[k] == CREATED]

    def missing(self, bids: Sequence[int]) -> int:
        """Deliveries of accepted bids that have not come."""
        return sum(len(self._screens) - self._screens_that_show[k] for k in self.accepted(bids))

    def slowest_ms(self, bids: Sequence[int], share: float) -> float:
        """Of the accepted bids, to the slowest screen."""
        shown = sorted(self._slowest_s[k] for k in self.accepted(bids))
        if not shown:
            raise RuntimeError(f"no bid was accepted: {dict(Counter(self._status))}")
        return percentile_ms(shown, share)

    def answered_ms(self, bids: Sequence[int], share: float) -> float:
        return percentile_ms(sorted(self._answered_after_s[k] for k in bids), share)

    def shows(self, measured: Sequence[int]) -> Shows:
        """What was seen in all; `deliveries` of the measured bids only."""
        answers = Counter(self._status)
        versions = [screen.last.version for screen in self._screens]
        sums = [screen.last.items_version for screen in self._screens]
        return Shows(
            accepted=answers[CREATED],
            refused=answers[CONFLICT],
            others={status: n for status, n in answers.items() if status not in (CREATED, CONFLICT)},
            deliveries=sum(self._screens_that_show[k] for k in self.accepted(measured)),
            frames=sum(screen.frames for screen in self._screens),
            missing=self.missing(range(len(self._amounts))),
            falls=sum(screen.falls for screen in self._screens),
            repeats=sum(screen.repeats for screen in self._screens),
            last_versions=(min(versions), max(versions)),
            last_items_versions=(min(sums), max(sums)),
        )


async def measure_rate(load: ScreenLoad) -> ScreenResult:
    """One fixed rate."""
    return await _measure(Auditorium(load), load.rate, load.warm_bids, load.bids_count)


async def measure_hammer(load: HammerLoad) -> ScreenResult:
    """SOLDs at one fixed rate."""
    reader = SoldReader([sale.item_id for sale in load.sales])
    auditorium = Auditorium(load, SaleRequests(load.tokens[0], load.sales), reader)
    return await _measure(auditorium, load.rate, load.warm_bids, len(load.sales) - load.warm_bids)


async def _measure(auditorium: Auditorium, rate: float, warm: int, count: int) -> ScreenResult:
    await auditorium.open()
    try:
        await auditorium.offer(rate, warm)
        measured = await auditorium.offer(rate, count)
        return ScreenResult(
            **auditorium.shows(measured).model_dump(),
            slowest_p50_ms=auditorium.slowest_ms(measured, 0.5),
            slowest_p99_ms=auditorium.slowest_ms(measured, 0.99),
            http_p99_ms=auditorium.answered_ms(measured, 0.99),
            client_cpu_s=time.process_time(),
        )
    finally:
        auditorium.close()


async def search_rate(load: RateLoad) -> RateResult:
    """The highest rate that holds. What fails is waited for, so that each trial begins with nothing left to tell."""
    auditorium = Auditorium(load)
    await auditorium.open()
    try:
        warm = await auditorium.offer(load.start_rate, max(1, round(load.start_rate)))
        trials: list[Trial] = []
        held, failed, rate, last = 0.0, math.inf, load.start_rate, warm.stop
        while len(trials) < load.most_trials and failed > held * load.near_enough and held < load.most_rate:
            offered = await auditorium.offer(rate, max(1, round(rate * load.step_s)))
            last = offered.stop
            trials.append(_judge(auditorium, load, rate, offered))
            if auditorium.missing(offered):
                break
            held, failed = (rate, failed) if trials[-1].held else (held, rate)
            rate = next_rate(held, failed)
        return RateResult(
            **auditorium.shows(range(warm.stop, last)).model_dump(), trials=trials, client_cpu_s=time.process_time()
        )
    finally:
        auditorium.close()


def _judge(auditorium: Auditorium, load: RateLoad, rate: float, offered: range) -> Trial:
    accepted = len(auditorium.accepted(offered))
    p99_ms = auditorium.slowest_ms(offered, 0.99)
    return Trial(
        offered=round(rate, 1),
        accepted_per_s=round(rate * accepted / len(offered), 1),
        p50_ms=auditorium.slowest_ms(offered, 0.5),
        p99_ms=p99_ms,
        held=p99_ms < load.limit_ms
        and accepted >= ACCEPTED_AT_LEAST * len(offered)
        and not auditorium.missing(offered),
    )


def next_rate(held: float, failed: float) -> float:
    """Double until one fails, halve until one holds, then the middle of the two."""
    if math.isinf(failed):
        return 2 * held
    return failed / 2 if held == 0 else math.sqrt(held * failed)
