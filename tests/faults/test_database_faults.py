"""Faults of PostgreSQL under the bid path (F3-F6): each caller gets the truth, each key is one bid, and no restart is needed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from functions.bids.batcher import BidBatcher
from functions.bids.models import Judged
from onebox.services.ports import free_port
from onebox.services.postgres import Postgres
from shared.db.invariants import broken_invariants
from shared.db.migrate import migrate
from shared.db.pool import Connection
from shared.errors import DependencyDown
from shared.runtime import Services, use_services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.gala import make_gala, make_guest, make_item
from tests.factories.http import Answer, send
from tests.factories.locks import connections
from tests.factories.settings import make_settings

LANES = "application_name LIKE 'augeo bid lane%' AND datname = current_database()"


def make_batcher(url: str) -> BidBatcher:
    return BidBatcher(url, 1, lambda _org, _event, _items: None)


async def test_a_connection_killed_in_the_middle_of_a_batch_loses_and_doubles_no_bid(
    database: TestDatabase, owner: Connection
) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala)
    guests = [await make_guest(owner, gala) for _ in range(5)]
    lane = make_batcher(database.app_url)
    async with connections(database.url, 1) as [holder]:
        async with holder.transaction():
            await holder.execute("SELECT 1 FROM items FOR NO KEY UPDATE")
            bidding = [asyncio.create_task(lane.place(bid_of(one, item, 10_000))) for one in guests]
            killed = 0
            async with asyncio.timeout(10):
                while not killed:  # in the middle: it waits for the row
                    killed = await owner.fetchval(
                        f"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND {LANES}"  # noqa: S608
                    )
        answers = await asyncio.gather(*bidding)
    await lane.close()
    # the first leads with its maximum, the second ties, and for the rest the price has gone beyond theirs
    assert sorted(one.code for one in answers) == ["accepted", "accepted", "bid_too_low", "bid_too_low", "bid_too_low"]
    assert await owner.fetchval("SELECT count(*) FROM bids") == 2
    assert await owner.fetchval("SELECT count(*) FROM bid_attempts") == 3


class CuttingProxy:
    """Forwards to PostgreSQL. Armed, it drops the server's next answer and the connection: committed, but nobody heard."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname, parts.port)
        self._parts = parts
        self.is_armed = False
        self.cuts = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        login = self._parts.netloc.rpartition("@")[0]
        async with server:
            yield urlunsplit(self._parts._replace(netloc=f"{login}@127.0.0.1:{port}"))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(*self._address)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pass(reader, up_writer))
            both.create_task(self._pass(up_reader, writer, is_answer=True))

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_answer: bool = False
    ) -> None:
        try:
            while data := await source.read(65_536):
                if is_answer and self.is_armed:
                    self.is_armed = False
                    self.cuts += 1
                    break
                target.write(data)
                await target.drain()
        except ConnectionError:
            pass  # the other side left; so do we
        finally:
            target.close()


async def test_a_commit_whose_answer_was_lost_is_told_as_what_it_was(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    proxy = CuttingProxy(database.app_url)
    async with proxy.running() as url:
        lane = make_batcher(url)
        await lane.place(bid_of(ann, item, 10_000))
        proxy.is_armed = True
        judged = await lane.place(bid_of(bob, item, 20_000))
        await lane.close()
    assert proxy.cuts == 1
    assert (judged.code, judged.outcome, judged.is_replay) == ("accepted", "leading", True)
    assert await owner.fetchval("SELECT count(*) FROM bids") == 2


async def test_sessions_killed_again_and_again_lose_and_double_no_bid(
    database: TestDatabase, owner: Connection
) -> None:
    gala = await make_gala(owner)
    items = [await make_item(owner, gala) for _ in range(3)]
    guests = [await make_guest(owner, gala) for _ in range(4)]
    bids = [bid_of(guests[n % 4], items[n % 3], 10_000 + 1_000 * n) for n in range(120)]
    lane = make_batcher(database.app_url)
    answers: list[Judged] = []

    async def bidder(part: int) -> None:
        for bid in bids[part::4]:
            for _ in range(3):
                try:
                    answers.append(await lane.place(bid))
                    break
                except DependencyDown:
                    continue  # as a phone does: the same key again

    async def kill() -> None:
        while len(answers) < len(bids) * 0.9:
            await owner.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LANES}")  # noqa: S608
            seen = len(answers)
            while len(answers) < seen + 5 and len(answers) < len(bids) * 0.9:
                await owner.fetchval("SELECT 1")

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(kill())
        for part in range(4):
            group.create_task(bidder(part))
    await lane.close()
    assert len(answers) >= 0.95 * len(bids)
    stored = {row["key"] for row in await owner.fetch("SELECT key FROM bids UNION ALL SELECT key FROM bid_attempts")}
    assert stored == {bid.key for bid in bids}
    assert await owner.fetchval("SELECT count(*) FROM bids") == sum(one.code == "accepted" for one in answers)


@pytest.fixture
async def own_postgres(tmp_path: Path) -> AsyncIterator[Postgres]:
    """One that a test may stop; it keeps its port."""
    postgres = Postgres(tmp_path, port=free_port(), fast=True)
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()


async def test_a_stopped_database_is_503_and_a_started_one_serves_again_without_a_restart(
    own_postgres: Postgres,
) -> None:
    owner = await asyncpg.connect(own_postgres.url)
    await migrate(owner)
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    await owner.close()
    services = Services(make_settings(pg_url=own_postgres.app_url))
    await use_services(services)
    token, key = ann.token(services.tokens), uuid4()

    async def bid(amount: int) -> Answer:
        body = {"item_id": str(item), "max_cents": amount}
        return await send("POST", "/api/v1/bids", token=token, key=key if amount == 10_000 else uuid4(), json=body)

    try:
        assert (await bid(10_000)).status == 201
        assert (await send("GET", "/api/v1/me/bids", token=token)).status == 200
        await own_postgres.stop()
        down = [
            await bid(20_000),
            await send("GET", "/api/v1/me/bids", token=token),
            await send("GET", "/api/v1/health/ready"),
        ]
        assert [(one.status, one.code, one.headers["retry-after"]) for one in down] == [
            (503, "dependency_down", "1")
        ] * 3
        assert (await send("GET", "/api/v1/health/live")).status == 200
        await own_postgres.start()
        again = await bid(10_000)
        assert (again.status, again.headers["idempotency-hit"]) == (200, "true")
        assert (await bid(30_000)).status == 201
        assert (await send("GET", "/api/v1/me/bids", token=token)).body["bids"][0]["bids"] == 2
    finally:
        await use_services(None)
        await services.close()
    owner = await asyncpg.connect(own_postgres.url)
    assert await broken_invariants(owner) == {}
    await owner.close()
