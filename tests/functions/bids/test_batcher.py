"""The lanes: stuck items, bad bids, repeated keys, shutting down. Faults of PostgreSQL itself are in tests/faults."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from functions.bids import batcher as lanes
from functions.bids.batcher import BidBatcher
from functions.bids.errors import BidsBusy
from functions.bids.models import Judged, NewBid
from shared.db.pool import Connection
from shared.runtime import Services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.gala import make_gala, make_guest, make_item
from tests.factories.http import send
from tests.factories.locks import connections
from tests.factories.rows import stored_rows

type Told = list[Sequence[UUID]]


@asynccontextmanager
async def batcher(
    database: TestDatabase, told: Told | None = None, *, slow_lock_timeout_ms: int = lanes.SLOW_LOCK_TIMEOUT_MS
) -> AsyncIterator[BidBatcher]:
    """One fast lane, so that all items share it."""
    heard: Told = [] if told is None else told
    made = BidBatcher(
        database.app_url, 1, lambda _org, _event, items: heard.append(items), slow_lock_timeout_ms=slow_lock_timeout_ms
    )
    try:
        yield made
    finally:
        await made.close()


@asynccontextmanager
async def held(database: TestDatabase, *items: UUID) -> AsyncIterator[None]:
    """Another connection holds the items' rows."""
    async with connections(database.url, 1) as [conn], conn.transaction():
        await conn.execute("SELECT 1 FROM items WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", items)
        yield


async def test_bids_on_other_items_pass_a_stuck_one_and_its_own_keep_their_order(
    database: TestDatabase, owner: Connection
) -> None:
    gala = await make_gala(owner)
    stuck, free = await make_item(owner, gala), await make_item(owner, gala)
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    others = (
        await make_guest(owner, gala),
        await make_guest(owner, gala),
    )  # a bid that waits keeps its own paddle waiting
    finished: list[str] = []
    async with batcher(database, slow_lock_timeout_ms=4_500) as lane:

        async def place(name: str, bid: NewBid) -> Judged:
            judged = await lane.place(bid)
            finished.append(name)
            return judged

        async with held(database, stuck):
            waiting = [asyncio.create_task(place("stuck 1", bid_of(ann, stuck, 10_000)))]
            for n in range(3):  # each goes while the item is stuck: through the split first, past the slow lane then
                await place("free", bid_of(others[n % 2], free, 10_000 + 5_000 * n))
                waiting.append(asyncio.create_task(place(f"stuck {n + 2}", bid_of(bob, stuck, 20_000 + 1_000 * n))))
            assert finished == ["free"] * 3
        async with asyncio.timeout(10):
            answers = await asyncio.gather(*waiting)
    assert {one.code for one in answers} == {"accepted"}
    keys = [
        row["amount_cents"]
        for row in await owner.fetch("SELECT amount_cents FROM bids WHERE item_id = $1 ORDER BY seq", stuck)
    ]
    assert keys == [10_000, 20_000, 21_000, 22_000]


