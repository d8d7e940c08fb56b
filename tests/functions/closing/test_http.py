"""What staff do with a held section: reopen it at once, or close it as it stands, which needs two persons."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.closing import service
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.bidding import let_close_pass, place
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send


class Stage:
    """A section that is held with three items: one with a leader, one that nobody bid on, and one that is not due yet."""

    def __init__(self, owner: Connection, app: Services) -> None:
        self.owner, self.app = owner, app
        self.gala: Gala
        self.ann: Guest
        self.items: list[UUID]
        self.sam = self.kim = ""

    async def set(self) -> "Stage":
        self.gala = await make_gala(self.owner)
        await self.owner.execute("UPDATE events SET outage_after_s = 15")
        await self.owner.execute(
            "INSERT INTO heartbeats (org_id, event_id, last_at) VALUES ($1, $2, clock_timestamp())",
            self.gala.org_id,
            self.gala.event_id,
        )
        self.items = [await make_item(self.owner, self.gala) for _ in range(3)]
        self.ann = await make_guest(self.owner, self.gala)
        await self.owner.execute(
            "UPDATE heartbeats SET last_at = clock_timestamp()"
        )  # her bid is not to end the outage
        assert await place(self.owner, self.ann, self.items[0], 20_000) == "accepted"
        await self.owner.execute("UPDATE heartbeats SET last_at = last_at - interval '100 s'")
        await let_close_pass(self.owner, *self.items[:2])
        closing = await service.close_due(self.app, self.gala.org_id, self.gala.section_id)
        assert [item.status for item in closing.items] == ["held", "held"]
        self.sam, self.kim = [self.app.tokens.issue(await make_staff_session(self.owner, self.gala)) for _ in range(2)]
        return self

    async def post(self, path: str, token: str, *, key: UUID | None = None, json: object = None) -> Answer:
        return await send("POST", f"/api/v1/{path}", token=token, key=key or uuid4(), json=json)

    async def unhold(self, token: str, *, key: UUID | None = None, section_id: UUID | None = None) -> Answer:
        return await self.post(f"sections/{section_id or self.gala.section_id}/unhold", token, key=key, json={})

    async def ask(self, token: str) -> Answer:
        body = {"reason": "system_fault", "note": "The guests have gone home."}
        return await self.post(f"sections/{self.gala.section_id}/close-held", token, json=body)

    async def item(self, n: int) -> dict[str, Any]:
        row = await self.owner.fetchrow("SELECT * FROM items WHERE id = $1", self.items[n])
        assert row is not None
        return dict(row)

    async def section_is_held(self) -> bool:
        return bool(await self.owner.fetchval("SELECT held_at IS NOT NULL FROM sections"))


@pytest.fixture
async def stage(owner: Connection, app: Services) -> Stage:
    return await Stage(owner, app).set()


async def test_the_event_s_document_names_the_gap(stage: Stage) -> None:
    answer = await send("GET", f"/api/v1/events/{stage.gala.event_id}", token=stage.sam)
    [section] = answer.body["sections"]
    assert section["held_at"] is not None
    assert section["held_gap_from"] < section["held_at"]
    assert section["held_gap_to"] is None, "it lasts"
    listed = await send("GET", f"/api/v1/items/{stage.items[0]}", token=stage.ann.token(stage.app.tokens))
    assert listed.body["held_at"] is not None


async def test_staff_reopen_at_once_with_five_minutes_for_all(stage: Stage) -> None:
    key = uuid4()
    answer = await stage.unhold(stage.sam, key=key)
    assert answer.status == 200
    assert {item["id"] for item in answer.body["items"]} == {str(item) for item in stage.items[:2]}
    assert {item["held_at"] for item in answer.body["items"]} == {None}
    assert not await stage.section_is_held()
    closes = {(await stage.item(n))["closes_at"] for n in (0, 1)}
    assert len(closes) == 1
    change = await stage.owner.fetchrow("SELECT * FROM item_changes WHERE kind = 'unhold' LIMIT 1")
    assert change is not None
    assert change["closes_at_after"] - change["decided_at"] == timedelta(minutes=5)
    assert (change["act_id"], change["reason"]) == (key, "outage")
    assert change["user_id"] == await stage.owner.fetchval("SELECT user_id FROM staff_acts")
    assert await stage.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'unhold'") == 1

    again = await stage.unhold(stage.sam, key=key)
    assert (again.status, again.headers["idempotency-hit"]) == (200, "true")
    assert {(await stage.item(n))["closes_at"] for n in (0, 1)} == closes
    assert (await stage.unhold(stage.kim, key=key)).code == "idempotency_key_reused"
    assert (await stage.unhold(stage.sam)).code == "section_not_held"


async def test_a_section_that_is_not_there_cannot_be_reopened(stage: Stage) -> None:
    other = await make_gala(stage.owner)
    for section_id in (new_id(), other.section_id):
        assert (await stage.unhold(stage.sam, section_id=section_id)).code == "section_unknown"
    assert await stage.section_is_held()


async def test_closing_as_it_stands_needs_two_persons(stage: Stage) -> None:
    asked = await stage.ask(stage.sam)
    assert asked.status == 202, asked.body
    approval = asked.body["approval"]["id"]
    assert (await stage.ask(stage.kim)).code == "approval_waiting"
    assert (await stage.post(f"approvals/{approval}/approve", stage.sam)).code == "second_person_needed"
    assert await stage.section_is_held()

    approved = await stage.post(f"approvals/{approval}/approve", stage.kim)

    assert approved.status == 200, approved.body
    sold, lonely, later = [await stage.item(n) for n in range(3)]
    assert [one["status"] for one in (sold, lonely, later)] == ["sold", "unsold", "open"]
    assert (sold["winner_paddle_id"], sold["hammer_cents"], sold["held_at"]) == (stage.ann.paddle_id, 5_000, None)
    assert not await stage.section_is_held()
    assert await stage.owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'won'") == 1
    change = await stage.owner.fetchrow(
        "SELECT * FROM item_changes WHERE kind = 'unhold' AND item_id = $1", stage.items[0]
    )
    assert change is not None
    assert (change["approval_id"], change["reason"], change["note"]) == (
        UUID(approval),
        "system_fault",
        "The guests have gone home.",
    )
    assert change["user_id"] != change["second_user_id"]
    assert change["closes_at_before"] == change["closes_at_after"] == sold["closes_at"]


async def test_declined_it_stays_held(stage: Stage) -> None:
    approval = (await stage.ask(stage.sam)).body["approval"]["id"]
    assert (await stage.post(f"approvals/{approval}/decline", stage.kim)).status == 200
    assert await stage.section_is_held()
    assert (await stage.item(0))["status"] == "open"


async def test_what_reopened_meanwhile_is_not_closed(stage: Stage) -> None:
    approval = (await stage.ask(stage.sam)).body["approval"]["id"]
    assert (await stage.unhold(stage.kim)).status == 200
    assert (await stage.post(f"approvals/{approval}/approve", stage.kim)).code == "section_not_held"
    assert (await stage.item(0))["status"] == "open"
    assert (await stage.ask(stage.sam)).code == "section_not_held"


async def test_whoever_has_bid_on_what_is_held_asks_for_no_close(stage: Stage) -> None:
    user = await stage.owner.fetchval("SELECT user_id FROM sessions WHERE user_id IS NOT NULL ORDER BY id LIMIT 1")
    await stage.owner.execute("UPDATE guests SET user_id = $1", user)
    assert (await stage.ask(stage.sam)).code == "own_item"
