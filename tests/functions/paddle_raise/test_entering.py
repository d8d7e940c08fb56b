"""Hands that clerks enter: once per key, once per paddle and level, with what needs a look set apart."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.ids import new_id
from tests.factories.clock import set_clock
from tests.factories.raising import Room
from tests.factories.stewarding import START


async def test_a_hand_counts_in_the_room_at_once(room: Room) -> None:
    answer = await room.enter(101)
    assert (answer.status, answer.body["outcome"]) == (201, "recorded"), answer.raw
    [pledge] = answer.body["pledges"]
    assert (pledge["paddle"], pledge["name"], pledge["amount_cents"], pledge["by_name"], pledge["issue"]) == (
        101, "Guest 1", 100_000, "Sam Staff", None,
    )  # fmt: skip
    appeal = answer.body["appeal"]
    assert (appeal["pledged_cents"], appeal["pledge_count"], appeal["last_paddles"]) == (100_000, 1, [101])
    assert appeal["levels"][0] == {
        "id": room.levels[100_000], "amount_cents": 100_000, "count": 1, "cents": 100_000, "is_released": False,
    }  # fmt: skip
    assert await room.total() == (100_000, 1)


async def test_one_key_is_one_pledge_and_another_body_is_refused(room: Room) -> None:
    key = uuid4()
    first, again = [await room.enter(101, key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (201, 200, "true")
    assert again.body == first.body
    assert (await room.enter(102, key=key)).code == "idempotency_key_reused"
    assert (await room.enter(101, key=key, who="kim")).code == "idempotency_key_reused"
    assert await room.total() == (100_000, 1)


async def test_a_refused_entry_may_be_sent_again_with_its_key_once_it_is_confirmed(room: Room) -> None:
    key = uuid4()
    refused = await room.enter(101, 10_000, key=key, amount_cents=20_000)
    assert (refused.code, refused.body["level_cents"]) == ("confirm_required", 10_000)
    assert (await room.enter(101, 10_000, amount_cents=19_999)).status == 201
    assert (await room.enter(102, 10_000, key=key, amount_cents=20_000, confirmed=True)).status == 201
    assert await room.total() == (39_999, 2)


async def test_a_second_pledge_at_a_level_is_recorded_only_when_it_is_said_to_be_one(room: Room) -> None:
    await room.enter(101)
    refused = await room.enter(101, who="kim")
    assert refused.code == "pledge_duplicate"
    told = refused.body["pledge"]
    assert (told["amount_cents"], told["by_name"], told["level_cents"]) == (100_000, "Sam Staff", 100_000)
    assert told["recorded_at"].startswith("2026-11-22T20:00:00")
    second = await room.enter(101, is_additional=True)
    assert (second.status, second.body["pledges"][0]["is_additional"]) == (201, True)
    assert (await room.enter(101, 50_000)).status == 201, "another level is another gift"
    assert await room.total() == (250_000, 3)


async def test_a_gift_that_was_taken_back_makes_room_for_one_without_a_word(room: Room) -> None:
    first = await room.enter(101)
    await room.post(f"pledges/{first.body['pledges'][0]['id']}/undo")
    again = await room.enter(101, is_additional=True)
    assert again.body["pledges"][0]["is_additional"] is False, "there is nothing that it is added to"
    assert await room.total() == (100_000, 1)


@pytest.mark.parametrize(
    ("change", "code", "status", "issue"),
    [
        ("UPDATE paddles SET status = 'locked' WHERE number = 101", "paddle_locked", 409, "locked"),
        ("UPDATE paddles SET admission = 'registered' WHERE number = 101", "not_checked_in", 409, "not_checked_in"),
        ("UPDATE paddles SET status = 'retired' WHERE number = 101", "paddle_unknown", 404, "unknown_paddle"),
    ],
)
async def test_a_paddle_that_needs_a_look_is_recorded_only_when_that_is_meant(
    room: Room, change: str, code: str, status: int, issue: str
) -> None:
    await room.owner.execute(change)
    refused = await room.enter(101)
    assert (refused.status, refused.code) == (status, code)
    kept = await room.enter(101, needs_look_ok=True)
    assert (kept.status, kept.body["outcome"]) == (201, "needs_look")
    [pledge] = kept.body["pledges"]
    assert (pledge["issue"], pledge["heard_number"]) == (issue, 101)
    assert (pledge["paddle"] is None) == (issue == "unknown_paddle")
    assert (await room.enter(101, needs_look_ok=True)).code == "pledge_duplicate"
    assert await room.total() == (100_000, 1), "in the room's total"
    desk = await room.desk()
    assert [one["id"] for one in desk["needs_look"]] == [pledge["id"]]
    assert desk["levels"][0]["issues"] == 1


async def test_seven_hands_are_counted_now_and_named_later(room: Room) -> None:
    key = uuid4()
    answer = await room.enter(0, key=key, hands=7)
    ids = [one["id"] for one in answer.body["pledges"]]
    assert (answer.body["outcome"], len(set(ids)), ids[0]) == ("needs_look", 7, str(key))
    assert (await room.enter(0, key=key, hands=7)).body == answer.body
    assert answer.body["appeal"]["unknown_count"] == 7
    assert await room.total() == (700_000, 7)
    assert (await room.enter(101, hands=2)).code == "invalid"


async def test_a_late_entry_belongs_to_its_own_level_even_when_the_appeal_is_over(room: Room) -> None:
    await room.call(50_000)
    assert (await room.enter(101, 100_000)).status == 201
    await room.end()
    typed = await room.enter(102, 100_000, typed_at="2026-11-22T19:59:00+01:00")
    assert typed.status == 201
    assert (
        await room.owner.fetchval("SELECT typed_at FROM pledges WHERE paddle_id = $1", room.guests[1].paddle_id)
    ).hour == 18
    await room.release(100_000)
    late = await room.enter(103, 100_000)
    assert (late.code, late.body["released_at"][:19]) == ("level_released", "2026-11-22T20:00:00")


async def test_what_is_not_there_is_not_found(room: Room) -> None:
    body: dict[str, Any] = {"level_id": str(new_id()), "paddle_number": 101}
    assert (await room.post(f"appeals/{room.appeal}/pledges", **body)).code == "level_unknown"
    assert (await room.post(f"appeals/{new_id()}/pledges", **body)).code == "appeal_unknown"
    for path in ("undo", "call"):
        who = "sam"
        assert (await room.post(f"pledges/{new_id()}/{path}", who)).code == "pledge_unknown"
    assert (await room.post(f"levels/{new_id()}/release", "sam")).code == "level_unknown"


async def test_every_change_raises_the_version_that_the_room_is_told(room: Room) -> None:
    before = (await room.desk())["appeal"]["version"]
    await room.enter(101)
    await room.enter(101)  # refused
    await room.check(101)
    after = (await room.desk())["appeal"]["version"]
    assert after == before + 2
    assert (await room.shown())["version"] == after


async def test_an_entry_of_a_session_that_has_ended_is_refused(room: Room) -> None:
    await room.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp() WHERE role = 'clerk'")
    assert (await room.enter(101)).code == "session_revoked"
    assert await room.owner.fetchval("SELECT count(*) FROM pledges") == 0


async def test_the_desk_tells_staff_who_gave_and_what_was_taken_back(room: Room) -> None:
    first = (await room.enter(101)).body["pledges"][0]
    await set_clock(room.owner, START + timedelta(seconds=1))
    await room.enter(102)
    await room.post(f"pledges/{first['id']}/undo")
    desk = await room.desk()
    assert [(one["paddle"], one["is_reversed"]) for one in desk["pledges"]] == [(102, False), (101, True)]
    listed = await room.get(f"appeals/{room.appeal}/pledges", "fay")
    assert {(one["paddle"], one["is_reversed"]) for one in listed["pledges"]} == {(101, True), (102, False)}
    assert [level["count"] for level in desk["levels"]] == [1, 0, 0]


async def test_without_an_appeal_the_desk_is_empty(room: Room) -> None:
    await room.owner.execute("TRUNCATE appeals, appeal_levels, pledges, pledge_checks CASCADE")
    assert await room.desk() == {"appeal": None, "levels": [], "pledges": [], "needs_look": [], "leads": []}