async def test_bids_on_many_items_share_the_first_lane_while_it_is_quick(
    database: TestDatabase, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LATE_S", 60.0)
    gala = await make_gala(owner)
    ann, items = await make_guest(owner, gala), [await make_item(owner, gala) for _ in range(8)]
    made = BidBatcher(database.app_url, 4, lambda *_: None)
    try:
        answers = await asyncio.gather(*(made.place(bid_of(ann, item, 10_000)) for item in items))
        assert {one.code for one in answers} == {"accepted"}
        assert [lane._conn is not None for lane in made._lanes] == [True, False, False, False]
    finally:
        await made.close()


async def test_behind_a_late_batch_other_items_take_the_next_lane_and_its_own_stay(
    database: TestDatabase, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LATE_S", 0.0)
    monkeypatch.setattr(lanes, "LOCK_TIMEOUT_MS", 20_000)  # so that only another lane can pass
    gala = await make_gala(owner)
    stuck, free = await make_item(owner, gala), await make_item(owner, gala)
    ann, bob, cat = [await make_guest(owner, gala) for _ in range(3)]
    made = BidBatcher(database.app_url, 2, lambda *_: None)
    try:
        async with held(database, stuck):
            first = asyncio.create_task(made.place(bid_of(ann, stuck, 10_000)))
            async with asyncio.timeout(5):
                while made._lanes[0].is_passable():
                    await owner.fetchval("SELECT 1")
                second = asyncio.create_task(made.place(bid_of(bob, stuck, 20_000)))
                assert (await made.place(bid_of(cat, free, 10_000))).code == "accepted"
            assert [lane.holds(stuck) for lane in made._lanes] == [True, False]
        assert [(await one).outcome for one in (first, second)] == ["leading", "leading"]
        assert not any(lane.holds(stuck) for lane in made._lanes)
    finally:
        await made.close()


async def test_an_item_that_stays_stuck_answers_busy_and_stores_nothing(
    database: TestDatabase, owner: Connection
) -> None:
    gala = await make_gala(owner)
    stuck, freed = await make_item(owner, gala), await make_item(owner, gala)
    ann = await make_guest(owner, gala)
    bid = bid_of(ann, stuck, 10_000)
    before = await stored_rows(owner)
    async with batcher(database, slow_lock_timeout_ms=400) as lane:
        async with held(database, stuck):
            with pytest.raises(BidsBusy) as busy:
                await lane.place(bid)
            assert busy.value.retry_after_s == 2
            assert await stored_rows(owner) == before
            assert (await lane.place(bid_of(ann, freed, 10_000))).code == "accepted"
        assert (await lane.place(bid)).is_replay is False, "the same key tries again"


async def test_of_two_stuck_items_the_one_that_is_freed_goes_on(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    stuck, freed = await make_item(owner, gala), await make_item(owner, gala)
    ann = await make_guest(owner, gala)
    async with batcher(database, slow_lock_timeout_ms=1_000) as lane, held(database, stuck):
        async with held(database, freed):
            first = asyncio.create_task(lane.place(bid_of(ann, stuck, 10_000)))
            second = asyncio.create_task(lane.place(bid_of(ann, freed, 10_000)))
            async with asyncio.timeout(10):
                while not {stuck, freed} <= lane._slow._stuck:
                    await owner.fetchval("SELECT 1")
        assert (await second).code == "accepted"
        with pytest.raises(BidsBusy):
            await first


async def test_a_bad_bid_fails_alone(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala)
    ann, bob, cat = [await make_guest(owner, gala) for _ in range(3)]
    async with batcher(database) as lane:
        bids = [bid_of(ann, item, 10_000), bid_of(bob, item, 10**30), bid_of(cat, item, 20_000)]
        first, bad, last = await asyncio.gather(*(lane.place(bid) for bid in bids), return_exceptions=True)
    assert isinstance(first, Judged)
    assert isinstance(last, Judged)
    assert (first.code, last.outcome) == ("accepted", "leading")
    assert isinstance(bad, Exception)
    assert await owner.fetchval("SELECT count(*) FROM bids") == 2


async def test_one_key_many_times_in_flight_is_one_bid(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    bid = bid_of(ann, item, 10_000)
    async with batcher(database) as lane:
        answers = await asyncio.gather(*(lane.place(bid) for _ in range(20)))
    assert [one.is_replay for one in answers] == [False] + [True] * 19
    assert {(one.code, one.outcome) for one in answers} == {("accepted", "leading")}
    assert await owner.fetchval("SELECT count(*) FROM bids") == 1


async def test_the_room_hears_of_what_changed_and_of_nothing_else(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, other, ann = await make_item(owner, gala), await make_item(owner, gala), await make_guest(owner, gala)
    told: Told = []
    bid = bid_of(ann, item, 10_000)
    async with batcher(database, told) as lane:
        await lane.place(bid)
        await lane.place(bid)
        await lane.place(bid_of(ann, other, 1))
    assert told == [[item]]


async def test_a_caller_that_left_harms_nobody(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    async with batcher(database) as lane:
        gone = asyncio.create_task(lane.place(bid_of(ann, item, 10_000)))
        stays = asyncio.create_task(lane.place(bid_of(bob, item, 20_000)))
        await asyncio.sleep(0)
        gone.cancel()
        assert (await stays).outcome == "leading"
    assert await owner.fetchval("SELECT count(*) FROM bids") == 2, "what was sent is judged, whoever listens"


async def test_closing_answers_everybody(database: TestDatabase, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    async with batcher(database, slow_lock_timeout_ms=400) as lane, held(database, item):
        waiting = [asyncio.create_task(lane.place(bid_of(ann, item, 10_000 + n))) for n in range(200)]
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await lane.close()
            answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(one) for one in answers} == {BidsBusy}
        with pytest.raises(BidsBusy):
            await lane.place(bid_of(ann, item, 90_000))
    assert await owner.fetchval("SELECT count(*) FROM bids") == 0


async def test_a_full_lane_answers_busy_at_once(
    database: TestDatabase, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MAX_WAITING", 3)
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    async with batcher(database) as lane:
        answers = await asyncio.gather(
            *(lane.place(bid_of(ann, item, 10_000 + n)) for n in range(5)), return_exceptions=True
        )
    assert [type(one) for one in answers] == [Judged, Judged, Judged, BidsBusy, BidsBusy]


async def test_a_stuck_item_is_503_on_the_route(database: TestDatabase, app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    async with held(database, item):
        answer = await send(
            "POST",
            "/api/v1/bids",
            token=ann.token(app.tokens),
            key=uuid4(),
            json={"item_id": str(item), "max_cents": 10_000},
        )
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "bids_busy", "2")
    assert await owner.fetchval("SELECT count(*) FROM bids") == 0
