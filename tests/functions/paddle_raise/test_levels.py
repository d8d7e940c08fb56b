"""What is called for, the end, the match, the second clerk, and release."""

from typing import Any
from uuid import uuid4

from shared.ids import new_id
from tests.factories.raising import LEVELS, Room


async def test_an_appeal_is_planned_with_its_levels_highest_first(room: Room) -> None:
    key = uuid4()
    body: dict[str, Any] = {"title": "Books", "level_cents": sorted(LEVELS), "goal_cents": 1_000_000}
    path = f"events/{room.gala.event_id}/appeals"
    first, again = [await room.post(path, "sam", key, **body) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"], again.body) == (201, 200, "true", first.body)
    appeal = first.body["appeal"]
    assert (appeal["appeal_id"], appeal["status"], appeal["level_id"]) == (str(key), "waiting", None)
    assert [level["amount_cents"] for level in appeal["levels"]] == LEVELS
    assert (await room.shown())["title"] == "Scholarships", "the open one is shown"
    refused = await room.post(path, "sam", **body, match_label="Bank", match_cap_cents=1, match_paddle_number=999)
    assert refused.code == "paddle_unknown"


async def test_the_auctioneer_calls_levels_adds_one_and_ends(room: Room) -> None:
    answer = await room.post(f"appeals/{room.appeal}/level", "ada", level_id=room.levels[50_000])
    assert (answer.body["appeal"]["status"], answer.body["appeal"]["level_cents"]) == ("open", 50_000)
    added = (await room.call(25_000)).body["appeal"]
    assert [level["amount_cents"] for level in added["levels"]] == [100_000, 50_000, 25_000, 10_000]
    assert added["level_cents"] == 25_000
    ended = (await room.end()).body["appeal"]
    assert (ended["status"], ended["level_id"]) == ("closed", None)
    assert (await room.call(10_000)).body["appeal"]["status"] == "open", "the end can be taken back"
    unknown = await room.post(f"appeals/{room.appeal}/level", "ada", level_id=str(new_id()))
    assert unknown.code == "level_unknown"
    await room.release(10_000)
    assert (await room.call(10_000)).code == "level_released"


async def test_an_appeal_has_no_more_levels_than_anybody_can_call(room: Room) -> None:
    for n in range(47):
        assert (await room.call(200_000 + n)).status == 200
    assert (await room.call(300_000)).code == "too_many_levels"
    assert (await room.call(200_000)).status == 200


async def test_one_appeal_is_open_at_a_time(room: Room) -> None:
    first = room.appeal
    await room.make(title="Books")
    refused = await room.call(100_000)
    assert (refused.code, refused.body["appeal_id"], refused.body["title"]) == ("appeal_running", first, "Scholarships")
    assert (await room.end()).status == 200, "what never opened can end"


async def test_the_match_doubles_gifts_to_its_cap_and_is_a_pledge_once_the_appeal_is_over(room: Room) -> None:
    await room.end()
    await room.make(match_label="Harbor Bank", match_cap_cents=150_000, match_paddle_number=104)
    assert room.appeal
    await room.call(100_000)
    pledge = (await room.enter(101)).body["pledges"][0]["id"]
    assert (await room.shown())["matched_cents"] == 100_000

    async def matches() -> list[tuple[int, int]]:
        rows = await room.owner.fetch(
            "SELECT d.number, s.amount_cents FROM standing_pledges s JOIN paddles d ON d.id = s.paddle_id WHERE s.kind = 'match'"
        )
        return [(row["number"], row["amount_cents"]) for row in rows]

    assert await matches() == []
    ended = (await room.end()).body["appeal"]
    assert await matches() == [(104, 100_000)]
    assert (ended["pledged_cents"], ended["matched_cents"]) == (100_000, 100_000), "the match is not doubled itself"
    await room.enter(102)
    assert await matches() == [(104, 150_000)], "a late entry is matched, to the cap"
    match = await room.owner.fetchval("SELECT id FROM standing_pledges WHERE kind = 'match'")
    assert (await room.post(f"pledges/{match}/undo", "sam")).code == "not_your_entry"
    await room.call(50_000)
    assert await matches() == [], "the end was taken back, and so is the match"
    await room.post(f"pledges/{pledge}/undo")
    await room.end()
    assert await matches() == [(104, 100_000)]


async def test_a_level_is_released_once_nothing_needs_a_look(room: Room) -> None:
    hand = (await room.enter(0)).body["pledges"][0]["id"]
    refused = await room.release()
    assert (refused.code, refused.body["issues"], refused.body["mismatches"]) == ("level_unresolved", 1, [])
    assert (await room.release(who="jo")).status == 403
    await room.post(f"pledges/{hand}/name", paddle_number=101)
    released = await room.release()
    assert (released.status, released.body["level"]["count"]) == (200, 1)
    assert released.body["level"]["released_at"] is not None
    assert released.body["appeal"]["levels"][0]["is_released"] is True
    assert (await room.release()).code == "level_released"
    assert (await room.enter(102)).code == "level_released", "though it is called for"
    reopen = f"levels/{room.levels[100_000]}/reopen"
    assert (await room.post(reopen, "sam")).body["level"]["released_at"] is None
    assert (await room.post(reopen, "sam")).code == "level_not_released"
    assert (await room.enter(102)).status == 201


async def test_what_the_second_clerk_sees_is_compared_and_never_added(room: Room) -> None:
    await room.enter(101)
    await room.enter(102)
    key = uuid4()
    path = f"appeals/{room.appeal}/checks"
    body = {"level_id": room.levels[100_000], "paddle_number": 101}
    first, again = [await room.post(path, "kim", key, **body) for _ in range(2)]
    assert (first.status, first.body["id"], again.headers["idempotency-hit"]) == (201, str(key), "true")
    assert first.body["level"]["checks"] == 1
    assert first.body["level"]["mismatches"] == [
        {"paddle_number": 102, "amount_cents": 100_000, "recorded": 1, "checked": 0}
    ]
    level = (await room.check(102)).body["level"]
    assert (level["checks"], level["mismatches"], level["count"]) == (2, [], 2)
    assert [one["is_checked"] for one in (await room.desk())["pledges"]] == [True, True]
    assert await room.total() == (200_000, 2)
    assert (await room.release()).status == 200
    assert (await room.check(103)).code == "level_released"


async def test_a_difference_holds_the_level_until_somebody_settles_it(room: Room) -> None:
    for number in (101, 102):
        await room.enter(number)
    await room.enter(0)
    for number in (101, 0, 103):
        await room.check(number)
    refused = await room.release()
    assert refused.code == "level_unresolved"
    assert [(one["paddle_number"], one["recorded"], one["checked"]) for one in refused.body["mismatches"]] == [
        (102, 1, 0),
        (103, 0, 1),
    ]
    assert (await room.settle(101, "keep")).code == "nothing_to_settle"
    assert (await room.settle(102, "add")).code == "nothing_to_settle"
    assert (await room.settle(103, "remove")).code == "nothing_to_settle"
    removed = await room.settle(102, "remove")
    assert [one["paddle_number"] for one in removed.body["level"]["mismatches"]] == [103], removed.raw
    added = await room.settle(103, "add")
    assert (added.body["level"]["mismatches"], added.body["level"]["count"]) == ([], 3)
    assert await room.total() == (300_000, 3)
    paddles = await room.owner.fetch("SELECT paddle_id FROM standing_pledges WHERE paddle_id IS NOT NULL")
    assert {row["paddle_id"] for row in paddles} == {room.guests[0].paddle_id, room.guests[2].paddle_id}


async def test_keeping_what_is_recorded_makes_both_lists_agree(room: Room) -> None:
    await room.enter(101)
    for number in (102, 103, 103):
        await room.check(number)
    for number in (101, 102, 103):
        assert (await room.settle(number, "keep")).status == 200
    level = (await room.desk())["levels"][0]
    assert (level["mismatches"], level["checks"], level["count"]) == ([], 1, 1)


async def test_a_second_amount_of_a_paddle_is_not_added_beside_the_first(room: Room) -> None:
    await room.enter(101, amount_cents=75_000)
    await room.check(101)
    refused = await room.settle(101, "add")
    assert (refused.code, refused.body["pledge"]["amount_cents"]) == ("pledge_duplicate", 75_000)
    assert (await room.settle(101, "remove", amount_cents=75_000)).status == 200
    assert (await room.settle(101, "add")).status == 200
    assert await room.total() == (100_000, 1)


async def test_two_hands_of_one_paddle_that_only_the_second_clerk_saw_are_two_gifts(room: Room) -> None:
    for _ in range(2):
        await room.check(101)
    assert (await room.settle(101, "add")).body["level"]["cents"] == 200_000


async def test_a_gift_from_a_phone_needs_no_second_clerk(room: Room) -> None:
    await room.enter(101)
    await room.check(101)
    await room.give(room.guests[1])
    await room.enter(102)
    assert (await room.desk())["levels"][0]["mismatches"] == [], "neither the phone's nor what is the same"
    await room.check(102)
    assert (await room.desk())["levels"][0]["mismatches"] == []
    await room.check(102)
    [one] = (await room.desk())["levels"][0]["mismatches"]
    assert (one["recorded"], one["checked"]) == (1, 2)
