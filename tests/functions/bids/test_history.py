"""The public history of an item: one plain sentence a step, newest first, stable pages, and no secret in it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.bids.models import NewBid
from functions.bids.store import place_bids
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.http.cursor import make_cursor
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.http import Answer, send


async def place(conn: Connection, guest: Guest, item_id: UUID, amount_cents: int, **more: Any) -> str:
    [judged] = await place_bids(conn, [bid_of(guest, item_id, amount_cents, **more)])
    return judged.code


async def close_due(conn: Connection, gala: Gala, *item_ids: UUID) -> None:
    await let_close_pass(conn, *item_ids)
    await conn.fetch("SELECT * FROM close_due_v1($1, $2)", gala.org_id, gala.section_id)


class Reader:
    def __init__(self, app: Services, guest: Guest) -> None:
        self.token = guest.token(app.tokens)

    async def page(self, item_id: UUID, query: str = "") -> Answer:
        return await send("GET", f"/api/v1/items/{item_id}/bids{query}", token=self.token)

    async def sentences(self, item_id: UUID) -> list[str]:
        """Oldest first."""
        return [step["sentence"] for step in reversed((await self.page(item_id)).body["steps"])]


async def three(owner: Connection, gala: Gala) -> list[Guest]:
    return [await make_guest(owner, gala, number=number) for number in (214, 331, 108)]


async def test_each_step_is_one_sentence_that_tells_price_and_paddle(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, _) = await make_item(owner, gala), await three(owner, gala)
    await place(owner, ann, item, 10_000)
    await place(owner, bob, item, 7_000, kind="exact")
    await place(owner, bob, item, 12_000)
    assert await Reader(app, ann).sentences(item) == [
        "Paddle 214 bid $50.",
        "Paddle 331 bid. Paddle 214 stays in front at $75.",
        "Paddle 331 bid $105.",
    ]
    assert (await Reader(app, ann).page(item)).body["result"] is None


async def test_a_leaders_own_raise_is_hidden_unless_it_meets_the_reserve(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, _, _) = await make_item(owner, gala, reserve_cents=20_000), await three(owner, gala)
    await place(owner, ann, item, 10_000)
    await place(owner, ann, item, 15_000)
    await place(owner, ann, item, 30_000)
    assert await Reader(app, ann).sentences(item) == [
        "Paddle 214 bid $50.",
        "The reserve is met. The price is $200.",
    ]


async def test_a_tie_reads_like_any_bid_that_did_not_lead(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, cid) = await make_item(owner, gala), await three(owner, gala)
    await place(owner, ann, item, 10_000)
    assert (await place(owner, bob, item, 10_000, kind="exact")) == "accepted"
    answer = await Reader(app, cid).page(item)
    assert answer.body["steps"][0]["sentence"] == "Paddle 331 bid. Paddle 214 stays in front at $100."
    assert b"tied" not in answer.raw


async def test_extra_time_is_told_by_the_event_s_clock(app: Services, owner: Connection) -> None:
    close = utc_now() + timedelta(seconds=60)
    gala = await make_gala(owner, closes_at=close, extension_window_s=120, extension_s=240, extension_cap_s=600)
    await owner.execute("UPDATE events SET timezone = 'Asia/Kolkata' WHERE id = $1", gala.event_id)
    item, (ann, _, _) = await make_item(owner, gala), await three(owner, gala)
    await place(owner, ann, item, 10_000)
    [step] = (await Reader(app, ann).page(item)).body["steps"]
    there = (await owner.fetchval("SELECT closes_at FROM items WHERE id = $1", item)) + timedelta(hours=5, minutes=30)
    assert step["is_extension"] is True
    clock = f"{there.hour % 12 or 12}:{there:%M %p}"
    assert step["sentence"].startswith(f"Paddle 214 bid $50. Extra time: now closes {clock}")


async def test_sealed_bids_are_hidden_until_the_close_and_their_amounts_after_it(
    app: Services, owner: Connection
) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, cid) = await make_item(owner, gala, kind="sealed"), await three(owner, gala)
    await place(owner, ann, item, 77_777, kind="sealed")
    await place(owner, bob, item, 88_888, kind="sealed")
    reader = Reader(app, cid)
    assert (await reader.page(item)).body["steps"] == []
    await close_due(owner, gala, item)
    answer = await reader.page(item)
    assert await reader.sentences(item) == ["Paddle 214 made a sealed bid.", "Paddle 331 made a sealed bid."]
    assert "sold to paddle 331 for $888.88." in answer.body["result"]
    assert b"777" not in answer.raw.replace(str(item).encode(), b"")


async def test_purchases_and_gifts_are_told_but_not_whose_a_gift_is(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    fixed, gift = await make_item(owner, gala, kind="fixed"), await make_item(owner, gala, kind="donation")
    ann, bob, _ = await three(owner, gala)
    await owner.execute("UPDATE items SET quantity = 10 WHERE id = $1", fixed)
    await place_bids(owner, [replace(bid_of(ann, fixed, 5_000, kind="purchase"), units=2)])
    await place(owner, bob, gift, 10_000, kind="donation")
    reader = Reader(app, ann)
    assert await reader.sentences(fixed) == ["Paddle 214 bought 2 for $100."]
    [step] = (await reader.page(gift)).body["steps"]
    assert (step["sentence"], step["paddle_number"]) == ("A gift of $100.", None)


async def test_several_winners_show_their_exact_bids(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, cid) = await make_item(owner, gala, kind="multi"), await three(owner, gala)
    await owner.execute("UPDATE items SET quantity = 2 WHERE id = $1", item)
    for guest, cents in ((ann, 5_000), (bob, 6_000), (cid, 7_000)):
        await place(owner, guest, item, cents, kind="exact")
    assert (await Reader(app, ann).sentences(item))[-1] == "Paddle 108 bid $70."
    await close_due(owner, gala, item)
    result = (await Reader(app, ann).page(item)).body["result"]
    assert "sold to paddles 108 and 331, the lowest winning bid was $60." in result


async def test_how_it_ended_is_told(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann, _, _ = await three(owner, gala)
    sold, nobody = await make_item(owner, gala), await make_item(owner, gala)
    below, at_once = await make_item(owner, gala, reserve_cents=90_000), await make_item(owner, gala)
    await owner.execute("UPDATE items SET buy_now_cents = 50000 WHERE id = $1", at_once)
    await place(owner, ann, sold, 10_000)
    await place(owner, ann, below, 10_000)
    await place(owner, ann, at_once, 50_000, kind="buy_now")
    await close_due(owner, gala, sold, nobody, below)
    reader = Reader(app, ann)
    results = [(await reader.page(item)).body["result"].split(": ", 1)[1] for item in (sold, nobody, below, at_once)]
    assert results == [
        "sold to paddle 214 for $50.",
        "not sold; nobody bid.",
        "not sold; the top bid of paddle 214, $50, stayed below the reserve.",
        "bought at once by paddle 214 for $500.",
    ]


async def test_pages_neither_repeat_nor_miss_a_step_while_bids_come_in(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, cid) = await make_item(owner, gala), await three(owner, gala)
    pair = (ann, bob)
    for n in range(20):
        await place(owner, pair[n % 2], item, 5_000 + 500 * n, kind="exact")
    reader, seen, cursor = Reader(app, cid), [], ""
    n = 20
    while True:
        answer = await reader.page(item, f"?limit=3{cursor}")
        seen += [step["seq"] for step in answer.body["steps"]]
        await place(owner, pair[n % 2], item, 5_000 + 500 * n, kind="exact")  # the head moves on
        n += 1
        if answer.body["next_cursor"] is None:
            break
        cursor = f"&cursor={answer.body['next_cursor']}"
    assert seen == list(range(20, 0, -1))


async def test_pages_hold_under_bids_at_the_same_moment(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, (ann, bob, cid) = await make_item(owner, gala), await three(owner, gala)
    bids: list[NewBid] = [bid_of((ann, bob)[n % 2], item, 5_000 + 500 * n, kind="exact") for n in range(60)]
    await place_bids(owner, bids[:30])

    async def bidders() -> None:
        for bid in bids[30:]:
            await place_bids(owner, [bid])
            await asyncio.sleep(0)

    async def walk() -> list[int]:
        reader, seen, cursor = Reader(app, cid), [], ""
        while True:
            page = (await reader.page(item, f"?limit=4{cursor}")).body
            seen += [step["seq"] for step in page["steps"]]
            if page["next_cursor"] is None:
                return seen
            cursor = f"&cursor={page['next_cursor']}"

    bidding = asyncio.create_task(bidders())
    walks = await asyncio.gather(*(walk() for _ in range(4)))
    await bidding
    for seen in walks:
        assert seen == list(range(seen[0], 0, -1))
        assert seen[0] >= 30


@pytest.mark.parametrize(
    "cursor",
    ["x", "", "%00", "W10", make_cursor(0), make_cursor(-1), make_cursor("7"), make_cursor(2**31), make_cursor(7, 8),
     make_cursor(7) + "=", make_cursor(7) + "A", "A" * 500, "e30", "bnVsbA", "WzFd%0a", "W3RydWVd", "WzEuNV0"],
)  # fmt: skip
async def test_a_cursor_that_was_never_given_out_is_refused(app: Services, owner: Connection, cursor: str) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    req = {"cursor": cursor.replace("%00", "\x00").replace("%0a", "\n")}
    answer = await send("GET", f"/api/v1/items/{item}/bids", token=ann.token(app.tokens), params=req)
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.body["errors"][0]["field"] == "cursor"


async def test_a_page_has_1_to_100_steps(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)
    reader = Reader(app, ann)
    for limit in ("0", "101", "-1", "x", ""):
        answer = await send("GET", f"/api/v1/items/{item}/bids", token=reader.token, params={"limit": limit})
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "limit")
    assert (await reader.page(item, "?limit=100")).status == 200


async def test_an_item_that_nobody_is_shown_has_no_history(app: Services, owner: Connection) -> None:
    gala = await make_gala(owner)
    ann = await make_guest(owner, gala)
    draft, hidden = await make_item(owner, gala, status="draft"), await make_item(owner, gala)
    await owner.execute("UPDATE items SET is_hidden = true WHERE id = $1", hidden)
    for item in (draft, hidden, uuid4()):
        answer = await Reader(app, ann).page(item)
        assert (answer.status, answer.code) == (404, "item_not_found")
