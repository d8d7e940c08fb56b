"""What managers do to the event as a whole: phase, announcements, what the screens show; told to every screen, once per key."""

import asyncio
from itertools import product
from typing import Any, get_args
from uuid import uuid4

import pytest

from functions.events.rules import may_move
from functions.events.schemas import Phase
from functions.realtime.publisher import Publisher
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import make_gala, make_staff_session
from tests.factories.http import Answer
from tests.factories.stewarding import Night, make_night
from tests.factories.wire import Wire

PHASES: tuple[str, ...] = get_args(Phase.__value__)


@pytest.fixture
async def night(app: Services, owner: Connection) -> Night:
    return await make_night(app, owner)


async def post(night: Night, path: str, body: object, **parts: Any) -> Answer:
    return await night.post(f"events/{night.gala.event_id}/{path}", body, **parts)


async def announced(night: Night, text: str, minutes: int = 10) -> str:
    answer = await post(night, "announcements", {"text": text, "minutes": minutes})
    assert answer.status == 201, answer.raw
    return str(answer.body["announcement"]["id"])


async def event(night: Night) -> Any:
    return await night.owner.fetchrow("SELECT phase, display_mode, version FROM events")


async def state(night: Night) -> dict[str, Any]:
    """As the room is told it."""
    row = await night.owner.fetchrow("SELECT state FROM event_state_v2($1, $2)", night.gala.org_id, night.gala.event_id)
    assert row is not None
    found: dict[str, Any] = row["state"]
    return found


@pytest.mark.parametrize("before", PHASES)
async def test_the_phase_moves_where_the_rules_allow_it_and_nowhere_else(night: Night, before: str) -> None:
    for after in ("setup", "silent", "live", "over"):
        await night.owner.execute("UPDATE events SET phase = $1", before)
        answer = await post(night, "phase", {"phase": after})
        if may_move(before, after):
            assert (answer.status, answer.body) == (200, {"phase": after})
        else:
            assert (answer.status, answer.code, answer.body["phase"]) == (409, "phase_not_allowed", before)
        assert (await event(night))["phase"] == (after if may_move(before, after) else before)


async def test_the_database_allows_what_the_rules_allow(owner: Connection) -> None:
    rows = await owner.fetch(
        "SELECT b, a, may_move_phase_v1(b, a) AS allowed FROM unnest($1::text[]) b, unnest($1::text[]) a", PHASES
    )
    assert {(row["b"], row["a"]): row["allowed"] for row in rows} == {
        pair: may_move(*pair) for pair in product(PHASES, PHASES)
    }


def test_from_checkout_only_over_and_into_it_no_way() -> None:
    assert [after for after in PHASES if may_move("checkout", after)] == ["over"]
    assert not any(may_move(before, "checkout") for before in PHASES)
    assert not any(may_move("over", after) for after in PHASES)


async def test_every_screen_hears_of_a_new_phase_and_it_is_on_record(night: Night) -> None:
    wire, version = Wire(night.app), (await event(night))["version"]
    await post(night, "phase", {"phase": "live"})
    await night.app.single(Publisher).settle()
    [(_, packet)] = wire.packets("leaderboard_update")
    assert packet["state"]["phase"] == "live"
    assert (await event(night))["version"] == version + 1
    [entry] = await night.owner.fetch("SELECT action, subject_id, detail FROM audit_log")
    assert tuple(entry) == ("set_phase", night.gala.event_id, {"from": "silent", "to": "live"})


async def test_a_repeat_of_any_act_answers_again_changes_nothing_and_another_body_is_refused(night: Night) -> None:
    acts: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("phase", {"phase": "live"}, {"phase": "silent"}),
        ("announcements", {"text": "Dinner is served", "minutes": 5}, {"text": "Dinner is served"}),
        ("display-mode", {"mode": "welcome"}, {"mode": "auto"}),
    ]
    for path, body, other in acts:
        key = uuid4()
        first, again = [await post(night, path, body, key=key) for _ in range(2)]
        version = (await event(night))["version"]
        assert (again.status, again.headers["idempotency-hit"], again.body) == (200, "true", first.body)
        refused = [await post(night, path, other, key=key), await post(night, path, body, key=key, token=night.kim)]
        assert {(one.status, one.code) for one in refused} == {(409, "idempotency_key_reused")}
        assert (await event(night))["version"] == version
    assert await night.owner.fetchval("SELECT count(*) FROM staff_acts") == 3


