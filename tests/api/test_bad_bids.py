"""Bad bids, groups A, B, C and O of the catalogue of bad input: each case with its expected code, and the proof that nothing changed.

What any body and any id can have wrong is generated over all routes in test_bad_input.py; here is what only a bid and its item can.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.pool import Connection
from shared.http.operation import OPERATIONS
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.rows import stored_rows


@dataclass(frozen=True)
class Case:
    """A bid by "me" on an item, after bids of "me" and "rival"."""

    name: str
    code: str
    body: Mapping[str, object]
    status: int = 409
    item: Mapping[str, object] = field(default_factory=dict)
    """Columns, as SQL."""
    guest: Mapping[str, Any] = field(default_factory=dict)
    before: Sequence[tuple[str, Mapping[str, object]]] = ()
    told: Mapping[str, object] = field(default_factory=dict)
    """Members of the problem."""
    kind: str = "single"


HOUR = "interval '1 hour'"
CASES = [
    Case("A24 another currency", "invalid", {"max_cents": 10_000, "currency": "EUR"}, 422),
    Case("A25 a currency in the amount", "invalid", {"max_cents": "100usd"}, 422),
    Case("A26 decimals where there are none", "invalid", {"max_cents": 100.5}, 422),
    Case("A27 one cent under the first bid", "bid_too_low", {"max_cents": 4_999}, told={"least_cents": 5_000, "price_cents": None}),
    Case(
        "A27 one cent under the next bid", "bid_too_low", {"max_cents": 5_499},
        before=[("rival", {"max_cents": 20_000})], told={"least_cents": 5_500, "price_cents": 5_000},
    ),
    Case("A28 own limit lowered", "max_not_raised", {"max_cents": 9_999}, before=[("me", {"max_cents": 10_000})]),
    Case("A28 own limit again", "max_not_raised", {"max_cents": 10_000}, before=[("me", {"max_cents": 10_000})]),
    Case("A28 exact below the own limit", "already_leading", {"exact_cents": 6_000}, before=[("me", {"max_cents": 10_000})]),
    Case("A29 five times the least", "confirm_required", {"max_cents": 25_000}, told={"least_cents": 5_000}),
    Case("A29 a slip of a zero on a running price", "confirm_required", {"exact_cents": 55_000},
         before=[("rival", {"max_cents": 10_000})], told={"least_cents": 5_500}),
    Case("A30 off the step", "not_on_step", {"max_cents": 5_750}, item={"force_multiples": "true"}, told={"least_cents": 5_000}),
    Case("A30 off the step above a price", "not_on_step", {"max_cents": 5_600}, item={"force_multiples": "true"},
         before=[("rival", {"max_cents": 10_000})], told={"least_cents": 5_500}),
    Case("A above what any item may cost", "invalid", {"max_cents": 100_000_000_001}, 422),
    Case("A18 no amount", "invalid", {}, 422),
    Case("A two kinds at once", "invalid", {"max_cents": 10_000, "buy_now_cents": 10_000}, 422),
    Case("A units without a purchase", "invalid", {"max_cents": 10_000, "units": 2}, 422),
    Case("A no units", "invalid", {"unit_cents": 5_000, "units": 0}, 422, kind="fixed"),
    Case("A half a unit", "invalid", {"unit_cents": 5_000, "units": 0.5}, 422, kind="fixed"),
    Case("O1 before it opens", "item_not_open", {"max_cents": 10_000}, item={"opens_at": f"now() + {HOUR} / 2"}),
    Case("O2 after the close", "item_closed", {"max_cents": 10_000},
         item={"closes_at": "now() - interval '1 second'", "planned_closes_at": "now() - interval '1 second'"}),
    Case("O2 after the close, as a confirmed big jump", "item_closed", {"max_cents": 900_000, "confirmed": True},
         item={"closes_at": "now() - interval '1 second'", "planned_closes_at": "now() - interval '1 second'"}),
    Case("O3 while paused", "item_paused", {"max_cents": 10_000}, item={"paused_at": "now()"}),
    Case("O3 in the announced half minute", "item_paused", {"max_cents": 10_000},
         item={"paused_at": "now() - interval '1 minute'", "resumes_at": "now() + interval '30 seconds'"}),
    Case("O3 while held after an outage", "item_held", {"max_cents": 10_000}, item={"held_at": "now()"}),
    Case("O withdrawn", "item_withdrawn", {"max_cents": 10_000}, item={"status": "'withdrawn'"}),
    Case("O4 a locked paddle", "paddle_locked", {"max_cents": 10_000}, guest={"status": "locked"}),
    Case("O5 not checked in", "not_checked_in", {"max_cents": 10_000}, item={"who_may_bid": "'checked_in'"}),
    Case("O6 no card", "card_required", {"max_cents": 10_000}, guest={"has_card": False}),
    Case("O9 buy now after a bid", "buy_now_gone", {"buy_now_cents": 50_000}, item={"buy_now_cents": "50000"},
         before=[("rival", {"max_cents": 10_000})]),
    Case("O9 buy now where there is none", "buy_now_gone", {"buy_now_cents": 50_000}),
    Case("O8 bought by somebody else", "item_closed", {"buy_now_cents": 50_000}, item={"buy_now_cents": "50000"},
         before=[("rival", {"buy_now_cents": 50_000})]),
    Case("A buy now at another price", "price_changed", {"buy_now_cents": 49_999}, item={"buy_now_cents": "50000"}),
    Case("O10 one more than there are", "not_enough_left", {"unit_cents": 5_000, "units": 3}, kind="fixed", item={"quantity": "2"}),
    Case("O10 after the last one", "item_closed", {"unit_cents": 5_000}, kind="fixed", item={"quantity": "1"},
         before=[("rival", {"unit_cents": 5_000})]),
    Case("O10 more than a guest may have", "limit_per_guest", {"unit_cents": 5_000, "units": 2}, kind="fixed",
         item={"quantity": "9", "per_guest_limit": "2"}, before=[("me", {"unit_cents": 5_000})]),
    Case("A a purchase at another price", "price_changed", {"unit_cents": 4_999}, kind="fixed", item={"quantity": "9"}),
    Case("O a maximum where several win", "bid_kind_not_allowed", {"max_cents": 10_000}, kind="multi", item={"quantity": "3"}),
    Case("O a bid that beats nobody of several", "bid_too_low", {"exact_cents": 5_400}, kind="multi", item={"quantity": "1"},
         before=[("rival", {"exact_cents": 5_000})], told={"least_cents": 5_500}),
    Case("O an open bid on a sealed item", "bid_kind_not_allowed", {"exact_cents": 10_000}, kind="sealed"),
    Case("O a sealed bid lowered", "max_not_raised", {"sealed_cents": 9_000}, kind="sealed", before=[("me", {"sealed_cents": 9_500})]),
    Case("O a gift below the least one", "bid_too_low", {"give_cents": 4_999}, kind="donation", told={"least_cents": 5_000}),
    Case("O a bid on a gift", "bid_kind_not_allowed", {"max_cents": 10_000}, kind="donation"),
    Case("O a bid on a live lot", "item_is_live", {"max_cents": 10_000}, kind="live"),
]  # fmt: skip


class Room:
    def __init__(self, app: Services, owner: Connection) -> None:
        self.app, self.owner = app, owner

    async def fill(self, case: Case) -> None:
        gala = await make_gala(self.owner)
        self.item_id = await make_item(self.owner, gala, kind=case.kind)
        self.guests = {
            "me": await make_guest(self.owner, gala, **case.guest),
            "rival": await make_guest(self.owner, gala),
        }
        late = {
            name: value
            for name, value in case.item.items()
            if name in ("closes_at", "planned_closes_at", "status", "paused_at", "resumes_at")
        }
        await self.change({name: value for name, value in case.item.items() if name not in late})
        for who, body in case.before:
            assert (await self.bid(who, body)).status == 201, f"{who} {body} was to be accepted"
        await self.change(late)

    async def change(self, columns: Mapping[str, object]) -> None:
        if columns:
            sets = ", ".join(f"{name} = {value}" for name, value in columns.items())
            await self.owner.execute(f"UPDATE items SET {sets} WHERE id = $1", self.item_id)  # noqa: S608  the table above

    async def bid(self, who: str, body: Mapping[str, object]) -> Answer:
        json = {"item_id": str(self.item_id), **body}
        return await send("POST", "/api/v1/bids", token=self.guests[who].token(self.app.tokens), key=uuid4(), json=json)


async def kept(owner: Connection) -> dict[str, tuple[int, str]]:
    """Everything but the record of what was refused."""
    return {name: rows for name, rows in (await stored_rows(owner)).items() if name != "bid_attempts"}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_a_bad_bid_is_refused_with_its_code_and_changes_nothing(
    app: Services, owner: Connection, case: Case
) -> None:
    room = Room(app, owner)
    await room.fill(case)
    before = await kept(owner)
    answer = await room.bid("me", case.body)
    assert (answer.status, answer.code) == (case.status, case.code), answer.raw
    assert case.told.items() <= answer.body.items()
    assert await kept(owner) == before
    if case.status == 409:
        assert answer.body["item"]["id"] == str(room.item_id), (
            "a refusal carries the item, so that no second request is needed"
        )
        assert await owner.fetchval("SELECT code FROM bid_attempts") == case.code


async def test_the_same_bids_on_what_is_right_are_accepted(app: Services, owner: Connection) -> None:
    """The negative control of the table: each kind of item takes its own kind of bid."""
    good = {
        "single": {"max_cents": 24_999}, "multi": {"exact_cents": 5_000}, "sealed": {"sealed_cents": 5_000},
        "fixed": {"unit_cents": 5_000}, "donation": {"give_cents": 5_000},
    }  # fmt: skip
    for kind, body in good.items():
        room = Room(app, owner)
        await room.fill(Case("good", "", body, kind=kind))
        assert (await room.bid("me", body)).status == 201, kind


async def strangers(owner: Connection) -> tuple[Gala, Guest, dict[str, UUID]]:
    """A guest, and items that are not theirs to see."""
    gala, tenant = await make_gala(owner), await make_gala(owner)
    event = await make_gala(owner)
    await owner.execute(
        "UPDATE sections SET org_id = org_id"
    )  # a second event of the same charity would need its own section
    items = {
        "B3 another tenant's": await make_item(owner, tenant),
        "B2 another event's": await make_item(owner, event),
        "B9 a draft": await make_item(owner, gala, status="draft"),
        "B4 the nil id": UUID(int=0),
        "B a missing one": uuid4(),
    }
    return gala, await make_guest(owner, gala), items


async def test_an_item_that_is_not_theirs_answers_exactly_like_a_missing_one(app: Services, owner: Connection) -> None:
    _, guest, items = await strangers(owner)
    token = guest.token(app.tokens)
    before = await stored_rows(owner)
    bids, reads = {}, {}
    for name, item_id in items.items():
        json = {"item_id": str(item_id), "max_cents": 10_000}
        bid = await send("POST", "/api/v1/bids", token=token, key=uuid4(), json=json)
        read = await send("GET", f"/api/v1/items/{item_id}", token=token)
        bids[name] = (
            bid.status,
            {key: value for key, value in bid.body.items() if key not in ("trace_id", "instance")},
        )
        if item_id.int:  # the nil id names nothing in a path, before anybody looks
            reads[name] = (
                read.status,
                {key: value for key, value in read.body.items() if key not in ("trace_id", "instance")},
            )
    assert len({str(told) for told in bids.values()}) == 1, bids
    assert len({str(told) for told in reads.values()}) == 1, reads
    assert bids["B a missing one"][0] == reads["B a missing one"][0] == 404
    assert await stored_rows(owner) == before


ENTERED = {"max_cents": 10_000, "reason": "no_phone"}


@pytest.mark.parametrize(
    ("case", "raw"),
    [
        ("B7 a number that no paddle has", "99999999999"),
        ("B8 leading zeros", '"0101"'),
        ("B8 as text", '"101"'),
        ("B none", "0"),
        ("B below zero", "-1"),
        ("B half", "101.5"),
        ("B null", "null"),
        ("B as a list of 10,000", "[" + ",".join(["101"] * 10_000) + "]"),
    ],
)
async def test_a_paddle_number_that_is_none_is_refused(app: Services, owner: Connection, case: str, raw: str) -> None:
    gala = await make_gala(owner)
    item_id, _ = await make_item(owner, gala), await make_guest(owner, gala, number=101)
    token = app.tokens.issue(await make_staff_session(owner, gala, "clerk"))
    before = await stored_rows(owner)
    body = f'{{"item_id":"{item_id}","max_cents":10000,"reason":"no_phone","paddle_number":{raw}}}'.encode()
    answer = await send("POST", "/api/v1/bids/entered", token=token, key=uuid4(), body=body)
    assert (answer.status, answer.code) == (422, "invalid"), (case, answer.raw)
    assert await stored_rows(owner) == before


TEXTS: list[tuple[str, str, bool]] = [
    ("C1 U+0000", "a\u0000b", False),
    ("C4 turned direction", "abc\u202edef", False),
    ("C5 zero width only", "\u200b\u200b", False),
    ("C6 five hundred combining marks", "e" + "\u0301" * 499, True),
    ("C7 a family in one sign", "\U0001f468\u200d\U0001f469\u200d\U0001f467", True),
    ("C10 a carriage return", "a\rb", False),
    ("C11 signs and names", "O'Brien & Söhne <b>", True),
    ("C12 one letter", "a", True),
    ("C13 five hundred letters", "a" * 500, True),
    ("C13 one more", "a" * 501, False),
    ("C15 byte order mark", "\ufeffa", False),
    ("C16 a Turkish I", "İstanbul ı", True),
    ("C a bell", "a\u0007", False),
    ("C a delete", "a\u007f", False),
]


@pytest.mark.parametrize(("name", "text", "is_kept"), TEXTS, ids=[name for name, _, _ in TEXTS])
async def test_a_note_is_kept_as_it_was_written_or_refused(
    app: Services, owner: Connection, name: str, text: str, is_kept: bool
) -> None:
    gala = await make_gala(owner)
    item_id = await make_item(owner, gala)
    token = app.tokens.issue(await make_staff_session(owner, gala, "coordinator"))
    before = await stored_rows(owner)
    body = {"reason": "cannot_deliver", "note": text}
    answer = await send("POST", f"/api/v1/items/{item_id}/withdraw", token=token, key=uuid4(), json=body)
    if is_kept:
        assert answer.status in (200, 201), answer.raw
        assert await owner.fetchval("SELECT note FROM item_changes WHERE item_id = $1", item_id) == text
    else:
        assert (answer.status, answer.code) == (422, "invalid"), (name, answer.raw)
        assert await stored_rows(owner) == before


async def test_an_accepted_bid_cannot_be_taken_back_by_any_route(app: Services, owner: Connection) -> None:
    """O11. Cancelling a key that was judged answers what became of it."""
    room, key = Room(app, owner), uuid4()
    await room.fill(Case("retract", "", {}))
    token = room.guests["me"].token(app.tokens)
    json = {"item_id": str(room.item_id), "max_cents": 10_000}
    await send("POST", "/api/v1/bids", token=token, key=key, json=json)
    before = await stored_rows(owner)
    answer = await send("POST", f"/api/v1/bids/{key}/cancel", token=token)
    assert (answer.status, answer.body["code"], answer.body["outcome"]) == (200, "accepted", "leading")
    assert await stored_rows(owner) == before
    donors = [
        one
        for one in OPERATIONS
        if one.path.startswith(("bids", "me/bids")) and one.method in ("DELETE", "PUT", "PATCH")
    ]
    assert donors == [], "a route changes or removes bids"


async def test_a_close_cannot_be_moved_into_the_past(app: Services, owner: Connection) -> None:
    """O13."""
    gala = await make_gala(owner)
    item_id = await make_item(owner, gala)
    token = app.tokens.issue(await make_staff_session(owner, gala, "coordinator"))
    before = await stored_rows(owner)
    for seconds in (-300, 0, 9, 14_401, 1.5, "300", None, True):
        answer = await send(
            "POST",
            f"/api/v1/items/{item_id}/extend",
            token=token,
            key=uuid4(),
            json={"seconds": seconds, "reason": "late"},
        )
        assert (answer.status, answer.code) == (422, "invalid"), (seconds, answer.raw)
    assert await stored_rows(owner) == before


async def test_no_route_changes_the_steps_of_an_item(app: Services, owner: Connection) -> None:
    """O16: the rules of an item stand from its first bid; what cannot be asked for cannot happen."""
    assert [one.path for one in OPERATIONS if one.request is not None and "step_cents" in one.request.model_fields] == [
        "items/{item_id}/live-entries",
        "events/{event_id}/live-lots",
    ], "what the auctioneer calls is no rule of the item"
