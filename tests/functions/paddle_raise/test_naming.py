"""Taking back, naming, how it is paid, and lead gifts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.factories.clock import set_clock
from tests.factories.raising import Room
from tests.factories.stewarding import START


async def entered(room: Room, number: int, cents: int = 100_000, **body: Any) -> str:
    answer = await room.enter(number, cents, **body)
    assert answer.status == 201, answer.raw
    return str(answer.body["pledges"][0]["id"])


async def test_an_undo_is_a_row_and_happens_once(room: Room) -> None:
    pledge, key = await entered(room, 101), uuid4()
    first, again = [await room.post(f"pledges/{pledge}/undo", key=key) for _ in range(2)]
    assert (first.status, first.body["pledge"]["is_reversed"]) == (200, True), first.raw
    assert (again.headers["idempotency-hit"], again.body) == ("true", first.body)
    assert (await room.post(f"pledges/{pledge}/undo")).code == "pledge_reversed_already"
    assert await room.total() == (0, 0)
    rows = await room.owner.fetch("SELECT kind, id, reverses_id FROM pledges ORDER BY kind")
    assert [(row["kind"], str(row["id"])) for row in rows] == [("pledge", pledge), ("reversal", str(key))]


async def test_clerks_and_auctioneers_take_back_their_own_entries_and_managers_any(room: Room) -> None:
    pledge = await entered(room, 101)
    for who in ("kim", "ada"):
        assert (await room.post(f"pledges/{pledge}/undo", who)).code == "not_your_entry"
    assert (await room.post(f"pledges/{pledge}/undo", "sam")).status == 200
    own = await room.give(room.guests[1])
    for who, code in (("jo", "not_your_entry"), ("sam", None)):
        assert (await room.post(f"pledges/{own.body['pledge']['id']}/undo", who)).code == code


async def test_what_is_released_is_not_taken_back_until_it_is_held_again(room: Room) -> None:
    pledge = await entered(room, 101)
    await room.release()
    refused = await room.post(f"pledges/{pledge}/undo")
    assert (refused.code, "released_at" in refused.body) == ("level_released", True)
    assert (await room.post(f"levels/{room.levels[100_000]}/reopen", "sam")).status == 200
    assert (await room.post(f"pledges/{pledge}/undo")).status == 200


async def test_a_hand_that_was_counted_is_named_later(room: Room) -> None:
    first, second = [one["id"] for one in (await room.enter(0, hands=2)).body["pledges"]]
    key = uuid4()
    named, again = [await room.post(f"pledges/{first}/name", key=key, paddle_number=101) for _ in range(2)]
    assert (named.status, again.headers["idempotency-hit"], again.body) == (200, "true", named.body)
    pledge = named.body["pledge"]
    assert (pledge["id"], pledge["paddle"], pledge["issue"], pledge["amount_cents"]) == (str(key), 101, None, 100_000)
    assert await room.total() == (200_000, 2), "it counts once"
    assert named.body["appeal"]["unknown_count"] == 1
    assert (await room.post(f"pledges/{first}/name", paddle_number=102)).code == "pledge_reversed_already"
    assert (await room.post(f"pledges/{key}/name", paddle_number=102)).code == "pledge_has_donor"
    assert (await room.post(f"pledges/{second}/name", paddle_number=101)).code == "pledge_duplicate"
    assert (await room.post(f"pledges/{second}/name", paddle_number=999)).code == "paddle_unknown"
    both = await room.post(f"pledges/{second}/name", paddle_number=101, is_additional=True)
    assert both.body["pledge"]["is_additional"] is True
    assert await room.total() == (200_000, 2)


async def test_a_named_gift_that_its_donor_gave_by_phone_counts_once(room: Room) -> None:
    hand = await entered(room, 0)
    await room.give(room.guests[0])
    named = await room.post(f"pledges/{hand}/name", paddle_number=101)
    assert named.body["pledge"]["same_as_id"] is not None
    assert await room.total() == (100_000, 1)


async def test_a_locked_paddle_is_named_once_it_is_free_or_by_a_manager(room: Room) -> None:
    await room.owner.execute("UPDATE paddles SET status = 'locked' WHERE number IN (101, 102)")
    ann, bob = [await entered(room, number, needs_look_ok=True) for number in (101, 102)]
    assert (await room.post(f"pledges/{ann}/name", paddle_number=101)).code == "paddle_locked"
    assert (await room.post(f"pledges/{ann}/name", "sam", paddle_number=101)).body["pledge"]["issue"] is None
    await room.owner.execute("UPDATE paddles SET status = 'active', admission = 'registered' WHERE number = 102")
    assert (await room.post(f"pledges/{bob}/name", paddle_number=102)).code == "not_checked_in"
    await room.owner.execute("UPDATE paddles SET admission = 'checked_in' WHERE number = 102")
    assert (await room.post(f"pledges/{bob}/name", paddle_number=102)).status == 200
    assert (await room.desk())["needs_look"] == []
    assert await room.total() == (200_000, 2)


async def test_how_a_gift_will_be_paid_is_set_and_set_again(room: Room) -> None:
    pledge = await entered(room, 101, pay_by="cheque")
    answer = await room.post(f"pledges/{pledge}/pay-by", pay_by="daf")
    assert (answer.status, answer.body["pledge"]["pay_by"]) == (200, "daf")
    detail = await room.owner.fetchval("SELECT detail FROM audit_log WHERE action = 'set_pay_by'")
    assert (detail["before"], detail["pay_by"]) == ("cheque", "daf")
    await room.post(f"pledges/{pledge}/undo")
    assert (await room.post(f"pledges/{pledge}/pay-by", pay_by="card")).code == "pledge_reversed_already"


async def test_a_lead_that_is_called_late_is_thanked_first(room: Room) -> None:
    promised = await room.post(f"appeals/{room.appeal}/leads", "sam", paddle_number=104, amount_cents=500_000)
    await set_clock(room.owner, START + timedelta(seconds=30))
    for number in (101, 102):
        await room.enter(number)
    assert set((await room.shown())["last_paddles"]) == {101, 102}
    await set_clock(room.owner, START + timedelta(seconds=60))
    called = await room.post(f"pledges/{promised.body['pledge']['id']}/call", "ada")
    assert called.body["appeal"]["last_paddles"][0] == 104


async def test_a_lead_gift_counts_once_it_is_called(room: Room) -> None:
    path = f"appeals/{room.appeal}/leads"
    assert (await room.post(path, "sam", paddle_number=999, amount_cents=1)).code == "paddle_unknown"
    entered = await room.post(path, "sam", paddle_number=101, amount_cents=2_000_000, pay_by="daf")
    assert entered.status == 201, entered.raw
    lead = entered.body["pledge"]
    assert (lead["kind"], lead["is_called"], entered.body["appeal"]["pledged_cents"]) == ("lead", False, 0)
    assert [one["id"] for one in (await room.desk())["leads"]] == [lead["id"]]
    assert await room.get("me/pledges", "101") == {"pledges": []}, "a surprise until then"
    called = await room.post(f"pledges/{lead['id']}/call", "ada")
    assert (called.body["pledge"]["is_called"], called.body["appeal"]["pledged_cents"]) == (True, 2_000_000)
    assert (await room.post(f"pledges/{lead['id']}/call", "ada")).code == "lead_called"
    pledge = (await room.enter(101)).body["pledges"][0]["id"]
    assert (await room.post(f"pledges/{pledge}/call", "ada")).code == "not_a_lead"
    assert (await room.desk())["leads"] == []
    assert await room.total() == (2_100_000, 2)
