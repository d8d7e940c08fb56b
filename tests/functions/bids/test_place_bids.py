"""Placing bids on a real database: rules.md 1 and 2, keys, sessions, extra time."""

from datetime import timedelta
from uuid import UUID, uuid4

from functions.bids import store
from functions.bids.models import Judged, NewBid
from shared.clock import utc_now
from shared.db.pool import Connection
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item


async def place(conn: Connection, *bids: NewBid) -> list[Judged]:
    return await store.place_bids(conn, bids)


async def rivals(conn: Connection) -> tuple[Gala, UUID, Guest, Guest]:
    gala = await make_gala(conn)
    return gala, await make_item(conn, gala), await make_guest(conn, gala), await make_guest(conn, gala)


async def test_first_maximum_leads_at_the_starting_bid(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    [judged] = await place(owner, bid_of(ann, item, 20_000))
    assert (judged.code, judged.outcome) == ("accepted", "leading")
    assert judged.item is not None
    assert judged.item["price_cents"] == 5_000
    assert judged.item["leader_paddle"] == ann.number
    assert judged.item["least_cents"] == 5_500


async def test_a_challenge_below_the_maximum_raises_the_price_one_step_above_itself(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    await place(owner, bid_of(ann, item, 20_000))
    [judged] = await place(owner, bid_of(bob, item, 10_000, kind="exact"))
    assert judged.outcome == "outbid"
    assert judged.item is not None
    assert (judged.item["price_cents"], judged.item["leader_paddle"]) == (10_500, ann.number)


async def test_of_equal_commitments_the_earlier_leads_at_that_amount(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    await place(owner, bid_of(ann, item, 20_000))
    [judged] = await place(owner, bid_of(bob, item, 20_000))
    assert judged.outcome == "tied_earlier"
    assert judged.item is not None
    assert (judged.item["price_cents"], judged.item["leader_paddle"]) == (20_000, ann.number)


async def test_a_bid_that_led_within_its_batch_is_told_that_it_was_outbid(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    first, second = await place(owner, bid_of(ann, item, 10_000), bid_of(bob, item, 20_000))
    assert (first.outcome, second.outcome) == ("outbid", "leading")
    assert await owner.fetchval("SELECT count(*) FROM messages") == 0


async def test_the_displaced_leader_gets_one_message(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    await place(owner, bid_of(ann, item, 10_000))
    await place(owner, bid_of(bob, item, 20_000), bid_of(ann, item, 15_000))
    rows = await owner.fetch("SELECT paddle_id, kind, amount_cents FROM messages")
    assert [tuple(row) for row in rows] == [(ann.paddle_id, "outbid", 15_500)]


async def test_a_repeated_key_answers_as_before_and_another_body_is_refused(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    key = uuid4()
    await place(owner, bid_of(ann, item, 10_000, key=key))
    await place(owner, bid_of(bob, item, 20_000))
    [again] = await place(owner, bid_of(ann, item, 10_000, key=key))
    [other] = await place(owner, bid_of(ann, item, 30_000, key=key))
    assert (again.code, again.outcome, again.is_replay) == ("accepted", "leading", True)
    assert other.code == "idempotency_key_reused"


async def test_a_refusal_is_kept_so_that_a_late_duplicate_stays_refused(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    key = uuid4()
    [low] = await place(owner, bid_of(ann, item, 4_999, key=key))
    await owner.execute("UPDATE items SET starting_cents = 1000")
    [again] = await place(owner, bid_of(ann, item, 4_999, key=key))
    assert (low.code, again.code, again.is_replay) == ("bid_too_low", "bid_too_low", True)
    assert low.detail["least_cents"] == 5_000


async def test_a_raise_by_the_leader_changes_nothing_that_others_see(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    [first] = await place(owner, bid_of(ann, item, 10_000))
    [raised] = await place(owner, bid_of(ann, item, 20_000))
    assert raised.outcome == "leading"
    assert raised.item == first.item


async def test_a_leader_cannot_lower_the_limit_nor_bid_against_themselves(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    await place(owner, bid_of(ann, item, 10_000))
    [lower] = await place(owner, bid_of(ann, item, 10_000))
    [exact] = await place(owner, bid_of(ann, item, 12_000, kind="exact"))
    assert (lower.code, exact.code) == ("max_not_raised", "already_leading")
    assert "least_cents" not in lower.detail


async def test_five_times_the_least_must_be_confirmed(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    [unsure] = await place(owner, bid_of(ann, item, 25_000, confirmed=False))
    [below] = await place(owner, bid_of(ann, item, 24_999, confirmed=False))
    assert (unsure.code, below.code) == ("confirm_required", "accepted")


async def test_a_hidden_reserve_lifts_the_price_once_it_is_met(owner: Connection) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala, reserve_cents=15_000)
    ann = await make_guest(owner, gala)
    [below] = await place(owner, bid_of(ann, item, 10_000))
    [met] = await place(owner, bid_of(ann, item, 20_000))
    assert below.item is not None
    assert met.item is not None
    assert (below.item["price_cents"], below.item["reserve"]) == (5_000, "not_met")
    assert (met.item["price_cents"], met.item["reserve"]) == (15_000, "met")


async def test_a_bid_in_the_window_extends_up_to_the_cap(owner: Connection) -> None:
    gala = await make_gala(
        owner,
        closes_at=utc_now() + timedelta(minutes=30),
        extension_window_s=3600,
        extension_s=3600,
        extension_cap_s=600,
    )
    item, ann, bob = await make_item(owner, gala), await make_guest(owner, gala), await make_guest(owner, gala)
    planned = await owner.fetchval("SELECT planned_closes_at FROM items")
    [first] = await place(owner, bid_of(ann, item, 10_000))
    await place(owner, bid_of(bob, item, 20_000))
    closes_at, count = await owner.fetchrow("SELECT closes_at, extension_count FROM items") or (None, None)
    assert first.item is not None
    assert (closes_at - planned).total_seconds() == 600
    assert count == 1


async def test_a_token_of_another_event_finds_no_item(owner: Connection) -> None:
    _, item, _, _ = await rivals(owner)
    stranger = await make_guest(owner, await make_gala(owner))
    [judged] = await place(owner, bid_of(stranger, item, 10_000))
    assert judged.code == "item_not_found"


async def test_a_stranger_in_the_batch_keeps_nobody_from_bidding(owner: Connection) -> None:
    """Whoever knows an item's id may name it in a bid of their own event, and such bids share a batch with the guests'."""
    _, item, ann, bob = await rivals(owner)
    stranger = await make_guest(owner, await make_gala(owner))
    judged = await place(
        owner,
        bid_of(stranger, item, 20_000),
        bid_of(ann, item, 10_000),
        bid_of(stranger, item, 30_000),
        bid_of(bob, item, 20_000),
        bid_of(stranger, item, 40_000),
    )
    missing = ("item_not_found", False)
    seen = ("accepted", True)
    assert [(one.code, one.item is not None) for one in judged] == [missing, seen, missing, seen, missing]
    assert await owner.fetchval("SELECT price_cents FROM items") == 10_500


async def test_an_ended_session_bids_no_more(owner: Connection) -> None:
    _, item, ann, _ = await rivals(owner)
    await owner.execute("UPDATE sessions SET revoked_at = clock_timestamp() WHERE id = $1", ann.session_id)
    [judged] = await place(owner, bid_of(ann, item, 10_000))
    assert judged.code == "session_revoked"


async def test_who_may_not_bid_is_told_why(owner: Connection) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala, who_may_bid="checked_in")
    locked = await make_guest(owner, gala, status="locked", admission="checked_in")
    at_home = await make_guest(owner, gala)
    cardless = await make_guest(owner, gala, admission="checked_in", has_card=False)
    judged = await place(owner, *(bid_of(guest, item, 10_000) for guest in (locked, at_home, cardless)))
    assert [one.code for one in judged] == ["paddle_locked", "not_checked_in", "card_required"]


async def test_a_text_that_still_waits_serves_for_the_next_displacement_too(owner: Connection) -> None:
    _, item, ann, bob = await rivals(owner)
    for guest, amount in ((ann, 10_000), (bob, 20_000), (ann, 30_000), (bob, 40_000)):
        await place(owner, bid_of(guest, item, amount))
    told = {
        row["paddle_id"]: row["n"]
        for row in await owner.fetch("SELECT paddle_id, count(*) AS n FROM messages GROUP BY 1")
    }
    assert told == {ann.paddle_id: 1, bob.paddle_id: 1}
    await owner.execute("UPDATE messages SET status = 'sent'")
    await place(owner, bid_of(ann, item, 50_000))
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE paddle_id = $1", bob.paddle_id) == 2
