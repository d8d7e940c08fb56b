"""Bids that staff type for guests without a phone: judged like the guest's own, kept with who typed them, and no secret told."""

from typing import Any
from uuid import UUID, uuid4

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.people import let_be_guest, make_household

CANARY = 7_373_731


class Desk:
    """A clerk at their table."""

    def __init__(self, app: Services, owner: Connection, gala: Gala) -> None:
        self.app, self.owner, self.gala = app, owner, gala

    async def sit(self, role: str = "clerk") -> "Desk":
        claims = await make_staff_session(self.owner, self.gala, role)
        self.token = self.app.tokens.issue(claims)
        self.session_id = claims.session_id
        self.user_id: UUID = await self.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", claims.session_id)
        return self

    async def enter(self, item_id: UUID, number: int, *, key: UUID | None = None, **body: Any) -> Answer:
        return await send(
            "POST",
            "/api/v1/bids/entered",
            token=self.token,
            key=key or uuid4(),
            json={"item_id": str(item_id), "paddle_number": number, "reason": "no_phone"}
            | (body or {"max_cents": 10_000}),
        )

    async def read(self, key: UUID, number: int) -> Answer:
        return await send("GET", f"/api/v1/bids/entered/{key}?paddle_number={number}", token=self.token)


async def bid(app: Services, guest: Guest, item_id: UUID, *, key: UUID | None = None, **amount: Any) -> Answer:
    return await send(
        "POST",
        "/api/v1/bids",
        token=guest.token(app.tokens),
        key=key or uuid4(),
        json={"item_id": str(item_id), "confirmed": True, **amount},
    )


