"""A run of bids counts only if what was acknowledged is what is stored."""

from datetime import timedelta
from uuid import UUID

import pytest

from bench.bid_checks import Before, before_run, check_run
from bench.big_database import BIDDERS, BIDS_EACH, MODELS, fill
from bench.checks import RunBroken
from bench.market import Lot, Market, new_bid, write_lots, write_market
from functions.bids import store
from shared.clock import utc_now
from shared.db.pool import Connection


async def open_market(owner: Connection, bidders: int) -> Market:
    now = utc_now()
    return await write_market(owner, bidders, now - timedelta(hours=1), now + timedelta(hours=1))


async def placed(owner: Connection, market: Market) -> tuple[UUID, list[str]]:
    """An item with three bids, and their keys."""
    [item_id] = await write_lots(owner, market, [Lot(100, [(0, 1)], market.closes_at)])
    bids = [new_bid(market, one, item_id, 100 + k, "exact", confirmed=True) for k, one in enumerate(market.bidders)]
    assert [one.code for one in await store.place_bids(owner, bids)] == ["accepted"] * 3
    return item_id, [bid.key.hex for bid in bids]


async def test_a_run_whose_bids_are_all_stored_in_order_counts(owner: Connection) -> None:
    item_id, keys = await placed(owner, await open_market(owner, 3))
    await check_run(owner, Before([item_id]), {"accepted": 3}, keys)


async def test_a_lost_an_unasked_and_a_doubled_bid_break_a_run(owner: Connection) -> None:
    item_id, keys = await placed(owner, await open_market(owner, 3))
    unknown = UUID(int=1).hex
    with pytest.raises(RunBroken, match="every acknowledged bid is one row"):
        await check_run(owner, Before([item_id]), {"accepted": 4}, [*keys, unknown])
    with pytest.raises(RunBroken, match="every row was acknowledged"):
        await check_run(owner, Before([item_id]), {"accepted": 2}, keys[:2])
    with pytest.raises(RunBroken, match="every acknowledged bid is one row"):
        await check_run(owner, Before([item_id]), {"accepted": 3}, [*keys[:2], keys[0]])


async def test_a_refusal_that_is_not_kept_an_unknown_answer_and_too_many_refusals_break_a_run(
    owner: Connection,
) -> None:
    item_id, keys = await placed(owner, await open_market(owner, 3))
    with pytest.raises(RunBroken, match="every refusal is kept"):
        await check_run(owner, Before([item_id]), {"accepted": 3, "bid_too_low": 1}, keys)
    with pytest.raises(RunBroken, match="unexpected answers"):
        await check_run(owner, Before([item_id]), {"accepted": 3, "item_closed": 1}, keys)
    with pytest.raises(RunBroken, match="too many refusals"):
        await check_run(owner, Before([item_id]), {"accepted": 3, "bid_too_low": 9}, keys)


async def test_the_big_database_holds_what_the_bid_path_would_have_written(owner: Connection) -> None:
    """The invariants hold in it (by fixture), and bids go on where the copies end."""
    market = await open_market(owner, BIDDERS)
    item_ids = await fill(owner, market, 3 * BIDDERS)
    before = await before_run(owner, item_ids)
    assert (len(item_ids), before.bids) == (3 * MODELS, 3 * MODELS * BIDS_EACH)
    bids = [new_bid(market, market.bidders[0], item_id, 1_000, "exact", confirmed=True) for item_id in item_ids]
    judged = await store.place_bids(owner, bids)
    await check_run(owner, before, {"accepted": len(judged)}, [bid.key.hex for bid in bids])
