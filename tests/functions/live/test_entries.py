"""What is said on stage about a lot, by any station, through its handler."""

import asyncio
from typing import Any
from uuid import uuid4

from tests.factories.lots import Stage


async def test_a_lot_opens_takes_bids_and_asks_for_the_next(stage: Stage) -> None:
    opened = await stage.enter("open")
    assert (opened.status, opened.body["item"]["live"]["stage"]) == (201, "running")
    assert await stage.live() == ("running", None, None, 100_000)
    await stage.enter("bid", paddle_number=stage.number(0))
    assert await stage.live() == ("running", 100_000, stage.number(0), 150_000)
    await stage.enter("bid", who="jo", paddle_number=stage.number(1), amount_cents=180_000)
    assert await stage.live() == ("running", 180_000, stage.number(1), 230_000)
    await stage.enter("bid")
    assert await stage.live() == ("running", 230_000, None, 280_000), "heard, paddle not known yet"


async def test_an_act_that_is_sent_again_counts_once(stage: Stage) -> None:
    await stage.enter("open")
    key = uuid4()
    first = await stage.enter("bid", key=key, paddle_number=stage.number(0))
    again = await stage.enter("bid", key=key, paddle_number=stage.number(0))
    other = await stage.enter("bid", key=key, paddle_number=stage.number(1))
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (201, 200, "true")
    assert again.body == first.body
    assert (other.status, other.code) == (409, "idempotency_key_reused")
    assert await stage.owner.fetchval("SELECT count(*) FROM live_entries WHERE kind = 'bid'") == 1


async def test_what_is_typed_against_an_older_state_is_refused_with_the_new_one(stage: Stage) -> None:
    seen = (await stage.enter("open")).body["item"]["version"]
    await stage.enter("bid", paddle_number=stage.number(0))
    late = await stage.enter("bid", who="jo", paddle_number=stage.number(1), seen_version=seen)
    assert (late.status, late.code) == (409, "lot_changed")
    assert late.body["item"]["price_cents"] == 100_000
    await stage.offer(2, 150_000)
    fresh = await stage.enter("bid", who="jo", paddle_number=stage.number(1), seen_version=late.body["item"]["version"])
    assert fresh.status == 201, "what phones offer does not change the lot"


async def test_of_two_stations_at_once_one_has_the_amount(stage: Stage) -> None:
    await stage.enter("open")
    answers = await asyncio.gather(
        stage.enter("bid", who="ada", paddle_number=stage.number(0)),
        stage.enter("bid", who="jo", paddle_number=stage.number(1), amount_cents=100_000),
    )
    assert sorted(answer.status for answer in answers) in ([201, 201], [201, 409])
    rows = await stage.owner.fetch("SELECT amount_cents FROM live_entries WHERE kind = 'bid' ORDER BY seq")
    amounts = [row["amount_cents"] for row in rows]
    assert amounts == sorted(set(amounts)), "each bid is above the one before"


async def test_undo_takes_back_the_last_thing_and_only_that(stage: Stage) -> None:
    await stage.enter("open")
    first = (await stage.enter("bid", paddle_number=stage.number(0))).body["id"]
    second = (await stage.enter("bid", paddle_number=stage.number(1))).body["id"]
    refused = await stage.enter("undo", who="jo", entry_id=first)
    assert (refused.status, refused.code) == (409, "entry_not_last")
    assert (await stage.enter("undo", who="jo", entry_id=second)).status == 201
    assert await stage.live() == ("running", 100_000, stage.number(0), 150_000)
    assert (await stage.enter("undo", entry_id=second)).code == "entry_not_last", "it is taken back already"
    await stage.enter("undo", entry_id=first)
    assert await stage.live() == ("running", None, None, 100_000)
    feed = (await stage.stage())["lots"][0]["entries"]
    assert [(one["kind"], one["is_undone"]) for one in feed] == [
        ("undo", False), ("undo", False), ("bid", True), ("bid", True), ("open", False),
    ]  # fmt: skip


async def test_one_lot_runs_at_a_time_and_the_next_passes_it_when_asked(stage: Stage) -> None:
    await stage.enter("open")
    refused = await stage.enter("open", lot=stage.lots[1])
    assert (refused.code, refused.body["lot"]) == ("another_lot_runs", "V1")
    assert (await stage.enter("open", lot=stage.lots[1], pass_running=True)).status == 201
    assert [(await stage.live(lot))[0] for lot in stage.lots] == ["passed", "running", "waiting"]
    both = await asyncio.gather(
        *(stage.enter("open", who=who, lot=stage.lots[2], pass_running=True) for who in ("ada", "jo"))
    )
    assert sorted(str(answer.code) for answer in both) == ["None", "lot_runs_already"]
    assert (await stage.enter("open", pass_running=True)).status == 201, "a passed lot is called again"


