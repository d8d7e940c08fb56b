"""Screens: a code that is good for ten minutes, a session that is collected once, commands, signs of life, signing out."""

import asyncio
import re
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.displays.schemas import CODE
from functions.displays.service import CODE_LENGTH, MOST_WAITING, SIGNS
from functions.events.schemas import DisplayMode
from functions.realtime.tickets import session_room
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.ids import new_id
from tests.factories.gala import make_gala, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.rows import stored_rows
from tests.factories.stewarding import Night
from tests.factories.wire import Wire


async def opened(night: Night) -> dict[str, Any]:
    answer = await send("POST", "/api/v1/display-pairings")
    assert answer.status == 201, answer.raw
    pairing: dict[str, Any] = answer.body
    return pairing


async def collect(pairing: dict[str, Any], **body: object) -> Answer:
    path = f"/api/v1/display-pairings/{pairing['id']}/collect"
    return await send("POST", path, json={"secret": pairing["secret"]} | body)


async def pair(night: Night, code: str, *, name: str = "Stage left", **parts: Any) -> Answer:
    return await night.post(f"events/{night.gala.event_id}/displays", {"code": code, "name": name}, **parts)


class Screen:
    """A screen that was paired and has collected its session."""

    def __init__(self, night: Night, display_id: str, session: dict[str, Any]) -> None:
        self.night, self.id, self.session = night, display_id, session
        self.token = str(session["access_token"])
        self.session_id = UUID(session["session_id"])

    async def report(self, shows: str = "board") -> Answer:
        return await send("POST", "/api/v1/displays/me/seen", token=self.token, json={"shows": shows})

    async def command(self, mode: DisplayMode | None, **parts: Any) -> Answer:
        return await self.night.post(f"displays/{self.id}/mode", {"mode": mode}, **parts)

    async def revoke(self, **parts: Any) -> Answer:
        return await self.night.post(f"displays/{self.id}/revoke", **parts)

    async def listed(self) -> dict[str, Any]:
        [display] = await listed(self.night)
        return display


async def listed(night: Night) -> list[dict[str, Any]]:
    answer = await night.get(f"events/{night.gala.event_id}/displays")
    assert answer.status == 200, answer.raw
    displays: list[dict[str, Any]] = answer.body["displays"]
    return displays


@pytest.fixture
async def screen(night: Night) -> Screen:
    pairing = await opened(night)
    paired = await pair(night, pairing["code"])
    assert paired.status == 201, paired.raw
    return Screen(night, paired.body["display"]["id"], (await collect(pairing)).body["session"])


async def test_a_screen_shows_a_code_waits_and_is_signed_in_once_staff_have_typed_it(night: Night) -> None:
    pairing = await opened(night)
    assert re.fullmatch(CODE, pairing["code"])
    assert (await collect(pairing)).body == {"status": "waiting", "session": None}
    paired = await pair(night, pairing["code"])
    assert paired.status == 201
    display = paired.body["display"]
    assert (display["name"], display["mode"], display["is_live"], display["last_seen_at"]) == (
        "Stage left", None, False, None,
    )  # fmt: skip
    answer = await collect(pairing)
    session = answer.body["session"]
    assert (answer.body["status"], session["role"], session["event_id"]) == (
        "paired", "display", str(night.gala.event_id),
    )  # fmt: skip
    snapshot = await night.get(f"events/{night.gala.event_id}/snapshot", token=session["access_token"])
    assert snapshot.status == 200, "it reads what everybody may"
    refreshed = await send("POST", "/api/v1/sessions/refresh", json={"refresh_token": session["refresh_token"]})
    assert (refreshed.status, refreshed.body["role"], refreshed.body["session_id"]) == (
        200, "display", session["session_id"],
    )  # fmt: skip
    actions = await night.owner.fetch("SELECT action FROM audit_log ORDER BY action")
    assert [row["action"] for row in actions] == ["pair_display", "session_opened"]


async def test_a_session_is_collected_exactly_once(night: Night) -> None:
    pairing = await opened(night)
    await pair(night, pairing["code"])
    answers = await asyncio.gather(*(collect(pairing) for _ in range(5)))
    assert Counter(one.status for one in answers) == {200: 1, 404: 4}
    again = await collect(pairing)
    assert (again.status, again.code) == (404, "pairing_unknown")


async def test_nobody_collects_without_the_secret_or_after_the_time(night: Night) -> None:
    pairing, other = await opened(night), await opened(night)
    await pair(night, pairing["code"])
    for wrong in (
        await collect(pairing, secret=other["secret"]),
        await collect(pairing | {"id": other["id"]}),
        await collect(pairing | {"id": str(new_id())}),
    ):
        assert (wrong.status, wrong.code) == (404, "pairing_unknown")
    await night.owner.execute("UPDATE display_pairings SET expires_at = clock_timestamp()")
    for late in (pairing, other):
        assert (await collect(late)).code == "pairing_unknown"
    assert await night.owner.fetchval("SELECT count(*) FROM sessions WHERE refresh_hash IS NOT NULL") == 0


