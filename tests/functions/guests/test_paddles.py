"""Paddles: listed for the clerks, locked and let go by staff, told to the room and to the guest, leads kept."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.bids import store
from functions.realtime.publisher import Publisher
from functions.realtime.tickets import event_room, paddle_room
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.broken import break_function
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.locks import connections, until_blocked
from tests.factories.people import let_be_guest, make_household
from tests.factories.stewarding import Night
from tests.factories.wire import Wire

REASON = {"reason": "Lost the card"}
CHANGE = "SELECT code FROM change_paddle_v1($1, $2, $3, 'Lost the card')"


async def change(night: Night, guest: Guest, act: str, **parts: Any) -> Answer:
    return await night.post(f"paddles/{guest.paddle_id}/{act}", REASON, **parts)


async def status_of(night: Night, guest: Guest) -> str:
    return str(await night.owner.fetchval("SELECT status FROM paddles WHERE id = $1", guest.paddle_id))


async def listed(night: Night) -> list[dict[str, Any]]:
    answer = await night.get(f"events/{night.gala.event_id}/paddles")
    assert answer.status == 200, answer.raw
    paddles: list[dict[str, Any]] = answer.body["paddles"]
    return paddles


async def user_of(night: Night, token: str) -> UUID:
    session_id = night.app.tokens.verify(token).session_id
    user_id: UUID = await night.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", session_id)
    return user_id


async def test_the_list_has_every_paddle_in_use_with_what_a_clerk_needs(night: Night) -> None:
    await night.guest(number=331, name="Ann Lee", status="locked", admission="checked_in", has_card=False)
    maria = await night.guest(number=214, admission="ticketed")
    await night.guest(number=215, status="retired")
    table_id = new_id()
    await night.owner.execute(
        "INSERT INTO tables (org_id, id, event_id, name) VALUES ($1, $2, $3, 'Table 7')",
        night.gala.org_id,
        table_id,
        night.gala.event_id,
    )
    await night.owner.execute("UPDATE paddles SET table_id = $1 WHERE id = $2", table_id, maria.paddle_id)
    paddles = await listed(night)
    assert [one["number"] for one in paddles] == [214, 331]
    assert paddles[0] == {
        "id": str(maria.paddle_id), "number": 214, "name": "Maria Garcia", "status": "active", "admission": "ticketed", "has_card": True,
        "table": "Table 7", "may_be_named": False,
    }  # fmt: skip
    ann = paddles[1]
    assert (ann["status"], ann["admission"], ann["has_card"], ann["table"]) == ("locked", "checked_in", False, None)


async def test_a_locked_paddle_bids_no_more_and_keeps_what_it_leads(night: Night) -> None:
    ann, item = await night.guest(), await night.item()
    others = [await night.item(kind=kind) for kind in ("multi", "sealed", "fixed")]
    for one, kind in ((item, "max"), (others[0], "exact"), (others[1], "sealed")):
        await night.bid(ann, one, 10_000, kind)
    version = await night.owner.fetchval("SELECT version FROM events")
    answer = await change(night, ann, "lock")
    assert (answer.status, answer.body["paddle"]["status"]) == (200, "locked")
    assert answer.body["leads"] == 2, "who leads on a sealed item is nobody's to know"
    assert await night.owner.fetchval("SELECT version FROM events") == version + 1
    assert await night.bid_code(ann, item, 20_000) == "paddle_locked"
    assert (await night.row(item))["high_paddle_id"] == ann.paddle_id
    await night.pass_time(31 * 60)
    await night.close()
    assert (await night.row(item))["winner_paddle_id"] == ann.paddle_id


async def test_an_unlocked_paddle_bids_again(night: Night) -> None:
    ann, item = await night.guest(), await night.item()
    await change(night, ann, "lock")
    answer = await change(night, ann, "unlock", token=night.kim)
    assert (answer.status, answer.body["paddle"]["status"], answer.body["leads"]) == (200, "active", 0)
    assert await night.bid_code(ann, item, 10_000) == "accepted"
    acts = await night.owner.fetch("SELECT action, subject_id, reason, detail FROM audit_log ORDER BY at")
    assert [tuple(row) for row in acts] == [
        (action, ann.paddle_id, "Lost the card", {"paddle_number": ann.number})
        for action in ("lock_paddle", "unlock_paddle")
    ]


async def test_what_cannot_be_locked_or_let_go_is_refused(night: Night) -> None:
    ann, retired = await night.guest(), await night.guest(status="retired")
    elsewhere = await make_guest(night.owner, await make_gala(night.owner))
    stranger = Guest(ann.org_id, ann.event_id, ann.guest_id, new_id(), 9, ann.session_id, "")
    for guest in (retired, elsewhere, stranger):
        for act in ("lock", "unlock"):
            refused = await change(night, guest, act)
            assert (refused.status, refused.code) == (404, "paddle_unknown")
    assert (await change(night, ann, "unlock")).code == "paddle_not_locked"
    await change(night, ann, "lock")
    assert (await change(night, ann, "lock")).code == "paddle_locked_already"
    assert await status_of(night, ann) == "locked"
    assert await night.owner.fetchval("SELECT count(*) FROM staff_acts") == 1


async def test_nobody_lets_their_own_or_their_households_paddle_go(night: Night) -> None:
    me, spouse, bob = [await night.guest() for _ in range(3)]
    await let_be_guest(night.owner, await user_of(night, night.sam), me)
    await make_household(night.owner, night.gala, me, spouse)
    for guest in (me, spouse, bob):
        assert (await change(night, guest, "lock")).status == 200
    for guest in (me, spouse):
        refused = await change(night, guest, "unlock")
        assert (refused.status, refused.code) == (409, "own_paddle")
        assert await status_of(night, guest) == "locked"
    assert (await change(night, bob, "unlock")).status == 200
    assert (await change(night, me, "unlock", token=night.kim)).status == 200


async def test_a_repeat_answers_again_and_another_body_or_act_is_refused(night: Night) -> None:
    ann, bob, key = await night.guest(), await night.guest(), uuid4()
    first, again = [await change(night, ann, "lock", key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"], again.body) == (200, 200, "true", first.body)
    other = await night.post(f"paddles/{ann.paddle_id}/lock", {"reason": "Another"}, key=key)
    elsewhere = [await change(night, guest, act, key=key) for guest, act in ((bob, "lock"), (ann, "unlock"))]
    assert {one.code for one in (other, *elsewhere)} == {"idempotency_key_reused"}
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'lock_paddle'") == 1


async def test_one_key_raced_locks_once(night: Night) -> None:
    ann, key = await night.guest(), uuid4()
    answers = await asyncio.gather(*(change(night, ann, "lock", key=key) for _ in range(5)))
    assert sorted("idempotency-hit" in one.headers for one in answers) == [False] + [True] * 4
    assert {one.status for one in answers} == {200}


async def test_the_room_and_the_paddle_are_told_and_the_state_travels(night: Night) -> None:
    wire, ann, key = Wire(night.app), await night.guest(), uuid4()
    rooms = {event_room(night.gala.event_id), paddle_room(ann.paddle_id)}
    await change(night, ann, "lock", key=key)
    await night.app.single(Publisher).settle()
    locked = wire.packets("paddle_locked")
    assert {room for room, _ in locked} == rooms
    assert len(locked) == 2
    assert [packet["paddle_number"] for _, packet in locked] == [ann.number] * 2
    [(_, state)] = wire.packets("leaderboard_update")
    assert {packet["state_version"] for _, packet in locked} == {state["state_version"]}, "the state with the lock"
    await change(night, ann, "lock", key=key)
    assert len(wire.packets("paddle_locked")) == 4, "the first try may have ended before the room was told"
    await change(night, ann, "unlock")
    assert {room for room, _ in wire.packets("paddle_unlocked")} == rooms
    await change(night, ann, "lock", key=key)
    assert len(wire.packets("paddle_locked")) == 4, "it is not locked any more"


async def test_a_clerk_may_lock_and_not_let_go(night: Night) -> None:
    ann = await night.guest()
    clerk = night.app.tokens.issue(await make_staff_session(night.owner, night.gala, "clerk"))
    assert (await change(night, ann, "lock", token=clerk)).status == 200
    assert (await change(night, ann, "unlock", token=clerk)).code == "forbidden"


async def test_an_ended_session_locks_nobody(night: Night) -> None:
    ann = await night.guest()
    await night.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp()")
    assert (await change(night, ann, "lock")).code == "session_revoked"
    assert await status_of(night, ann) == "active"


async def raced(database: TestDatabase, owner: Connection, app: Services, gala: Gala) -> tuple[str, str]:
    """A bid that is judged and not yet committed, against a lock. What the bid is told, and the paddle's state while the bid is in flight."""
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    staff = await make_staff_session(owner, gala)
    async with connections(database.app_url, 2) as [conn, locking]:
        bidding = conn.transaction()
        await bidding.start()
        [judged] = await store.place_bids(conn, [bid_of(ann, item, 10_000)])
        call = {
            "org": str(gala.org_id), "event": str(gala.event_id), "session": str(staff.session_id), "epoch": 1, "key": str(uuid4()), "hash": "00",
        }  # fmt: skip
        lock = asyncio.create_task(locking.fetchval(CHANGE, call, ann.paddle_id, "locked"))
        try:
            async with asyncio.timeout(1):
                await until_blocked(owner, locking)
        except TimeoutError:
            pass
        state = await owner.fetchval("SELECT status FROM paddles WHERE id = $1", ann.paddle_id)
        await bidding.commit()
        assert await lock == "done"
        [late] = await store.place_bids(conn, [bid_of(ann, item, 20_000)])
        assert late.code == "paddle_locked"
    return judged.code, state


