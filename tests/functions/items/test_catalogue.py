"""The catalogue's copies: newer versions are never overwritten, nothing goes missing, a dead or emptied Redis is no reason to fail."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from redis.asyncio import Redis as RedisClient

from functions.bids.store import place_bids
from functions.items import store
from functions.items.catalogue import FRESH_S, FRESH_WITHOUT_REDIS_S, Catalogues, hash_key, lock_key
from functions.items.models import Catalogue, StoredDocument, make_catalogue
from onebox.services import RunningServices
from shared.clients.cache import CacheDown
from shared.db.pool import Connection, Database, PooledConnection
from shared.runtime import Services
from shared.settings import Settings
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, make_gala, make_guest, make_item
from tests.factories.settings import make_settings

HUNG_S = 30.0


class PausingDatabase(Database):
    """Lets a test act between a reader's reading of PostgreSQL and what the reader does next."""

    def __init__(self, url: str) -> None:
        super().__init__(url, size=2)
        self.has_read = asyncio.Event()
        self.go_on = asyncio.Event()
        self.uses = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PooledConnection]:
        self.uses += 1
        async with super().connection() as conn:
            yield conn
        self.has_read.set()
        await self.go_on.wait()


class HangingRedis:
    """Redis behind a door that lets nothing through while it is shut."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._passing: list[asyncio.Task[None]] = []
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def __aenter__(self) -> "HangingRedis":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = self._target._replace(netloc=f":{self._target.password}@127.0.0.1:{port}").geturl()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for passing in self._passing:
            passing.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        both = [asyncio.create_task(self._pass(*one)) for one in ((reader, back), (there, writer))]
        self._passing.extend(both)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                await self.go_on.wait()
                target.write(data)
                await target.drain()
        finally:
            target.close()
            with contextlib.suppress(ConnectionError):
                await target.wait_closed()


@pytest.fixture
async def gala(owner: Connection, app: Services) -> Gala:
    return await make_gala(owner)


@pytest.fixture
async def redis(cloud: RunningServices) -> AsyncIterator[RedisClient]:
    async with RedisClient.from_url(cloud.redis_url) as client:
        yield client


async def change(owner: Connection, gala: Gala, item: UUID) -> StoredDocument:
    """One accepted bid; the item's newest document."""
    await place_bids(owner, [bid_of(await make_guest(owner, gala), item, 100_000_000 - await bids_so_far(owner))])
    return (await store.read_documents(owner, gala.org_id, gala.event_id, [item]))[0]


async def bids_so_far(owner: Connection) -> int:
    return int(await owner.fetchval("SELECT count(*) FROM bids"))


async def read(services: Services, gala: Gala) -> Catalogue:
    """As another process would: nothing of its own yet."""
    return await Catalogues(services).current(gala.org_id, gala.event_id)


def versions(catalogue: Catalogue) -> dict[str, int]:
    return {item_id: document.version for item_id, document in catalogue.documents.items()}


async def test_a_slow_miss_never_overwrites_what_a_publisher_put_in_meanwhile(
    owner: Connection, app: Services, settings: Settings, gala: Gala
) -> None:
    item, other = await make_item(owner, gala), await make_item(owner, gala)
    slow = Services(settings)
    slow_database = slow.__dict__["db"] = PausingDatabase(settings.pg_url.get_secret_value())
    try:
        missing = asyncio.create_task(read(slow, gala))
        await slow_database.has_read.wait()
        newer = await change(owner, gala, item)
        await Catalogues(app).put(gala.event_id, [newer])
        slow_database.go_on.set()
        assert versions(await missing) == {str(item): 1, str(other): 1}
        assert versions(await read(app, gala)) == {str(item): 2, str(other): 1}
        assert (await read(app, gala)).items_version == 3
    finally:
        await slow_database.close()
        await slow.close()


async def test_older_documents_that_arrive_late_change_nothing(owner: Connection, app: Services, gala: Gala) -> None:
    item = await make_item(owner, gala)
    [old] = await store.read_documents(owner, gala.org_id, gala.event_id)
    newer = await change(owner, gala, item)
    await read(app, gala)
    for late in ([newer], [old], [newer, old]):
        await Catalogues(app).put(gala.event_id, late)
    assert versions(await read(app, gala)) == {str(item): 2}
    assert (await read(app, gala)).items_version == 2


async def test_items_do_not_go_missing_when_a_publisher_half_fills_a_flushed_redis(
    owner: Connection, app: Services, redis: RedisClient, gala: Gala
) -> None:
    items = [await make_item(owner, gala) for _ in range(4)]
    await read(app, gala)
    await redis.delete(hash_key(gala.event_id))
    await Catalogues(app).put(gala.event_id, [await change(owner, gala, items[2])])
    assert versions(await read(app, gala)) == {str(item): 2 if item == items[2] else 1 for item in items}


async def test_an_item_that_is_shown_later_joins_the_loaded_event(owner: Connection, app: Services, gala: Gala) -> None:
    await make_item(owner, gala)
    await read(app, gala)
    item = await make_item(owner, gala)
    await Catalogues(app).put(gala.event_id, await store.read_documents(owner, gala.org_id, gala.event_id, [item]))
    catalogue = await read(app, gala)
    assert str(item) in catalogue.documents
    assert catalogue.items_version == 2


