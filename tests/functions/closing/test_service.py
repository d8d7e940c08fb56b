"""Closing a section: what is due is closed once, whoever asks and however often."""

import asyncio

import pytest

from functions.closing import service
from functions.closing.errors import SectionUnknown
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.bidding import let_close_pass, place
from tests.factories.gala import make_gala, make_guest, make_item


async def test_an_item_with_a_leader_is_sold_and_one_without_is_not(owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    led, lonely, later = [await make_item(owner, gala) for _ in range(3)]
    ann = await make_guest(owner, gala)
    assert await place(owner, ann, led, 20_000) == "accepted"
    await let_close_pass(owner, led, lonely)

    closing = await service.close_due(app, gala.org_id, gala.section_id)

    assert {item.item_id: item.status for item in closing.items} == {led: "sold", lonely: "unsold"}
    assert closing.still_open == 1
    assert closing.next_close_in_s == pytest.approx(3_600, abs=30)
    assert await owner.fetchval("SELECT status FROM items WHERE id = $1", later) == "open"
    row = await owner.fetchrow("SELECT hammer_cents, winner_paddle_id FROM items WHERE id = $1", led)
    assert row is not None
    assert tuple(row) == (5_000, ann.paddle_id)
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'won'") == 1


async def test_an_item_below_its_reserve_is_not_sold(owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala, reserve_cents=50_000)
    await place(owner, await make_guest(owner, gala), item, 20_000)
    await let_close_pass(owner, item)
    closing = await service.close_due(app, gala.org_id, gala.section_id)
    assert [one.status for one in closing.items] == ["unsold"]


async def test_twenty_closers_at_once_close_each_item_once(owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    items = [await make_item(owner, gala) for _ in range(10)]
    ann = await make_guest(owner, gala)
    for item in items:
        await place(owner, ann, item, 20_000)
    await let_close_pass(owner, *items)

    closings = await asyncio.gather(*(service.close_due(app, gala.org_id, gala.section_id) for _ in range(20)))

    closed = [item.item_id for closing in closings for item in closing.items]
    assert sorted(closed) == sorted(items)
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'won'") == 10
    assert await owner.fetchval("SELECT bool_and(version = 3) FROM items"), "made, bid, closed"


async def test_a_bid_that_races_with_the_close_is_either_in_the_price_or_refused(
    owner: Connection, app: Services
) -> None:
    gala = await make_gala(owner)
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    for _ in range(20):
        item = await make_item(owner, gala)
        await place(owner, ann, item, 20_000)
        await owner.execute(
            "UPDATE items SET closes_at = now() + interval '5 ms', planned_closes_at = now() + interval '5 ms' WHERE id = $1",
            item,
        )

        async def close_it() -> None:
            while (await service.close_due(app, gala.org_id, gala.section_id)).still_open:
                pass

        code, _ = await asyncio.gather(place(owner, bob, item, 30_000), close_it())

        winner = await owner.fetchval("SELECT winner_paddle_id FROM items WHERE id = $1", item)
        assert (code, winner) in {("accepted", bob.paddle_id), ("item_closed", ann.paddle_id)}


async def test_paused_items_and_held_sections_do_not_close(owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    paused = await make_item(owner, gala, paused=True)
    await let_close_pass(owner, paused)
    closing = await service.close_due(app, gala.org_id, gala.section_id)
    assert (closing.items, closing.still_open, closing.next_close_in_s) == ((), 1, None)

    await owner.execute("UPDATE items SET paused_at = NULL")
    await owner.execute("UPDATE items SET held_at = clock_timestamp()")
    closing = await service.close_due(app, gala.org_id, gala.section_id)
    assert (closing.items, closing.still_open, closing.next_close_in_s) == ((), 1, None)


async def test_a_section_of_another_tenant_is_unknown(owner: Connection, app: Services) -> None:
    gala, other = await make_gala(owner), await make_gala(owner)
    item = await make_item(owner, gala)
    await let_close_pass(owner, item)
    for section_id in (gala.section_id, new_id()):
        with pytest.raises(SectionUnknown):
            await service.close_due(app, other.org_id, section_id)
    assert await owner.fetchval("SELECT status FROM items") == "open"
