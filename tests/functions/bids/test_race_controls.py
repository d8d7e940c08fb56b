"""Each race, and the same race with its lock taken away, which must go wrong: else the first half would show nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from functions.bids import store
from functions.bids.models import NewBid
from shared.clock import utc_now
from shared.db.invariants import broken_invariants
from shared.db.pool import Connection
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.broken import break_function
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.locks import connections, until_blocked

CLOSE_DUE = "SELECT status FROM close_due_v1($1, $2) WHERE item_id IS NOT NULL"
ITEM_LOCK = ("place_bids_v1", "ORDER BY t.id FOR NO KEY UPDATE", "ORDER BY t.id")
PADDLE_LOCK = ("place_bids_v1", "ORDER BY d.id FOR NO KEY UPDATE", "ORDER BY d.id")
CLOSE_LOCK = ("close_due_v1", " FOR NO KEY UPDATE", "")
SECOND_NET = "ALTER TABLE bids DROP CONSTRAINT bids_item_id_seq_org_id_key"
"""Two bids of one number: the constraint catches what the lock let through."""
FAILPOINT = 4711


@pytest.fixture
async def gala(owner: Connection) -> Gala:
    return await make_gala(owner, closes_at=utc_now() + timedelta(hours=1))


async def two_guests(owner: Connection, gala: Gala) -> tuple[Guest, Guest]:
    return await make_guest(owner, gala), await make_guest(owner, gala)


async def race(database: TestDatabase, owner: Connection, first: NewBid, second: NewBid) -> list[str]:
    """The second is judged while the first is placed and not yet committed."""
    async with connections(database.app_url, 2) as [ahead, behind]:
        placing = ahead.transaction()
        await placing.start()
        [one] = await store.place_bids(ahead, [first])
        waiting = asyncio.create_task(store.place_bids(behind, [second]))
        await until_blocked(owner, behind)
        await placing.commit()
        [other] = await waiting
    return [one.code, other.code]


@asynccontextmanager
async def broken_state(owner: Connection) -> AsyncIterator[set[str]]:
    """The numbers of the invariants that are broken, on leaving; what broke them is then thrown away."""
    numbers: set[str] = set()
    yield numbers
    numbers.update(name.split()[0] for name in await broken_invariants(owner))
    await owner.execute("TRUNCATE items CASCADE")


async def last_unit(owner: Connection, gala: Gala) -> Sequence[NewBid]:
    item = await make_item(owner, gala, kind="fixed")
    return [bid_of(guest, item, 5_000, kind="purchase") for guest in await two_guests(owner, gala)]


async def buy_now(owner: Connection, gala: Gala) -> Sequence[NewBid]:
    item = await make_item(owner, gala)
    await owner.execute("UPDATE items SET buy_now_cents = 20000 WHERE id = $1", item)
    return [bid_of(guest, item, 20_000, kind="buy_now") for guest in await two_guests(owner, gala)]


type Pair = Callable[[Connection, Gala], Awaitable[Sequence[NewBid]]]
BOTH = pytest.mark.parametrize("pair", [last_unit, buy_now])


@BOTH
async def test_of_two_who_buy_the_last_one_at_once_one_gets_it(
    database: TestDatabase, owner: Connection, gala: Gala, pair: Pair
) -> None:
    first, second = await pair(owner, gala)
    assert await race(database, owner, first, second) == ["accepted", "item_closed"]
    assert await owner.fetchval("SELECT count(*) FROM awards") == 1


@BOTH
async def test_without_the_items_lock_it_is_sold_twice(
    database: TestDatabase, owner: Connection, gala: Gala, pair: Pair
) -> None:
    first, second = await pair(owner, gala)
    await break_function(owner, *ITEM_LOCK)
    await owner.execute(SECOND_NET)
    async with broken_state(owner) as numbers:
        assert await race(database, owner, first, second) == ["accepted", "accepted"]
    assert {"I11", "I17b"} <= numbers


async def test_without_the_items_lock_the_numbers_of_bids_still_catch_it(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    first, second = await last_unit(owner, gala)
    await break_function(owner, *ITEM_LOCK)
    with pytest.raises(asyncpg.UniqueViolationError):
        await race(database, owner, first, second)


async def bid_against_close(database: TestDatabase, owner: Connection, gala: Gala) -> str:
    """A bid in time, that waits for a close which is not yet committed. The clock went back between the two."""
    item, (ann, bob) = await make_item(owner, gala), await two_guests(owner, gala)
    closes_at = await owner.fetchval("SELECT closes_at FROM items")
    await make_settable_clock(owner, closes_at - timedelta(seconds=1))
    async with connections(database.app_url, 2) as [conn, closer]:
        await store.place_bids(conn, [bid_of(ann, item, 10_000)])
        await set_clock(owner, closes_at)
        closing = closer.transaction()
        await closing.start()
        await closer.execute(CLOSE_DUE, gala.org_id, gala.section_id)
        await set_clock(owner, closes_at - timedelta(seconds=1))
        bidding = asyncio.create_task(store.place_bids(conn, [bid_of(bob, item, 20_000)]))
        await until_blocked(owner, conn)
        await closing.commit()
        [judged] = await bidding
    return judged.code


async def test_a_bid_that_meets_a_close_is_refused(database: TestDatabase, owner: Connection, gala: Gala) -> None:
    assert await bid_against_close(database, owner, gala) == "item_closed"


async def test_without_the_items_lock_a_bid_opens_what_was_closed(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    await break_function(owner, *ITEM_LOCK)
    async with broken_state(owner) as numbers:
        assert await bid_against_close(database, owner, gala) == "accepted"
    assert "I17b" in numbers


async def close_against_bid(database: TestDatabase, owner: Connection) -> list[str]:
    """A close that waits for a bid which extends the item."""
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
        return [row["status"] for row in await closing]


async def test_a_close_that_meets_an_extending_bid_waits_for_the_new_close(
    database: TestDatabase, owner: Connection
) -> None:
    assert await close_against_bid(database, owner) == []


async def test_without_the_closes_lock_an_accepted_bid_is_not_seen(database: TestDatabase, owner: Connection) -> None:
    await break_function(owner, *CLOSE_LOCK)
    async with broken_state(owner) as numbers:
        assert await close_against_bid(database, owner) == ["unsold"]
    assert {"I1", "I8"} <= numbers


async def lock_against_bid(database: TestDatabase, owner: Connection, gala: Gala) -> tuple[bool, bool]:
    """A bid that was judged and is not yet stored, and staff who lock its paddle: whether they wait, and whether the bid came after their commit."""
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    stored = "INSERT INTO bids SELECT"
    await break_function(owner, "place_bids_v1", stored, f"PERFORM pg_advisory_xact_lock({FAILPOINT}); {stored}")
    async with connections(database.app_url, 1) as [conn], connections(database.url, 2) as [staff, holder]:
        await holder.execute("SELECT pg_advisory_lock($1)", FAILPOINT)
        bidding = asyncio.create_task(store.place_bids(conn, [bid_of(ann, item, 10_000)]))
        await until_blocked(owner, conn)
        locking = asyncio.create_task(
            staff.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", ann.paddle_id)
        )
        waits = await ends_or_is_blocked(owner, staff, locking)
        bids_before = await owner.fetchval("SELECT count(*) FROM bids")
        await holder.execute("SELECT pg_advisory_unlock($1)", FAILPOINT)
        await locking
        assert [one.code for one in await bidding] == ["accepted"]
    return waits, not waits and bids_before == 0


async def ends_or_is_blocked(owner: Connection, conn: Connection, task: asyncio.Task[str]) -> bool:
    async with asyncio.timeout(10):
        while not task.done():
            if await owner.fetchval("SELECT cardinality(pg_blocking_pids($1)) > 0", conn.get_server_pid()):
                return True
    return False


async def test_staff_who_lock_a_paddle_wait_for_its_bid_in_flight(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    assert await lock_against_bid(database, owner, gala) == (True, False)


async def test_without_the_paddles_lock_a_bid_is_stored_after_its_paddle_was_locked(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    await break_function(owner, *PADDLE_LOCK)
    assert await lock_against_bid(database, owner, gala) == (False, True)


async def key_raced(database: TestDatabase, owner: Connection, gala: Gala) -> list[str]:
    """One key for two items at once."""
    items: list[UUID] = [await make_item(owner, gala) for _ in range(2)]
    ann, key = await make_guest(owner, gala), uuid4()
    first, second = [bid_of(ann, item, 10_000, key=key) for item in items]
    return await race(database, owner, first, second)


async def test_one_key_for_two_items_at_once_is_one_bid(database: TestDatabase, owner: Connection, gala: Gala) -> None:
    assert await key_raced(database, owner, gala) == ["accepted", "idempotency_key_reused"]


async def test_without_the_paddles_lock_the_second_use_of_a_key_is_not_seen(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    await break_function(owner, *PADDLE_LOCK)
    with pytest.raises(asyncpg.UniqueViolationError):
        await key_raced(database, owner, gala)


async def bid_across_the_close(database: TestDatabase, owner: Connection, gala: Gala) -> str:
    """A bid that comes in time, and waits for its item until after the close."""
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    closes_at = await owner.fetchval("SELECT closes_at FROM items")
    await make_settable_clock(owner, closes_at - timedelta(seconds=1))
    async with connections(database.app_url, 1) as [conn], connections(database.url, 1) as [holder]:
        async with holder.transaction():
            await holder.execute("SELECT 1 FROM items WHERE id = $1 FOR NO KEY UPDATE", item)
            bidding = asyncio.create_task(store.place_bids(conn, [bid_of(ann, item, 10_000)]))
            await until_blocked(owner, conn)
            await set_clock(owner, closes_at)
        [judged] = await bidding
    return judged.code


async def test_a_bid_that_waited_across_the_close_is_judged_by_the_clock_after_its_locks(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    assert await bid_across_the_close(database, owner, gala) == "item_closed"


async def test_with_the_clock_read_before_the_locks_it_would_be_accepted(
    database: TestDatabase, owner: Connection, gala: Gala
) -> None:
    read, first = "v_now := auction_now();", "PERFORM 1 FROM paddles d"
    await break_function(owner, "place_bids_v1", read, "")
    await break_function(owner, "place_bids_v1", first, f"{read} {first}")
    assert await bid_across_the_close(database, owner, gala) == "accepted"


async def test_a_control_whose_text_is_gone_fails_loudly(owner: Connection) -> None:
    with pytest.raises(AssertionError, match="would show nothing"):
        await break_function(owner, "place_bids_v1", "FOR UPDATE NOWAIT", "")
    with pytest.raises(AssertionError, match="0 functions"):
        await break_function(owner, "place_bids_v0", "x", "y")
