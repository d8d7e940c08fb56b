"""The offer to the next bidder: at what the rules give or more, never above their best, an award only by their yes."""

import asyncio
from uuid import UUID, uuid4

import pytest

from shared.ids import new_id
from tests.factories.gala import Guest, make_staff_session
from tests.factories.people import let_be_guest
from tests.factories.stewarding import Night


class Left:
    """An item whose winner stepped back: cid had 90,000, bob is next with 60,000, then ann with 40,000."""

    def __init__(self, night: Night, item: UUID, ann: Guest, bob: Guest) -> None:
        self.night, self.item, self.ann, self.bob = night, item, ann, bob

    async def offer(self, **body: object) -> str:
        answer = await self.night.post(f"items/{self.item}/offers", body)
        assert answer.status == 201, answer.raw
        return str(answer.body["offer"]["id"])

    async def code(self, **body: object) -> str | None:
        return (await self.night.post(f"items/{self.item}/offers", body)).code


async def make_left(night: Night, kind: str = "single") -> Left:
    ann, bob, cid = [await night.guest() for _ in range(3)]
    item = await night.item(minutes=1, kind=kind)
    await night.owner.execute("UPDATE items SET extension_s = 0 WHERE id = $1", item)
    for guest, cents in ((ann, 40_000), (bob, 60_000), (cid, 90_000)):
        await night.bid(guest, item, cents, "max" if kind == "single" else kind)
    await night.pass_time(61)
    await night.close()
    assert (await night.row(item))["winner_paddle_id"] == cid.paddle_id
    assert (await night.approved(item, "revocations", "winner_steps_back")).status == 200
    return Left(night, item, ann, bob)


@pytest.fixture
async def left(night: Night) -> Left:
    return await make_left(night)


async def test_the_next_bidder_pays_what_the_rules_give_without_the_winner(night: Night, left: Left) -> None:
    answer = await night.get(f"items/{left.item}/next-bidder")
    assert answer.body == {"paddle_number": left.bob.number, "amount_cents": 40_500}
    offer_id = await left.offer()
    assert await night.texts("offer") == [left.bob.paddle_id]
    [offer] = (await night.get("me/offers", token=left.bob.token(night.app.tokens))).body["offers"]
    assert (offer["id"], offer["status"], offer["amount_cents"], offer["deadline"]) == (
        offer_id,
        "waiting",
        40_500,
        "2026-11-22T20:31:01Z",
    )
    assert (await night.row(left.item))["status"] == "unsold", "never before the yes"
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 0


async def test_a_yes_awards_the_item_at_the_price_that_was_asked(night: Night, left: Left) -> None:
    offer_id = await left.offer(amount_cents=60_000)
    answer = await night.post_as(left.bob, f"offers/{offer_id}/accept")
    assert (answer.status, answer.body["offer"]["status"]) == (200, "accepted"), answer.raw
    row = await night.row(left.item)
    assert (row["status"], row["hammer_cents"], row["winner_paddle_id"], row["high_paddle_number"]) == (
        "sold", 60_000, left.bob.paddle_id, left.bob.number,
    )  # fmt: skip
    award = await night.owner.fetchrow("SELECT paddle_id, amount_cents, bid_id FROM awards WHERE revoked_at IS NULL")
    assert award is not None
    assert tuple(award) == (left.bob.paddle_id, 60_000, None)
    assert (await night.changes(left.item))[-1]["kind"] == "award_offer"
    assert await night.owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'offer_accepted'") == 1
    assert await left.code() == "item_already_sold"


async def test_no_more_is_asked_than_their_best_and_their_best_is_not_told(night: Night, left: Left) -> None:
    refused = await night.post(f"items/{left.item}/offers", {"amount_cents": 60_001})
    assert refused.code == "above_their_best"
    assert "60000" not in refused.raw.decode()
    assert "60,000" not in refused.raw.decode()
    low = await night.post(f"items/{left.item}/offers", {"amount_cents": 40_499})
    assert (low.code, low.body["least_cents"]) == ("offer_too_low", 40_500)
    assert await night.owner.fetchval("SELECT detail FROM audit_log WHERE action = 'offer_refused'") == {
        "amount_cents": 60_001
    }
    assert await night.owner.fetchval("SELECT count(*) FROM offers") == 0


async def test_after_a_no_the_one_behind_is_next_and_pays_less(night: Night, left: Left) -> None:
    offer_id = await left.offer()
    assert await left.code() == "offer_waiting"
    assert (await night.post_as(left.bob, f"offers/{offer_id}/decline")).body["offer"]["status"] == "declined"
    answer = await night.get(f"items/{left.item}/next-bidder")
    assert answer.body == {"paddle_number": left.ann.number, "amount_cents": 5_000}
    second = await left.offer()
    state = await night.post_as(left.ann, f"offers/{second}/accept")
    assert state.status == 200
    shown = (await night.get(f"items/{left.item}")).body
    assert (shown["leader_paddle"], shown["hammer_cents"]) == (left.ann.number, 5_000)