async def test_secrets_are_stored_as_hashes_only(night: Night) -> None:
    pairing = await opened(night)
    stored = str(await night.owner.fetchval("SELECT display_pairings::text FROM display_pairings"))
    assert pairing["secret"] not in stored
    assert pairing["secret"].encode().hex() not in stored
    lifetime = "SELECT extract(epoch FROM expires_at - created_at) FROM display_pairings"
    assert 599 < await night.owner.fetchval(lifetime) <= 600


async def test_a_code_that_no_waiting_screen_shows_is_unknown(night: Night) -> None:
    pairing, late = await opened(night), await opened(night)
    await night.owner.execute(
        "UPDATE display_pairings SET expires_at = clock_timestamp() WHERE id = $1", UUID(late["id"])
    )
    assert (await pair(night, pairing["code"])).status == 201
    for code in (pairing["code"], late["code"], "ZZZZZZ"):
        refused = await pair(night, code)
        assert (refused.status, refused.code) == (404, "code_unknown")
    assert len(await listed(night)) == 1


async def test_two_who_type_a_code_at_once_sign_one_screen_in(night: Night) -> None:
    pairing = await opened(night)
    answers = await asyncio.gather(*(pair(night, pairing["code"], token=token) for token in (night.sam, night.kim) * 2))
    assert Counter(one.status for one in answers) == {201: 1, 404: 3}
    assert await night.owner.fetchval("SELECT count(*) FROM displays") == 1


