"""A bidder whose lead came back by a change of staff may ask to be let out of it, for five minutes."""

from uuid import UUID, uuid4

from tests.factories.gala import Guest
from tests.factories.stewarding import Night


async def revived(night: Night) -> tuple[UUID, Guest, Guest]:
    """An item whose top bid was voided: who leads again, and whose bid went."""
    item, ann, bob = await night.item(), await night.guest(), await night.guest()
    await night.bid(ann, item, 20_000)
    await night.bid(bob, item, 30_000)
    answer = await night.post(f"items/{item}/voids", {"paddle_number": bob.number, "reason": "entry_error"})
    assert answer.status == 201
    return item, ann, bob


async def test_a_revived_leader_asks_staff_see_it_and_let_them_out(night: Night) -> None:
    item, ann, _ = await revived(night)
    await night.pass_time(300)
    key = uuid4()
    asked = await night.post_as(ann, f"items/{item}/step-back", key=key)
    assert (asked.status, asked.body) == (201, {"requested_at": "2026-11-22T20:05:00Z"})
    [seen] = (await night.get(f"events/{night.gala.event_id}/step-backs")).body["step_backs"]
    assert (seen["item_id"], seen["paddle_number"], seen["is_open"]) == (str(item), ann.number, True)

    body = {"paddle_number": ann.number, "reason": "winner_steps_back"}
    assert (await night.post(f"items/{item}/voids", body)).status == 201

    [seen] = (await night.get(f"events/{night.gala.event_id}/step-backs")).body["step_backs"]
    assert seen["is_open"] is False
    assert (await night.row(item))["high_paddle_id"] is None


async def test_asking_again_answers_the_first_request(night: Night) -> None:
    item, ann, _ = await revived(night)
    key = uuid4()
    first = await night.post_as(ann, f"items/{item}/step-back", key=key)
    await night.pass_time(400)
    for again in (key, uuid4()):
        answer = await night.post_as(ann, f"items/{item}/step-back", key=again)
        assert (answer.status, answer.headers["idempotency-hit"], answer.body) == (200, "true", first.body)
    assert await night.owner.fetchval("SELECT count(*) FROM step_backs") == 1


async def test_only_a_lead_that_staff_revived_can_be_let_go(night: Night) -> None:
    item, ann, bob = await revived(night)
    own = await night.item()
    await night.bid(ann, own, 20_000)
    assert (await night.post_as(ann, f"items/{own}/step-back")).code == "not_revived"
    assert (await night.post_as(bob, f"items/{item}/step-back")).code == "not_revived"
    assert (await night.post_as(ann, f"items/{uuid4()}/step-back")).code == "item_not_found"
    await night.bid(ann, item, 90_000)
    assert (await night.post_as(ann, f"items/{item}/step-back")).code == "not_revived", "who bids again wants it"


async def test_whoever_was_outbid_meanwhile_has_nothing_to_let_go(night: Night) -> None:
    item, ann, _ = await revived(night)
    await night.bid(await night.guest(), item, 50_000)
    assert (await night.post_as(ann, f"items/{item}/step-back")).code == "not_revived"


async def test_after_five_minutes_it_is_too_late(night: Night) -> None:
    item, ann, _ = await revived(night)
    await night.pass_time(301)
    assert (await night.post_as(ann, f"items/{item}/step-back")).code == "step_back_over"


async def test_one_key_for_two_items_is_refused(night: Night) -> None:
    (first, ann, _), key = await revived(night), uuid4()
    second, bob = await night.item(), await night.guest()
    await night.bid(ann, second, 20_000)
    await night.bid(bob, second, 30_000)
    await night.post(f"items/{second}/voids", {"paddle_number": bob.number, "reason": "entry_error"})
    assert (await night.post_as(ann, f"items/{first}/step-back", key=key)).status == 201
    assert (await night.post_as(ann, f"items/{second}/step-back", key=key)).code == "idempotency_key_reused"