async def test_staff_may_name_another_guest_whose_price_is_that_without_all_ahead(night: Night, left: Left) -> None:
    stranger = await night.guest()
    assert await left.code(paddle_number=stranger.number) == "no_next_bidder"
    assert await left.code(paddle_number=99_998) == "no_next_bidder"
    await left.offer(paddle_number=left.ann.number)
    [offer] = (await night.get(f"items/{left.item}/offers")).body["offers"]
    assert (offer["paddle_number"], offer["amount_cents"]) == (left.ann.number, 5_000)


async def test_an_answer_at_the_deadline_is_too_late_and_the_item_can_be_offered_again(
    night: Night, left: Left
) -> None:
    offer_id = await left.offer(minutes=1)
    await night.pass_time(60)
    [offer] = (await night.get("me/offers", token=left.bob.token(night.app.tokens))).body["offers"]
    assert offer["status"] == "expired"
    for answer in ("accept", "decline"):
        assert (await night.post_as(left.bob, f"offers/{offer_id}/{answer}")).code == "offer_expired"
    assert await night.owner.fetchval("SELECT status FROM offers") == "expired"
    await left.offer(paddle_number=left.bob.number)
    assert await night.owner.fetchval("SELECT count(*) FROM offers") == 2


async def test_an_expired_offer_that_nobody_looked_at_makes_room_for_the_next(night: Night, left: Left) -> None:
    await left.offer(minutes=1)
    await night.pass_time(60)
    await left.offer()
    statuses = await night.owner.fetch("SELECT status FROM offers ORDER BY made_at")
    assert [row["status"] for row in statuses] == ["expired", "waiting"]


async def test_staff_take_an_offer_back(night: Night, left: Left) -> None:
    offer_id, key = await left.offer(), uuid4()
    first, again = [await night.post(f"offers/{offer_id}/withdraw", key=key) for _ in range(2)]
    assert (first.status, first.body["offer"]["status"], again.headers["idempotency-hit"]) == (200, "withdrawn", "true")
    assert (await night.post_as(left.bob, f"offers/{offer_id}/accept")).code == "offer_withdrawn"
    assert (await night.post(f"offers/{offer_id}/withdraw")).code == "offer_withdrawn"
    assert (await night.post(f"offers/{new_id()}/withdraw")).code == "offer_unknown"


async def test_repeats_answer_again_and_another_answer_is_refused(night: Night, left: Left) -> None:
    key, yes = uuid4(), uuid4()
    made, again = [await night.post(f"items/{left.item}/offers", {"minutes": 5}, key=key) for _ in range(2)]
    assert (made.status, again.status, again.headers["idempotency-hit"], again.body) == (201, 200, "true", made.body)
    assert (await night.post(f"items/{left.item}/offers", {"minutes": 6}, key=key)).code == "idempotency_key_reused"
    path = f"offers/{made.body['offer']['id']}"
    first, repeated = [await night.post_as(left.bob, f"{path}/accept", key=yes) for _ in range(2)]
    assert (first.status, repeated.headers["idempotency-hit"], repeated.body) == (200, "true", first.body)
    assert (await night.post_as(left.bob, f"{path}/decline", key=yes)).code == "idempotency_key_reused"
    assert (await night.post_as(left.bob, f"{path}/accept")).code == "offer_answered"
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 1


async def test_only_whom_it_was_made_to_may_answer_and_no_locked_paddle(night: Night, left: Left) -> None:
    offer_id = await left.offer()
    assert (await night.post_as(left.ann, f"offers/{offer_id}/accept")).code == "offer_unknown"
    await night.owner.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", left.bob.paddle_id)
    assert (await night.post_as(left.bob, f"offers/{offer_id}/accept")).code == "paddle_locked"
    assert (await night.post_as(left.bob, f"offers/{offer_id}/decline")).status == 200
    assert await left.code(paddle_number=left.bob.number) == "paddle_locked"
    await night.owner.execute("UPDATE sessions SET revoked_at = clock_timestamp()")
    assert (await night.post_as(left.bob, f"offers/{offer_id}/accept")).code == "session_revoked"


async def test_a_locked_paddle_is_passed_over(night: Night, left: Left) -> None:
    await night.owner.execute("UPDATE paddles SET status = 'locked' WHERE id = $1", left.bob.paddle_id)
    assert (await night.get(f"items/{left.item}/next-bidder")).body["paddle_number"] == left.ann.number


