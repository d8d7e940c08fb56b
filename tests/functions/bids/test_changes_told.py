"""What managers do to an item, by their own routes, as everybody, the bidder and the record tell it."""

from typing import Any
from uuid import UUID

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Guest
from tests.factories.stewarding import Night, make_night


async def told(night: Night, item: UUID) -> list[str]:
    """Oldest first."""
    answer = await night.get(f"items/{item}/bids")
    assert answer.status == 200, answer.raw
    return [step["sentence"] for step in reversed(answer.body["steps"])]


async def own(night: Night, guest: Guest) -> list[str]:
    answer = await night.get("me/bids/history", token=guest.token(night.app.tokens))
    return [one["sentence"] for one in reversed(answer.body["bids"])]


async def recorded(night: Night, item: UUID) -> dict[str, Any]:
    answer = await night.get(f"items/{item}/dispute")
    assert answer.status == 200, answer.raw
    return dict(answer.body)


async def done(night: Night, path: str, body: object = None) -> None:
    answer = await night.post(path, body)
    assert answer.status in (200, 201, 202), answer.raw


async def test_a_void_tells_who_leads_again_and_the_bidder_why(app: Services, owner: Connection) -> None:
    night = await make_night(app, owner)
    item, ann, bob = await night.item(minutes=2), await night.guest(number=214), await night.guest(number=331)
    await night.bid(ann, item, 5_000, "exact")
    await night.pass_time(10)
    await night.bid(bob, item, 50_000, "exact")
    await night.pass_time(10)
    await done(night, f"items/{item}/voids", {"paddle_number": 331, "reason": "entry_error", "note": "wrong lot"})
    assert (await told(night, item))[-1] == (
        "Staff took back a bid of paddle 331 (entry error). Paddle 214 has the top bid again, at $50. It now closes 8:05 PM."
    )
    assert await own(night, bob) == [
        "You bid $500 at 8:00:10 PM and took the lead at $500. Staff took it back at 8:00 PM (entry error)."
    ]
    record = await recorded(night, item)
    assert [one["sentence"] for one in record["entries"] if one["source"] == "change"] == [
        'Sam Staff took back bids (entry error): step 2. Note: "wrong lot". The price became $50. The close moved to 8:05:20 PM.'
    ]
    assert record["why"] == "Paddle 214 has the top bid at $50: 1 bid taken back by staff is not counted."


async def test_a_withdrawal_tells_bidders_that_they_owe_nothing(app: Services, owner: Connection) -> None:
    night = await make_night(app, owner)
    item, ann = await night.item(), await night.guest(number=214)
    await night.bid(ann, item, 9_000)
    await done(night, f"items/{item}/withdraw", {"reason": "cannot_deliver", "note": "The donor is ill"})
    assert (await told(night, item))[-1] == "Staff withdrew this item (it cannot be delivered)."
    assert await own(night, ann) == [
        "You bid up to $90 at 8:00:00 PM and took the lead at $50. The item was withdrawn; you owe nothing for it."
    ]
    mine = (await night.get("me/bids", token=ann.token(app.tokens))).body["bids"]
    assert [(one["standing"], one["commitment_cents"], one["standing_units"]) for one in mine] == [
        ("withdrawn", 9_000, 0)
    ]
    assert (await recorded(night, item))["why"] == "This item was withdrawn."


async def test_more_time_and_pauses_are_told_without_what_staff_wrote(app: Services, owner: Connection) -> None:
    night = await make_night(app, owner)
    item = await night.item(minutes=30)
    await done(night, f"items/{item}/extend", {"seconds": 300, "reason": "Mrs Smith is late"})
    await done(night, f"events/{night.gala.event_id}/pause", {})
    await night.pass_time(60)
    await done(night, f"events/{night.gala.event_id}/resume", {})
    extended, paused, resumed = await told(night, item)
    assert extended == "Staff gave more time. It now closes 8:35 PM."
    assert paused == "Bidding was paused."
    assert resumed.startswith("Bidding goes on. It now closes 8:36")
    assert "Sam Staff gave more time (Mrs Smith is late)." in (await recorded(night, item))["entries"][0]["sentence"]


async def test_a_reopening_tells_everybody_and_the_record_both_persons(app: Services, owner: Connection) -> None:
    night = await make_night(app, owner)
    item, ann = await night.item(minutes=1), await night.guest(number=214)
    await night.bid(ann, item, 9_000)
    await night.pass_time(61)
    await night.close()
    assert (await night.approved(item, "reopenings")).status == 200
    assert (await told(night, item))[-1].startswith("Staff opened bidding again (system fault). It now closes 8:06")
    sentences = [one["sentence"] for one in (await recorded(night, item))["entries"]]
    assert "Sam Staff asked for a second person: reopen (system fault)." in sentences
    assert any(one.startswith("Sam Staff and Sam Staff opened bidding again (system fault).") for one in sentences)
    assert "Sam Staff approved it: reopen." in sentences
