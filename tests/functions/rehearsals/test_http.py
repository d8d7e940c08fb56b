"""Starting, listing and ending: who may, what a repeat gives, and what the links are good for."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from functions.rehearsals import service
from onebox.seed.rows import staff_link
from shared.clock import utc_now
from shared.runtime import Services, use_services
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.http import Answer, send
from tests.functions.rehearsals.conftest import Evening


async def sign_in(link: str) -> Answer:
    return await send("POST", "/api/v1/sessions", json={"link": link})


async def test_a_start_answers_with_the_rehearsal_and_a_link_for_each_role(evening: Evening) -> None:
    answer = await evening.start(await evening.token("owner"), {"bidders": 5, "minutes": 30})
    assert answer.status == 201
    told = answer.body["rehearsal"]
    assert (told["bidders"], told["is_over"]) == (5, False)
    roles = [one["role"] for one in answer.body["sessions"]]
    assert roles == ["owner", "coordinator", "auctioneer", "clerk", "display"]
    for one in answer.body["sessions"]:
        opened = await sign_in(one["link"])
        assert (opened.status, opened.body["role"]) == (201, one["role"])
        assert opened.body["event_id"] == told["event_id"]


async def test_a_coordinator_makes_no_seat_of_an_owner(evening: Evening) -> None:
    answer = await evening.start(await evening.token("coordinator"))
    roles = [one["role"] for one in answer.body["sessions"]]
    assert roles == ["coordinator", "auctioneer", "clerk", "display"]
    stored = await evening.rows(
        "SELECT role FROM staff_links WHERE event_id = $1", UUID(answer.body["rehearsal"]["event_id"])
    )
    assert "owner" not in {row["role"] for row in stored}


async def test_a_clerk_starts_none(evening: Evening) -> None:
    assert (await evening.start(await evening.token("clerk"))).code == "forbidden"


async def test_each_link_signs_in_who_has_the_role_at_the_event(evening: Evening) -> None:
    answer = await evening.start(await evening.token())
    copy_id = UUID(answer.body["rehearsal"]["event_id"])
    users = await evening.rows("SELECT role, user_id FROM staff_links WHERE event_id = $1 ORDER BY role", copy_id)
    assert {row["role"]: row["user_id"] for row in users} == {
        "auctioneer": evening.plan.user_id("auctioneer"),
        "clerk": evening.plan.user_id("clerk"),
        "coordinator": evening.plan.user_id("coordinator"),
        "display": None,
    }


async def test_where_nobody_has_a_role_its_link_signs_in_the_caller(evening: Evening) -> None:
    await evening.owner.execute("DELETE FROM memberships WHERE role = 'clerk'")
    answer = await evening.start(await evening.token())
    user_id = await evening.owner.fetchval(
        "SELECT user_id FROM staff_links WHERE event_id = $1 AND role = 'clerk'",
        UUID(answer.body["rehearsal"]["event_id"]),
    )
    assert user_id == evening.plan.user_id("coordinator")


async def test_where_staff_links_are_off_those_of_a_rehearsal_work_and_no_others(evening: Evening) -> None:
    answer = await evening.start(await evening.token())
    strict = Services(evening.app.settings.model_copy(update={"staff_links": False}))
    await use_services(strict)
    try:
        link = answer.body["sessions"][0]["link"]
        assert (await send("POST", "/api/v1/sessions/preview", json={"link": link})).status == 200
        assert (await sign_in(link)).status == 201
        own = staff_link(b"test", evening.plan.event_id, "clerk")
        assert (await sign_in(own)).code == "link_unknown"
    finally:
        await use_services(evening.app)
        await strict.close()


async def test_a_repeat_gives_the_same_rehearsal_and_the_same_links(evening: Evening) -> None:
    token, key = await evening.token(), uuid4()
    first = await evening.start(token, {"minutes": 30}, key=key)
    again = await evening.start(token, {"minutes": 30}, key=key)
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (201, 200, "true")
    assert again.body == first.body
    other = await evening.start(token, {"minutes": 31}, key=key)
    assert (other.status, other.code) == (409, "idempotency_key_reused")
    assert await evening.owner.fetchval("SELECT count(*) FROM events") == 2


async def test_who_repeats_as_an_owner_what_they_began_as_a_coordinator_gets_the_links_there_are(
    evening: Evening,
) -> None:
    token, key = await evening.token("coordinator"), uuid4()
    first = await evening.start(token, key=key)
    as_owner = evening.app.tokens.issue(replace(evening.app.tokens.verify(token), role="owner"))
    again = await evening.start(as_owner, key=key)
    assert (again.status, again.body["sessions"]) == (200, first.body["sessions"])


async def test_a_second_one_beside_it_is_refused_and_names_it(evening: Evening) -> None:
    token = await evening.token()
    running = (await evening.start(token)).body["rehearsal"]["event_id"]
    second = await evening.start(token)
    assert (second.status, second.code, second.body["rehearsal_id"]) == (409, "rehearsal_running", running)
    assert (await evening.end(token, UUID(running))).status == 200
    third = await evening.start(token)
    assert third.status == 201
    listed = await send("GET", f"/api/v1/events/{evening.plan.event_id}/rehearsals", token=token)
    assert [(one["event_id"], one["is_over"]) for one in listed.body["rehearsals"]] == [
        (third.body["rehearsal"]["event_id"], False),
        (running, True),
    ]


async def test_a_rehearsal_is_not_rehearsed(evening: Evening) -> None:
    copy_id = await evening.started()
    answer = await evening.start(await evening.token("coordinator", copy_id), event_id=copy_id)
    assert (answer.status, answer.code) == (409, "event_is_rehearsal")


async def test_what_is_absurd_is_refused(evening: Evening) -> None:
    token = await evening.token()
    for body in ({"bidders": 51}, {"bidders": -1}, {"minutes": 4}, {"minutes": 241}):
        assert (await evening.start(token, body)).status == 422, body


async def test_an_end_stops_bidders_and_links_and_may_come_from_the_copy(evening: Evening) -> None:
    answer = await evening.start(await evening.token())
    copy_id, link = UUID(answer.body["rehearsal"]["event_id"]), answer.body["sessions"][0]["link"]
    within, key = await evening.token("coordinator", copy_id), uuid4()
    ended = await evening.end(within, copy_id, key)
    assert (ended.status, ended.body["rehearsal"]["is_over"]) == (200, True)
    again = await evening.end(within, copy_id, key)
    assert (again.headers["idempotency-hit"], again.body) == ("true", ended.body)
    twice = await evening.end(await evening.token(), copy_id)
    assert (twice.status, twice.body) == (200, ended.body), "it is over, whoever says so"
    assert (await sign_in(link)).code == "link_unknown"
    assert await evening.owner.fetchval("SELECT phase FROM events WHERE id = $1", copy_id) == "over"
    for _ in range(20):
        await service.play(evening.app)
    assert await evening.owner.fetchval("SELECT count(*) FROM bids") == 0


async def test_of_what_is_no_rehearsal_of_this_event_nothing_is_ended(evening: Evening) -> None:
    token = await evening.token()
    for other in (uuid4(), evening.plan.event_id):
        answer = await evening.end(token, other)
        assert (answer.status, answer.code) == (404, "rehearsal_unknown")
    phase = await evening.owner.fetchval("SELECT phase FROM events WHERE id = $1", evening.plan.event_id)
    assert phase == "silent"


async def test_it_ends_by_itself(evening: Evening) -> None:
    await make_settable_clock(evening.owner, utc_now())
    answer = await evening.start(await evening.token(), {"minutes": 5})
    copy_id, link = UUID(answer.body["rehearsal"]["event_id"]), answer.body["sessions"][0]["link"]
    version = await evening.owner.fetchval("SELECT version FROM events WHERE id = $1", copy_id)
    await service.play(evening.app)
    assert await evening.owner.fetchval("SELECT phase FROM events WHERE id = $1", copy_id) == "silent"
    assert (await sign_in(link)).status == 201, "a seat of the rehearsal"
    await set_clock(evening.owner, utc_now() + timedelta(minutes=6))
    assert (await sign_in(link)).code == "link_unknown", "before the timer comes"
    await service.play(evening.app)
    ended = await evening.owner.fetchrow("SELECT phase, version FROM events WHERE id = $1", copy_id)
    assert ended is not None
    assert tuple(ended) == ("over", version + 1)
    live = await evening.owner.fetchval(
        "SELECT count(*) FROM sessions WHERE event_id = $1 AND revoked_at IS NULL", copy_id
    )
    assert live == 0, "nobody goes on at a seat of it"