async def test_a_reopening_takes_the_offer_back(night: Night, left: Left) -> None:
    offer_id = await left.offer()
    assert (await night.approved(left.item, "reopenings")).status == 200
    assert (await night.post_as(left.bob, f"offers/{offer_id}/accept")).code == "offer_withdrawn"
    row = await night.row(left.item)
    assert (row["status"], row["high_paddle_id"], row["price_cents"]) == ("open", left.bob.paddle_id, 40_500)


async def test_an_award_by_offer_can_be_revoked_or_reopened_like_another(night: Night, left: Left) -> None:
    declined = await left.offer()
    await night.post_as(left.bob, f"offers/{declined}/decline")
    accepted = await left.offer()
    await night.post_as(left.ann, f"offers/{accepted}/accept")
    assert (await night.approved(left.item, "reopenings")).body["item"]["leader_paddle"] == left.bob.number
    assert await night.owner.fetchval("SELECT count(*) FROM awards WHERE revoked_at IS NULL") == 0
    await night.pass_time(301)
    await night.close()
    assert (await night.row(left.item))["winner_paddle_id"] == left.bob.paddle_id


async def test_sealed_bids_are_offered_at_their_own_amount(night: Night) -> None:
    left = await make_left(night, "sealed")
    answer = await night.get(f"items/{left.item}/next-bidder")
    assert answer.body == {"paddle_number": left.bob.number, "amount_cents": 60_000}
    offer_id = await left.offer()
    assert (await night.post_as(left.bob, f"offers/{offer_id}/accept")).status == 200
    assert (await night.row(left.item))["hammer_cents"] == 60_000


async def test_nobody_below_the_reserve_gets_an_offer(night: Night) -> None:
    ann = await night.guest()
    item = await night.item(minutes=1, reserve_cents=50_000)
    await night.bid(ann, item, 40_000)
    await night.pass_time(181)
    await night.close()
    assert (await night.row(item))["status"] == "unsold"
    assert (await night.get(f"items/{item}/next-bidder")).code == "no_next_bidder"
    assert (await night.post(f"items/{item}/offers", {})).code == "no_next_bidder"


async def test_what_cannot_be_offered_is_refused_with_its_code(night: Night, left: Left) -> None:
    running, lot = await night.item(), await night.item(kind="live")
    several = await night.item(kind="multi", minutes=1)
    for item, code in (
        (running, "item_still_open"),
        (lot, "item_is_live"),
        (several, "act_not_for_kind"),
        (new_id(), "item_not_found"),
    ):
        assert (await night.get(f"items/{item}/next-bidder")).code == code
        assert (await night.post(f"items/{item}/offers", {})).code == code
    for minutes in (0, 4_321):
        assert await left.code(minutes=minutes) == "invalid"


async def test_nobody_offers_an_item_that_their_own_side_has_bid_on(night: Night, left: Left) -> None:
    staff = await make_staff_session(night.owner, night.gala)
    await let_be_guest(
        night.owner,
        await night.owner.fetchval("SELECT user_id FROM sessions WHERE id = $1", staff.session_id),
        left.ann,
    )
    token = night.app.tokens.issue(staff)
    assert (await night.get(f"items/{left.item}/next-bidder", token=token)).code == "own_item"
    assert (await night.post(f"items/{left.item}/offers", {}, token=token)).code == "own_item"


async def test_two_staff_who_offer_at_once_offer_once(night: Night, left: Left) -> None:
    path = f"items/{left.item}/offers"
    answers = await asyncio.gather(*(night.post(path, {}, token=token) for token in (night.sam, night.kim) * 2))
    assert sorted(str(one.code) for one in answers) == ["None"] + ["offer_waiting"] * 3


async def test_a_yes_that_races_with_a_no_a_withdrawal_and_the_deadline_has_one_outcome(
    night: Night, left: Left
) -> None:
    offer_id = await left.offer(minutes=1)

    async def let_it_expire() -> None:
        await night.pass_time(60)

    accepted, withdrawn, declined, _ = await asyncio.gather(
        night.post_as(left.bob, f"offers/{offer_id}/accept"),
        night.post(f"offers/{offer_id}/withdraw"),
        night.post_as(left.bob, f"offers/{offer_id}/decline"),
        let_it_expire(),
    )
    done = {"accepted": accepted.status, "withdrawn": withdrawn.status, "declined": declined.status}
    status = await night.owner.fetchval("SELECT status FROM offers")
    assert [name for name, code in done.items() if code == 200] == ([status] if status != "expired" else [])
    assert (await night.row(left.item))["status"] == ("sold" if status == "accepted" else "unsold")
