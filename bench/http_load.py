"""The closed loop: callers that send again as soon as they are answered."""

import asyncio
import time
from collections import Counter

from bench.http_client import HttpConnection, Requests, connect
from bench.loads import HttpLoad, HttpResult


class ClosedLoop:
    def __init__(self, load: HttpLoad) -> None:
        self._load = load
        self._requests = Requests(load.method, load.path, load.tokens, load.bids)
        self._sent = 0
        self._in_flight = 0
        self._answers: Counter[int] = Counter()
        self._good_in_time = 0
        self._latencies_s: list[float] = []
        self._bytes = 0
        self._measure_from = 0.0
        self._until = 0.0
        self._out_of_tokens_at: float | None = None
        self._done = asyncio.Event()

    async def run(self) -> HttpResult:
        connections = [await connect(self._load.port) for _ in range(self._load.callers)]
        self._measure_from = time.perf_counter() + self._load.warm_s
        self._until = self._measure_from + self._load.seconds
        self._in_flight = len(connections)
        for connection in connections:
            self._next(connection)
        async with asyncio.timeout(self._load.warm_s + self._load.seconds + 20):
            await self._done.wait()
        for connection in connections:
            connection.close()
        end = min(self._out_of_tokens_at or self._until, self._until)
        seconds = end - self._measure_from
        if seconds <= 0 or not self._latencies_s:
            raise RuntimeError(f"nothing was measured: {dict(self._answers)}")
        latencies = sorted(self._latencies_s)
        return HttpResult(
            per_s=self._good_in_time / seconds,
            answers=dict(self._answers),
            p50_ms=percentile_ms(latencies, 0.5),
            p99_ms=percentile_ms(latencies, 0.99),
            seconds=seconds,
            bytes_each=self._bytes // max(1, sum(self._answers.values())),
            client_cpu_s=time.process_time(),
        )

    def _next(self, connection: HttpConnection) -> None:
        sent_at = time.perf_counter()
        if self._load.single_use and self._sent >= len(self._load.tokens) and self._out_of_tokens_at is None:
            self._out_of_tokens_at = sent_at
        if sent_at >= self._until or self._out_of_tokens_at is not None:
            self._in_flight -= 1
            if self._in_flight == 0:
                self._done.set()
            return

        def answered(status: int, length: int) -> None:
            now = time.perf_counter()
            self._answers[status] += 1
            self._bytes += length
            if self._measure_from <= now < self._until and self._out_of_tokens_at is None:
                self._latencies_s.append(now - sent_at)
                self._good_in_time += 200 <= status < 300
            self._next(connection)

        connection.send(self._requests.request(self._sent), answered)
        self._sent += 1


def percentile_ms(ascending_s: list[float], share: float) -> float:
    return round(ascending_s[min(len(ascending_s) - 1, int(len(ascending_s) * share))] * 1000, 3)
