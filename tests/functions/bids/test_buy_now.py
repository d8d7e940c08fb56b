"""Buying at once where the asking price lies below what the next bid would have to be (rules.md 3)."""

from uuid import UUID

from functions.bids import store
from functions.bids.models import Judged
from shared.db.pool import Connection
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, make_gala, make_guest, make_item

OFFER = "UPDATE items SET buy_now_cents = 10000, buy_now_until_pct = 100 WHERE id = $1"


async def item_to_buy(owner: Connection, gala: Gala) -> UUID:
    item = await make_item(owner, gala, starting_cents=5_000, step_cents=500)
    await owner.execute(OFFER, item)
    return item


async def sold_to(owner: Connection) -> tuple[UUID, int, int]:
    row = await owner.fetchrow("SELECT winner_paddle_id, hammer_cents, bid_count FROM items")
    assert row is not None
    return row["winner_paddle_id"], row["hammer_cents"], row["bid_count"]


async def test_an_item_within_a_step_of_its_asking_price_can_be_bought(owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await item_to_buy(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    await store.place_bids(owner, [bid_of(ann, item, 9_900, kind="exact")])
    [judged] = await store.place_bids(owner, [bid_of(bob, item, 10_000, kind="buy_now")])
    assert (judged.code, judged.outcome) == ("accepted", "bought")
    assert await sold_to(owner) == (bob.paddle_id, 10_000, 2)


async def test_a_leader_whose_maximum_is_above_the_asking_price_can_buy(owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await item_to_buy(owner, gala), await make_guest(owner, gala)
    bids = [bid_of(ann, item, 20_000), bid_of(ann, item, 10_000, kind="buy_now")]
    answers: list[Judged] = await store.place_bids(owner, bids)
    assert [one.outcome for one in answers] == ["leading", "bought"]
    assert await sold_to(owner) == (ann.paddle_id, 10_000, 2), "buying is seen by all, and is no raise"


async def test_a_maximum_above_the_asking_price_does_not_keep_it_from_another(owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await item_to_buy(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    answers = await store.place_bids(
        owner, [bid_of(ann, item, 20_000), bid_of(bob, item, 10_000, kind="buy_now"), bid_of(ann, item, 30_000)]
    )
    assert [(one.code, one.outcome) for one in answers] == [
        ("accepted", "outbid"),
        ("accepted", "bought"),
        ("item_closed", None),
    ]
    assert await sold_to(owner) == (bob.paddle_id, 10_000, 2)
