"""F7: a stuck item does not slow the others, because a batch that meets it is split by item; with the split switched off it would."""

import asyncio

import pytest

from functions.bids.batcher import BidBatcher, Lane, Waiting
from functions.bids.errors import BidsBusy
from functions.bids.models import Judged
from shared.db.pool import Connection
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.gala import make_gala, make_guest, make_item
from tests.factories.locks import connections

FREE = 6


async def answers_beside_a_stuck_item(
    database: TestDatabase, owner: Connection
) -> tuple[object, list[object], list[object]]:
    """What a bid on a held item gets, and bids on free ones: those of its batch, and those that come while it waits."""
    gala = await make_gala(owner)
    stuck, *free = [await make_item(owner, gala) for _ in range(1 + 2 * FREE)]
    ann, *others = [await make_guest(owner, gala) for _ in range(1 + 2 * FREE)]
    bids = [bid_of(guest, item, 10_000) for guest, item in zip(others, free, strict=True)]
    lanes = BidBatcher(database.app_url, 1, lambda _org, _event, _items: None, slow_lock_timeout_ms=1_500)
    try:
        async with connections(database.url, 1) as [holder], holder.transaction():
            await holder.execute("SELECT 1 FROM items WHERE id = $1 FOR NO KEY UPDATE", stuck)
            waiting = asyncio.create_task(lanes.place(bid_of(ann, stuck, 10_000)))
            with_it = await asyncio.gather(*(lanes.place(bid) for bid in bids[:FREE]), return_exceptions=True)
            behind = await asyncio.gather(*(lanes.place(bid) for bid in bids[FREE:]), return_exceptions=True)
            [late] = await asyncio.gather(waiting, return_exceptions=True)
    finally:
        await lanes.close()
    return late, list(with_it), list(behind)


def accepted(answers: list[object]) -> int:
    return sum(isinstance(one, Judged) and one.code == "accepted" for one in answers)


async def test_bids_on_free_items_are_placed_while_their_neighbour_is_stuck(
    database: TestDatabase, owner: Connection
) -> None:
    late, with_it, behind = await answers_beside_a_stuck_item(database, owner)
    assert isinstance(late, BidsBusy)
    assert (accepted(with_it), accepted(behind)) == (FREE, FREE)


async def test_with_the_split_switched_off_a_stuck_item_fails_its_neighbours(
    database: TestDatabase, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_apart(_lane: Lane, _batch: list[Waiting]) -> None:
        raise BidsBusy(retry_after_s=2)

    monkeypatch.setattr(Lane, "_send_apart", not_apart)
    _, with_it, behind = await answers_beside_a_stuck_item(database, owner)
    assert {type(one) for one in with_it} == {BidsBusy}
    assert accepted(behind) == FREE, "what is not in its batch passes either way"
    assert await owner.fetchval("SELECT count(*) FROM bids") == FREE
