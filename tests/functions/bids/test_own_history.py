"""One's own bids: where they stand, and one sentence each that answers "why did I lose"."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.bids.store import place_bids
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.http.cursor import make_cursor
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.http import Answer, send

CLOCK = r"\d{1,2}:\d\d:\d\d [AP]M"


async def place(conn: Connection, guest: Guest, item_id: UUID, amount_cents: int, **more: Any) -> str:
    [judged] = await place_bids(conn, [bid_of(guest, item_id, amount_cents, **more)])
    return judged.code


async def close_due(conn: Connection, gala: Gala, *item_ids: UUID) -> None:
    await let_close_pass(conn, *item_ids)
    await conn.fetch("SELECT * FROM close_due_v1($1, $2)", gala.org_id, gala.section_id)


class Mine:
    def __init__(self, app: Services, guest: Guest) -> None:
        self.token = guest.token(app.tokens)

    async def history(self, query: str = "") -> Answer:
        return await send("GET", f"/api/v1/me/bids/history{query}", token=self.token)

    async def sentences(self) -> list[str]:
        """Oldest first, without the times."""
        told = [one["sentence"] for one in reversed((await self.history()).body["bids"])]
        return [re.sub(rf" at {CLOCK}", "", one) for one in told]

    async def bids(self) -> dict[str, Any]:
        answer = await send("GET", "/api/v1/me/bids", token=self.token)
        return {one["item_id"]: one for one in answer.body["bids"]}


async def scene(owner: Connection, **item: Any) -> tuple[Gala, UUID, Guest, Guest]:
    gala = await make_gala(owner)
    return (
        gala,
        await make_item(owner, gala, **item),
        await make_guest(owner, gala, number=214),
        await make_guest(owner, gala, number=331),
    )


async def test_a_bid_below_another_promise_says_who_stays_and_what_the_price_became(
    app: Services, owner: Connection
) -> None:
    _, item, ann, bob = await scene(owner)
    await place(owner, bob, item, 100_000)
    await place(owner, ann, item, 65_000, kind="exact")
    assert await Mine(app, ann).sentences() == [
        "You bid $650. Paddle 331 had already promised more, so they stayed in front and the price rose to $655."
    ]


async def test_a_tie_says_that_the_other_was_earlier(app: Services, owner: Connection) -> None:
    _, item, ann, bob = await scene(owner)
    await place(owner, bob, item, 65_000)
    await place(owner, ann, item, 65_000)
    assert await Mine(app, ann).sentences() == [
        "You bid up to $650. Paddle 331 had promised the same amount before you, so they stayed in front at $650."
    ]


async def test_a_lead_that_was_lost_says_to_whom_and_the_close_says_the_final_price(
    app: Services, owner: Connection
) -> None:
    gala, item, ann, bob = await scene(owner)
    await place(owner, ann, item, 10_000)
    await place(owner, ann, item, 12_000)
    await place(owner, bob, item, 99_900)
    lost = [
        "You bid up to $100 and took the lead at $50. Paddle 331 bid more: the price went to $125.",
        "You raised your secret limit to $120. The price stayed at $50. Paddle 331 bid more: the price went to $125.",
    ]
    assert await Mine(app, ann).sentences() == lost
    await close_due(owner, gala, item)
    assert await Mine(app, ann).sentences() == [f"{one} It was sold for $125." for one in lost]
    assert (await Mine(app, bob).sentences())[-1].endswith("You won it for $125.")


async def test_the_times_of_a_sentence_are_those_of_the_events_place(app: Services, owner: Connection) -> None:
    gala, item, ann, _ = await scene(owner)
    await owner.execute("UPDATE events SET timezone = 'Asia/Kolkata', currency = 'SGD' WHERE id = $1", gala.event_id)
    await place(owner, ann, item, 10_000)
    [one] = (await Mine(app, ann).history()).body["bids"]
    at = await owner.fetchval("SELECT decided_at FROM bids") + timedelta(hours=5, minutes=30)
    assert one["sentence"] == f"You bid up to S$100 at {at.hour % 12 or 12}:{at:%M:%S %p} and took the lead at S$50."


async def test_a_bid_that_came_too_late_says_by_how_little(app: Services, owner: Connection) -> None:
    _, item, ann, _ = await scene(owner, closes_at=utc_now() - timedelta(milliseconds=1))
    assert await place(owner, ann, item, 10_000) == "item_closed"
    [one] = (await Mine(app, ann).history()).body["bids"]
    assert one["code"] == "item_closed"
    instant = r"\d{1,2}:\d\d:\d\d\.\d{3} [AP]M"
    assert re.fullmatch(
        rf"You tried to bid up to \$100 at {CLOCK}\. It arrived at {instant}; bidding closed at {instant}, so it came too late\.",
        one["sentence"],
    )


async def test_a_refusal_says_why_and_tells_nobodys_limit(app: Services, owner: Connection) -> None:
    _, item, ann, bob = await scene(owner)
    await place(owner, bob, item, 7_373_731)
    await place(owner, ann, item, 4_000)
    await place(owner, ann, item, 99_999_999, confirmed=False)
    await place(owner, bob, item, 6_000)
    await place(owner, bob, item, 6_000, kind="exact")
    assert await Mine(app, ann).sentences() == [
        "You tried to bid up to $40. The price was $50 and the least $55, so it did not count.",
        "You tried to bid up to $999,999.99. It was far more than was needed, so we asked you to confirm it; it did not count.",
    ]
    assert (await Mine(app, bob).sentences())[1:] == [
        "You tried to bid up to $60. Your bid was this high or higher already, so nothing changed.",
        "You tried to bid $60. You had the top bid already, so nothing changed.",
    ]


async def test_sealed_bids_say_how_they_ended(app: Services, owner: Connection) -> None:
    gala, item, ann, bob = await scene(owner, kind="sealed")
    await place(owner, bob, item, 12_000, kind="sealed")
    await place(owner, ann, item, 10_000, kind="sealed")
    await place(owner, ann, item, 12_000, kind="sealed")
    mine = Mine(app, ann)
    assert await mine.sentences() == ["You made a sealed bid of $100.", "You raised your sealed bid to $120."]
    assert (await mine.bids())[str(item)]["standing"] == "sealed"
    await close_due(owner, gala, item)
    assert (await mine.sentences())[-1] == (
        "You raised your sealed bid to $120. It was sold for $120, to an equal bid that was earlier."
    )
    assert (await mine.bids())[str(item)]["standing"] == "lost"


async def test_of_several_winners_each_own_bid_says_whether_it_stands(app: Services, owner: Connection) -> None:
    gala, item, ann, bob = await scene(owner, kind="multi")
    await owner.execute("UPDATE items SET quantity = 2 WHERE id = $1", item)
    for guest, cents in ((ann, 5_000), (ann, 6_000), (bob, 7_000)):
        assert await place(owner, guest, item, cents, kind="exact") == "accepted"
    mine = Mine(app, ann)
    assert await mine.sentences() == [
        "You bid $50, among the 2 highest. It is not among the highest any more.",
        "You bid $60, among the 2 highest.",
    ]
    own = (await mine.bids())[str(item)]
    assert (own["standing"], own["standing_units"], own["amounts_cents"]) == ("standing", 1, [6_000, 5_000])
    await close_due(owner, gala, item)
    assert await mine.sentences() == [
        "You bid $50, among the 2 highest. It is not among the highest any more. The lowest winning bid was $60.",
        "You bid $60, among the 2 highest. It won: $60.",
    ]
    own = (await mine.bids())[str(item)]
    assert (own["standing"], own["won_units"], own["won_cents"]) == ("won", 1, 6_000)


async def test_purchases_gifts_and_buy_now_are_told_with_what_they_cost(app: Services, owner: Connection) -> None:
    gala, fixed, ann, _ = await scene(owner, kind="fixed")
    gift, at_once = await make_item(owner, gala, kind="donation"), await make_item(owner, gala)
    await owner.execute("UPDATE items SET quantity = 10 WHERE id = $1", fixed)
    await owner.execute("UPDATE items SET buy_now_cents = 50000 WHERE id = $1", at_once)
    await place_bids(owner, [replace(bid_of(ann, fixed, 5_000, kind="purchase"), units=2)])
    await place(owner, ann, gift, 10_000, kind="donation")
    await place(owner, ann, gift, 5_000, kind="donation")
    await place(owner, ann, at_once, 50_000, kind="buy_now")
    mine = Mine(app, ann)
    assert await mine.sentences() == [
        "You bought 2 at $50.",
        "You gave $100.",
        "You gave $50.",
        "You bought it at once for $500.",
    ]
    own = await mine.bids()
    assert [(own[str(item)]["standing"], own[str(item)]["won_cents"]) for item in (fixed, gift, at_once)] == [
        ("bought", 10_000),
        ("given", 15_000),
        ("won", 50_000),
    ]
    assert (own[str(fixed)]["units"], own[str(fixed)]["standing_units"], own[str(gift)]["given_cents"]) == (
        2,
        2,
        15_000,
    )


async def test_a_single_item_stands_as_leading_outbid_won_or_lost(app: Services, owner: Connection) -> None:
    gala, item, ann, bob = await scene(owner)
    await place(owner, ann, item, 17_771)
    assert (await Mine(app, ann).bids())[str(item)] | {"last_bid_at": ""} == {
        "item_id": str(item),
        "standing": "leading",
        "commitment_cents": 17_771,
        "is_leading": True,
        "bids": 1,
        "voided": 0,
        "units": 1,
        "standing_units": 1,
        "amounts_cents": [17_771],
        "given_cents": 0,
        "won_units": 0,
        "won_cents": 0,
        "last_bid_at": "",
    }
    await place(owner, bob, item, 20_000)
    assert (await Mine(app, ann).bids())[str(item)]["standing"] == "outbid"
    await close_due(owner, gala, item)
    assert (await Mine(app, ann).bids())[str(item)]["standing"] == "lost"
    assert (await Mine(app, bob).bids())[str(item)]["standing"] == "won"


async def test_pages_of_ones_own_history_join_without_gap_or_repeat(app: Services, owner: Connection) -> None:
    gala, item, ann, _ = await scene(owner)
    other = await make_item(owner, gala)
    # one batch: many rows of one moment
    await place_bids(owner, [bid_of(ann, item, 10_000 + n) for n in range(7)] + [bid_of(ann, other, 9_000)])
    for n in range(5):
        await place(owner, ann, item, 4_000 + n)
    everything = (await Mine(app, ann).history("?limit=100")).body
    assert everything["next_cursor"] is None
    seen, cursor = [], ""
    while True:
        page = (await Mine(app, ann).history(f"?limit=2{cursor}")).body
        seen += [one["id"] for one in page["bids"]]
        await place(owner, ann, other, 9_500 + len(seen))
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [one["id"] for one in everything["bids"]]
    assert len(set(seen)) == 13


async def test_the_history_of_one_item_holds_only_that(app: Services, owner: Connection) -> None:
    gala, item, ann, _ = await scene(owner)
    other = await make_item(owner, gala)
    await place(owner, ann, item, 10_000)
    await place(owner, ann, other, 10_000)
    bids = (await Mine(app, ann).history(f"?item_id={other}")).body["bids"]
    assert [one["item_id"] for one in bids] == [str(other)]
    assert (await Mine(app, ann).history(f"?item_id={uuid4()}")).body["bids"] == []
    assert (await Mine(app, ann).history("?item_id=x")).status == 422


SOME_ID = "a5752bec-a2a9-400e-929d-4dc439ae4228"  # the same in every process that collects the tests


@pytest.mark.parametrize(
    "cursor",
    ["x", make_cursor(7), make_cursor("7", SOME_ID), make_cursor(-1, SOME_ID), make_cursor(10**30, SOME_ID),
     make_cursor(7, "x"), make_cursor(7, SOME_ID.upper()), make_cursor(7, SOME_ID, 1)],
)  # fmt: skip
async def test_a_cursor_that_was_never_given_out_is_refused(app: Services, owner: Connection, cursor: str) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    answer = await Mine(app, ann).history(f"?cursor={cursor}")
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "cursor")


async def test_nobody_reads_anothers_history(app: Services, owner: Connection) -> None:
    _, item, ann, bob = await scene(owner)
    await place(owner, ann, item, 7_373_731)
    for path in ("", f"?item_id={item}"):
        answer = await Mine(app, bob).history(path)
        assert answer.body["bids"] == []