async def test_one_key_raced_announces_once(night: Night) -> None:
    key, body = uuid4(), {"text": "Dinner is served"}
    answers = await asyncio.gather(*(post(night, "announcements", body, key=key) for _ in range(5)))
    assert sorted(one.status for one in answers) == [200] * 4 + [201]
    assert await night.owner.fetchval("SELECT count(*) FROM announcements") == 1


async def test_an_announcement_is_shown_until_its_end(night: Night) -> None:
    wire = Wire(night.app)
    answer = await post(night, "announcements", {"text": "Dinner is served", "minutes": 5})
    await night.app.single(Publisher).settle()
    assert answer.status == 201
    made = answer.body["announcement"]
    assert (made["text"], made["announced_at"], made["ends_at"]) == (
        "Dinner is served", "2026-11-22T20:00:00Z", "2026-11-22T20:05:00Z",
    )  # fmt: skip
    [(_, packet)] = wire.packets("leaderboard_update")
    assert (packet["state"]["announcement"]["id"], packet["state"]["announcement"]["text"]) == (
        made["id"], "Dinner is served",
    )  # fmt: skip
    await night.pass_time(299)
    assert (await state(night))["announcement"]["id"] == made["id"]
    await night.pass_time(1)
    assert (await state(night))["announcement"] is None


async def test_the_newest_is_shown_and_one_taken_back_uncovers_the_one_before(night: Night) -> None:
    first = await announced(night, "Dinner is served", 60)
    await night.pass_time(1)
    second = await announced(night, "The bar closes at eleven")
    assert (await state(night))["announcement"]["id"] == second
    wire, version = Wire(night.app), (await event(night))["version"]
    taken = await night.post(f"announcements/{second}/withdraw")
    assert (taken.status, taken.body["announcement"]["id"]) == (200, second)
    await night.app.single(Publisher).settle()
    [(_, packet)] = wire.packets("leaderboard_update")
    assert packet["state"]["announcement"]["id"] == first
    assert (await event(night))["version"] == version + 1


async def test_an_announcement_is_taken_back_once_and_only_at_its_own_event(night: Night) -> None:
    made, key = await announced(night, "Dinner is served"), uuid4()
    other = night.app.tokens.issue(await make_staff_session(night.owner, await make_gala(night.owner)))
    for refused in (
        await night.post(f"announcements/{made}/withdraw", token=other),
        await night.post(f"announcements/{new_id()}/withdraw"),
    ):
        assert (refused.status, refused.code) == (404, "announcement_unknown")
    first, again = [await night.post(f"announcements/{made}/withdraw", key=key) for _ in range(2)]
    assert (first.status, again.headers["idempotency-hit"], again.body) == (200, "true", first.body)
    twice = await night.post(f"announcements/{made}/withdraw")
    assert (twice.status, twice.code) == (409, "announcement_withdrawn")
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'withdraw_announcement'") == 1


async def test_what_the_screens_show_is_set_for_all_and_told(night: Night) -> None:
    wire, version = Wire(night.app), (await event(night))["version"]
    answer = await post(night, "display-mode", {"mode": "leaderboard"})
    await night.app.single(Publisher).settle()
    assert (answer.status, answer.body) == (200, {"mode": "leaderboard"})
    [(_, packet)] = wire.packets("leaderboard_update")
    assert packet["state"]["display_mode"] == "leaderboard"
    row = await event(night)
    assert (row["display_mode"], row["version"]) == ("leaderboard", version + 1)
    detail = await night.owner.fetchval("SELECT detail FROM audit_log WHERE action = 'set_display_mode'")
    assert detail == {"from": "auto", "to": "leaderboard"}


@pytest.mark.parametrize(
    ("path", "body"),
    [("phase", {"phase": "live"}), ("announcements", {"text": "Dinner"}), ("display-mode", {"mode": "hold"})],
)
async def test_an_ended_session_and_another_event_change_nothing(night: Night, path: str, body: dict[str, Any]) -> None:
    elsewhere = await night.post(f"events/{new_id()}/{path}", body)
    assert (elsewhere.status, elsewhere.code) == (404, "not_found")
    await night.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp()")
    assert (await post(night, path, body)).code == "session_revoked"
    row = await event(night)
    assert (row["phase"], row["display_mode"], row["version"]) == ("silent", "auto", 1)
    assert await night.owner.fetchval("SELECT count(*) FROM announcements") == 0