async def test_the_ask_and_the_step_are_the_auctioneers(stage: Stage) -> None:
    await stage.enter("open", ask_cents=80_000)
    assert await stage.live() == ("running", None, None, 80_000), "below its printed start"
    await stage.enter("bid", paddle_number=stage.number(0))
    await stage.enter("ask", step_cents=20_000)
    assert (await stage.live())[3] == 100_000
    await stage.enter("ask", ask_cents=90_000)
    assert (await stage.live())[3] == 90_000
    assert (await stage.enter("ask", ask_cents=80_000)).code == "ask_below_price"


async def test_paddles_that_cannot_bid_are_refused_with_their_code(stage: Stage) -> None:
    await stage.enter("open")
    locked = await stage.night.guest(status="locked")
    assert (await stage.enter("bid", paddle_number=99_998)).code == "paddle_unknown"
    assert (await stage.enter("bid", paddle_number=locked.number)).code == "paddle_locked"
    assert (await stage.enter("bid", paddle_number=stage.number(0), amount_cents=200_000)).code == "confirm_required"
    assert (await stage.enter("bid", paddle_number=stage.number(0), amount_cents=200_000, confirmed=True)).status == 201
    assert (await stage.enter("bid", paddle_number=stage.number(0))).code == "already_leading"
    assert (await stage.enter("bid", paddle_number=stage.number(1), amount_cents=200_000)).code == "bid_too_low"
    await stage.owner.execute("UPDATE items SET who_may_bid = 'checked_in'")
    assert (await stage.enter("bid", paddle_number=stage.number(1))).code == "not_checked_in"
    assert (await stage.enter("bid", paddle_number=stage.number(1), confirmed=True)).status == 201


async def test_fair_warning_goes_with_the_next_bid(stage: Stage) -> None:
    await stage.enter("open")
    warned = await stage.enter("warn")
    assert warned.body["item"]["live"]["is_warned"]
    bid = await stage.enter("bid", paddle_number=stage.number(0))
    assert not bid.body["item"]["live"]["is_warned"]


async def test_nothing_is_said_about_a_lot_that_does_not_run(stage: Stage) -> None:
    said: dict[str, dict[str, Any]] = {"bid": {}, "ask": {"ask_cents": 5}, "warn": {}, "pass": {}, "absentee": {}}
    for kind, body in said.items():
        assert (await stage.enter(kind, **body)).code == "lot_not_running", kind
    assert (await stage.enter("bid", lot=uuid4())).code == "item_not_found"
    assert (await stage.enter("ask")).status == 422
    assert (await stage.enter("undo")).status == 422


async def test_two_lots_are_combined_and_taken_apart_again(stage: Stage) -> None:
    combined = await stage.enter("combine", other_item_id=str(stage.lots[1]))
    assert combined.status == 201
    told = combined.body["item"]["live"]
    assert (told["title"], told["value_cents"]) == ("Dinner for ten + Golf for four", 180_000), "every screen learns it"
    titles = "SELECT title, value_cents, status FROM items WHERE kind = 'live' ORDER BY lot"
    assert [tuple(row) for row in await stage.owner.fetch(titles)][:2] == [
        ("Dinner for ten + Golf for four", 180_000, "open"),
        ("Golf for four", 90_000, "withdrawn"),
    ]
    assert (await stage.enter("open", lot=stage.lots[1])).code == "item_withdrawn"
    assert (await stage.enter("combine", other_item_id=str(stage.lots[1]))).code == "lot_not_waiting"
    await stage.enter("undo", entry_id=combined.body["id"])
    assert [tuple(row) for row in await stage.owner.fetch(titles)][:2] == [
        ("Dinner for ten", 90_000, "open"),
        ("Golf for four", 90_000, "open"),
    ]


async def test_a_lot_that_nobody_planned_runs_in_one_call(stage: Stage) -> None:
    await stage.enter("open")
    body = {"title": "Sing with the band", "starting_cents": 20_000, "open_now": True}
    key = uuid4()
    added = await stage.post(f"events/{stage.gala.event_id}/live-lots", "jo", key, **body)
    assert (added.status, added.body["lot"], added.body["item"]["live"]["stage"]) == (201, "X1", "running")
    again = await stage.post(f"events/{stage.gala.event_id}/live-lots", "jo", key, **body)
    assert (again.status, again.body["item"]["id"]) == (200, added.body["item"]["id"])
    both = await asyncio.gather(
        *(
            stage.post(f"events/{stage.gala.event_id}/live-lots", who, title="One more", starting_cents=1_000)
            for who in ("ada", "kim")
        )
    )
    assert sorted(answer.body["lot"] for answer in both) == ["X2", "X3"]


async def test_guests_and_ended_sessions_say_nothing_on_stage(stage: Stage) -> None:
    assert (await stage.enter("open", who="0")).code == "forbidden"
    await stage.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp() WHERE role = 'clerk'")
    assert (await stage.enter("open", who="jo")).code == "session_revoked"


async def test_staff_of_another_event_see_no_lot(stage: Stage) -> None:
    other = await stage.night.get(f"events/{uuid4()}/stage")
    assert other.status == 404
