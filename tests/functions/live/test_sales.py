"""SOLD: once per lot, confirmed or disputed, corrected, taken back; what it means for bills and texts."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.live import service
from tests.factories.http import send
from tests.factories.lots import Stage


async def test_a_sale_is_the_winners_and_nobody_is_told_before_it_is_confirmed(stage: Stage) -> None:
    await stage.enter("open")
    await stage.enter("bid", paddle_number=stage.number(0))
    sold = await stage.sell(100_000, 0)
    assert (sold.status, sold.body["outcome"]) == (201, "sold")
    item = sold.body["item"]
    assert (item["status"], item["hammer_cents"], item["leader_paddle"]) == ("sold", 100_000, stage.number(0))
    assert item["live"]["sales"] == [{"paddle": stage.number(0), "amount_cents": 100_000, "is_confirmed": False}]
    assert await stage.awards() == [(stage.guests[0].paddle_id, 100_000)]
    assert await stage.texts("won") == []


async def test_after_a_minute_without_a_dispute_a_sale_is_confirmed_once(stage: Stage) -> None:
    await stage.sell(100_000, 0)
    assert await service.confirm_due_sales(stage.app) == 0
    await stage.night.pass_time(60)
    assert sum(await asyncio.gather(*(service.confirm_due_sales(stage.app) for _ in range(4)))) == 1
    assert await stage.texts("won") == [stage.guests[0].paddle_id]


async def test_a_second_clerk_who_has_the_same_confirms_it(stage: Stage) -> None:
    await stage.sell(100_000, 0)
    again = await stage.sell(100_000, 0, who="jo")
    assert (again.status, again.body["outcome"]) == (201, "agreed")
    assert again.body["item"]["live"]["sales"][0]["is_confirmed"]
    assert await stage.texts("won") == [stage.guests[0].paddle_id]
    assert (await stage.sell(100_000, 0)).code == "item_already_sold", "the same station, once more"


async def test_stations_that_differ_are_in_conflict_and_nothing_is_billed_until_one_is_chosen(stage: Stage) -> None:
    first = (await stage.sell(100_000, 0)).body["id"]
    differs = await stage.sell(110_000, 1, who="jo")
    assert (differs.status, differs.body["outcome"]) == (201, "conflict")
    [sale] = (await stage.stage())["sales"]
    assert (sale["paddle"], sale["claim"]["paddle"], sale["claim"]["amount_cents"], sale["claim"]["by_role"]) == (
        stage.number(0), stage.number(1), 110_000, "clerk",
    )  # fmt: skip
    assert await stage.awards() == []
    await stage.night.pass_time(120)
    assert await service.confirm_due_sales(stage.app) == 0
    assert (await stage.post(f"live-sales/{first}/confirm", "kim", by="second_clerk")).code == "sale_in_conflict"
    kept = await stage.post(f"live-sales/{first}/resolve", "ada", keep="sale")
    assert kept.status == 200
    assert await stage.awards() == [(stage.guests[0].paddle_id, 100_000)]
    assert (await stage.post(f"live-sales/{first}/resolve", "jo", keep="claim")).code == "no_conflict"


async def test_the_other_stations_sale_can_be_the_right_one(stage: Stage) -> None:
    first = (await stage.sell(100_000, 0)).body["id"]
    await stage.sell(110_000, 1, who="jo")
    key = uuid4()
    chosen = await stage.post(f"live-sales/{first}/resolve", "ada", key, keep="claim")
    again = await stage.post(f"live-sales/{first}/resolve", "ada", key, keep="claim")
    assert (chosen.status, again.status, again.body["id"]) == (200, 200, chosen.body["id"])
    assert (chosen.body["item"]["leader_paddle"], chosen.body["item"]["hammer_cents"]) == (stage.number(1), 110_000)
    assert await stage.awards() == [(stage.guests[1].paddle_id, 110_000)]


async def test_ten_stations_at_once_sell_a_lot_once_and_say_so_to_all(stage: Stage) -> None:
    names = ("ada", "jo", "kim", "sam")
    answers = await asyncio.gather(*(stage.sell(100_000, n % 2, who=names[n % 4]) for n in range(10)))
    outcomes = sorted(answer.body.get("outcome", answer.code) for answer in answers)
    assert outcomes.count("sold") == 1
    assert set(outcomes) <= {"sold", "agreed", "conflict", "item_already_sold"}
    standing = await stage.owner.fetchval("SELECT count(*) FROM live_sales WHERE kind = 'sale'")
    assert standing == 1


async def test_a_new_bid_since_the_station_looked_does_not_sell(stage: Stage) -> None:
    await stage.enter("open")
    seen = (await stage.enter("bid", paddle_number=stage.number(0))).body["item"]["version"]
    await stage.enter("bid", who="jo", paddle_number=stage.number(1))
    refused = await stage.sell(100_000, 0, seen_version=seen)
    assert (refused.status, refused.code, refused.body["item"]["price_cents"]) == (409, "lot_changed", 150_000)


async def test_selling_below_what_the_system_holds_needs_a_reason(stage: Stage) -> None:
    await stage.enter("open")
    await stage.enter("bid", paddle_number=stage.number(0))
    await stage.enter("bid", paddle_number=stage.number(1))
    below = await stage.sell(100_000, 0)
    assert (below.code, below.body["holds"]) == (
        "reason_required", {"paddle": stage.number(1), "amount_cents": 150_000, "source": "room"},
    )  # fmt: skip
    await stage.offer(2, 200_000)
    phone = await stage.sell(150_000, 1)
    assert phone.body["holds"] == {"paddle": stage.number(2), "amount_cents": 200_000, "source": "phone"}
    sold = await stage.sell(150_000, 1, reason="The phone was too late")
    assert sold.status == 201
    [sale] = (await stage.stage())["sales"]
    assert sale["reason"] == "The phone was too late"


async def test_an_absentee_bidder_who_can_go_on_is_not_passed_over_in_silence(stage: Stage) -> None:
    await stage.leave(3, 300_000)
    await stage.enter("open")
    await stage.enter("bid", paddle_number=stage.number(0))
    held = await stage.sell(100_000, 0)
    assert (held.code, held.body["holds"]) == (
        "reason_required",
        {"paddle": None, "amount_cents": 150_000, "source": "absentee"},
    )
    assert b"300000" not in held.raw, "the amount is the guest's secret"


async def test_twice_the_ask_or_another_lot_is_confirmed_first(stage: Stage) -> None:
    await stage.enter("open")
    big = await stage.sell(200_000, 0)
    assert (big.code, big.body["confirm"]) == ("confirm_required", "big_amount")
    other = await stage.sell(100_000, 0, lot=stage.lots[1])
    assert (other.code, other.body["confirm"], other.body["lot"]) == ("confirm_required", "another_lot", "V1")
    assert (await stage.sell(100_000, 0, lot=stage.lots[1], confirmed=True)).status == 201


async def test_a_sale_without_a_known_paddle_waits_for_one_and_is_billed_then(stage: Stage) -> None:
    sold = await stage.sell(100_000, None)
    assert (sold.body["outcome"], sold.body["item"]["status"]) == ("needs_look", "sold")
    assert await stage.awards() == []
    named = await stage.post(f"live-sales/{sold.body['id']}/correct", "jo", paddle_number=stage.number(2))
    assert named.status == 200
    assert await stage.awards() == [(stage.guests[2].paddle_id, 100_000)]


async def test_an_unknown_or_locked_paddle_is_refused_or_kept_for_a_look(stage: Stage) -> None:
    locked = await stage.night.guest(status="locked")
    body: dict[str, Any] = {"item_id": str(stage.lot), "amount_cents": 100_000}
    unknown = await stage.post("live-sales", "ada", **body, paddle_number=99_998)
    assert (unknown.status, unknown.code) == (404, "paddle_unknown")
    refused = await stage.post("live-sales", "ada", **body, paddle_number=locked.number)
    assert (refused.status, refused.code) == (409, "paddle_locked")
    kept = await stage.post("live-sales", "ada", **body, paddle_number=locked.number, paddle_ok=True)
    assert (kept.status, kept.body["outcome"]) == (201, "needs_look")
    [sale] = (await stage.stage())["sales"]
    assert (sale["issue"], sale["heard_number"]) == ("locked", locked.number)
    assert await stage.awards() == []


async def test_correcting_the_paddle_tells_the_room_of_no_reopening(stage: Stage) -> None:
    sold = (await stage.sell(100_000, 0)).body["id"]
    await stage.post(f"live-sales/{sold}/confirm", "jo", by="second_clerk")
    corrected = await stage.post(f"live-sales/{sold}/correct", "jo", paddle_number=stage.number(1))
    assert (corrected.body["item"]["status"], corrected.body["item"]["leader_paddle"]) == ("sold", stage.number(1))
    assert await stage.awards() == [(stage.guests[1].paddle_id, 100_000)]
    assert await stage.texts("sale_reversed") == [stage.guests[0].paddle_id], "they were told that it was theirs"
    again = await stage.post(f"live-sales/{sold}/correct", "jo", paddle_number=stage.number(2))
    assert again.code == "sale_reversed"


async def test_undoing_a_sale_lets_the_lot_run_on_from_where_it_stood(stage: Stage) -> None:
    await stage.enter("open")
    await stage.enter("bid", paddle_number=stage.number(0))
    sold = (await stage.sell(100_000, 0)).body["id"]
    undone = await stage.post(f"live-sales/{sold}/undo", "ada", reason="He meant the wine")
    assert (undone.status, undone.body["refund_due_cents"]) == (200, None)
    assert await stage.live() == ("running", 100_000, stage.number(0), 150_000)
    assert await stage.awards() == []
    assert (await stage.post(f"live-sales/{sold}/undo", "jo")).code == "sale_reversed"
    assert (await stage.sell(100_000, 0)).status == 201, "and it is sold again"


async def test_a_sale_is_undone_later_while_another_lot_runs(stage: Stage) -> None:
    await stage.enter("open")
    sold = (await stage.sell(100_000, 0)).body["id"]
    await stage.enter("open", lot=stage.lots[1])
    assert (await stage.post(f"live-sales/{sold}/undo", "sam")).status == 200
    assert [(await stage.live(lot))[0] for lot in stage.lots[:2]] == ["passed", "running"]


async def test_the_stage_undoes_its_sale_as_the_last_thing_that_was_said(stage: Stage) -> None:
    await stage.enter("open")
    sold = (await stage.sell(100_000, 0)).body["id"]
    assert (await stage.enter("undo", entry_id=sold)).status == 201
    assert (await stage.live())[0] == "running"
    assert await stage.owner.fetchval("SELECT count(*) FROM live_sales WHERE kind = 'reversal'") == 1


async def test_further_copies_are_sold_up_to_the_donors_limit(stage: Stage) -> None:
    await stage.owner.execute("UPDATE items SET max_copies = 2")
    first = (await stage.sell(100_000, 0)).body["id"]
    second = await stage.sell(90_000, 1, is_copy=True)
    assert (second.status, second.body["item"]["live"]["copies_left"]) == (201, 0)
    assert (await stage.sell(90_000, 2, is_copy=True)).code == "no_copies_left"
    assert await stage.awards() == [(stage.guests[1].paddle_id, 90_000), (stage.guests[0].paddle_id, 100_000)]
    assert (await stage.post(f"live-sales/{first}/undo", "ada")).status == 200
    assert (await stage.live())[0] == "sold", "the other copy stands"
    assert await stage.awards() == [(stage.guests[1].paddle_id, 90_000)]
    assert (await stage.sell(100_000, 3, is_copy=True, lot=stage.lots[1])).code == "item_not_sold"


async def test_the_underbidder_is_asked_and_nobody_else(stage: Stage) -> None:
    await stage.enter("open")
    for guest in (0, 1, 0):
        await stage.enter("bid", paddle_number=stage.number(guest))
    await stage.sell(200_000, 0)
    asked = await stage.enter("underbidder")
    assert asked.status == 201
    assert (asked.body["item"]["live"]["offered_to"], asked.body["item"]["live"]["ask_cents"]) == (
        stage.number(1),
        150_000,
    )
    assert await stage.awards() == []
    assert (await stage.offer(2, 150_000)).code == "offered_to_other"
    assert (await stage.enter("bid", paddle_number=stage.number(2))).code == "offered_to_other"
    assert (await stage.offer(1, 150_000)).status == 201
    assert (await stage.sell(150_000, 1)).status == 201


async def underbidder(stage: Stage) -> tuple[int | None, int | None]:
    lot = (await stage.stage())["lots"][0]
    return lot["underbidder"], lot["underbidder_cents"]


async def test_who_said_that_it_is_not_theirs_is_not_asked_again_nor_anybody_above_the_price(stage: Stage) -> None:
    await stage.enter("open")
    for guest in (1, 2, 0):
        await stage.enter("bid", paddle_number=stage.number(guest))
    sold = (await stage.sell(200_000, 0)).body["id"]
    assert (await stage.post(f"live-sales/{sold}/mine", "0", is_mine=False)).status == 200
    assert (await stage.post(f"live-sales/{sold}/undo", "ada")).status == 200
    assert (await stage.sell(150_000, 3, reason="He had stopped")).status == 201
    assert await underbidder(stage) == (stage.number(1), 100_000), "neither 0, who said no, nor 2, who bid the price"
    asked = await stage.enter("underbidder")
    assert asked.body["item"]["live"]["offered_to"] == stage.number(1)
    assert (await stage.enter("underbidder")).code == "no_underbidder", "nobody else bid below"
    assert await stage.awards() == []


async def test_an_undo_gives_a_sale_back_as_it_was_and_not_to_who_had_disowned_it(stage: Stage) -> None:
    await stage.enter("open")
    for guest in (1, 0):
        await stage.enter("bid", paddle_number=stage.number(guest))
    sold = (await stage.sell(150_000, 0)).body["id"]
    await stage.post(f"live-sales/{sold}/mine", "0", is_mine=False)
    asked = (await stage.enter("underbidder")).body["id"]
    assert (await stage.enter("undo", entry_id=asked)).status == 201
    assert await stage.live() == ("sold", 150_000, None, 200_000)
    assert [sale["issue"] for sale in (await stage.stage())["sales"]] == ["disowned"]
    assert await stage.awards() == []


async def test_who_has_a_copy_or_is_locked_is_not_asked(stage: Stage) -> None:
    await stage.owner.execute("UPDATE items SET max_copies = 3")
    await stage.enter("open")
    for guest in (3, 2, 1, 0):
        await stage.enter("bid", paddle_number=stage.number(guest))
    await stage.sell(250_000, 0)
    assert await underbidder(stage) == (stage.number(1), 200_000)
    await stage.sell(220_000, 1, is_copy=True)
    assert await underbidder(stage) == (stage.number(2), 150_000), "0 and 1 have a copy each"
    await stage.owner.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", stage.guests[2].paddle_id)
    assert await underbidder(stage) == (stage.number(3), 100_000)


async def test_of_stations_that_differ_the_losing_one_is_asked_for_a_bid_below_the_price(stage: Stage) -> None:
    await stage.enter("open")
    for guest in (2, 1, 0):
        await stage.enter("bid", paddle_number=stage.number(guest))
    sold = (await stage.sell(200_000, 0)).body["id"]
    await stage.sell(200_000, 1, who="jo")
    await stage.post(f"live-sales/{sold}/resolve", "sam", keep="sale")
    assert await underbidder(stage) == (stage.number(1), 150_000)


async def test_the_winner_says_yes_or_no_from_the_own_phone(stage: Stage) -> None:
    sold = (await stage.sell(100_000, 0)).body["id"]
    own = await send("GET", "/api/v1/me/live", token=stage.guests[0].token(stage.app.tokens))
    assert own.body["sales"] == [
        {"id": sold, "item_id": str(stage.lot), "amount_cents": 100_000, "is_confirmed": False, "is_disowned": False}
    ]
    assert (await stage.post(f"live-sales/{sold}/mine", "1", is_mine=True)).code == "sale_unknown"
    yes = await stage.post(f"live-sales/{sold}/mine", "0", is_mine=True)
    assert (yes.status, yes.body["is_confirmed"]) == (200, True)
    assert await stage.texts("won") == [stage.guests[0].paddle_id]
    other = (await stage.sell(50_000, 1, lot=stage.lots[1])).body["id"]
    no = await stage.post(f"live-sales/{other}/mine", "1", is_mine=False)
    assert (no.status, no.body["is_disowned"]) == (200, True)
    assert await stage.awards() == [(stage.guests[0].paddle_id, 100_000)]
    assert [sale["issue"] for sale in (await stage.stage())["sales"]].count("disowned") == 1


async def test_a_paid_sale_that_is_undone_is_marked_as_a_refund_that_is_due(stage: Stage) -> None:
    sold = await open_checkout_with_sale(stage)
    await stage.owner.execute(
        "UPDATE invoices SET status = 'charging'"
    )  # a charge may be under way: the money is as good as taken
    undone = await stage.post(f"live-sales/{sold}/undo", "sam", reason="Broken")
    assert (undone.status, undone.body["refund_due_cents"]) == (200, 100_000)
    assert (await stage.live())[0] == "passed", "after checkout nothing runs"


async def test_an_unpaid_sale_that_is_undone_is_taken_off_its_bill(stage: Stage) -> None:
    sold = await open_checkout_with_sale(stage)
    undone = await stage.post(f"live-sales/{sold}/undo", "sam")
    assert (undone.status, undone.body["refund_due_cents"]) == (200, None)
    row = await stage.owner.fetchrow("SELECT status, total_cents FROM invoices")
    assert tuple(row or ()) == ("void", 0)


async def open_checkout_with_sale(stage: Stage) -> UUID:
    sold = (await stage.sell(100_000, 0)).body["id"]
    opened = await stage.post(f"events/{stage.gala.event_id}/checkout", "sam", hold_s=3600)
    assert opened.status == 202, opened.raw
    assert (await stage.sell(100_000, 1, lot=stage.lots[1])).code == "event_in_checkout"
    return UUID(sold)


async def test_checkout_does_not_open_over_a_sale_that_somebody_has_to_look_at(stage: Stage) -> None:
    await stage.sell(100_000, None)
    refused = await stage.post(f"events/{stage.gala.event_id}/checkout", "sam", hold_s=0)
    assert (refused.status, refused.code, refused.body["sales"]) == (409, "live_sales_unresolved", 1)


@pytest.mark.parametrize("what", ["undo", "correct", "confirm", "resolve"])
async def test_a_sale_of_another_event_is_like_none(stage: Stage, what: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "undo": {},
        "correct": {"paddle_number": 1},
        "confirm": {"by": "table"},
        "resolve": {"keep": "sale"},
    }
    answer = await stage.post(f"live-sales/{uuid4()}/{what}", "sam", **bodies[what])
    assert (answer.status, answer.code) == (404, "sale_unknown")
