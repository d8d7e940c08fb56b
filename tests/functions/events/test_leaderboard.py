"""The leaderboard: what paddles lead at, have bought and have pledged; never a maximum; names only with consent; right after every reversal."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import Guest
from tests.factories.lots import Stage, make_stage


@pytest.fixture
async def stage(owner: Connection, app: Services) -> Stage:
    """Its guests lead, buy and pledge."""
    return await make_stage(owner, app)


async def state(stage: Stage) -> dict[str, Any]:
    found: dict[str, Any] = await stage.owner.fetchval(
        "SELECT state FROM event_state_v2($1, $2)", stage.gala.org_id, stage.gala.event_id
    )
    return found


async def totals(stage: Stage) -> dict[int, int]:
    return {one["paddle"]: one["total_cents"] for one in (await state(stage))["top_bidders"]}


async def seat(stage: Stage, name: str, *guests: int) -> None:
    table_id = new_id()
    await stage.owner.execute(
        "INSERT INTO tables (org_id, id, event_id, name) VALUES ($1, $2, $3, $4)",
        stage.gala.org_id,
        table_id,
        stage.gala.event_id,
        name,
    )
    paddles = [stage.guests[guest].paddle_id for guest in guests]
    await stage.owner.execute("UPDATE paddles SET table_id = $1 WHERE id = ANY ($2)", table_id, paddles)


async def agree_to_name(owner: Connection, stage: Stage, guest: Guest, *, is_given: bool) -> None:
    await owner.execute(
        "INSERT INTO consents (org_id, id, guest_id, kind, terms_version_id, device, is_given) VALUES ($1, $2, $3, 'name', $4, 'test', $5)",
        guest.org_id,
        new_id(),
        guest.guest_id,
        stage.gala.terms_id,
        is_given,
    )


async def test_a_lead_counts_at_its_price_and_never_at_its_maximum(stage: Stage) -> None:
    item = await stage.night.item()
    await stage.night.bid(stage.guests[0], item, 90_000)
    await stage.night.bid(stage.guests[1], item, 20_000)
    assert await totals(stage) == {stage.number(0): 20_500}
    assert "90000" not in str(await state(stage))


async def test_sealed_bids_count_for_nothing_before_they_are_opened(stage: Stage) -> None:
    item = await stage.night.item(kind="sealed", minutes=1)
    await stage.night.bid(stage.guests[0], item, 70_000, "sealed")
    assert await totals(stage) == {}
    await stage.night.pass_time(61)
    await stage.night.close()
    assert await totals(stage) == {stage.number(0): 70_000}


async def test_purchases_on_stage_and_leads_add_up_by_paddle_and_by_table(stage: Stage) -> None:
    await seat(stage, "4", 0, 1)
    await seat(stage, "9", 2)
    await stage.sell(100_000, 0)
    await stage.night.bid(stage.guests[0], await stage.night.item(), 30_000, "exact")
    await stage.sell(50_000, 2, lot=stage.lots[1])
    await stage.enter("open", lot=stage.lots[2])
    await stage.enter("bid", lot=stage.lots[2], paddle_number=stage.number(1))
    now = await state(stage)
    assert [(one["paddle"], one["total_cents"]) for one in now["top_bidders"]] == [
        (stage.number(0), 130_000),
        (stage.number(1), 100_000),
        (stage.number(2), 50_000),
    ]
    assert now["top_tables"] == [{"table": "4", "total_cents": 230_000}, {"table": "9", "total_cents": 50_000}]


async def test_what_is_taken_back_or_disputed_counts_no_more(stage: Stage) -> None:
    sold = (await stage.sell(100_000, 0)).body["id"]
    disputed = await stage.sell(100_000, 1, lot=stage.lots[1])
    assert await totals(stage) == {stage.number(0): 100_000, stage.number(1): 100_000}
    await stage.post(f"live-sales/{sold}/undo", "sam")
    await stage.post(f"live-sales/{disputed.body['id']}/mine", "1", is_mine=False)
    assert await totals(stage) == {}
    assert (await state(stage))["live_total_cents"] == 100_000, "the room's total keeps what somebody looks at"


async def test_a_name_is_shown_only_while_its_guest_agrees(stage: Stage) -> None:
    await stage.sell(100_000, 0)
    names = [one["name"] for one in (await state(stage))["top_bidders"]]
    await agree_to_name(stage.owner, stage, stage.guests[0], is_given=True)
    names += [one["name"] for one in (await state(stage))["top_bidders"]]
    await agree_to_name(stage.owner, stage, stage.guests[0], is_given=False)
    names += [one["name"] for one in (await state(stage))["top_bidders"]]
    assert names == [None, "Maria Garcia", None]


async def test_a_pledge_counts_and_the_thermometer_is_the_sum(stage: Stage) -> None:
    appeal = await make_pledges(stage, (0, 100_000), (1, 50_000))
    now = await state(stage)
    assert (now["paddle_raise"]["appeal_id"], now["paddle_raise"]["pledged_cents"]) == (str(appeal), 150_000)
    assert await totals(stage) == {stage.number(0): 100_000, stage.number(1): 50_000}


async def make_pledges(stage: Stage, *gifts: tuple[int, int]) -> UUID:
    event = f"events/{stage.gala.event_id}"
    made = await stage.post(f"{event}/appeals", "sam", title="Fund a need", level_cents=[cents for _, cents in gifts])
    appeal = made.body["appeal"]
    for (guest, _), level in zip(gifts, appeal["levels"], strict=True):
        await stage.post(f"appeals/{appeal['appeal_id']}/level", "sam", level_id=level["id"])
        body = {"level_id": level["id"], "paddle_number": stage.number(guest), "needs_look_ok": True}
        await stage.owner.execute("UPDATE paddles SET admission = 'checked_in'")
        answer = await stage.post(f"appeals/{appeal['appeal_id']}/pledges", "jo", uuid4(), **body)
        assert answer.status == 201, answer.raw
    return UUID(appeal["appeal_id"])