async def test_a_lock_waits_for_the_bid_in_flight(database: TestDatabase, owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    assert await raced(database, owner, app, gala) == ("accepted", "active")


async def test_without_the_bids_lock_of_its_paddle_a_lock_commits_before_the_bid(
    database: TestDatabase, owner: Connection, app: Services
) -> None:
    """The negative control."""
    gala = await make_gala(owner)
    await break_function(owner, "place_bids_v1", "ORDER BY d.id FOR NO KEY UPDATE", "ORDER BY d.id")
    assert await raced(database, owner, app, gala) == ("accepted", "locked")


@pytest.mark.parametrize("role", ["auctioneer", "finance", "donor", "display"])
async def test_only_managers_and_clerks_lock(night: Night, role: str) -> None:
    ann = await night.guest()
    claims = ann.claims() if role == "donor" else await make_staff_session(night.owner, night.gala, role)
    answer = await change(night, ann, "lock", token=night.app.tokens.issue(claims))
    assert (answer.status, answer.code) == (403, "forbidden")


async def test_the_list_is_of_the_callers_event_only(night: Night) -> None:
    elsewhere = await make_gala(night.owner)
    answer = await send("GET", f"/api/v1/events/{elsewhere.event_id}/paddles", token=night.sam)
    assert (answer.status, answer.code) == (404, "not_found")
