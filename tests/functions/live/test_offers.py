"""Guests' phones in the live auction: a bid exists when the auctioneer takes it; a maximum that is left goes up in the room, and nobody sees it."""

from uuid import uuid4

from tests.factories.http import send
from tests.factories.lots import Stage


async def test_a_phone_bids_the_ask_and_has_it_when_it_is_taken(stage: Stage) -> None:
    await stage.enter("open")
    key = uuid4()
    made = await stage.offer(0, 100_000, key=key)
    assert (made.status, made.body["offer"]["status"], made.body["item"]["price_cents"]) == (201, "waiting", None)
    assert (await stage.offer(0, 100_000, key=key)).status == 200
    assert (await stage.offer(0, 100_000)).code == "offered_already"
    await stage.night.pass_time(1)
    await stage.offer(1, 100_000)
    [first, second] = (await stage.stage())["lots"][0]["offers"]
    assert (first["paddle"], second["paddle"]) == (stage.number(0), stage.number(1))
    taken = await stage.enter("take_offer", offer_id=first["id"])
    assert (taken.status, taken.body["item"]["leader_paddle"], taken.body["item"]["live"]["source"]) == (
        201, stage.number(0), "phone",
    )  # fmt: skip
    assert (await stage.enter("take_offer", offer_id=second["id"])).code == "offer_is_over", "the ask has moved"
    statuses = await stage.owner.fetch("SELECT status FROM live_offers ORDER BY status")
    assert [row["status"] for row in statuses] == ["passed_over", "taken"]


async def test_a_phone_that_is_late_or_locked_out_reads_why(stage: Stage) -> None:
    assert (await stage.offer(0, 100_000)).code == "lot_not_running"
    await stage.enter("open")
    moved = await stage.offer(0, 90_000)
    assert (moved.code, moved.body["ask_cents"]) == ("ask_moved", 100_000)
    await stage.enter("phones", phones_open=False)
    assert (await stage.offer(0, 100_000)).code == "phones_locked"
    await stage.enter("open", lot=stage.lots[1], pass_running=True)
    assert (await stage.offer(0, 100_000, lot=stage.lots[1])).code == "phones_locked", "the lock goes on to the next"
    await stage.enter("phones", lot=stage.lots[1], phones_open=True)
    await stage.owner.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", stage.guests[0].paddle_id)
    assert (await stage.offer(0, 100_000, lot=stage.lots[1])).code == "paddle_locked"
    await stage.owner.execute("UPDATE events SET stopped_at = now()")
    assert (await stage.offer(1, 100_000, lot=stage.lots[1])).code == "show_stopped"


async def test_a_guest_takes_a_bid_back_until_it_is_taken(stage: Stage) -> None:
    await stage.enter("open")
    offer = (await stage.offer(0, 100_000)).body["offer"]["id"]
    assert (await stage.post(f"live-offers/{offer}/withdraw", "1")).code == "live_offer_unknown"
    assert (await stage.post(f"live-offers/{offer}/withdraw", "0")).body["offer"]["status"] == "withdrawn"
    assert (await stage.post(f"live-offers/{offer}/withdraw", "0")).status == 200
    taken = (await stage.offer(0, 100_000)).body["offer"]["id"]
    await stage.enter("take_offer", offer_id=taken)
    assert (await stage.post(f"live-offers/{taken}/withdraw", "0")).code == "offer_is_over"


async def test_two_absentee_maxima_open_the_lot_above_the_second_and_go_up_a_step_at_a_time(stage: Stage) -> None:
    assert (await stage.leave(0, 250_000)).status == 201
    assert (await stage.leave(1, 400_000)).status == 201
    await stage.enter("open")
    assert await stage.live() == ("running", None, None, 300_000)
    used = await stage.enter("absentee")
    assert (used.body["item"]["leader_paddle"], used.body["item"]["price_cents"]) == (stage.number(1), 300_000)
    assert (await stage.stage())["lots"][0]["absentee"] == "leads"
    await stage.enter("bid", paddle_number=stage.number(2))
    assert (await stage.stage())["lots"][0]["absentee"] == "can_go"
    await stage.enter("absentee")
    await stage.enter("bid", paddle_number=stage.number(2))
    assert (await stage.stage())["lots"][0]["absentee"] == "out"
    assert (await stage.enter("absentee")).code == "no_absentee"


async def test_of_equal_absentee_maxima_the_earlier_goes(stage: Stage) -> None:
    await stage.leave(0, 200_000)
    await stage.night.pass_time(1)
    await stage.leave(1, 200_000)
    await stage.enter("open")
    assert (await stage.enter("absentee")).body["item"]["leader_paddle"] == stage.number(0)


async def test_a_maximum_that_is_left_only_rises_and_only_before_the_lot_is_called(stage: Stage) -> None:
    assert (await stage.leave(0, 50_000)).code == "bid_too_low"
    assert (await stage.leave(0, 500_000)).code == "confirm_required"
    assert (await stage.leave(0, 500_000, confirmed=True)).status == 201
    assert (await stage.leave(0, 400_000)).code == "max_not_raised"
    own = await send("GET", "/api/v1/me/live", token=stage.guests[0].token(stage.app.tokens))
    assert own.body["absentee"] == [{"item_id": str(stage.lot), "max_cents": 500_000}]
    other = await send("GET", "/api/v1/me/live", token=stage.guests[1].token(stage.app.tokens))
    assert other.body["absentee"] == []
    await stage.enter("open")
    assert (await stage.leave(1, 200_000)).code == "lot_runs_already"


async def test_the_app_itself_cannot_read_what_was_left(stage: Stage) -> None:
    await stage.leave(0, 200_000)
    async with stage.app.db.transaction(stage.gala.org_id) as conn:
        assert not await conn.fetchval("SELECT has_column_privilege('absentee_maxima', 'max_cents', 'SELECT')")
