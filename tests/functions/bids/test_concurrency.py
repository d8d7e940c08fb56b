"""Many writers on few rows: the outcome equals some order of one after the other, and no two writers deadlock."""

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import UUID

from functions.bids import store
from shared.clock import utc_now
from shared.db.pool import Connection
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.gala import make_gala, make_guest, make_item
from tests.factories.locks import connections, until_blocked

CLOSE_DUE = "SELECT item_id, status FROM close_due_v1($1, $2) WHERE item_id IS NOT NULL"


async def test_one_key_raced_five_times_is_one_bid(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    async with connections(database.app_url, 5) as conns:
        for n in range(20):
            bid = bid_of(ann, item, 10_000 + 1_000 * n)
            answers = await asyncio.gather(*(store.place_bids(conn, [bid]) for conn in conns))
            assert Counter((one.code, one.outcome, one.is_replay) for [one] in answers) == {
                ("accepted", "leading", False): 1,
                ("accepted", "leading", True): 4,
            }
    assert await owner.fetchval("SELECT count(*) FROM bids") == 20


async def test_a_bid_that_waited_for_the_lock_of_its_paddle_is_refused(
    database: TestDatabase, owner: Connection
) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    async with connections(database.app_url, 1) as [conn], connections(database.url, 1) as [staff]:
        locking = staff.transaction()
        await locking.start()
        await staff.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", ann.paddle_id)
        bidding = asyncio.create_task(store.place_bids(conn, [bid_of(ann, item, 10_000)]))
        await until_blocked(owner, conn)
        await locking.commit()
        [judged] = await bidding
    assert judged.code == "paddle_locked"


async def test_no_bid_of_a_paddle_is_decided_after_its_lock(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    items = [await make_item(owner, gala) for _ in range(3)]
    ann = await make_guest(owner, gala)

    async def bid_on(conn: Connection, item: UUID) -> str:
        amount = 5_000
        while True:
            amount += 1_000
            [judged] = await store.place_bids(conn, [bid_of(ann, item, amount)])
            if judged.code != "accepted":
                return judged.code

    async with connections(database.app_url, 3) as conns, connections(database.url, 1) as [staff]:
        bidders = [asyncio.create_task(bid_on(conn, item)) for conn, item in zip(conns, items, strict=True)]
        while await owner.fetchval("SELECT count(*) FROM bids") < 30:
            pass
        async with staff.transaction():
            await staff.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", ann.paddle_id)
            locked_at = await staff.fetchval("SELECT clock_timestamp()")
        async with asyncio.timeout(10):
            assert set(await asyncio.gather(*bidders)) == {"paddle_locked"}
    assert await owner.fetchval("SELECT max(decided_at) FROM bids") < locked_at


async def test_a_bid_that_waited_past_the_close_is_refused_even_on_a_clock_that_went_back(
    database: TestDatabase, owner: Connection
) -> None:
    closes_at = utc_now() + timedelta(hours=1)
    gala = await make_gala(owner, closes_at=closes_at)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    await make_settable_clock(owner, closes_at - timedelta(seconds=1))
    async with connections(database.app_url, 2) as [conn, closer]:
        await store.place_bids(conn, [bid_of(ann, item, 10_000)])
        await set_clock(owner, closes_at)
        closing = closer.transaction()
        await closing.start()
        assert [row["status"] for row in await closer.fetch(CLOSE_DUE, gala.org_id, gala.section_id)] == ["sold"]
        await set_clock(owner, closes_at - timedelta(seconds=1))
        bidding = asyncio.create_task(store.place_bids(conn, [bid_of(bob, item, 20_000)]))
        await until_blocked(owner, conn)
        await closing.commit()
        [judged] = await bidding
    assert judged.code == "item_closed"
    assert await owner.fetchval("SELECT winner_paddle_id FROM items") == ann.paddle_id


async def test_a_close_that_waited_for_an_extending_bid_closes_nothing(
    database: TestDatabase, owner: Connection
) -> None:
    closes_at = utc_now() + timedelta(hours=1)
    gala = await make_gala(owner, closes_at=closes_at, extension_window_s=60, extension_s=60, extension_cap_s=300)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    await make_settable_clock(owner, closes_at - timedelta(seconds=1))
    async with connections(database.app_url, 2) as [conn, closer]:
        bidding = conn.transaction()
        await bidding.start()
        await store.place_bids(conn, [bid_of(ann, item, 10_000)])
        await set_clock(owner, closes_at)
        closing = asyncio.create_task(closer.fetch(CLOSE_DUE, gala.org_id, gala.section_id))
        await until_blocked(owner, closer)
        await bidding.commit()
        assert await closing == []
    assert await owner.fetchval("SELECT status FROM items") == "open"
    assert await owner.fetchval("SELECT closes_at FROM items") == closes_at + timedelta(seconds=59)
