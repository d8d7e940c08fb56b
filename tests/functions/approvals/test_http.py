"""What needs two persons: reopening a closed item, and taking it from its winner."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.ids import new_id
from tests.factories.gala import Guest, make_staff_session
from tests.factories.http import Answer
from tests.factories.people import let_be_guest
from tests.factories.stewarding import Night

WHY = {"reason": "winner_steps_back", "note": "She called us."}


async def sold(night: Night, *bids: tuple[Guest, int], kind: str = "single", **item: Any) -> UUID:
    """An item that closed just now, sold to the best of these bids."""
    item_id = await night.item(minutes=1, kind=kind, **item)
    await night.owner.execute(
        "UPDATE items SET extension_s = 0, quantity = $2 WHERE id = $1", item_id, 2 if kind == "multi" else 1
    )
    for guest, cents in bids:
        await night.bid(guest, item_id, cents, {"single": "max", "multi": "exact"}.get(kind, kind))
    await night.pass_time(61)
    await night.close()
    return item_id


async def ask(night: Night, item_id: UUID, what: str = "reopenings", **parts: Any) -> Answer:
    return await night.post(f"items/{item_id}/{what}", WHY, **parts)


async def decide(night: Night, asked: Answer, how: str = "approve", **parts: Any) -> Answer:
    return await night.post(f"approvals/{asked.body['approval']['id']}/{how}", **{"token": night.kim, **parts})


async def listed(night: Night, token: str | None = None) -> list[dict[str, Any]]:
    answer = await night.get(f"events/{night.gala.event_id}/approvals", token=token)
    approvals: list[dict[str, Any]] = answer.body["approvals"]
    return approvals


async def test_a_reopened_item_keeps_leader_and_maxima_and_has_five_minutes_with_extra_time(night: Night) -> None:
    ann, bob = await night.guest(), await night.guest()
    item = await sold(night, (ann, 40_000), (bob, 20_000))
    await night.owner.execute("UPDATE items SET extension_s = 120")

    answer = await decide(night, await ask(night, item))

    assert answer.status == 200, answer.raw
    state = answer.body["item"]
    assert (state["status"], state["price_cents"], state["leader_paddle"], state["hammer_cents"]) == (
        "open",
        20_500,
        ann.number,
        None,
    )
    row = await night.row(item)
    assert (row["closes_at"], row["planned_closes_at"]) == (night.now + timedelta(minutes=5),) * 2
    assert (row["high_commitment_cents"], row["winner_paddle_id"]) == (40_000, None)
    assert await night.owner.fetchval("SELECT revoked_at FROM awards") == night.now
    assert sorted(await night.texts("reopened")) == sorted([ann.paddle_id, bob.paddle_id])
    [change] = await night.changes(item)
    assert (change["kind"], change["reason"], change["note"]) == ("reopen", WHY["reason"], WHY["note"])
    assert change["user_id"] != change["second_user_id"]

    await night.pass_time(290)
    await night.bid(bob, item, 50_000)
    assert (await night.row(item))["closes_at"] == night.now + timedelta(minutes=2)
    await night.pass_time(121)
    await night.close()
    row = await night.row(item)
    assert (row["winner_paddle_id"], row["hammer_cents"], row["close_version"]) == (bob.paddle_id, 40_500, 2)
    assert await night.texts("won") == [ann.paddle_id, bob.paddle_id]


async def test_a_reopened_sealed_item_shows_nothing_again(night: Night) -> None:
    ann = await night.guest()
    item = await sold(night, (ann, 40_000), kind="sealed")
    answer = await decide(night, await ask(night, item))
    assert (answer.body["item"]["price_cents"], answer.body["item"]["leader_paddle"]) == (None, None)
    assert (await night.row(item))["high_paddle_id"] is None
    await night.pass_time(301)
    await night.close()
    assert (await night.row(item))["hammer_cents"] == 40_000


async def test_several_winners_keep_their_units_and_what_was_bought_stays_bought(night: Night) -> None:
    ann, bob = await night.guest(), await night.guest()
    several = await sold(night, (ann, 6_000), (bob, 7_000), kind="multi")
    await decide(night, await ask(night, several))
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 0
    assert (await night.row(several))["price_cents"] == 6_000

    units = await night.item(kind="fixed")
    await night.bid(ann, units, 5_000, "purchase")
    assert (await night.row(units))["status"] == "sold"
    answer = await decide(night, await ask(night, units))
    assert (answer.body["item"]["status"], answer.body["item"]["units_left"]) == ("open", 0)
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 1
    body = {"paddle_number": ann.number, "reason": "entry_error"}
    assert (await night.post(f"items/{units}/voids", body)).body["item"]["units_left"] == 1


async def test_an_item_that_was_bought_at_once_reopens_without_selling_itself_again(night: Night) -> None:
    ann, bob = await night.guest(), await night.guest()
    item = await night.item()
    await night.owner.execute("UPDATE items SET buy_now_cents = 80000, buy_now_until_pct = 50")
    await night.bid(bob, item, 10_000)
    await night.bid(ann, item, 80_000, "buy_now")
    answer = await decide(night, await ask(night, item))
    assert (answer.body["item"]["status"], answer.body["item"]["closes_at"]) == ("open", "2026-11-22T20:30:00Z")
    body = {"paddle_number": ann.number, "reason": "winner_steps_back"}
    state = (await night.post(f"items/{item}/voids", body)).body["item"]
    assert (state["status"], state["leader_paddle"], state["price_cents"]) == ("open", bob.number, 5_000)


async def test_a_reopened_item_of_a_paused_section_waits_with_it(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    await night.item()
    await night.post(f"events/{night.gala.event_id}/pause", {})
    await night.pass_time(60)
    await decide(night, await ask(night, item))
    assert (await night.row(item))["paused_at"] == night.now
    await night.pass_time(60)
    await night.post(f"events/{night.gala.event_id}/resume", {"in_s": 0})
    assert (await night.row(item))["closes_at"] == night.now + timedelta(minutes=5)


@pytest.mark.parametrize("kind", ["single", "sealed"])
async def test_a_revoked_award_leaves_the_item_unsold_without_the_winners_bids(night: Night, kind: str) -> None:
    ann, bob = await night.guest(), await night.guest()
    item = await sold(night, (bob, 20_000), (ann, 40_000), kind=kind)
    answer = await decide(night, await ask(night, item, "revocations"))
    assert (answer.status, answer.body["item"]["status"], answer.body["item"]["hammer_cents"]) == (200, "unsold", None)
    row = await night.row(item)
    assert row["winner_paddle_id"] is None
    assert row["high_paddle_id"] == (bob.paddle_id if kind == "single" else None)
    assert row["price_cents"] == (5_000 if kind == "single" else None)
    [change] = await night.changes(item)
    assert (change["kind"], len(change["bid_ids"])) == ("revoke_award", 1)
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 0


async def test_whoever_leads_only_since_the_winner_went_is_told_so_at_a_reopening(night: Night) -> None:
    ann, bob = await night.guest(), await night.guest()
    item = await sold(night, (bob, 20_000), (ann, 40_000))
    await decide(night, await ask(night, item, "revocations"))
    await decide(night, await ask(night, item))
    assert await night.texts("leading_again") == [bob.paddle_id]
    assert (await night.post_as(bob, f"items/{item}/step-back")).status == 201


async def test_the_list_says_who_asked_what_and_what_became_of_it(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    asked = await ask(night, item)
    assert asked.status == 202
    [waiting] = await listed(night)
    assert waiting == asked.body["approval"]
    assert (waiting["action"], waiting["subject_id"], waiting["verdict"], waiting["is_mine"]) == (
        "reopen",
        str(item),
        None,
        True,
    )
    assert (waiting["title"], waiting["asked_by_name"], waiting["reason"]) == (
        "Napa weekend",
        "Sam Staff",
        WHY["reason"],
    )
    [waiting] = await listed(night, night.kim)
    assert waiting["is_mine"] is False
    await decide(night, asked, "decline")
    [declined] = await listed(night)
    assert (declined["verdict"], declined["decided_by_name"]) == ("declined", "Sam Staff")
    assert (await night.row(item))["status"] == "sold"


async def test_who_asked_cannot_approve_but_can_take_it_back(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    asked = await ask(night, item)
    assert (await ask(night, item)).code == "approval_waiting"
    assert (await decide(night, asked, token=night.sam)).code == "second_person_needed"
    assert (await decide(night, asked, "decline", token=night.sam)).status == 200
    assert (await decide(night, asked)).code == "approval_decided"
    assert (await ask(night, item)).status == 202


async def test_an_old_request_is_not_approved_and_makes_room_for_a_new_one(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    asked = await ask(night, item)
    await night.owner.execute("UPDATE approvals SET expires_at = clock_timestamp()")
    assert (await decide(night, asked)).code == "approval_expired"
    assert [one["verdict"] for one in await listed(night)] == ["expired"]
    assert (await decide(night, await ask(night, item))).status == 200
    assert [one["verdict"] for one in await listed(night)] == ["approved", "expired"]


async def test_repeats_answer_again_and_another_body_is_refused(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    key, other_key = uuid4(), uuid4()
    first, again = [await ask(night, item, key=key) for _ in range(2)]
    assert (first.status, again.status, again.headers["idempotency-hit"]) == (202, 200, "true")
    assert first.body == again.body
    assert (
        await night.post(f"items/{item}/reopenings", {"reason": "entry_error"}, key=key)
    ).code == "idempotency_key_reused"
    assert (await ask(night, item, "revocations", key=key)).code == "idempotency_key_reused"
    done, repeated = [await decide(night, first, key=other_key) for _ in range(2)]
    assert (done.status, repeated.headers["idempotency-hit"], repeated.body) == (200, "true", done.body)
    assert (await decide(night, first, "decline", key=other_key)).code == "idempotency_key_reused"
    assert len(await night.changes(item)) == 1


async def test_what_cannot_be_reopened_or_revoked_is_refused_with_its_code(night: Night) -> None:
    ann = await night.guest()
    item = await sold(night, (ann, 40_000))
    running, unsold = await night.item(), await sold(night)
    several = await sold(night, (ann, 6_000), kind="multi")
    lot, gift = await night.item(kind="live"), await night.item(kind="donation")
    for subject, what, code in (
        (running, "reopenings", "item_still_open"),
        (running, "revocations", "item_still_open"),
        (unsold, "revocations", "item_not_sold"),
        (several, "revocations", "act_not_for_kind"),
        (lot, "reopenings", "item_is_live"),
        (gift, "reopenings", "act_not_for_kind"),
        (new_id(), "reopenings", "item_not_found"),
    ):
        assert (await ask(night, subject, what)).code == code
    assert (await night.post(f"items/{item}/reopenings", {"reason": "because"})).code == "invalid"
    assert (await night.post(f"approvals/{new_id()}/approve")).code == "approval_unknown"
    assert await listed(night) == []


async def test_what_was_handed_over_stays_with_its_winner_until_it_is_taken_back(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    asked, release = await ask(night, item), new_id()
    handed = "INSERT INTO releases (org_id, id, item_id, released_to, proof, released_by, undoes_id) VALUES ($1, $2, $3, 'Ann', 'signed', $2, $4)"
    await night.owner.execute(handed, night.gala.org_id, release, item, None)
    assert (await decide(night, asked)).code == "item_released", "asked before, handed over since"
    await night.owner.execute(handed, night.gala.org_id, new_id(), item, release)
    assert (await decide(night, asked)).status == 200


async def test_what_is_on_a_bill_is_not_reopened_nor_anything_once_checkout_is_open(night: Night) -> None:
    billed, unsold = await sold(night, (await night.guest(), 40_000)), await sold(night)
    asked = await ask(night, billed)
    assert (await night.post(f"events/{night.gala.event_id}/checkout", {"hold_s": 0})).status == 202
    assert (await decide(night, asked)).code == "award_billed", "asked before, billed since"
    for what in ("reopenings", "revocations"):
        assert (await ask(night, billed, what)).code == "award_billed"
    assert (await ask(night, unsold)).code == "event_in_checkout"


@pytest.mark.parametrize("who", ["asks", "approves"])
async def test_neither_person_may_have_bid_on_the_item(night: Night, who: str) -> None:
    own = await night.guest()
    item = await sold(night, (own, 40_000))
    staff = await make_staff_session(night.owner, night.gala)
    token = night.app.tokens.issue(staff)
    user_id = await night.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", staff.session_id)
    if who == "asks":
        asked = await ask(night, item, token=token)
        await let_be_guest(night.owner, user_id, own)
        assert (await decide(night, asked)).code == "own_item", "their paddle became known since"
        assert (await ask(night, item, "revocations", token=token)).code == "own_item"
    else:
        await let_be_guest(night.owner, user_id, own)
        assert (await decide(night, await ask(night, item), token=token)).code == "own_item"
    assert (await night.row(item))["status"] == "sold"


async def test_two_who_approve_at_once_reopen_once(night: Night) -> None:
    item = await sold(night, (await night.guest(), 40_000))
    asked = await ask(night, item)
    third = night.app.tokens.issue(await make_staff_session(night.owner, night.gala, "owner"))
    answers = await asyncio.gather(*(decide(night, asked, token=token) for token in (night.kim, third)))
    assert sorted(str(one.code) for one in answers) == ["None", "approval_decided"]
    assert len(await night.changes(item)) == 1


async def test_a_reopening_and_a_revocation_approved_at_once_leave_one_of_two_states(night: Night) -> None:
    for _ in range(4):
        item = await sold(night, (await night.guest(), 20_000), (await night.guest(), 40_000))
        asked = [await ask(night, item, what) for what in ("reopenings", "revocations")]
        answers = await asyncio.gather(*(decide(night, one) for one in asked))
        codes = tuple(one.code for one in answers)
        status = (await night.row(item))["status"]
        assert (codes, status) in {((None, None), "open"), ((None, "item_still_open"), "open")}


async def test_a_held_section_is_closed_as_it_stands_by_two_persons(night: Night) -> None:
    """What it does is tested with the hold; here that the approval reaches it."""
    ann = await night.guest()
    item = await night.item()
    await night.bid(ann, item, 20_000)
    path = f"sections/{night.gala.section_id}/close-held"
    assert (await night.post(path, {"reason": "system_fault"})).code == "section_not_held"
    await night.owner.execute(
        "UPDATE items SET held_at = $2, closes_at = $2, planned_closes_at = $2 WHERE id = $1", item, night.now
    )
    await night.owner.execute("UPDATE sections SET held_at = $1", night.now)
    answer = await decide(night, await night.post(path, {"reason": "system_fault"}))
    assert answer.status == 200, answer.raw
    assert [one["status"] for one in answer.body["items"]] == ["sold"]
    assert answer.body["item"] is None