async def test_an_entered_bid_is_the_guests_and_keeps_who_typed_it_and_why(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, desk = await make_item(owner, gala), await make_guest(owner, gala), await Desk(app, owner, gala).sit()
    answer = await desk.enter(item, ann.number, max_cents=10_000, reason="paper")
    assert (answer.status, answer.body["outcome"], answer.body["paddle_number"]) == (201, "leading", ann.number)
    assert answer.body["item"]["leader_paddle"] == ann.number
    row = await owner.fetchrow("SELECT paddle_id, entered_by, entry_reason, session_id FROM bids")
    assert row is not None
    assert tuple(row) == (ann.paddle_id, desk.user_id, "paper", desk.session_id)


async def test_the_same_key_answers_again_and_another_body_is_refused(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, desk = await make_item(owner, gala), await make_guest(owner, gala), await Desk(app, owner, gala).sit()
    key = uuid4()
    first = await desk.enter(item, ann.number, key=key)
    again = await desk.enter(item, ann.number, key=key)
    other = await desk.enter(item, ann.number, key=key, max_cents=12_000)
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (201, 200, "true")
    assert again.body == first.body
    assert (other.status, other.code) == (409, "idempotency_key_reused")
    assert await owner.fetchval("SELECT count(*) FROM bids") == 1


async def test_a_key_is_unique_per_paddle_so_that_one_slip_with_two_paddles_is_two_bids(
    app: Services, owner: Connection
) -> None:
    gala = await make_gala(owner)
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    desk, key = await Desk(app, owner, gala).sit(), uuid4()
    assert (await desk.enter(item, ann.number, key=key)).status == 201
    assert (await desk.enter(item, bob.number, key=key, max_cents=12_000)).status == 201


async def test_an_unknown_paddle_is_refused(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, desk = await make_item(owner, gala), await Desk(app, owner, gala).sit()
    retired = await make_guest(owner, gala, status="retired")
    elsewhere = await make_guest(owner, await make_gala(owner), number=555)
    for number in (99_999, retired.number, elsewhere.number):
        answer = await desk.enter(item, number)
        assert (answer.status, answer.code) == (404, "paddle_unknown")


async def test_staff_type_no_bid_of_their_own_or_their_household(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, me, spouse, bob = (await make_item(owner, gala), *[await make_guest(owner, gala) for _ in range(3)])
    desk = await Desk(app, owner, gala).sit("owner")
    await let_be_guest(owner, desk.user_id, me)
    await make_household(owner, gala, me, spouse)
    key = uuid4()
    for guest in (me, spouse):
        answer = await desk.enter(item, guest.number, key=key)
        assert (answer.status, answer.code) == (409, "own_paddle")
        read = await desk.read(key, guest.number)
        assert (read.status, read.code) == (409, "own_paddle")
    assert (await desk.enter(item, bob.number)).status == 201
    assert await owner.fetchval("SELECT count(*) FROM bids") == 1


async def test_a_colleague_may_type_for_a_guest_who_is_staff(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    her, desk = await Desk(app, owner, gala).sit(), await Desk(app, owner, gala).sit()
    await let_be_guest(owner, her.user_id, ann)
    assert (await desk.enter(item, ann.number)).status == 201


async def test_a_session_that_ended_types_nothing(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, desk = await make_item(owner, gala), await make_guest(owner, gala), await Desk(app, owner, gala).sit()
    assert (await desk.enter(item, ann.number)).status == 201  # the process knows whose session it is
    assert (await send("DELETE", "/api/v1/sessions/current", token=desk.token)).status == 204
    answer = await desk.enter(item, ann.number, max_cents=12_000)
    assert (answer.status, answer.code) == (401, "session_revoked")
    # a process that has never met the session says the same
    revoked = await Desk(app, owner, gala).sit()
    await owner.execute("UPDATE sessions SET revoked_at = now() WHERE id = $1", revoked.session_id)
    answer = await revoked.enter(item, ann.number, max_cents=12_000)
    assert (answer.status, answer.code) == (401, "session_revoked")


async def test_no_answer_to_staff_tells_the_guests_secret_limit(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, sealed = await make_item(owner, gala), await make_item(owner, gala, kind="sealed")
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    desk, key = await Desk(app, owner, gala).sit(), uuid4()
    await bid(app, ann, item, max_cents=CANARY)
    await bid(app, ann, sealed, sealed_cents=CANARY)
    told = {
        "already_leading": await desk.enter(item, ann.number, exact_cents=12_000),
        "max_not_raised": await desk.enter(item, ann.number, max_cents=12_000),
        "max_not_raised of a sealed bid": await desk.enter(sealed, ann.number, sealed_cents=12_000),
        "confirm_required": await desk.enter(item, ann.number, max_cents=99_999_999),
        "accepted against it": await desk.enter(item, bob.number, max_cents=20_000, key=key, confirmed=True),
        "its outcome": await desk.read(key, bob.number),
    }
    for case, answer in told.items():
        assert answer.code in (None, case.split(" ")[0]), case
        assert str(CANARY).encode() not in answer.raw, case
        assert str(CANARY + 1).encode() not in answer.raw, case
        if answer.status == 409:
            assert "least_cents" not in answer.body, case


async def test_staff_read_what_became_of_what_they_typed_and_of_nothing_else(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann, desk = await make_item(owner, gala), await make_guest(owner, gala), await Desk(app, owner, gala).sit()
    good, bad, own = uuid4(), uuid4(), uuid4()
    await desk.enter(item, ann.number, key=good)
    await desk.enter(item, ann.number, key=bad, max_cents=6_000)
    await bid(app, ann, item, key=own, max_cents=20_000)
    accepted, refused = await desk.read(good, ann.number), await desk.read(bad, ann.number)
    assert (accepted.body["code"], accepted.body["outcome"]) == ("accepted", "leading")
    assert (refused.body["code"], refused.body["outcome"]) == ("max_not_raised", None)
    for key in (own, uuid4()):
        answer = await desk.read(key, ann.number)
        assert (answer.status, answer.code) == (404, "bid_unknown")


async def test_the_paddle_number_of_a_question_must_be_a_number(app: Services, owner: Connection) -> None:
    desk = await Desk(app, owner, await make_gala(owner)).sit()
    for query in ("", "?paddle_number=", "?paddle_number=0", "?paddle_number=x", "?paddle_number=100000"):
        answer = await send("GET", f"/api/v1/bids/entered/{uuid4()}{query}", token=desk.token)
        assert (answer.status, answer.code) == (422, "invalid"), query
