"""From the moment a bid is due to the slowest of many screens, against the bare limit, in turns."""

import asyncio
from statistics import median
from urllib.parse import quote, urlsplit

import aiohttp

from bench.checks import CREATED, RunBroken, check_bids
from bench.client import measure_screens
from bench.cloud import Cloud
from bench.figure import Figure
from bench.http_figures import new_bids
from bench.loads import ScreenLoad, ScreenResult, Seat
from bench.program import cpu_s
from bench.schedule import Schedule
from bench.shared_floors import LEAST_OF_REFERENCE
from onebox.seed.people import DemoGuest

RATE = 20.0
BIDDERS = 32
CALLERS = 8
WARM_BIDS = 10
BAR = 4.0
NEGOTIATIONS_AT_ONCE = 16


class ScreenFigures:
    def __init__(self, cloud: Cloud, schedule: Schedule, units: int) -> None:
        self._cloud = cloud
        self._schedule = schedule
        self._units = units
        self._tokens = [cloud.gala.issue(guest) for guest in cloud.gala.guests[:BIDDERS]]
        self._items = reversed(cloud.gala.item_ids)
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
        item_id = next(self._items)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{self._cloud.api_port}") as session:
            gate = asyncio.Semaphore(NEGOTIATIONS_AT_ONCE)
            guests = self._cloud.gala.guests[: self._schedule.screens]
            seats = await asyncio.gather(*(self._negotiate(session, gate, guest) for guest in guests))
        before = cpu_s(self._cloud.app_pids)
        result = await measure_screens(self._load(self._cloud.api_port, str(item_id), seats))
        self._cpu_s += cpu_s(self._cloud.app_pids) - before
        _refuse_broken(result)
        await check_bids(self._cloud.owner, item_id, {CREATED: result.accepted, 409: result.refused})
        self._app.append(result)

    async def _negotiate(self, session: aiohttp.ClientSession, gate: asyncio.Semaphore, guest: DemoGuest) -> Seat:
        headers = {"Authorization": f"Bearer {self._cloud.gala.issue(guest)}"}
        async with gate, session.post("/api/v1/realtime/negotiate", headers=headers) as answer:
            if answer.status != 200:
                raise RunBroken(f"negotiate answered {answer.status}: {await answer.text()}")
            body = await answer.json()
        port = urlsplit(body["endpoint"]).port
        assert port is not None, "the emulator's address has a port"
        query = f"EIO=4&transport=websocket&access_token={quote(body['access_token'])}"
        return Seat(port=port, target=f"{body['path'].rstrip('/')}/?{query}", ticket=body["ticket"])

    async def _run_limit(self) -> None:
        item_id = next(self._items)
        await self._cloud.owner.execute(
            "INSERT INTO bare.items (id, price_cents, step_cents) VALUES ($1, 0, 100)", item_id
        )
        target = "/socket.io/?EIO=4&transport=websocket"
        seats = [Seat(port=self._cloud.limit_port, target=target) for _ in range(self._schedule.screens)]
        before = cpu_s(self._cloud.limit_pids)
        result = await measure_screens(self._load(self._cloud.limit_port, str(item_id), seats))
        self._limit_cpu_s += cpu_s(self._cloud.limit_pids) - before
        _refuse_broken(result)
        rows = await self._cloud.owner.fetchval("SELECT count(*) FROM bare.bids WHERE item_id = $1", item_id)
        if rows != result.accepted:
            raise RunBroken(f"the bare limit accepted {result.accepted} bids and stored {rows}")
        self._limit.append(result)

    async def _run_reference(self) -> None:
        if self._cloud.shared_limit is not None:
            self._reference_p99_ms.append(
                await self._cloud.shared_limit.slowest_p99_ms(
                    self._schedule.screens, RATE, self._schedule.screen_seconds
                )
            )

    def _load(self, port: int, item_id: str, seats: list[Seat]) -> ScreenLoad:
        return ScreenLoad(
            port=port, tokens=self._tokens, callers=CALLERS, rate=RATE, warm_bids=WARM_BIDS,
            bids_count=max(1, round(RATE * self._schedule.screen_seconds)), bids=new_bids(item_id), seats=seats,
        )  # fmt: skip

    def figures(self) -> list[Figure]:
        ours = [result.slowest_p99_ms for result in self._limit]
        is_checked = bool(self._reference_p99_ms) and median(self._reference_p99_ms) >= LEAST_OF_REFERENCE * median(
            ours
        )
        return [
            Figure(
                f"bid_to_slowest_of_{self._schedule.screens}_screens_p99", "ms",
                [result.slowest_p99_ms for result in self._app], "bare limit", ours, BAR, "lower",
                sum(result.deliveries for result in self._app), self._cpu_s, floor_checked=is_checked,
                details={
                    "units": self._units,
                    "p50_ms": median(result.slowest_p50_ms for result in self._app),
                    "floor_p50_ms": median(result.slowest_p50_ms for result in self._limit),
                    "http_p99_ms": [result.http_p99_ms for result in self._app],
                    "frames": sum(result.frames for result in self._app),
                    "floor_cpu_s": round(self._limit_cpu_s, 2),
                    "reference_runs": self._reference_p99_ms,
                },
            )
        ]  # fmt: skip


def _refuse_broken(result: ScreenResult) -> None:
    if result.missing or result.falls:
        raise RunBroken(f"{result.missing} deliveries are missing, {result.falls} frames showed a lower price")
    if result.refused > 0.3 * result.accepted:
        raise RunBroken(f"too many refusals: {result.refused} beside {result.accepted}")
