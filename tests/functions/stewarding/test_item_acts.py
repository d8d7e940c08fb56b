"""Extending, withdrawing and voiding: what managers do to one running item."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.ids import new_id
from tests.factories.gala import make_staff_session
from tests.factories.people import let_be_guest, make_household
from tests.factories.stewarding import START, Night

WITHDRAW: dict[str, object] = {"reason": "cannot_deliver", "note": "It broke."}


def voiding(number: int, reason: str = "entry_error") -> dict[str, object]:
    return {"paddle_number": number, "reason": reason, "note": "Typed for the wrong guest"}


async def test_an_extension_moves_the_close_and_its_extra_time(night: Night) -> None:
    item, ann = await night.item(minutes=10), await night.guest()
    answer = await night.post(f"items/{item}/extend", {"seconds": 300, "reason": "Speeches"})
    assert answer.status == 200
    assert answer.body["item"]["closes_at"] == "2026-11-22T20:15:00Z"
    assert (answer.body["change"]["kind"], answer.body["change"]["reason"]) == ("extend", "Speeches")
    await night.pass_time(14 * 60)
    await night.bid(ann, item, 10_000)
    row = await night.row(item)
    assert (row["closes_at"], row["extension_count"]) == (START + timedelta(minutes=16), 1)


async def test_a_withdrawal_ends_leads_purchases_and_gifts_and_nobody_owes_anything(night: Night) -> None:
    ann = await night.guest()
    single, fixed, gift = [await night.item(kind=kind) for kind in ("single", "fixed", "donation")]
    await night.owner.execute("UPDATE items SET quantity = 5 WHERE id = $1", fixed)
    await night.bid(ann, single, 20_000)
    await night.bid(ann, fixed, 5_000, "purchase")
    await night.bid(ann, gift, 9_000, "donation")
    for item in (single, fixed, gift):
        answer = await night.post(f"items/{item}/withdraw", WITHDRAW)
        assert (answer.status, answer.body["item"]["status"]) == (200, "withdrawn"), answer.raw
        assert answer.body["change"]["voided_bids"] == 1
        assert (await night.row(item))["price_cents"] is None
        assert await night.bid_code(ann, item, 90_000) == "item_withdrawn"
        assert (await night.post(f"items/{item}/withdraw", WITHDRAW)).code == "item_withdrawn"
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 0


async def test_a_void_brings_back_what_the_other_bids_give_and_tells_the_revived_leader_alone(night: Night) -> None:
    item, ann, bob, cid = await night.item(), await night.guest(), await night.guest(), await night.guest()
    await night.bid(ann, item, 20_000)
    await night.bid(bob, item, 15_000)
    await night.bid(cid, item, 60_000)
    assert (await night.row(item))["price_cents"] == 20_500

    answer = await night.post(f"items/{item}/voids", voiding(cid.number))

    assert answer.status == 201, answer.raw
    assert (answer.body["item"]["price_cents"], answer.body["item"]["leader_paddle"]) == (15_500, ann.number)
    change = answer.body["change"]
    assert (change["price_before_cents"], change["price_after_cents"]) == (20_500, 15_500)
    assert (change["leader_before"], change["leader_after"], change["voided_bids"]) == (cid.number, ann.number, 1)
    assert await night.texts("leading_again") == [ann.paddle_id]
    assert cid.paddle_id not in await night.texts("outbid")
    assert (await night.row(item))["closes_at"] == START + timedelta(minutes=30), "time enough was left"
    assert await night.bid_code(bob, item, 16_000) == "accepted"


async def test_one_of_a_guests_bids_is_voided_and_the_earlier_one_counts_again(night: Night) -> None:
    item, ann, bob = await night.item(), await night.guest(), await night.guest()
    await night.bid(bob, item, 10_000)
    await night.bid(ann, item, 20_000)
    wrong = await night.bid(ann, item, 200_000)
    answer = await night.post(f"items/{item}/voids", {"bid_ids": [str(wrong)], "reason": "entry_error"})
    assert (answer.status, answer.body["item"]["leader_paddle"]) == (201, ann.number)
    row = await night.row(item)
    assert (row["high_commitment_cents"], row["price_cents"]) == (20_000, 10_500)
    assert await night.texts("leading_again") == []


async def test_a_void_of_the_only_bid_leaves_the_item_as_it_was_at_first(night: Night) -> None:
    item, ann = await night.item(), await night.guest()
    await night.bid(ann, item, 20_000)
    answer = await night.post(f"items/{item}/voids", voiding(ann.number))
    state = answer.body["item"]
    assert (state["price_cents"], state["leader_paddle"], state["bid_count"], state["least_cents"]) == (
        None,
        None,
        0,
        5_000,
    )


@pytest.mark.parametrize("paused", [False, True], ids=["running", "paused"])
async def test_a_change_near_the_end_leaves_five_minutes_past_the_cap_if_need_be(night: Night, paused: bool) -> None:
    item, ann, bob = await night.item(minutes=5), await night.guest(), await night.guest()
    await night.owner.execute("UPDATE items SET extension_cap_s = 60")
    await night.bid(ann, item, 20_000)
    await night.bid(bob, item, 30_000)
    await night.pass_time(297)
    if paused:
        await night.post(f"events/{night.gala.event_id}/pause", {})
        await night.pass_time(1_000)
    await night.post(f"items/{item}/voids", voiding(bob.number))
    if paused:
        await night.post(f"events/{night.gala.event_id}/resume", {"in_s": 0})
    row = await night.row(item)
    assert row["closes_at"] - night.now == timedelta(minutes=5)
    assert row["extension_count"] == 0


async def test_a_void_that_changes_neither_leader_nor_price_moves_no_close(night: Night) -> None:
    item, ann, bob = await night.item(minutes=2), await night.guest(), await night.guest()
    await night.bid(ann, item, 20_000)
    await night.owner.execute("UPDATE items SET extension_s = 0")
    await night.bid(bob, item, 30_000)
    raise_ = await night.bid(bob, item, 40_000)
    await night.pass_time(60)
    before = (await night.row(item))["closes_at"]
    answer = await night.post(f"items/{item}/voids", {"bid_ids": [str(raise_)], "reason": "entry_error"})
    assert (answer.status, (await night.row(item))["closes_at"]) == (201, before)


async def test_of_several_winners_whoever_gets_a_unit_back_is_told(night: Night) -> None:
    item = await night.item(kind="multi")
    await night.owner.execute("UPDATE items SET quantity = 2 WHERE id = $1", item)
    ann, bob, cid = [await night.guest() for _ in range(3)]
    for guest, cents in ((ann, 5_000), (bob, 6_000), (cid, 7_000)):
        await night.bid(guest, item, cents, "exact")
    answer = await night.post(f"items/{item}/voids", voiding(cid.number))
    assert answer.body["item"]["standing_paddles"] == [bob.number, ann.number]
    assert await night.texts("leading_again") == [ann.paddle_id]


async def test_a_voided_purchase_gives_its_units_back_and_revokes_its_award(night: Night) -> None:
    item, ann = await night.item(kind="fixed"), await night.guest()
    await night.owner.execute("UPDATE items SET quantity = 3 WHERE id = $1", item)
    await night.bid(ann, item, 5_000, "purchase")
    answer = await night.post(f"items/{item}/voids", voiding(ann.number))
    assert answer.body["item"]["units_left"] == 3
    assert await night.owner.fetchval("SELECT revoked_at FROM awards") == night.now


async def test_a_void_of_a_sealed_bid_shows_no_price_and_always_leaves_five_minutes(night: Night) -> None:
    item, ann, bob = await night.item(kind="sealed", minutes=3), await night.guest(), await night.guest()
    await night.bid(ann, item, 20_000, "sealed")
    await night.bid(bob, item, 30_000, "sealed")
    answer = await night.post(f"items/{item}/voids", voiding(ann.number))
    change = answer.body["change"]
    assert (change["price_after_cents"], change["leader_after"]) == (None, None)
    assert (await night.row(item))["closes_at"] == START + timedelta(minutes=5)
    await night.pass_time(301)
    await night.close()
    assert (await night.row(item))["winner_paddle_id"] == bob.paddle_id


@pytest.mark.parametrize("act", ["extend", "withdraw", "voids"])
async def test_a_repeat_answers_again_and_another_body_or_item_is_refused(night: Night, act: str) -> None:
    item, other, ann = await night.item(), await night.item(), await night.guest()
    for one in (item, other):
        await night.bid(ann, one, 20_000)
    bodies: dict[str, dict[str, object]] = {
        "extend": {"seconds": 60, "reason": "x"},
        "withdraw": WITHDRAW,
        "voids": voiding(ann.number),
    }
    body, key = bodies[act], uuid4()
    first = await night.post(f"items/{item}/{act}", body, key=key)
    again = await night.post(f"items/{item}/{act}", body, key=key)
    assert first.status in (200, 201), first.raw
    assert (again.status, again.headers["idempotency-hit"], again.body) == (200, "true", first.body)
    changed = await night.post(f"items/{item}/{act}", {**body, "reason": "system_fault"}, key=key)
    elsewhere = await night.post(f"items/{other}/{act}", body, key=key)
    assert (changed.code, elsewhere.code) == ("idempotency_key_reused", "idempotency_key_reused")
    assert len(await night.changes(item)) == 1
    assert await night.owner.fetchval("SELECT count(*) FROM staff_acts") == 1
    assert (
        await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE user_id IS NOT NULL AND subject_id = $1", item)
        == 1
    )


@pytest.mark.parametrize("act", ["extend", "withdraw", "voids"])
async def test_an_item_that_does_not_run_is_refused_with_its_code(night: Night, act: str) -> None:
    body = {"extend": {"seconds": 60, "reason": "x"}, "withdraw": WITHDRAW, "voids": voiding(101)}[act]
    over, gone, sold, ann = (
        await night.item(minutes=1),
        await night.item(),
        await night.item(minutes=1),
        await night.guest(),
    )
    await night.bid(ann, sold, 20_000)
    assert (await night.post(f"items/{gone}/withdraw", WITHDRAW)).status == 200
    await night.pass_time(121)  # the bid gave its item a minute more
    assert (await night.post(f"items/{over}/{act}", body)).code == "item_closed", (
        "over, although nobody has closed it yet"
    )
    await night.close()
    assert (await night.post(f"items/{gone}/{act}", body)).code == "item_withdrawn"
    assert (await night.post(f"items/{sold}/{act}", body)).code == (
        "item_already_sold" if act == "withdraw" else "item_closed"
    )
    assert (await night.post(f"items/{new_id()}/{act}", body)).code == "item_not_found"


async def test_what_cannot_be_voided_or_extended_is_refused(night: Night) -> None:
    item, other, ann, bob = await night.item(), await night.item(), await night.guest(), await night.guest()
    gift, held = await night.item(kind="donation"), await night.item()
    bid, foreign = await night.bid(ann, item, 20_000), await night.bid(ann, other, 20_000)
    await night.owner.execute("UPDATE items SET held_at = $2 WHERE id = $1", held, night.now)
    for body, code in (
        (voiding(bob.number), "nothing_to_void"),
        (voiding(9_999), "nothing_to_void"),
        ({"bid_ids": [str(bid), str(foreign)], "reason": "entry_error"}, "nothing_to_void"),
        ({"bid_ids": [str(bid)] * 2, "reason": "entry_error"}, "invalid"),
        ({"bid_ids": [], "reason": "entry_error"}, "invalid"),
        ({"bid_ids": [str(bid)], "paddle_number": 1, "reason": "entry_error"}, "invalid"),
        ({"reason": "entry_error"}, "invalid"),
        ({"paddle_number": ann.number, "reason": "because"}, "invalid"),
        ({"paddle_number": ann.number, "reason": "entry_error", "note": "\u0000"}, "invalid"),
    ):
        assert (await night.post(f"items/{item}/voids", body)).code == code, body
    assert (await night.post(f"items/{gift}/extend", {"seconds": 60, "reason": "x"})).code == "act_not_for_kind"
    assert (await night.post(f"items/{held}/extend", {"seconds": 60, "reason": "x"})).code == "item_held"
    assert await night.changes(item) == []


@pytest.mark.parametrize("act", ["extend", "withdraw", "voids"])
async def test_nobody_acts_on_an_item_that_their_own_side_has_bid_on(night: Night, act: str) -> None:
    own, partner, ann = await night.guest(), await night.guest(), await night.guest()
    sam = await make_staff_session(night.owner, night.gala)
    token = night.app.tokens.issue(sam)
    await let_be_guest(
        night.owner, await night.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", sam.session_id), own
    )
    await make_household(night.owner, night.gala, own, partner)
    item, foreign = await night.item(), await night.item()
    await night.bid(partner, item, 20_000)
    await night.bid(ann, item, 30_000)
    await night.bid(ann, foreign, 30_000)
    body = {"extend": {"seconds": 60, "reason": "x"}, "withdraw": WITHDRAW, "voids": voiding(ann.number)}[act]
    assert (await night.post(f"items/{item}/{act}", body, token=token)).code == "own_item"
    assert (await night.post(f"items/{foreign}/{act}", body, token=token)).status in (200, 201)
    assert (await night.post(f"items/{item}/{act}", body)).status in (200, 201), "another person may"


async def test_a_void_that_races_with_bids_leaves_what_the_rules_give(night: Night) -> None:
    """The invariant pack folds the bids that remain."""
    ann, bob, cid = [await night.guest() for _ in range(3)]
    for _ in range(8):
        item = await night.item()
        await night.bid(ann, item, 20_000)
        await night.bid(bob, item, 40_000)
        bid = {"item_id": str(item), "max_cents": 30_000, "confirmed": True}
        void, placed = await asyncio.gather(
            night.post(f"items/{item}/voids", voiding(bob.number)),
            night.post("bids", bid, token=cid.token(night.app.tokens)),
        )
        assert (void.status, placed.status) == (201, 201)
        row = await night.row(item)
        assert (row["high_paddle_id"], row["price_cents"]) == (cid.paddle_id, 20_500)


async def test_two_staff_who_void_the_same_bids_at_once_void_them_once(night: Night) -> None:
    item, ann = await night.item(), await night.guest()
    await night.bid(ann, item, 20_000)
    answers = await asyncio.gather(
        *(night.post(f"items/{item}/voids", voiding(ann.number), token=token) for token in (night.sam, night.kim) * 2)
    )
    assert sorted(str(one.code) for one in answers) == ["None"] + ["nothing_to_void"] * 3


async def test_one_key_for_two_items_at_once_acts_on_one(night: Night) -> None:
    items, key = [await night.item(), await night.item()], uuid4()
    body = {"seconds": 60, "reason": "x"}
    answers = await asyncio.gather(*(night.post(f"items/{item}/extend", body, key=key) for item in items))
    assert sorted(str(one.code) for one in answers) == ["None", "idempotency_key_reused"]
    assert await night.owner.fetchval("SELECT count(*) FROM item_changes") == 1
