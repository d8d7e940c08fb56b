"""Pledges on bills: released ones only, by card only, and a large one only by its donor's own tap."""

from uuid import UUID

import pytest

from functions.settlement.charges import charge_invoice
from functions.settlement.rules import PLEDGE_TAP_CENTS, waits_for_payer
from functions.settlement.service import settle_step
from shared.background import Background
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala
from tests.factories.raising import Room, make_room
from tests.factories.settling import invoice_of, make_payer, sell


@pytest.fixture
async def room(app: Services, owner: Connection, gala: Gala) -> Room:
    """Paddles 101 to 103 with cards, level 1,000 called for."""
    guests = [await make_payer(owner, app, gala, cap_cents=10_000_000) for _ in range(3)]
    await owner.execute("UPDATE paddles SET admission = 'checked_in'")
    room = await make_room(app, owner, guests=guests, gala=gala)
    await room.make(levels=[600_000, 100_000, 10_000])
    await room.call(100_000)
    return room


async def preview(room: Room) -> tuple[int, int]:
    totals = (await room.get(f"events/{room.gala.event_id}/checkout", "sam"))["totals"]
    return totals["invoices"], totals["total_cents"]


async def test_pledges_of_released_levels_are_billed_beside_what_was_bought(room: Room) -> None:
    await sell(room.owner, room.app, room.gala, room.guests[0], 50_000)
    await room.enter(101)
    await room.enter(101, is_additional=True)
    await room.enter(102)
    undone = (await room.enter(103)).body["pledges"][0]["id"]
    await room.post(f"pledges/{undone}/undo")
    assert await preview(room) == (1, 50_000), "nothing of a held level"
    await room.release()
    assert await preview(room) == (2, 350_000)
    assert (await room.checkout()).status == 202
    assert await room.lines() == [
        (101, 50_000, "Napa weekend"),
        (101, 100_000, "Paddle raise: Scholarships"),
        (101, 100_000, "Paddle raise: Scholarships"),
        (102, 100_000, "Paddle raise: Scholarships"),
    ]
    assert await preview(room) == (2, 350_000)
    lines = (await room.get("me/invoice", "102"))["lines"]
    assert [(one["item_id"], one["amount_cents"], one["value_cents"]) for one in lines] == [(None, 100_000, 0)]


async def test_checkout_waits_for_levels_that_are_held(room: Room) -> None:
    await room.enter(101)
    hand = (await room.enter(0, 10_000)).body["pledges"][0]["id"]
    await room.release(100_000)
    refused = await room.checkout()
    assert (refused.code, refused.body["levels"], refused.body["cents"]) == ("levels_held", 1, 10_000)
    assert await room.lines() == []
    assert (await room.shown())["status"] == "open", "nothing of it has happened"
    await room.post(f"pledges/{hand}/undo")
    assert (await room.checkout()).status == 202
    assert await room.lines() == [(101, 100_000, "Paddle raise: Scholarships")]
    assert (await room.shown())["status"] == "closed"


async def test_what_is_paid_another_way_is_on_no_bill(room: Room) -> None:
    for number, pay_by in ((101, "cheque"), (102, "card"), (103, "daf")):
        await room.enter(number, pay_by=pay_by)
    await room.release()
    assert (await room.checkout()).status == 202
    assert await room.lines() == [(102, 100_000, "Paddle raise: Scholarships")]


async def test_leads_and_the_match_are_billed_when_the_appeal_is_over_which_checkout_ends(room: Room) -> None:
    await room.end()
    await room.make(title="Books", match_label="Bank", match_cap_cents=250_000, match_paddle_number=103)
    lead, silent = [
        (await room.post(f"appeals/{room.appeal}/leads", "sam", paddle_number=101, amount_cents=cents)).body["pledge"]
        for cents in (200_000, 900_000)
    ]
    await room.post(f"pledges/{lead['id']}/call", "ada")
    await room.call(100_000)
    await room.enter(102)
    await room.release()
    assert await preview(room) == (3, 550_000)
    assert (await room.checkout()).status == 202
    assert await room.lines() == [
        (101, 200_000, "Paddle raise: Books"),
        (102, 100_000, "Paddle raise: Books"),
        (103, 250_000, "Match: Books"),
    ]
    assert await preview(room) == (3, 550_000)
    assert (await room.post(f"pledges/{silent['id']}/call", "ada")).code == "event_in_checkout"


async def test_after_checkout_nothing_of_the_raise_changes(room: Room) -> None:
    pledge = (await room.enter(101)).body["pledges"][0]["id"]
    await room.release()
    await room.checkout()
    assert (await room.post(f"levels/{room.levels[100_000]}/reopen", "sam")).code == "pledge_billed"
    assert (await room.post(f"levels/{room.levels[10_000]}/reopen", "sam")).code == "event_in_checkout"
    for answer in (
        await room.enter(102, 10_000),
        await room.call(10_000),
        await room.post(f"pledges/{pledge}/undo", "sam"),
        await room.post(f"pledges/{pledge}/pay-by", pay_by="daf"),
        await room.check(101, 10_000),
        await room.release(10_000),
        await room.give(room.guests[0], 10_000),
        await room.post(f"events/{room.gala.event_id}/appeals", "sam", title="Late", level_cents=[100]),
    ):
        assert answer.code == "event_in_checkout", answer.raw


@pytest.mark.parametrize(
    ("due", "cap", "pledge", "present", "expected"),
    [
        (600_000, 700_000, PLEDGE_TAP_CENTS, False, None),
        (600_000, 700_000, PLEDGE_TAP_CENTS + 1, False, "large_pledge"),
        (600_000, 700_000, PLEDGE_TAP_CENTS + 1, True, None),
        (600_000, 500_000, PLEDGE_TAP_CENTS + 1, False, "above_cap"),
        (600_000, 500_000, 0, True, None),
        (1, None, 0, True, "no_card"),
        (1, None, 0, False, "no_card"),
    ],
)
def test_what_waits_for_the_payer(due: int, cap: int | None, pledge: int, present: bool, expected: str | None) -> None:
    assert waits_for_payer(due, cap, pledge, payer_present=present) == expected


async def test_a_pledge_above_five_thousand_waits_for_its_donors_own_tap(room: Room, owner: Connection) -> None:
    await room.enter(101, 600_000)
    await room.enter(102, 100_000)
    for cents in (600_000, 100_000):
        await room.release(cents)
    await room.checkout()
    large, small = [await invoice_of(owner, guest) for guest in room.guests[:2]]

    async def stored(invoice: UUID) -> tuple[str, str | None, int]:
        row = await owner.fetchrow("SELECT status, failure_code, paid_cents FROM invoices WHERE id = $1", invoice)
        assert row is not None
        return tuple(row)

    assert (await settle_step(room.app, room.gala.org_id, small)).status == "paid"
    assert (await charge_invoice(room.app, room.gala.org_id, large)).status == "needs_payer"
    assert await stored(large) == ("needs_payer", "large_pledge", 0)
    assert await owner.fetchval("SELECT count(*) FROM charges WHERE invoice_id = $1", large) == 0
    tapped = await room.post("me/invoice/pay", "101")
    assert tapped.status == 202, tapped.raw
    await room.app.single(Background).drained()
    assert await stored(large) == ("paid", None, 600_000)
