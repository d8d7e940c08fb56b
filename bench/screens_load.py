"""The open loop: bids that are due at fixed times, and screens that wait to see them."""

import asyncio
import time
from collections import Counter

from bench.http_client import HttpConnection, Requests, connect
from bench.http_load import percentile_ms
from bench.loads import ScreenLoad, ScreenResult
from bench.screen import PriceReader, Screen

JOIN_TIMEOUT_S = 20.0


class OpenLoop:
    """Times each bid from when it was due, so that a slow answer cannot hide the wait of the bids behind it."""

    def __init__(self, load: ScreenLoad) -> None:
        self._load = load
        self._requests = Requests("POST", "/api/v1/bids", load.tokens, load.bids)
        self._total = load.warm_bids + load.bids_count
        self._due_at = [0.0] * self._total
        self._status = [0] * self._total
        self._answered_after_s: list[float] = []
        self._screens_that_show = [0] * self._total
        self._slowest_s = [0.0] * self._total
        self._all_seen = asyncio.Event()
        self._idle: asyncio.Queue[HttpConnection] = asyncio.Queue()
        self._amounts = [self._requests.amount_cents(k) for k in range(self._total)]

    def _seen(self, k: int, at: float) -> None:
        self._screens_that_show[k] += 1
        self._slowest_s[k] = at - self._due_at[k]
        if k == self._total - 1 and self._screens_that_show[k] == len(self._load.seats):
            self._all_seen.set()

    async def run(self) -> ScreenResult:
        reader = PriceReader(self._load.bids.item_id)
        screens = [Screen(seat, reader, self._amounts, self._seen) for seat in self._load.seats]
        for screen in screens:
            await screen.open()
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            await asyncio.gather(*(screen.joined for screen in screens))
        for _ in range(self._load.callers):
            self._idle.put_nowait(await connect(self._load.port))
        await self._bid_at_the_rate()
        try:
            async with asyncio.timeout(self._load.patience_s):
                await self._all_seen.wait()
        except TimeoutError:
            pass  # the result says what is missing
        result = self._result(screens)
        for screen in screens:
            screen.close()
        while not self._idle.empty():
            self._idle.get_nowait().close()
        return result

    async def _bid_at_the_rate(self) -> None:
        start = time.perf_counter() + 0.05
        async with asyncio.TaskGroup() as bidding:
            for k in range(self._total):
                due_at = start + k / self._load.rate
                await asyncio.sleep(max(0.0, due_at - time.perf_counter()))
                self._due_at[k] = due_at
                bidding.create_task(self._bid(k))

    async def _bid(self, k: int) -> None:
        connection = await self._idle.get()
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        connection.send(self._requests.request(k), lambda status, _: answer.set_result(status))
        self._status[k] = await answer
        if k >= self._load.warm_bids:
            self._answered_after_s.append(time.perf_counter() - self._due_at[k])
        self._idle.put_nowait(connection)

    def _result(self, screens: list[Screen]) -> ScreenResult:
        seats = len(screens)
        measured = range(self._load.warm_bids, self._total)
        accepted = [k for k in measured if self._status[k] == 201]
        shown = sorted(self._slowest_s[k] for k in accepted if self._screens_that_show[k] == seats)
        if not shown:
            raise RuntimeError(f"no bid reached all {seats} screens; statuses: {dict(Counter(self._status))}")
        return ScreenResult(
            slowest_p50_ms=percentile_ms(shown, 0.5),
            slowest_p99_ms=percentile_ms(shown, 0.99),
            slowest_max_ms=percentile_ms(shown, 1.0),
            http_p99_ms=percentile_ms(sorted(self._answered_after_s), 0.99),
            accepted=self._status.count(201),
            refused=self._total - self._status.count(201),
            deliveries=sum(self._screens_that_show[k] for k in accepted),
            frames=sum(screen.frames for screen in screens),
            missing=sum(seats - self._screens_that_show[k] for k in accepted),
            falls=sum(screen.falls for screen in screens),
            client_cpu_s=time.process_time(),
        )