async def test_a_repeated_pairing_answers_again_and_another_body_is_refused(night: Night) -> None:
    pairing, other, key = await opened(night), await opened(night), uuid4()
    first, again = [await pair(night, pairing["code"], key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"], again.body) == (201, 200, "true", first.body)
    assert (await pair(night, other["code"], key=key)).code == "idempotency_key_reused"
    assert (await pair(night, pairing["code"], name="Bar", key=key)).code == "idempotency_key_reused"
    assert await night.owner.fetchval("SELECT count(*) FROM displays") == 1


async def test_one_that_was_typed_in_the_last_moment_can_still_be_collected(night: Night) -> None:
    pairing = await opened(night)
    await night.owner.execute("UPDATE display_pairings SET expires_at = clock_timestamp() + interval '5 seconds'")
    await pair(night, pairing["code"])
    left = await night.owner.fetchval("SELECT expires_at - clock_timestamp() FROM display_pairings")
    assert left.total_seconds() > 100
    assert (await collect(pairing)).body["status"] == "paired"


async def fill(night: Night, count: int) -> None:
    await night.owner.execute(
        "INSERT INTO display_pairings (id, code, secret_hash, expires_at)"
        " SELECT gen_random_uuid(), 'X' || n, 'x', clock_timestamp() + interval '1 hour' FROM generate_series(1, $1::int) n",
        count,
    )


async def test_only_so_many_wait_at_a_time_and_those_whose_time_is_over_make_room(night: Night) -> None:
    await fill(night, MOST_WAITING - 1)
    answers = await asyncio.gather(*(send("POST", "/api/v1/display-pairings") for _ in range(4)))
    assert Counter(one.status for one in answers) == {201: 1, 429: 3}
    [refused, *_] = [one for one in answers if one.status == 429]
    assert (refused.code, refused.headers["retry-after"]) == ("too_fast", "60")
    await night.owner.execute("UPDATE display_pairings SET expires_at = clock_timestamp() WHERE code = 'X7'")
    await opened(night)
    assert await night.owner.fetchval("SELECT count(*) FROM display_pairings WHERE code = 'X7'") == 0
    assert await night.owner.fetchval("SELECT count(*) FROM display_pairings") == MOST_WAITING


async def test_one_that_is_paired_waits_no_more(night: Night) -> None:
    pairing = await opened(night)
    await fill(night, MOST_WAITING - 1)
    assert (await send("POST", "/api/v1/display-pairings")).status == 429
    await pair(night, pairing["code"])
    await opened(night)


async def test_a_code_that_is_shown_already_is_not_given_again(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = iter("AAAAAA" + "AAAAAA" + "BBBBBB")
    monkeypatch.setattr("functions.displays.service.secrets.choice", lambda _: next(signs))
    assert [(await opened(night))["code"] for _ in range(2)] == ["AAAAAA", "BBBBBB"]


def test_a_code_has_signs_that_cannot_be_mistaken() -> None:
    assert len(set(SIGNS)) == 32
    assert not set(SIGNS) & set("IO01")
    assert re.fullmatch(CODE, SIGNS[:CODE_LENGTH])
    assert all(re.fullmatch(CODE, sign * CODE_LENGTH) for sign in SIGNS)


async def test_a_screen_that_reports_is_alive_for_fifteen_seconds(night: Night, screen: Screen) -> None:
    assert not (await screen.listed())["is_live"]
    assert (await screen.report("countdown")).status == 200
    display = await screen.listed()
    assert (display["is_live"], display["shows"], display["mode"]) == (True, "countdown", None)
    for seconds, is_live in ((14, True), (15, False)):
        await night.owner.execute(
            "UPDATE displays SET last_seen_at = clock_timestamp() - make_interval(secs => $1)", seconds
        )
        assert (await screen.listed())["is_live"] is is_live


async def test_a_screen_shows_its_own_mode_or_what_the_event_says(night: Night, screen: Screen) -> None:
    told = []
    await night.owner.execute("UPDATE events SET display_mode = 'sponsors'")
    for mode in ("welcome", None):
        changed = await screen.command(mode)
        assert (changed.status, changed.body["display"]["mode"]) == (200, mode)
        told.append((await screen.report()).body)
    assert told == [{"mode": "welcome", "name": "Stage left"}, {"mode": "sponsors", "name": "Stage left"}]
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'command_display'") == 2


async def test_a_screen_that_a_staff_link_signed_in_is_told_what_the_event_says(night: Night) -> None:
    await night.owner.execute("UPDATE events SET display_mode = 'hold'")
    token = night.app.tokens.issue(await make_staff_session(night.owner, night.gala, "display"))
    answer = await send("POST", "/api/v1/displays/me/seen", token=token, json={"shows": "board"})
    assert (answer.status, answer.body) == (200, {"mode": "hold", "name": "Display"})


async def test_a_command_goes_to_its_screen_alone_and_a_repeat_tells_it_again(night: Night, screen: Screen) -> None:
    wire, key = Wire(night.app), uuid4()
    first, again = [await screen.command("hold", key=key) for _ in range(2)]
    assert (again.headers["idempotency-hit"], again.body) == ("true", first.body)
    await screen.command(None)
    sent = wire.packets("display_command")
    assert [packet["mode"] for _, packet in sent] == ["hold", "hold", None]
    assert {room for room, _ in sent} == {session_room(screen.session_id)}
    assert set(wire.names()) == {"display_command"}, "the room has nothing to hear"
    assert (await screen.command("board", key=key)).code == "idempotency_key_reused"


async def test_a_revoked_screen_is_signed_out_everywhere_and_gone_from_the_list(night: Night, screen: Screen) -> None:
    await screen.report()
    key = uuid4()
    first, again = [await screen.revoke(key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"], again.body) == (200, 200, "true", first.body)
    assert not first.body["display"]["is_live"]
    assert await listed(night) == []
    assert (await screen.report()).code == "session_revoked"
    refresh = await send("POST", "/api/v1/sessions/refresh", json={"refresh_token": screen.session["refresh_token"]})
    assert refresh.code == "refresh_invalid"
    for refused in (await screen.revoke(), await screen.command("board")):
        assert (refused.status, refused.code) == (409, "display_revoked")


async def test_a_screen_that_is_revoked_before_it_collects_gets_no_session(night: Night) -> None:
    pairing = await opened(night)
    paired = await pair(night, pairing["code"])
    assert (await night.post(f"displays/{paired.body['display']['id']}/revoke")).status == 200
    assert (await collect(pairing)).code == "pairing_unknown"


async def test_screens_of_another_event_are_as_if_there_were_none(night: Night, screen: Screen) -> None:
    other = await make_gala(night.owner)
    stranger = night.app.tokens.issue(await make_staff_session(night.owner, other))
    assert (await screen.command("hold", token=stranger)).code == "display_unknown"
    assert (await screen.revoke(token=stranger)).code == "display_unknown"
    assert (await night.get(f"events/{other.event_id}/displays", token=stranger)).body == {"displays": []}
    assert (await night.get(f"events/{night.gala.event_id}/displays", token=stranger)).code == "not_found"


WRITES = [
    one
    for one in OPERATIONS
    if one.method != "GET"
    and one.permission != PUBLIC
    and one.permission not in ("session.own", "room.join", "display.report")
]


def path_of(night: Night, operation: Operation) -> str:
    real = {"event_id": str(night.gala.event_id), "section_id": str(night.gala.section_id)}
    return "/api/v1/" + re.sub(r"{(\w+)}", lambda name: real.get(name[1], str(uuid4())), operation.path)


async def test_a_screens_token_writes_nothing_anywhere(night: Night, screen: Screen) -> None:
    """Every write there is: forbidden before the body is read, and nothing stored."""
    assert len(WRITES) > 40
    before = await stored_rows(night.owner)
    answers = {
        one.name: await send(one.method, path_of(night, one), token=screen.token, key=uuid4(), json={})
        for one in WRITES
    }
    assert {(one.status, one.code) for one in answers.values()} == {(403, "forbidden")}, answers
    assert await stored_rows(night.owner) == before
