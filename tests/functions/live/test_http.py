"""Live sales through their handlers."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send


@dataclass
class Stage:
    gala: Gala
    lot: UUID
    winner: Guest
    token: str

    async def sell(self, *, key: UUID | None = None, **body: Any) -> Answer:
        sale = {"item_id": str(self.lot), "paddle_number": self.winner.number, "amount_cents": 550_000} | body
        return await send("POST", "/api/v1/live-sales", token=self.token, key=key or uuid4(), json=sale)


@pytest.fixture
async def stage(owner: Connection, app: Services) -> Stage:
    gala = await make_gala(owner)
    lot = await make_item(owner, gala, kind="live", title="Dinner for ten", starting_cents=100_000)
    winner = await make_guest(owner, gala)
    clerk = await make_staff_session(owner, gala, "clerk")
    return Stage(gala, lot, winner, app.tokens.issue(clerk))


async def test_a_sale_is_recorded_and_answers_with_the_sold_item(owner: Connection, stage: Stage) -> None:
    key = uuid4()
    answer = await stage.sell(key=key)
    assert answer.status == 201
    assert answer.body["id"] == str(key)
    item = answer.body["item"]
    assert (item["status"], item["hammer_cents"], item["leader_paddle"], item["version"]) == (
        "sold",
        550_000,
        stage.winner.number,
        2,
    )
    assert await owner.fetchval("SELECT kind FROM messages WHERE paddle_id = $1", stage.winner.paddle_id) == "won"
    assert await owner.fetchval("SELECT action FROM audit_log") == "live_sale"


async def test_a_repeated_key_answers_the_first_sale_and_another_body_is_refused(
    owner: Connection, stage: Stage
) -> None:
    key = uuid4()
    first = await stage.sell(key=key)
    again = await stage.sell(key=key)
    other = await stage.sell(key=key, amount_cents=1)
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (201, 200, "true")
    assert again.body == first.body
    assert (other.status, other.code) == (409, "idempotency_key_reused")
    assert await owner.fetchval("SELECT count(*) FROM live_sales") == 1


async def test_two_clerks_at_once_sell_a_lot_once(owner: Connection, stage: Stage) -> None:
    answers = await asyncio.gather(*(stage.sell(amount_cents=100_000 + n) for n in range(10)))
    assert sorted(answer.status for answer in answers) == [201] + [409] * 9
    assert {answer.code for answer in answers} == {None, "item_already_sold"}
    assert await owner.fetchval("SELECT count(*) FROM messages") == 1


async def test_a_lot_may_go_below_its_starting_price(stage: Stage) -> None:
    assert (await stage.sell(amount_cents=1)).status == 201


async def test_what_cannot_be_sold_is_refused_with_its_code(owner: Connection, stage: Stage) -> None:
    silent = await make_item(owner, stage.gala)
    withdrawn = await make_item(owner, stage.gala, kind="live", status="withdrawn")
    locked = await make_guest(owner, stage.gala, status="locked")
    foreign = await make_item(owner, await make_gala(owner), kind="live")
    for body, status, code in (
        ({"item_id": str(uuid4())}, 404, "item_not_found"),
        ({"item_id": str(foreign)}, 404, "item_not_found"),
        ({"item_id": str(silent)}, 404, "item_not_found"),
        ({"item_id": str(withdrawn)}, 409, "item_withdrawn"),
        ({"paddle_number": 99_999}, 404, "paddle_unknown"),
        ({"paddle_number": locked.number}, 409, "paddle_locked"),
        ({"amount_cents": 0}, 422, "invalid"),
        ({"amount_cents": "5"}, 422, "invalid"),
    ):
        answer = await stage.sell(**body)
        assert (answer.status, answer.code) == (status, code), body
    assert await owner.fetchval("SELECT count(*) FROM live_sales") == 0


async def test_the_same_key_for_two_lots_at_once_sells_one(owner: Connection, stage: Stage) -> None:
    other = await make_item(owner, stage.gala, kind="live")
    rival = await make_guest(owner, stage.gala)
    key = uuid4()
    answers = await asyncio.gather(
        stage.sell(key=key), stage.sell(key=key, item_id=str(other), paddle_number=rival.number)
    )
    assert sorted(str(answer.code) for answer in answers) == ["None", "idempotency_key_reused"]
    assert await owner.fetchval("SELECT count(*) FROM live_sales") == 1


async def test_nothing_is_sold_once_checkout_is_open(owner: Connection, stage: Stage) -> None:
    await owner.execute(
        "UPDATE events SET checkout_opened_at = now(), checkout_key = gen_random_uuid(), checkout_body_hash = ''"
    )
    answer = await stage.sell()
    assert (answer.status, answer.code) == (409, "event_in_checkout")


async def test_a_guest_or_an_ended_session_sells_nothing(owner: Connection, app: Services, stage: Stage) -> None:
    guest = await send(
        "POST",
        "/api/v1/live-sales",
        token=stage.winner.token(app.tokens),
        key=uuid4(),
        json={"item_id": str(stage.lot), "paddle_number": 1, "amount_cents": 1},
    )
    assert (guest.status, guest.code) == (403, "forbidden")
    await owner.execute("UPDATE sessions SET revoked_at = clock_timestamp() WHERE role = 'clerk'")
    assert (await stage.sell()).code == "session_revoked"


async def test_staff_read_the_paddles_of_their_event(owner: Connection, app: Services, stage: Stage) -> None:
    await make_guest(owner, stage.gala, status="locked", name="Bob Stone")
    await make_guest(owner, stage.gala, status="retired")
    answer = await send("GET", f"/api/v1/events/{stage.gala.event_id}/paddles", token=stage.token)
    assert [(one["number"], one["name"], one["status"]) for one in answer.body["paddles"]] == [
        (stage.winner.number, "Maria Garcia", "active"),
        (stage.winner.number + 1, "Bob Stone", "locked"),
    ]
    other = await make_gala(owner)
    assert (await send("GET", f"/api/v1/events/{other.event_id}/paddles", token=stage.token)).status == 404
