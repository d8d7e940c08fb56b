"""The record of an item: complete, in order, in plain words, noted when read, and with secrets only for whom they are."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.bids.store import place_bids
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.pdf import pages_of, text_of
from tests.factories.people import let_be_guest, make_household

CANARY = 7_373_731


class Evening:
    """A gala with an owner, a coordinator and a clerk at their screens."""

    def __init__(self, app: Services, conn: Connection, gala: Gala) -> None:
        self.app, self.conn, self.gala = app, conn, gala
        self.tokens: dict[str, str] = {}
        self.users: dict[str, UUID] = {}

    @classmethod
    async def begin(cls, app: Services, conn: Connection, **gala: Any) -> "Evening":
        evening = cls(app, conn, await make_gala(conn, **gala))
        for role in ("owner", "coordinator", "clerk"):
            claims = await make_staff_session(conn, evening.gala, role)
            evening.tokens[role] = app.tokens.issue(claims)
            evening.users[role] = await conn.fetchval("SELECT user_id FROM sessions WHERE id = $1", claims.session_id)
        await conn.execute(
            "UPDATE users SET name = 'Cleo Clerk' WHERE id = (SELECT user_id FROM sessions WHERE role = 'clerk')"
        )
        return evening

    async def guests(self) -> list[Guest]:
        return [await make_guest(self.conn, self.gala, number=n, name=f"Guest {n}") for n in (214, 331, 108)]

    async def bid(self, guest: Guest, item_id: UUID, cents: int, **more: Any) -> str:
        [judged] = await place_bids(self.conn, [bid_of(guest, item_id, cents, **more)])
        return judged.code

    async def close(self, *item_ids: UUID) -> None:
        await let_close_pass(self.conn, *item_ids)
        await self.conn.fetch("SELECT * FROM close_due_v1($1, $2)", self.gala.org_id, self.gala.section_id)

    async def record(self, item_id: UUID, role: str = "coordinator", *, file: bool = False) -> Answer:
        path = f"/api/v1/items/{item_id}/dispute{'/file' if file else ''}"
        return await send("GET", path, token=self.tokens[role])


def told(answer: Answer) -> list[str]:
    """The sentences, without their times."""
    assert answer.status == 200, answer.raw
    return [re.sub(r"\d{1,2}:\d\d:\d\d(\.\d{3})? [AP]M", "<t>", one["sentence"]) for one in answer.body["entries"]]


async def a_contest(evening: Evening) -> tuple[UUID, list[Guest]]:
    """214 leads with a limit; 331 bids below it, ties, and tries too little; 108 wins; 214 comes too late."""
    item, guests = await make_item(evening.conn, evening.gala), await evening.guests()
    ann, bob, cid = guests
    await evening.bid(ann, item, 10_000)
    await evening.bid(bob, item, 7_000, kind="exact")
    await evening.bid(bob, item, 6_000)
    await evening.bid(bob, item, 10_000)
    await send(
        "POST",
        "/api/v1/bids/entered",
        token=evening.tokens["clerk"],
        key=uuid4(),
        json={"item_id": str(item), "max_cents": 13_000, "paddle_number": cid.number, "reason": "paper"},
    )
    await evening.close(item)
    assert await evening.bid(ann, item, 50_000) == "item_closed"
    return item, guests


async def test_the_owner_reads_after_the_close_everything_in_order_with_amounts(
    app: Services, owner: Connection
) -> None:
    evening = await Evening.begin(app, owner)
    item, _ = await a_contest(evening)
    answer = await evening.record(item, "owner")
    assert answer.body["amounts"] == "shown"
    assert answer.body["is_complete"] is True
    sentences = told(answer)
    assert [one for one in sentences if not one.startswith("Text")] == [
        "Paddle 214 bid up to $100. Accepted; it led at $50.",
        "Paddle 331 bid $70. Accepted; paddle 214 stayed in front at $75.",
        "Paddle 331 tried to bid $60. Refused: it was below the least acceptable bid (least $80).",
        "Paddle 331 bid up to $100. Accepted; paddle 214 had promised the same earlier and stayed in front at $100.",
        "Paddle 108 bid up to $130, typed by Cleo Clerk (from paper). Accepted; it led at $105.",
        "Closed: sold to paddle 108 at $105.",
        "Paddle 108 was awarded it for $105 (step 4).",
        "Paddle 214 tried to bid $500. Refused: bidding was over (arrived <t>, close <t>).",
    ]
    assert "Text to paddle 214 that somebody bid more: written." in sentences
    assert "Text to paddle 108 that they won: written." in sentences
    times = [one["at"] for one in answer.body["entries"]]
    assert times == sorted(times)


async def test_why_it_ended_so_is_one_sentence(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, _ = await a_contest(evening)
    why = (await evening.record(item, "owner")).body["why"]
    clock = r"\d{1,2}:\d\d:\d\d [AP]M( on \d+ \w{3})?"
    assert re.fullmatch(
        rf"Closed at {clock}: sold to paddle 108 for \$105: their bid of {clock} \(step 4\) was the highest that counted;"
        r" of equal promises the earlier stays in front; 1 try that came after the close is not counted\.",
        why,
    ), why


@pytest.mark.parametrize("kind", ["single", "sealed"])
async def test_secret_amounts_are_hidden_while_open_and_after_it_from_all_but_the_owner(
    app: Services, owner: Connection, kind: str
) -> None:
    evening = await Evening.begin(app, owner)
    item, (ann, bob, _) = await make_item(owner, evening.gala, kind=kind), await evening.guests()
    bid_kind = {"single": "max", "sealed": "sealed"}[kind]
    await evening.bid(ann, item, CANARY, kind=bid_kind)
    await evening.bid(ann, item, CANARY - 10, kind=bid_kind)  # refused
    await evening.bid(bob, item, 20_000, kind=bid_kind)
    for role in ("owner", "coordinator"):
        assert await hides(evening, item, role) == "open"
    await evening.close(item)
    assert await hides(evening, item, "coordinator") == ("role" if kind == "single" else "role, but the price is known")
    shown = await evening.record(item, "owner")
    assert shown.body["amounts"] == "shown"
    assert {CANARY, CANARY - 10, 20_000} <= {one["amount_cents"] for one in shown.body["entries"]}


async def hides(evening: Evening, item: UUID, role: str) -> str:
    """What the reader is told about hidden amounts; that they are is checked in bytes, of the page and of the file."""
    answer = await evening.record(item, role)
    pdf = text_of((await evening.record(item, role, file=True)).raw)
    text = re.sub(r'"(at|local_time|[a-z_]+_at|closes_at_after)":"[^"]*"', "", answer.raw.decode())
    hammer = await evening.conn.fetchval("SELECT hammer_cents FROM items WHERE id = $1", item)
    for secret in (CANARY, CANARY - 10):
        forms = (str(secret), f"{secret // 100:,}.{secret % 100:02}")
        found = [form for form in forms if form in text or form in pdf]
        if secret == hammer:  # the winner of a sealed item pays their own bid
            assert found
            return f"{answer.body['amounts']}, but the price is known"
        assert not found, (role, found)
    return str(answer.body["amounts"])


async def test_a_tie_is_not_told_where_amounts_are_hidden(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, (ann, bob, _) = await make_item(owner, evening.gala), await evening.guests()
    await evening.bid(ann, item, 10_000)
    await evening.bid(bob, item, 10_000)
    answer = await evening.record(item, "owner")
    assert told(answer)[1] == "Paddle 331 bid up to a hidden limit. Accepted; paddle 214 stayed in front at $100."
    assert b"tied" not in answer.raw
    assert b"equal" not in answer.raw


async def test_an_owner_whose_own_side_bid_sees_no_secret(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, other = await make_item(owner, evening.gala), await make_item(owner, evening.gala)
    ann, me, spouse = await evening.guests()
    await evening.bid(ann, item, CANARY)
    await evening.bid(spouse, other, 10_000)
    await evening.close(item)
    assert (await evening.record(item, "owner")).body["amounts"] == "shown"
    await let_be_guest(owner, evening.users["owner"], me)
    await make_household(owner, evening.gala, me, spouse)
    answer = await evening.record(item, "owner")
    assert answer.body["amounts"] == "own_side"
    assert str(CANARY).encode() not in answer.raw


async def test_every_reading_is_noted_with_who_and_what_they_saw(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, _ = await a_contest(evening)
    await evening.record(item, "coordinator")
    await evening.record(item, "owner", file=True)
    rows = await owner.fetch(
        "SELECT user_id, subject_id, detail FROM audit_log WHERE action = 'item_record_read' ORDER BY at"
    )
    assert [tuple(row) for row in rows] == [
        (evening.users["coordinator"], item, {"amounts": "role", "as_file": False}),
        (evening.users["owner"], item, {"amounts": "shown", "as_file": True}),
    ]


async def test_a_reader_whose_session_ended_reads_nothing_and_nothing_is_noted(
    app: Services, owner: Connection
) -> None:
    evening = await Evening.begin(app, owner)
    item, _ = await a_contest(evening)
    await owner.execute("UPDATE sessions SET revoked_at = now() WHERE role = 'owner'")
    answer = await evening.record(item, "owner")
    assert (answer.status, answer.code) == (401, "session_revoked")
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'item_record_read'") == 0


async def test_a_bid_shows_its_device_and_the_terms_it_was_made_under(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, (ann, bob, _) = await make_item(owner, evening.gala), await evening.guests()
    await owner.execute("UPDATE sessions SET device = 'Phone of Ann' WHERE id = $1", ann.session_id)
    await owner.execute(
        "INSERT INTO acceptances (org_id, guest_id, terms_version_id, device) VALUES ($1, $2, $3, 'test')",
        ann.org_id,
        ann.guest_id,
        evening.gala.terms_id,
    )
    await evening.bid(ann, item, 10_000)
    await owner.execute("UPDATE items SET restrictions = 'Not in July' WHERE id = $1", item)
    await evening.bid(bob, item, 20_000)
    body = (await evening.record(item)).body
    bids = [one for one in body["entries"] if one["source"] == "bid"]
    assert [(one["device"], one["terms_version"]) for one in bids] == [("Phone of Ann", 1), (None, 2)]
    assert [(one["version"], one["restrictions"], one["until"] is None) for one in body["terms"]] == [
        (1, "", False),
        (2, "Not in July", True),
    ]
    assert [(one["paddle_number"], one["name"], one["rules_accepted_at"] is not None) for one in body["bidders"]] == [
        (214, "Guest 214", True),
        (331, "Guest 331", False),
    ]
    changed = [one["sentence"] for one in body["entries"] if one["source"] == "terms"]
    assert changed == ["The restrictions, expiry or age of the item changed: version 2 from here on."]


async def void_last_bid(evening: Evening, item: UUID, leader: Guest, cents: int, voided: UUID) -> None:
    """The rows that taking back the last bid leaves: the one before it counts again. Extended past the close, as staff changes may."""
    act, close = new_id(), utc_now() + timedelta(hours=2)
    user, org, event = evening.users["coordinator"], evening.gala.org_id, evening.gala.event_id
    await evening.conn.execute(
        "INSERT INTO staff_acts (org_id, id, event_id, session_id, user_id, action, subject_id, body_hash)"
        " VALUES ($1, $2, $3, $4, $5, 'void', $6, '')",
        org,
        act,
        event,
        new_id(),
        user,
        item,
    )
    await evening.conn.execute(
        """
        INSERT INTO item_changes (org_id, id, event_id, item_id, seq, kind, act_id, reason, note, bid_ids, user_id, decided_at,
          status_before, status_after, price_before_cents, price_after_cents, leader_before_id, leader_after_id,
          closes_at_before, closes_at_after, version_after)
        SELECT org_id, $1, event_id, id, last_seq + 1, 'void', $2, 'entry_error', 'typed on the wrong lot', ARRAY[$3::uuid], $4, clock_timestamp(),
          status, status, price_cents, $5, high_paddle_id, $6, closes_at, $7, version + 1 FROM items WHERE id = $8
        """,
        new_id(),
        act,
        voided,
        user,
        cents,
        leader.paddle_id,
        close,
        item,
    )
    await evening.conn.execute(
        """
        UPDATE items SET price_cents = $2, high_commitment_cents = $2, high_paddle_id = $3, high_paddle_number = $4,
          high_bid_id = (SELECT id FROM bids WHERE paddle_id = $3), bid_count = bid_count - 1, last_seq = last_seq + 1,
          version = version + 1, closes_at = $5
        WHERE id = $1
        """,
        item,
        cents,
        leader.paddle_id,
        leader.number,
        close,
    )


async def test_a_bid_that_staff_took_back_is_told_to_everybody_the_bidder_and_staff(
    app: Services, owner: Connection
) -> None:
    evening = await Evening.begin(app, owner)
    item, (ann, bob, _) = await make_item(owner, evening.gala), await evening.guests()
    await evening.bid(ann, item, 5_000, kind="exact")
    wrong = bid_of(bob, item, 50_000, kind="exact")
    await place_bids(owner, [wrong])
    await void_last_bid(evening, item, ann, 5_000, wrong.id)

    steps = (await send("GET", f"/api/v1/items/{item}/bids", token=ann.token(app.tokens))).body["steps"]
    assert re.fullmatch(
        r"Staff took back a bid of paddle 331 \(entry error\)\. Paddle 214 has the top bid again, at \$50\. It now closes \d+:\d\d [AP]M( on .*)?\.",
        steps[0]["sentence"],
    )
    assert (steps[0]["what"], steps[0]["paddle_number"], steps[0]["price_after_cents"]) == ("void", None, 5_000)
    [own] = (await send("GET", "/api/v1/me/bids/history", token=bob.token(app.tokens))).body["bids"]
    assert own["is_taken_back"] is True
    assert re.search(r"Staff took it back at \d+:\d\d [AP]M \(entry error\)\.$", own["sentence"])
    assert (await send("GET", "/api/v1/me/bids", token=bob.token(app.tokens))).body["bids"] == []
    answer = await evening.record(item)
    assert re.sub(r"<t>.*", "<t>", told(answer)[-1]) == (
        'Sam Staff took back bids (entry error): step 2. Note: "typed on the wrong lot". The price became $50. The close moved to <t>'
    )
    bids = {one["seq"]: one["bid_id"] for one in answer.body["entries"] if one["source"] == "bid"}
    assert bids[1] is not None
    assert bids[2] is None, "a void bid cannot be voided again"
    assert {one["bid_id"] for one in answer.body["entries"] if one["source"] != "bid"} == {None}
    assert "1 bid taken back by staff is not counted" in answer.body["why"]
    assert b"wrong lot" not in b"".join(step["sentence"].encode() for step in steps), "staff's notes are staff's"


async def test_the_file_says_the_same_with_page_numbers_and_equal_bytes(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, guests = await a_contest(evening)
    many = await make_item(owner, evening.gala)
    for n in range(90):
        await evening.bid(guests[n % 2], many, 5_000 + 500 * n, kind="exact")
    first, again = await evening.record(item, "owner", file=True), await evening.record(item, "owner", file=True)
    assert (first.status, first.headers["content-type"], first.headers["cache-control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert first.raw == again.raw
    text = text_of(first.raw)
    for entry in (await evening.record(item, "owner")).body["entries"]:
        assert entry["sentence"][:40] in text
    long = await evening.record(many, "owner", file=True)
    pages = pages_of(long.raw)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"page {number} of \n{len(pages)}" in page
    assert "Paddle 331 bid $495." in text_of(long.raw)


async def test_an_item_that_nobody_is_shown_has_no_record(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    draft, hidden = await make_item(owner, evening.gala, status="draft"), await make_item(owner, evening.gala)
    await owner.execute("UPDATE items SET is_hidden = true WHERE id = $1", hidden)
    for item in (draft, hidden, uuid4()):
        for file in (False, True):
            answer = await evening.record(item, "owner", file=file)
            assert (answer.status, answer.code) == (404, "item_not_found")


async def test_refusals_are_kept_for_thirty_days(app: Services, owner: Connection) -> None:
    evening = await Evening.begin(app, owner)
    item, (ann, _, _) = await make_item(owner, evening.gala), await evening.guests()
    for days in (1, 29, 31):
        await evening.bid(ann, item, 1_000 + days)
        await owner.execute(
            "UPDATE bid_attempts SET decided_at = now() - make_interval(days => $1) WHERE amount_cents = $2",
            days,
            1_000 + days,
        )
    assert await owner.fetchval("SELECT sweep_bid_attempts_v1()") == 1
    assert await owner.fetchval("SELECT array_agg(amount_cents ORDER BY 1) FROM bid_attempts") == [1_001, 1_029]
