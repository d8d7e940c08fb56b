"""Gifts from guests' own phones: while the appeal is open, at the level of their amount or the one that is called for, once beside a clerk's."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.paddle_raise import store
from shared.background import Background
from shared.ids import new_id
from tests.conftest import TestDatabase
from tests.factories.acts import call_of
from tests.factories.clock import set_clock
from tests.factories.gala import make_staff_session
from tests.factories.locks import connections, until_blocked
from tests.factories.raising import Room
from tests.factories.stewarding import START


async def test_a_gift_from_the_phone_counts_and_can_be_taken_back_while_its_level_is_called_for(room: Room) -> None:
    [ann, *_], key, undo_key = room.guests, uuid4(), uuid4()
    first, again = [await room.give(ann, key=key, pay_by="daf") for _ in range(2)]
    assert (first.status, first.body["outcome"]) == (201, "recorded"), first.raw
    assert (again.status, again.headers["idempotency-hit"], again.body) == (200, "true", first.body)
    pledge = first.body["pledge"]
    assert (pledge["id"], pledge["source"], pledge["may_undo"], pledge["pay_by"]) == (str(key), "phone", True, "daf")
    assert await room.total() == (100_000, 1)
    undo = f"own-pledges/{key}/undo"
    gone, repeated = [await room.post(undo, str(ann.number), undo_key) for _ in range(2)]
    assert (gone.status, gone.body["is_reversed"], gone.body["may_undo"]) == (200, True, False)
    assert (repeated.headers["idempotency-hit"], repeated.body) == ("true", gone.body)
    assert (await room.post(undo, str(ann.number))).code == "pledge_reversed_already"
    assert await room.total() == (0, 0)
    [own] = (await room.get("me/pledges", str(ann.number)))["pledges"]
    assert (own["id"], own["is_reversed"]) == (str(key), True)


async def test_once_the_auctioneer_has_gone_on_the_gift_stands(room: Room) -> None:
    [ann, bob, *_] = room.guests
    pledge = (await room.give(ann)).body["pledge"]["id"]
    assert (await room.post(f"own-pledges/{pledge}/undo", str(bob.number))).code == "pledge_unknown"
    await room.call(50_000)
    assert (await room.post(f"own-pledges/{pledge}/undo", str(ann.number))).code == "level_over"
    [own] = (await room.get("me/pledges", str(ann.number)))["pledges"]
    assert own["may_undo"] is False


async def test_a_phone_gives_at_the_level_that_is_called_for_and_only_while_the_appeal_is_open(room: Room) -> None:
    [ann, *_] = room.guests
    refused = await room.give(ann, 50_000)
    assert (refused.code, refused.body["level_cents"]) == ("level_not_called", 100_000)
    assert (await room.give(ann, amount_cents=99)).body["least_cents"] == 100
    assert (await room.give(ann, amount_cents=200_000)).code == "confirm_required"
    assert (await room.give(ann, amount_cents=200_000, confirmed=True)).body["pledge"]["amount_cents"] == 200_000
    await room.release()
    assert (await room.give(ann)).code == "level_released"
    await room.end()
    assert (await room.give(ann)).code == "appeal_closed"
    path = f"appeals/{new_id()}/own-pledges"
    unknown = await room.post(path, str(ann.number), level_id=room.levels[100_000])
    assert unknown.code == "appeal_unknown"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE paddles SET status = 'locked'", "paddle_locked"),
        ("UPDATE events SET stopped_at = clock_timestamp()", "show_stopped"),
        (
            "UPDATE events SET phase = 'checkout', checkout_opened_at = now(), checkout_key = id, checkout_body_hash = ''",
            "event_in_checkout",
        ),
        ("UPDATE sessions SET revoked_at = clock_timestamp()", "session_revoked"),
    ],
)
async def test_what_stops_a_phone_stops_its_gift(room: Room, change: str, code: str) -> None:
    await room.owner.execute(change)
    assert (await room.give(room.guests[0])).code == code
    assert await room.total() == (0, 0)


async def test_a_guest_who_is_not_checked_in_gives_and_somebody_looks(room: Room) -> None:
    await room.owner.execute("UPDATE paddles SET admission = 'registered' WHERE number = 101")
    given = await room.give(room.guests[0])
    assert (given.status, given.body["outcome"]) == (201, "recorded")
    [look] = (await room.desk())["needs_look"]
    assert (look["issue"], look["paddle"], look["by_name"]) == ("not_checked_in", 101, None)
    named = await room.post(f"pledges/{look['id']}/name", "sam", paddle_number=101)
    assert named.body["pledge"]["source"] == "phone"
    [own] = (await room.get("me/pledges", "101"))["pledges"]
    assert own["id"] == named.body["pledge"]["id"], "told as one gift"


async def test_a_gift_of_another_levels_amount_is_that_levels_and_counts_once_when_it_is_called(room: Room) -> None:
    [ann, bob, *_] = room.guests
    early = await room.give(ann, amount_cents=50_000)
    assert (early.status, early.body["pledge"]["level_id"]) == (201, room.levels[50_000]), early.raw
    await room.call(50_000)
    heard = await room.enter(101, 50_000)
    assert (heard.body["outcome"], heard.body["pledges"][0]["same_as_id"]) == ("same_gift", early.body["pledge"]["id"])
    assert (await room.enter(101, 50_000, who="kim")).code == "pledge_duplicate"
    assert (await room.give(ann, 50_000)).code == "pledge_duplicate", "the phone has it too"
    assert await room.total() == (50_000, 1)
    counts = {level["amount_cents"]: level["count"] for level in (await room.shown())["levels"]}
    assert counts == {100_000: 0, 50_000: 1, 10_000: 0}

    await room.enter(102)
    again = await room.give(bob, 50_000, amount_cents=100_000, confirmed=True)
    assert again.body["outcome"] == "same_gift", "a level of the past is asked about as well"
    assert await room.total() == (150_000, 2)


async def test_an_amount_of_no_level_or_of_a_released_one_stays_at_the_level_that_is_called(room: Room) -> None:
    [ann, bob, *_] = room.guests
    assert (await room.give(ann, amount_cents=70_000)).body["pledge"]["level_id"] == room.levels[100_000]
    await room.release(50_000)
    assert (await room.give(bob, amount_cents=50_000)).body["pledge"]["level_id"] == room.levels[100_000]


async def test_gifts_at_two_levels_are_two_gifts(room: Room) -> None:
    [ann, *_] = room.guests
    await room.enter(101)
    assert (await room.give(ann, amount_cents=50_000)).body["outcome"] == "recorded"
    assert await room.total() == (150_000, 2)


async def test_a_gift_at_a_level_to_come_is_taken_back_until_that_level_closes(room: Room) -> None:
    [ann, bob, cat, _] = room.guests
    first, second, third = [(await room.give(guest, amount_cents=50_000)).body["pledge"] for guest in (ann, bob, cat)]
    assert first["may_undo"]
    assert (await room.post(f"own-pledges/{first['id']}/undo", "101")).status == 200, "before it is called"
    await room.call(50_000)
    [own] = (await room.get("me/pledges", "102"))["pledges"]
    assert own["may_undo"]
    assert (await room.post(f"own-pledges/{second['id']}/undo", "102")).status == 200, "while it is called"
    await room.call(10_000)
    [own] = (await room.get("me/pledges", "103"))["pledges"]
    assert not own["may_undo"]
    assert (await room.post(f"own-pledges/{third['id']}/undo", "103")).code == "level_over"
    assert await room.total() == (50_000, 1)


async def test_a_gift_at_a_level_of_the_past_is_taken_back_until_a_further_level_is_called(room: Room) -> None:
    [ann, bob, *_] = room.guests
    await room.call(50_000)
    await set_clock(room.owner, START + timedelta(seconds=30))
    first, second = [
        (await room.give(guest, 50_000, amount_cents=100_000, confirmed=True)).body["pledge"] for guest in (ann, bob)
    ]
    assert (first["level_id"], first["may_undo"]) == (room.levels[100_000], True)
    assert (await room.post(f"own-pledges/{first['id']}/undo", "101")).status == 200
    await room.call(10_000)
    assert (await room.post(f"own-pledges/{second['id']}/undo", "102")).code == "level_over"


async def test_a_clerk_who_enters_the_next_level_waits_for_a_phone_in_flight_and_counts_once(
    room: Room, database: TestDatabase
) -> None:
    clerk = await make_staff_session(room.owner, room.gala, "clerk")
    appeal, called, lower = UUID(room.appeal), UUID(room.levels[100_000]), UUID(room.levels[50_000])
    body: dict[str, Any] = {"is_second": False, "confirmed": False, "amount_cents": 50_000, "pay_by": None}
    hand = body | {"paddle_number": 101, "hands": 1, "is_additional": False, "needs_look_ok": False, "typed_at": None}
    async with connections(database.app_url, 2) as [phone, desk]:
        async with phone.transaction():
            given = await store.pledge_own(phone, call_of(room.guests[0].claims()), appeal, called, body, 100)
            entering = asyncio.create_task(store.enter_pledge(desk, call_of(clerk), appeal, lower, hand))
            await until_blocked(room.owner, desk)
        assert (given.answer["outcome"], (await entering).answer["outcome"]) == ("recorded", "same_gift")
    assert await room.total() == (50_000, 1)


async def test_the_same_gift_from_clerk_and_phone_counts_once_until_someone_says_otherwise(room: Room) -> None:
    [ann, bob, *_] = room.guests
    await room.enter(101)
    same = await room.give(ann)
    assert (same.status, same.body["outcome"]) == (201, "same_gift")
    assert await room.total() == (100_000, 1)
    assert (await room.give(ann)).code == "pledge_duplicate"
    assert (await room.give(ann, is_second=True)).body["outcome"] == "recorded"
    assert await room.total() == (200_000, 2)

    phone = (await room.give(bob)).body["pledge"]["id"]
    heard = await room.enter(102)
    assert (heard.body["outcome"], heard.body["pledges"][0]["same_as_id"]) == ("same_gift", phone)
    assert (await room.enter(102, who="kim")).code == "pledge_duplicate", "a clerk has it"
    assert await room.total() == (300_000, 3)
    assert (await room.enter(102, is_additional=True)).body["outcome"] == "recorded"
    assert await room.total() == (400_000, 4)


async def test_what_was_the_same_as_a_gift_taken_back_stays_uncounted(room: Room) -> None:
    [ann, *_] = room.guests
    phone = (await room.give(ann)).body["pledge"]["id"]
    await room.enter(101)
    await room.post(f"own-pledges/{phone}/undo", "101")
    assert await room.total() == (0, 0)
    assert (await room.enter(101)).body["outcome"] == "recorded", "nothing counts, so a new entry does"
    assert await room.total() == (100_000, 1)


async def test_a_key_of_a_phone_means_one_gift(room: Room) -> None:
    [ann, bob, *_], key = room.guests, uuid4()
    await room.give(ann, key=key)
    assert (await room.give(ann, key=key, amount_cents=1_000)).code == "idempotency_key_reused"
    assert (await room.give(bob, key=key)).code == "idempotency_key_reused"
    assert (await room.enter(103, key=key)).code == "idempotency_key_reused"
    assert await room.total() == (100_000, 1)


async def test_phones_are_told_when_staff_change_their_gifts(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str, bytes]] = []

    async def send(to: str, event: str, content: bytes) -> None:
        sent.append((to, event, content))

    monkeypatch.setattr(room.app.rooms, "send", send)
    pledge = (await room.enter(101)).body["pledges"][0]["id"]
    await room.post(f"pledges/{pledge}/undo")
    await room.enter(0)
    await room.app.single(Background).drained()
    told = [(to, content) for to, event, content in sent if event == "pledges_changed"]
    assert [to for to, _ in told] == [f"paddle:{room.guests[0].paddle_id}"] * 2
    assert all(f'"appeal_id":"{room.appeal}"'.encode() in content for _, content in told)


async def test_clerk_and_phone_at_the_same_moment_count_once(room: Room) -> None:
    for guest in room.guests:
        answers = await asyncio.gather(room.give(guest), room.enter(guest.number))
        assert sorted(answer.body["outcome"] for answer in answers) == ["recorded", "same_gift"]
    assert await room.total() == (400_000, 4)


async def test_two_clerks_at_the_same_moment_count_once_and_one_key_raced_is_one_pledge(room: Room) -> None:
    for guest in room.guests:
        answers = await asyncio.gather(*(room.enter(guest.number, who=who) for who in ("jo", "kim", "ada", "sam")))
        assert sorted(answer.code or "" for answer in answers) == ["", *["pledge_duplicate"] * 3]
    key = uuid4()
    raced = await asyncio.gather(*(room.enter(0, key=key, hands=2) for _ in range(5)))
    assert sorted(answer.status for answer in raced) == [200, 200, 200, 200, 201]
    assert len({answer.body["pledges"][1]["id"] for answer in raced}) == 1
    assert await room.total() == (600_000, 6)


async def test_an_entry_waits_for_a_gift_in_flight_and_then_sees_it(room: Room, database: TestDatabase) -> None:
    """The control of the races above: without the wait both would find no standing pledge."""
    clerk = await make_staff_session(room.owner, room.gala, "clerk")
    appeal, level = UUID(room.appeal), UUID(room.levels[100_000])
    body: dict[str, Any] = {"is_second": False, "confirmed": False, "amount_cents": None, "pay_by": None}
    hand = body | {"paddle_number": 101, "hands": 1, "is_additional": False, "needs_look_ok": False, "typed_at": None}
    async with connections(database.app_url, 2) as [phone, desk]:
        async with phone.transaction():
            given = await store.pledge_own(phone, call_of(room.guests[0].claims()), appeal, level, body, 100)
            entering = asyncio.create_task(store.enter_pledge(desk, call_of(clerk), appeal, level, hand))
            await until_blocked(room.owner, desk)
        assert (given.answer["outcome"], (await entering).answer["outcome"]) == ("recorded", "same_gift")