async def test_a_process_never_goes_back_when_redis_knows_less_than_it_has_shown(
    owner: Connection, app: Services, redis: RedisClient, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    mine = Catalogues(app)
    await mine.current(gala.org_id, gala.event_id)
    before = await redis.dump(hash_key(gala.event_id))
    await mine.put(gala.event_id, [await change(owner, gala, item)])
    await asyncio.sleep(FRESH_S)
    assert (await mine.current(gala.org_id, gala.event_id)).items_version == 2
    # a replica of Redis takes over that has not heard of the last change
    assert before is not None
    await redis.restore(hash_key(gala.event_id), 0, before, replace=True)
    await asyncio.sleep(FRESH_S)
    assert versions(await mine.current(gala.org_id, gala.event_id)) == {str(item): 2}
    assert versions(await read(app, gala)) == {str(item): 2}, "Redis has been mended from PostgreSQL"


async def test_one_of_many_processes_reads_the_database_after_a_flush(
    owner: Connection, settings: Settings, app: Services, gala: Gala
) -> None:
    await make_item(owner, gala)
    processes = [Services(settings) for _ in range(6)]
    databases = [PausingDatabase(settings.pg_url.get_secret_value()) for _ in processes]
    for services, database in zip(processes, databases, strict=True):
        database.go_on.set()
        services.__dict__["db"] = database
    try:
        catalogues = await asyncio.gather(*(read(services, gala) for services in processes))
        assert {catalogue.body for catalogue in catalogues} == {catalogues[0].body}
        assert sum(database.uses for database in databases) == 1
    finally:
        for services, database in zip(processes, databases, strict=True):
            await services.close()
            await database.close()


async def test_a_reader_does_not_wait_long_for_one_that_died_loading(
    owner: Connection, app: Services, redis: RedisClient, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    await redis.set(lock_key(gala.event_id), b"1", px=60_000)
    async with asyncio.timeout(HUNG_S):  # the lock stays twice as long
        assert versions(await read(app, gala)) == {str(item): 1}


async def test_readers_do_not_notice_that_redis_is_emptied_again_and_again(
    owner: Connection, app: Services, redis: RedisClient, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    mine, shown = Catalogues(app), 0
    for round_number in range(8):
        newest = await change(owner, gala, item)
        if round_number % 2:
            await redis.delete(hash_key(gala.event_id))
        await mine.put(gala.event_id, [newest])
        catalogues = await asyncio.gather(mine.current(gala.org_id, gala.event_id), read(app, gala))
        assert versions(catalogues[1]) == {str(item): newest.version}
        assert versions(catalogues[0])[str(item)] >= shown, "never back"
        shown = versions(catalogues[0])[str(item)]


async def test_without_redis_the_database_is_asked_four_times_a_second_at_most(
    owner: Connection, settings: Settings, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    dead = Services(settings.model_copy(update={"redis_url": make_settings(pg_url="x").redis_url}))
    database = dead.__dict__["db"] = PausingDatabase(settings.pg_url.get_secret_value())
    database.go_on.set()
    try:
        mine = Catalogues(dead)
        answers = await asyncio.gather(*(mine.current(gala.org_id, gala.event_id) for _ in range(200)))
        assert {answer.items_version for answer in answers} == {1}
        assert database.uses == 1
        with pytest.raises(CacheDown):
            await mine.put(gala.event_id, [])
        await change(owner, gala, item)
        await asyncio.sleep(FRESH_WITHOUT_REDIS_S)
        assert (await mine.current(gala.org_id, gala.event_id)).items_version == 2
        assert database.uses == 2
    finally:
        await dead.close()
        await database.close()


async def test_a_hung_redis_is_asked_once_while_reads_are_answered_and_comes_back(
    owner: Connection, cloud: RunningServices, settings: Settings, gala: Gala, caplog: pytest.LogCaptureFixture
) -> None:
    await make_item(owner, gala)
    async with HangingRedis(cloud.redis_url) as hanging:
        services = Services(
            settings.model_copy(update={"redis_url": make_settings(pg_url="x", redis_url=hanging.url).redis_url})
        )
        try:
            mine = Catalogues(services)
            await mine.current(gala.org_id, gala.event_id)
            hanging.go_on.clear()
            async with asyncio.timeout(HUNG_S):  # it hangs until it is told to go on: who waits for it is not answered
                answers = await asyncio.gather(
                    *(Catalogues(services).current(gala.org_id, gala.event_id) for _ in range(20))
                )
                assert {answer.items_version for answer in answers} == {1}
                assert services.cache.is_resting, "nobody asks again at once"
                with pytest.raises(CacheDown):
                    await mine.put(gala.event_id, [])
            assert {record.message for record in caplog.records} == {"cache_down"}
            hanging.go_on.set()
            async with asyncio.timeout(HUNG_S):
                while True:
                    with contextlib.suppress(CacheDown):
                        await mine.put(gala.event_id, [])
                        break
                    await asyncio.sleep(0.05)
        finally:
            await services.close()


def test_changes_since_a_moment_hold_at_least_what_changed_after_it() -> None:
    def document(item: str, version: int) -> StoredDocument:
        return StoredDocument(item, version, 0, item, b"{}")

    catalogue: Catalogue | None = None
    for n, now in enumerate((0.0, 100.0, 200.0, 300.0)):
        catalogue = make_catalogue([document("abc"[k], 2 if k < n else 1) for k in range(3)], catalogue, now)
    assert catalogue is not None
    assert catalogue.items_version == 6
    changed = {since: "".join(one.item_id for one in catalogue.changed_since(since)) for since in (None, 2, 3, 5, 6, 7)}
    # what was seen shortly before a moment is given with it, in case Redis showed it late
    assert changed == {None: "abc", 2: "abc", 3: "abc", 5: "bc", 6: "c", 7: "abc"}
