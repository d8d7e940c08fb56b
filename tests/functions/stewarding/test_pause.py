"""Pausing and resuming: the clocks stop, and go on at an announced time, for the whole event or one section."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from functions.closing.rules import LONGEST_SLEEP_S
from functions.events.service import FRESH_S
from functions.realtime.publisher import Publisher
from functions.realtime.tickets import event_room
from functions.stewarding.rules import LEAST_AFTER_CHANGE, LEAST_AFTER_RESUME
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import make_gala, make_item, make_staff_session
from tests.factories.stewarding import START, Night
from tests.factories.wire import Wire


def at(seconds: float) -> object:
    return START + timedelta(seconds=seconds)


async def pause(night: Night, **body: object) -> None:
    answer = await night.post(f"events/{night.gala.event_id}/pause", body)
    assert answer.status == 200, answer.raw


async def resume(night: Night, **body: object) -> None:
    answer = await night.post(f"events/{night.gala.event_id}/resume", body)
    assert answer.status == 200, answer.raw


async def second_section(night: Night) -> UUID:
    section_id = new_id()
    await night.owner.execute(
        "INSERT INTO sections (org_id, id, event_id, name, kind, opens_at, closes_at) SELECT org_id, $2, event_id, 'Late', kind, opens_at, closes_at"
        " FROM sections WHERE id = $1",
        night.gala.section_id,
        section_id,
    )
    return section_id


async def test_a_pause_stops_bids_and_closes_and_a_resume_moves_them_by_the_time_paused(night: Night) -> None:
    item, ann = await night.item(minutes=10), await night.guest()
    await pause(night)
    assert await night.bid_code(ann, item, 10_000) == "item_paused"
    await night.pass_time(900)  # past the close that was
    await night.close()
    assert (await night.row(item))["status"] == "open"

    answer = await night.post(f"events/{night.gala.event_id}/resume", {})

    assert answer.body["resumes_at"] == "2026-11-22T20:15:30Z"
    [state] = answer.body["items"]
    assert (state["paused_at"], state["resumes_at"]) == ("2026-11-22T20:00:00Z", "2026-11-22T20:15:30Z")
    row = await night.row(item)
    assert (row["closes_at"], row["planned_closes_at"]) == (at(600 + 930), at(600 + 930))
    assert await night.bid_code(ann, item, 10_000) == "item_paused"
    await night.pass_time(30)
    assert await night.bid_code(ann, item, 10_000) == "accepted"
    assert [change["kind"] for change in await night.changes(item)] == ["pause", "resume"]
    assert (await night.changes(item))[1]["planned_shift"] == timedelta(seconds=930)


async def test_every_item_has_two_minutes_at_least_after_a_resume(night: Night) -> None:
    item = await night.item(minutes=0.1)
    await night.owner.execute("UPDATE items SET hard_end_at = closes_at")
    await pause(night)
    await night.pass_time(60)
    await resume(night, in_s=10)
    row = await night.row(item)
    assert row["closes_at"] == at(60 + 10 + 120)
    assert row["planned_closes_at"] == at(6 + 70)
    assert row["hard_end_at"] == at(6), "it stays, and cuts nothing"
    assert row["version"] == 3


async def test_an_item_past_its_close_is_over_and_one_that_opens_later_opens_later(night: Night) -> None:
    over, ahead = await night.item(minutes=1), await night.item(opens_at=START + timedelta(minutes=5))
    await night.pass_time(60)
    await pause(night)
    assert (await night.row(over))["paused_at"] is None
    await night.pass_time(100)
    await resume(night, in_s=0)
    assert (await night.row(ahead))["opens_at"] == at(300 + 100)
    await night.close()
    assert (await night.row(over))["status"] == "unsold"


async def test_a_pause_in_the_announced_seconds_counts_on_from_where_time_was_to_start(night: Night) -> None:
    item = await night.item(minutes=10)
    await pause(night)
    await night.pass_time(100)
    await resume(night, in_s=30)
    await night.pass_time(10)
    await pause(night)
    row = await night.row(item)
    assert (row["paused_at"], row["resumes_at"], row["closes_at"]) == (at(130), None, at(600 + 130))
    await night.pass_time(200)
    await resume(night, in_s=20)
    assert (await night.row(item))["closes_at"] == at(600 + 330), "as if it had been one pause"


async def test_a_resume_sooner_than_announced_takes_nobodys_time(night: Night) -> None:
    item = await night.item(minutes=10)
    await pause(night)
    await resume(night, in_s=300)
    await pause(night)
    await resume(night, in_s=0)
    row = await night.row(item)
    assert (row["resumes_at"], row["closes_at"]) == (at(0), at(600 + 300))


async def test_one_section_alone_is_paused_and_resumed(night: Night) -> None:
    section_id = await second_section(night)
    first, second = await night.item(), await night.item()
    await night.owner.execute("UPDATE items SET section_id = $1 WHERE id = $2", section_id, second)
    await pause(night, section_id=str(section_id))
    assert ((await night.row(first))["paused_at"], (await night.row(second))["paused_at"]) == (None, START)
    sections = await night.owner.fetch("SELECT id, paused_at, resumes_at FROM sections ORDER BY name")
    assert [tuple(row) for row in sections] == [(section_id, START, None), (night.gala.section_id, None, None)]
    await resume(night)
    sections = await night.owner.fetch("SELECT paused_at, resumes_at FROM sections ORDER BY name")
    assert [tuple(row) for row in sections] == [(START, at(30)), (None, None)]


async def test_live_lots_donations_and_hidden_items_have_no_clock(night: Night) -> None:
    item = await night.item()
    others = [await night.item(kind="live"), await night.item(kind="donation"), await night.item()]
    await night.owner.execute("UPDATE items SET is_hidden = true WHERE id = $1", others[2])
    await pause(night)
    paused = await night.owner.fetch("SELECT id FROM items WHERE paused_at IS NOT NULL")
    assert [row["id"] for row in paused] == [item]


async def test_a_repeat_answers_again_and_another_body_is_refused(night: Night) -> None:
    item, key = await night.item(), uuid4()
    path = f"events/{night.gala.event_id}/pause"
    first, again = [await night.post(path, {}, key=key) for _ in range(2)]
    other = await night.post(path, {"section_id": str(night.gala.section_id)}, key=key)
    elsewhere = await night.post(f"events/{night.gala.event_id}/resume", {}, key=key)
    colleague = await night.post(path, {}, key=key, token=night.kim)
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (200, 200, "true")
    assert first.body == again.body
    assert {one.code for one in (other, elsewhere, colleague)} == {"idempotency_key_reused"}
    assert len(await night.changes(item)) == 1
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'pause'") == 1


async def test_what_cannot_be_paused_or_resumed_is_refused(night: Night) -> None:
    path, section = f"events/{night.gala.event_id}", {"section_id": str(night.gala.section_id)}
    assert (await night.post(f"{path}/pause", section)).code == "nothing_to_pause"
    await night.item()
    assert (await night.post(f"{path}/resume", {})).code == "nothing_to_resume"
    assert (await night.post(f"{path}/resume", section)).code == "nothing_to_resume"
    await pause(night)
    assert (await night.post(f"{path}/pause", {})).code == "nothing_to_pause"
    assert (await night.post(f"{path}/pause", {"section_id": str(new_id())})).code == "section_unknown"
    for in_s in (-1, 301):
        assert (await night.post(f"{path}/resume", {"in_s": in_s})).status == 422
    assert (await night.post(f"events/{new_id()}/pause", {})).code == "not_found"


async def stopped_at(night: Night) -> object:
    """As every screen is told it."""
    return (await night.get(f"events/{night.gala.event_id}/snapshot")).body["state"]["stopped_at"]


async def test_the_show_is_stopped_and_goes_on_also_where_no_clock_runs(night: Night) -> None:
    lot, version = await night.item(kind="live"), "SELECT version FROM events"
    before = await night.owner.fetchval(version)
    stop = await night.post(f"events/{night.gala.event_id}/pause", {})
    assert (stop.status, stop.body["items"]) == (200, [])
    assert await stopped_at(night) == "2026-11-22T20:00:00+00:00"
    assert await night.owner.fetchval(version) == before + 1, "screens see that the state changed"
    assert (await night.post(f"events/{night.gala.event_id}/pause", {})).code == "nothing_to_pause"
    await night.pass_time(60)
    go_on = await night.post(f"events/{night.gala.event_id}/resume", {"in_s": 10})
    assert (go_on.status, go_on.body["resumes_at"]) == (200, "2026-11-22T20:01:10Z")
    await asyncio.sleep(FRESH_S)
    assert await stopped_at(night) is None
    assert (await night.post(f"events/{night.gala.event_id}/resume", {})).code == "nothing_to_resume"
    assert (await night.changes(lot), (await night.row(lot))["paused_at"]) == ([], None)
    acts = await night.owner.fetch("SELECT action, detail->>'items' AS items FROM audit_log ORDER BY at")
    assert [tuple(row) for row in acts] == [("pause", "0"), ("resume", "0")]


async def test_the_room_hears_of_a_stop_that_changes_no_item(night: Night) -> None:
    wire = Wire(night.app)
    await pause(night)
    await night.app.single(Publisher).settle()
    [(room, packet)] = wire.packets("leaderboard_update")
    assert room == event_room(night.gala.event_id)
    assert packet["state"]["stopped_at"] == "2026-11-22T20:00:00+00:00"


async def test_a_section_alone_neither_stops_the_show_nor_lets_it_go_on(night: Night) -> None:
    section = {"section_id": str(night.gala.section_id)}
    item = await night.item()
    await pause(night, **section)
    assert await stopped_at(night) is None
    await pause(night)
    assert await night.owner.fetchval("SELECT stopped_at FROM events") == START, "everything stood already"
    await resume(night, **section)
    assert (await night.row(item))["resumes_at"] == at(30)
    assert await night.owner.fetchval("SELECT stopped_at FROM events") == START


async def test_what_began_to_run_in_a_stopped_show_can_still_be_paused(night: Night) -> None:
    await pause(night)
    item = await night.item()
    await night.pass_time(30)
    await pause(night)
    assert (await night.row(item))["paused_at"] == at(30)
    assert await night.owner.fetchval("SELECT stopped_at FROM events") == START, "it stands since the first"
    await resume(night)
    assert await night.owner.fetchval("SELECT stopped_at FROM events") is None


async def test_two_who_stop_an_empty_show_at_once_stop_it_once(night: Night) -> None:
    path = f"events/{night.gala.event_id}/pause"
    answers = await asyncio.gather(*(night.post(path, {}, token=token) for token in (night.sam, night.kim) * 3))
    assert sorted(str(one.code) for one in answers) == ["None"] + ["nothing_to_pause"] * 5


async def test_an_ended_session_pauses_nothing(night: Night) -> None:
    await night.item()
    await night.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp()")
    assert (await night.post(f"events/{night.gala.event_id}/pause", {})).code == "session_revoked"


@pytest.mark.parametrize("role", ["auctioneer", "clerk", "finance", "donor"])
async def test_only_managers_pause(night: Night, role: str) -> None:
    claims = (
        (await night.guest()).claims() if role == "donor" else await make_staff_session(night.owner, night.gala, role)
    )
    answer = await night.post(f"events/{night.gala.event_id}/pause", {}, token=night.app.tokens.issue(claims))
    assert answer.code == "forbidden"


async def test_a_bid_that_races_with_a_resume_counts_in_its_time_or_not_at_all(
    owner: Connection, app: Services
) -> None:
    """On the real clock: the bid is judged under the item's lock, before the resume or after it."""
    gala = await make_gala(owner)
    night = Night(app, owner, gala, app.tokens.issue(await make_staff_session(owner, gala)), "")
    ann, codes = await night.guest(), set()
    for _ in range(10):
        item = await make_item(owner, gala)
        await pause(night)
        body = {"item_id": str(item), "max_cents": 10_000}
        bid, answer = await asyncio.gather(
            night.post("bids", body, token=ann.token(app.tokens)),
            night.post(f"events/{gala.event_id}/resume", {"in_s": 0}),
        )
        assert answer.status == 200
        codes.add(bid.code)
        row = await night.row(item)
        assert (bid.code, row["bid_count"]) in {(None, 1), ("item_paused", 0)}
    assert codes <= {None, "item_paused"}


async def test_a_retried_pause_of_two_staff_at_once_pauses_once(night: Night) -> None:
    item = await night.item()
    path = f"events/{night.gala.event_id}/pause"
    answers = await asyncio.gather(*(night.post(path, {}, token=token) for token in (night.sam, night.kim) * 3))
    assert sorted(str(one.code) for one in answers) == ["None"] + ["nothing_to_pause"] * 5
    assert len(await night.changes(item)) == 1


def test_no_act_brings_a_close_nearer_than_a_sections_orchestration_looks() -> None:
    assert min(LEAST_AFTER_RESUME, LEAST_AFTER_CHANGE).total_seconds() > LONGEST_SLEEP_S
