"""A guest's name on the screens of the room: only with their yes, which they may take back."""

import asyncio
from uuid import uuid4

from functions.realtime.publisher import Publisher
from tests.factories.gala import Guest, make_staff_session
from tests.factories.http import Answer
from tests.factories.stewarding import Night
from tests.factories.wire import Wire


async def say(night: Night, guest: Guest, is_shown: bool, **parts: object) -> Answer:
    return await night.post("me/name", {"is_shown": is_shown}, token=guest.token(night.app.tokens), **parts)  # type: ignore[arg-type]  # key


async def may_be_named(night: Night, guest: Guest) -> bool:
    answer = await night.get(f"events/{night.gala.event_id}/paddles")
    [paddle] = [one for one in answer.body["paddles"] if one["number"] == guest.number]
    return bool(paddle["may_be_named"])


async def test_a_name_is_shown_by_consent_and_no_more_when_it_is_taken_back(night: Night) -> None:
    ann, bob, item = await night.guest(name="Ann Lee"), await night.guest(), await night.item()
    await night.bid(ann, item, 10_000)
    wire = Wire(night.app)
    names = []
    for is_shown in (True, False, True):
        answer = await say(night, ann, is_shown)
        assert (answer.status, answer.body) == (200, {"is_shown": is_shown})
        assert await may_be_named(night, ann) is is_shown
        await night.app.single(Publisher).settle()
        [top] = wire.packets("leaderboard_update")[-1][1]["state"]["top_bidders"]
        names.append(top["name"])
    assert names == ["Ann Lee", None, "Ann Lee"]
    assert not await may_be_named(night, bob)
    consents = await night.owner.fetch(
        "SELECT c.guest_id, c.is_given, t.kind FROM consents c JOIN terms_versions t ON t.id = c.terms_version_id"
        " WHERE c.kind = 'name' ORDER BY c.given_at"
    )
    assert [tuple(row) for row in consents] == [(ann.guest_id, given, "name") for given in (True, False, True)]
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'show_name'") == 3


async def test_a_repeat_writes_nothing_new_and_another_answer_or_guest_is_refused(night: Night) -> None:
    ann, bob, key = await night.guest(), await night.guest(), uuid4()
    version = await night.owner.fetchval("SELECT version FROM events")
    first, again = [await say(night, ann, True, key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"], again.body) == (200, 200, "true", first.body)
    for guest, is_shown in ((ann, False), (bob, True)):
        refused = await say(night, guest, is_shown, key=key)
        assert (refused.status, refused.code) == (409, "idempotency_key_reused")
    assert await night.owner.fetchval("SELECT count(*) FROM consents WHERE kind = 'name'") == 1
    assert await night.owner.fetchval("SELECT version FROM events") == version + 1


async def test_the_events_own_text_is_the_one_agreed_to(night: Night) -> None:
    ann = await night.guest()
    await night.owner.execute(
        "INSERT INTO terms_versions (org_id, id, event_id, kind, body, sha256) VALUES ($1, $2, $3, 'name', 'Ours', sha256('Ours'))",
        night.gala.org_id,
        uuid4(),
        night.gala.event_id,
    )
    assert (await say(night, ann, True)).status == 200
    body = await night.owner.fetchval(
        "SELECT t.body FROM consents c JOIN terms_versions t ON t.id = c.terms_version_id WHERE c.kind = 'name'"
    )
    assert body == "Ours"


async def test_guests_who_agree_at_once_agree_to_one_text(night: Night) -> None:
    guests = [await night.guest() for _ in range(6)]
    answers = await asyncio.gather(*(say(night, guest, True) for guest in guests))
    assert {one.status for one in answers} == {200}
    [text] = await night.owner.fetch(
        "SELECT body, sha256, sha256(convert_to(body, 'UTF8')) AS own FROM terms_versions WHERE kind = 'name'"
    )
    assert "name" in text["body"]
    assert text["sha256"] == text["own"]


async def test_an_ended_session_and_staff_say_nothing(night: Night) -> None:
    ann = await night.guest()
    clerk = await make_staff_session(night.owner, night.gala, "clerk")
    refused = await night.post("me/name", {"is_shown": True}, token=night.app.tokens.issue(clerk))
    assert refused.code == "forbidden"
    await night.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp() WHERE id = $1", ann.session_id)
    assert (await say(night, ann, True)).code == "session_revoked"
    assert await night.owner.fetchval("SELECT count(*) FROM consents WHERE kind = 'name'") == 0
