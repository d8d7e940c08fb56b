"""The simulated bidders on real tables: they bid on the copy only, by the rules, and one process plays one rehearsal."""

from uuid import UUID, uuid4

import pytest

from functions.rehearsals import service, store
from functions.rehearsals.bidders import DONE, SimulatedBidders
from functions.rehearsals.models import Running, Scene
from functions.rehearsals.rules import WANTED_TO
from tests.factories.http import send
from tests.functions.rehearsals.conftest import Evening

TURNS = 60


@pytest.fixture
async def copy_id(evening: Evening) -> UUID:
    return await evening.started(bidders=8)


async def test_they_bid_on_the_copy_only_and_up_to_what_a_room_would(evening: Evening, copy_id: UUID) -> None:
    for _ in range(TURNS):
        await service.play(evening.app)
    told = evening.app.single(SimulatedBidders).told
    assert told[DONE] > TURNS / 4
    bids = await evening.rows(
        "SELECT b.event_id, i.event_id AS of_item, d.event_id AS of_paddle, b.kind FROM bids b JOIN items i ON i.id = b.item_id"
        " JOIN paddles d ON d.id = b.paddle_id"
    )
    assert len(bids) == told[DONE]
    assert {event for row in bids for event in (row["event_id"], row["of_item"], row["of_paddle"])} == {copy_id}
    assert {row["kind"] for row in bids} >= {"exact", "max"}
    too_dear = await evening.owner.fetchval(
        "SELECT count(*) FROM items WHERE kind = 'single' AND price_cents > (starting_cents + 5 * step_cents[1]) * $1",
        WANTED_TO,
    )
    assert too_dear == 0


async def test_no_more_bid_than_were_asked_for_and_no_locked_one(evening: Evening, copy_id: UUID) -> None:
    scene = await scene_of(evening, copy_id)
    numbers = await evening.rows(
        "SELECT number FROM paddles WHERE id = ANY ($1) ORDER BY number", [one.paddle_id for one in scene.bidders]
    )
    assert [row["number"] for row in numbers] == [guest.number for guest in evening.guests[:8]]


async def scene_of(evening: Evening, copy_id: UUID) -> Scene:
    async with evening.app.db.connection() as conn:
        return await store.read_scene(conn, Running(evening.plan.org_id, copy_id))


async def test_a_rehearsal_without_bidders_is_quiet(evening: Evening) -> None:
    copy_id = await evening.started(bidders=0)
    for _ in range(10):
        await service.play(evening.app)
    assert await evening.owner.fetchval("SELECT count(*) FROM bids WHERE event_id = $1", copy_id) == 0
    assert not evening.app.single(SimulatedBidders).told


@pytest.mark.parametrize("pause", ["phase = 'setup'", "stopped_at = now()", "rehearsal_ends_at = now()"])
async def test_they_rest_while_the_show_is_stopped_or_not_on(evening: Evening, copy_id: UUID, pause: str) -> None:
    await evening.owner.execute(f"UPDATE events SET {pause} WHERE id = $1", copy_id)  # noqa: S608  from above
    for _ in range(10):
        await service.play(evening.app)
    assert await evening.owner.fetchval("SELECT count(*) FROM bids") == 0


async def test_they_never_bid_in_an_event_that_is_no_rehearsal(evening: Evening) -> None:
    for _ in range(10):
        await service.play(evening.app)
    assert await evening.owner.fetchval("SELECT count(*) FROM bids") == 0
    async with evening.app.db.connection() as conn:
        assert await store.running(conn) == []
        scene = await store.read_scene(conn, Running(evening.plan.org_id, evening.plan.event_id))
    assert scene.bidders == (), "not even a guest's own session is one of theirs"


async def test_while_another_process_plays_this_one_does_not(evening: Evening, copy_id: UUID) -> None:
    async with evening.owner.transaction():
        assert await store.try_play_lock(evening.owner, copy_id)
        for _ in range(10):
            await service.play(evening.app)
        assert await evening.owner.fetchval("SELECT count(*) FROM bids") == 0


async def test_they_see_the_live_lot_that_runs_and_phones_may_bid_on(evening: Evening, copy_id: UUID) -> None:
    item_id = await evening.owner.fetchval("SELECT id FROM items WHERE event_id = $1 AND lot = 'V1'", copy_id)
    await evening.owner.execute(
        "INSERT INTO live_lots (org_id, item_id, event_id, stage, ask_cents, step_cents) VALUES ($1, $2, $3, 'running', 125000, 25000)",
        evening.plan.org_id, item_id, copy_id,
    )  # fmt: skip
    [lot] = [one for one in (await scene_of(evening, copy_id)).lots if one.kind == "live"]
    assert (lot.id, lot.least_cents) == (item_id, 125_000)
    await evening.owner.execute("UPDATE live_lots SET phones_open = false")
    assert [one for one in (await scene_of(evening, copy_id)).lots if one.kind == "live"] == []


async def test_they_see_the_level_that_is_called_for(evening: Evening, copy_id: UUID) -> None:
    assert (await scene_of(evening, copy_id)).call is None
    await evening.owner.execute(
        "UPDATE appeals a SET status = 'open', level_id = (SELECT l.id FROM appeal_levels l WHERE l.appeal_id = a.id AND l.amount_cents = 250000)"
        " WHERE a.event_id = $1",
        copy_id,
    )
    call = (await scene_of(evening, copy_id)).call
    assert call is not None
    assert (call.levels_above, call.levels, call.hands) == (2, 7, 0)


async def test_a_live_lot_that_is_opened_on_stage_gets_offers_at_the_ask(evening: Evening, copy_id: UUID) -> None:
    item_id = await evening.owner.fetchval("SELECT id FROM items WHERE event_id = $1 AND lot = 'V1'", copy_id)
    stage = await evening.token("auctioneer", copy_id)
    path = f"/api/v1/items/{item_id}/live-entries"
    opened = await send("POST", path, token=stage, key=uuid4(), json={"kind": "open"})
    assert opened.status == 201, opened.raw
    for _ in range(TURNS):
        await service.play(evening.app)
    offers = await evening.rows("SELECT event_id, item_id, amount_cents, status FROM live_offers")
    ask = opened.body["item"]["live"]["ask_cents"]
    assert offers
    assert {tuple(row) for row in offers} == {(copy_id, item_id, ask, "waiting")}


async def test_at_a_level_that_is_called_hands_go_up_until_there_are_enough(evening: Evening, copy_id: UUID) -> None:
    appeal_id = await evening.owner.fetchval("SELECT id FROM appeals WHERE event_id = $1", copy_id)
    level_id = await evening.owner.fetchval(
        "SELECT id FROM appeal_levels WHERE appeal_id = $1 AND amount_cents = 10000", appeal_id
    )
    stage = await evening.token("auctioneer", copy_id)
    path = f"/api/v1/appeals/{appeal_id}/level"
    called = await send("POST", path, token=stage, key=uuid4(), json={"level_id": str(level_id)})
    assert called.status == 200, called.raw
    for _ in range(TURNS):
        await service.play(evening.app)
    pledges = await evening.rows(
        "SELECT event_id, level_id, amount_cents, source, paddle_id FROM pledges WHERE kind = 'pledge'"
    )
    assert {tuple(row)[:4] for row in pledges} == {(copy_id, level_id, 10_000, "phone")}
    assert len(pledges) in (4, 5), "half of the eight; two hands of one turn may go up together"
    assert len({row["paddle_id"] for row in pledges}) == len(pledges)
