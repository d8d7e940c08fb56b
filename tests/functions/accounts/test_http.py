"""Signing in, staying signed in, signing out: every answer and every error code once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from shared.clock import utc_now
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Guest, make_gala, make_guest, make_staff_session
from tests.factories.http import Answer, send


async def sign_in(guest: Guest, last4: str | None = "0199", terms: UUID | None = None, **more: Any) -> Answer:
    body: dict[str, Any] = {"link": guest.link, **more}
    if last4 is not None:
        body["phone_last4"] = last4
    if terms is not None:
        body["accept_terms_id"] = str(terms)
    return await send("POST", "/api/v1/sessions", json=body)


async def refresh(token: str) -> Answer:
    return await send("POST", "/api/v1/sessions/refresh", json={"refresh_token": token})


async def test_a_link_shows_little_of_whose_it_is(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    answer = await send("POST", "/api/v1/sessions/preview", json={"link": ann.link})
    assert answer.status == 200
    assert (answer.body["guest_name"], answer.body["paddle_number"]) == ("Maria G.", ann.number)
    assert answer.body["needs_phone_last4"] is True
    assert answer.body["terms"]["id"] == str(gala.terms_id)
    assert b"0199" not in answer.raw


async def test_an_unknown_link_is_404_by_both_routes(app: Services) -> None:
    link = {"link": "A" * 22}
    for path in ("/api/v1/sessions/preview", "/api/v1/sessions"):
        answer = await send("POST", path, json=link)
        assert (answer.status, answer.code) == (404, "link_unknown")


async def test_signing_in_binds_the_phone_and_keeps_the_acceptance(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    answer = await sign_in(ann, terms=gala.terms_id, device="Pixel 9")
    assert (answer.status, answer.body["role"]) == (201, "donor")
    me = await send("GET", "/api/v1/me", token=answer.body["access_token"])
    assert (me.body["paddle_number"], me.body["card"]) == (ann.number, {"brand": "visa", "last4": "4242"})
    assert await owner.fetchval("SELECT device FROM acceptances") == "Pixel 9"
    again = await sign_in(ann)
    assert again.status == 201, "rules that were accepted are not asked for again"


async def test_a_guest_sees_whether_their_name_may_be_shown(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    token = ann.token(app.tokens)
    assert (await send("GET", "/api/v1/me", token=token)).body["name_shown"] is False
    for seconds_ago, is_given in ((20, True), (10, False), (0, True)):
        await owner.execute(
            """INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, device, is_given, given_at)
            VALUES ($1, $2, $3, 'name', $4, 'Pixel 9', $5, $6)""",
            gala.org_id,
            uuid4(),
            ann.guest_id,
            gala.terms_id,
            is_given,
            utc_now() - timedelta(seconds=seconds_ago),
        )
        assert (await send("GET", "/api/v1/me", token=token)).body["name_shown"] is is_given


async def test_without_the_rules_nobody_joins(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    for terms in (None, uuid4()):
        answer = await sign_in(ann, terms=terms)
        assert (answer.status, answer.code) == (409, "terms_required")
        assert answer.body["terms"]["id"] == str(gala.terms_id)


async def test_wrong_digits_are_counted_and_the_fifth_locks_the_link(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    answers = [await sign_in(ann, "0000") for _ in range(5)]
    assert [(one.status, one.code) for one in answers] == [(401, "phone_mismatch")] * 5
    assert [one.body["attempts_left"] for one in answers] == [4, 3, 2, 1, 0]
    locked = await sign_in(ann)
    assert (locked.status, locked.code) == (429, "link_locked")
    assert 0 < int(locked.headers["retry-after"]) <= 301


async def test_guesses_in_parallel_get_no_more_tries_than_guesses_in_turn(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    answers = await asyncio.gather(*(sign_in(ann, f"{n:04d}") for n in range(20)))
    codes = [one.code for one in answers]
    assert (codes.count("phone_mismatch"), codes.count("link_locked")) == (5, 15)


async def test_a_guest_without_a_phone_cannot_be_bound_by_it(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner), phone=None)
    assert (await sign_in(ann, "0199")).code == "phone_mismatch"


async def test_a_guests_link_without_digits_is_no_wrong_try(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    for _ in range(6):
        answer = await sign_in(ann, None)
        assert (answer.status, answer.code) == (422, "invalid")
        assert [one["field"] for one in answer.body["errors"]] == ["phone_last4"]
    failures = "SELECT link_failures FROM guests WHERE id = $1 AND link_locked_until IS NULL"
    assert await owner.fetchval(failures, ann.guest_id) == 0


async def test_a_refresh_token_rotates_and_the_old_one_ends_the_session(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    first = (await sign_in(ann, terms=gala.terms_id)).body
    second = await refresh(first["refresh_token"])
    assert second.status == 200
    assert second.body["session_id"] == first["session_id"]
    reused = await refresh(first["refresh_token"])
    assert (reused.status, reused.code) == (401, "refresh_reused")
    family = await refresh(second.body["refresh_token"])
    assert (family.status, family.code) == (401, "refresh_invalid")
    me = await send("GET", "/api/v1/me", token=second.body["access_token"])
    assert (me.status, me.code) == (401, "session_revoked")
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'refresh_token_reused'") == 1


async def test_a_refresh_token_used_twice_at_once_rotates_once(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    token = (await sign_in(await make_guest(owner, gala), terms=gala.terms_id)).body["refresh_token"]
    answers = await asyncio.gather(*(refresh(token) for _ in range(5)))
    assert [one.status for one in answers].count(200) == 1


async def test_an_unknown_or_ended_refresh_token_is_invalid(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    assert (await refresh("B" * 43)).code == "refresh_invalid"
    session = (await sign_in(await make_guest(owner, gala), terms=gala.terms_id)).body
    await owner.execute(
        "UPDATE sessions SET expires_at = $1 WHERE id = $2",
        utc_now() - timedelta(seconds=1),
        UUID(session["session_id"]),
    )
    assert (await refresh(session["refresh_token"])).code == "refresh_invalid"


async def test_after_signing_out_the_token_is_refused_everywhere(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    token = ann.token(app.tokens)
    assert (await send("GET", "/api/v1/me", token=token)).status == 200
    assert (await send("DELETE", "/api/v1/sessions/current", token=token)).status == 204
    answer = await send("GET", "/api/v1/me", token=token)
    assert (answer.status, answer.code) == (401, "session_revoked")


async def test_staff_are_not_donors(app: Services, owner: Connection) -> None:
    claims = await make_staff_session(owner, await make_gala(owner), "clerk")
    token = app.tokens.issue(claims)
    me = (await send("GET", "/api/v1/me", token=token)).body
    assert (me["role"], me["paddle_id"], me["card"]) == ("clerk", None, None)
    bids = await send("GET", "/api/v1/me/bids", token=token)
    assert (bids.status, bids.code) == (403, "forbidden")


async def test_without_a_token_one_is_asked_to_sign_in(app: Services) -> None:
    answer = await send("GET", "/api/v1/me")
    assert (answer.status, answer.code, answer.headers["www-authenticate"]) == (401, "unauthorized", "Bearer")
