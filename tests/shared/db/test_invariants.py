"""Each query of the invariant pack about bidding can fail: a sound evening, one row broken at a time, and the pack says which rule it broke."""

import re
from collections.abc import Awaitable
from uuid import UUID

import pytest

from functions.bids import store
from functions.bids.models import BidKind
from functions.live import store as stage
from functions.stewarding import store as acts
from functions.stewarding.models import Outcome
from shared.db.invariants import broken_invariants, invariants
from shared.db.pool import Connection
from shared.ids import new_id
from tests.factories.acts import call_of
from tests.factories.bidding import let_close_pass
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session

PROVEN = re.compile(r"I([1-9]|1[0-9]|20|23|25)[a-z]? |I39b ")
"""Names of what holds of bidding and of the room."""

OFFER = (
    "INSERT INTO offers (org_id, id, event_id, item_id, paddle_id, amount_cents, answer_key, made_by, status, deadline, answered_at)"
    " SELECT org_id, id, event_id, id, winner_paddle_id, 1, id, id,"
)
CLAIM = (
    "INSERT INTO live_sales (org_id, id, event_id, item_id, amount_cents, body_hash, entered_by, sold_at, kind, claim_on_id)"
    " SELECT org_id, gen_random_uuid(), event_id, item_id, 1, 'x', id, now(), 'claim', id FROM live_sales WHERE item_id = @live;"
)
# name of the query (its number) -> what breaks it, `@lot` standing for an item's id
BREAKS = {
    "I1": "UPDATE items SET high_paddle_id = NULL WHERE id = @single",
    "I2": "UPDATE items SET high_commitment_cents = high_commitment_cents + 1 WHERE id = @single",
    "I2b": "UPDATE items SET hammer_cents = hammer_cents - 1 WHERE id = @sealedsold",
    "I2c": "UPDATE items SET hammer_cents = hammer_cents + 1 WHERE id = @buy",
    "I3": "UPDATE items SET standing = standing || standing[1] WHERE id = @multi",
    "I3b": "UPDATE items SET standing = standing[1:1] WHERE id = @multi",
    "I3c": "UPDATE items SET per_guest_limit = 1 WHERE id = @fixed",
    "I4": "UPDATE bids SET decided_at = closes_at_seen WHERE item_id = @single",
    "I5": "UPDATE item_changes SET kind = 'pause', bid_ids = '{}' WHERE item_id = @void",
    "I6": "UPDATE bids SET least_cents = amount_cents + 1 WHERE item_id = @single",
    "I7": "UPDATE bids SET price_after_cents = price_after_cents - 1 WHERE item_id = @single AND seq = 1",
    "I8": "UPDATE items SET price_cents = price_cents + 1 WHERE id = @single",
    "I8b": "UPDATE items SET bid_count = bid_count + 1 WHERE id = @multi",
    "I9": "UPDATE items SET price_cents = high_commitment_cents + 1 WHERE id = @single",
    "I10": "UPDATE bids SET is_raise = true WHERE item_id = @single AND seq = 2",
    "I11": "UPDATE bids SET seq = seq + 10 WHERE item_id = @gift",
    "I12": "INSERT INTO bid_attempts (org_id, paddle_id, key, code) SELECT org_id, paddle_id, key, 'bid_too_low' FROM bids WHERE item_id = @gift",
    "I16": "UPDATE items SET extension_count = 1 WHERE id = @single",
    "I17": "UPDATE items SET hammer_cents = hammer_cents + 1 WHERE id = @sold",
    "I17b": "UPDATE awards SET amount_cents = amount_cents + 1 WHERE item_id = @multisold",
    "I17c": "UPDATE awards SET bid_id = gen_random_uuid() WHERE item_id = @sold",
    "I17d": f"{OFFER} 'accepted', now() + interval '1 h', now() FROM items WHERE id = @sold",
    "I17e": "UPDATE item_changes SET bid_ids = bid_ids || gen_random_uuid() WHERE item_id = @void",
    "I18": "UPDATE items SET reserve_cents = hammer_cents + 1 WHERE id = @sold",
    "I19": "UPDATE items SET units_taken = units_taken + 1 WHERE id = @fixed",
    "I19b": "UPDATE items SET live_sale_id = NULL WHERE id = @live",
    "I19c": "UPDATE items SET max_copies = 0 WHERE id = @live",
    "I23": "UPDATE live_sales SET issue = 'locked' WHERE item_id = @live",
    "I25": "UPDATE awards SET revoked_at = now() WHERE item_id = @live",
    "I25b": f"{CLAIM}{CLAIM}",
    "I25c": "UPDATE live_lots SET ask_cents = ask_cents + 1 WHERE item_id = @live",
    "I25d": "UPDATE live_offers SET status = 'taken' WHERE item_id = @live",
    "I39b": "DELETE FROM messages WHERE kind = 'won' AND item_id = @live",
    "I20": "UPDATE bids SET entered_by = gen_random_uuid(), entry_reason = 'asked' WHERE item_id = @single",
}
# the second half of queries that have one
MORE = [
    ("I7", "UPDATE bids SET price_before_cents = price_before_cents - 1 WHERE item_id = @single AND seq = 2"),
    ("I9", "UPDATE items SET hammer_cents = 90000 WHERE id = @sold"),
    ("I10", "UPDATE bids SET is_raise = true, closes_at_after = closes_at_after + interval '1 s' WHERE item_id = @gift"),
    ("I11", "UPDATE bids SET decided_at = decided_at - interval '1 min' WHERE item_id = @single AND seq = 2"),
    ("I16", "UPDATE items SET closes_at = planned_closes_at - interval '1 s' WHERE id = @single"),
    ("I16", "UPDATE items SET closes_at = planned_closes_at + interval '1 h' WHERE id = @single"),
    ("I17b", "DELETE FROM awards WHERE item_id = @fixed"),
    ("I17b", "UPDATE awards SET revoked_at = now() WHERE item_id = @sealedsold"),
    ("I17d", f"{OFFER} 'declined', now(), now() + interval '1 s' FROM items WHERE id = @sold"),
    ("I17e", "UPDATE item_changes SET kind = 'reopen' WHERE item_id = @void"),
    ("I19", "UPDATE bids SET kind = 'buy_now' WHERE item_id = @sold AND seq = 1"),
    ("I19b", "UPDATE items SET status = 'open' WHERE id = @live"),
    ("I25", CLAIM),
    ("I25c", "UPDATE live_entries SET seq = seq + 5 WHERE item_id = @live AND seq = 1"),
    ("I39b", "INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_id) SELECT org_id, gen_random_uuid(), event_id, paddle_id,"
     " 'sale_reversed', item_id, id FROM live_sales WHERE item_id = @live"),
    ("I5", "UPDATE item_changes SET status_after = 'withdrawn' WHERE item_id = @void"),
    ("I5", "UPDATE item_changes SET kind = 'hold' WHERE item_id = @void"),
]  # fmt: skip
NO_CHECKS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
WHERE contype IN ('c', 'u')
  AND conrelid IN ('items'::regclass, 'bids'::regclass, 'awards'::regclass, 'item_changes'::regclass, 'bid_attempts'::regclass,
    'live_sales'::regclass, 'live_entries'::regclass)
  AND NOT EXISTS (
    SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = pg_constraint.conindid AND pg_constraint.conindid <> 0)
UNION ALL SELECT 'DROP INDEX awards_bid_key'
"""


class Evening:
    def __init__(self, owner: Connection, gala: Gala) -> None:
        self.owner, self.gala = owner, gala
        self.items: dict[str, UUID] = {}

    async def item(self, lot: str, kind: str, **columns: int) -> UUID:
        item_id = self.items[lot] = await make_item(self.owner, self.gala, lot=lot, kind=kind)
        for name, value in columns.items():
            await self.owner.execute(f"UPDATE items SET {name} = $2 WHERE id = $1", item_id, value)  # noqa: S608  names from below
        return item_id

    async def bids(self, item_id: UUID, kind: BidKind, *bids: tuple[Guest, int], units: int = 1) -> list[UUID]:
        placed = [bid_of(guest, item_id, cents, kind=kind, units=units) for guest, cents in bids]
        for bid in placed:
            [judged] = await store.place_bids(self.owner, [bid])
            assert judged.code == "accepted", judged
        return [bid.id for bid in placed]

    async def build(self) -> "Evening":
        ann, bob, cat = [await make_guest(self.owner, self.gala) for _ in range(3)]
        for lot in ("single", "sold"):
            await self.bids(await self.item(lot, "single"), "max", (ann, 10_000), (bob, 20_000))
        for lot in ("multi", "multisold"):
            item_id = await self.item(lot, "multi", quantity=2)
            await self.bids(item_id, "exact", (ann, 6_000), (bob, 7_000), (cat, 8_000))
        for lot in ("sealed", "sealedsold"):
            await self.bids(await self.item(lot, "sealed"), "sealed", (ann, 6_000), (bob, 7_000))
        await self.bids(await self.item("fixed", "fixed", quantity=9), "purchase", (ann, 5_000), units=2)
        await self.bids(await self.item("gift", "donation"), "donation", (ann, 9_000))
        await self.bids(await self.item("buy", "single", buy_now_cents=20_000), "buy_now", (ann, 20_000))
        await self.void(ann, bob)
        await self.sell_live(ann)
        await let_close_pass(self.owner, *(self.items[lot] for lot in ("sold", "multisold", "sealedsold")))
        await self.owner.execute("SELECT close_due_v1($1, $2)", self.gala.org_id, self.gala.section_id)
        return self

    async def void(self, ann: Guest, bob: Guest) -> None:
        item_id = await self.item("void", "single")
        _, last = await self.bids(item_id, "max", (ann, 10_000), (bob, 20_000))
        sam = call_of(await make_staff_session(self.owner, self.gala))
        outcome = await acts.void_bids(self.owner, sam, item_id, [last], None, "entry_error", "")
        assert outcome.code == "done"
        await self.bids(item_id, "max", (bob, 30_000))

    async def sell_live(self, ann: Guest) -> None:
        """Called, offered for from a phone, sold, and confirmed by a second clerk."""
        item_id = await self.item("live", "live")
        ada, jo = [call_of(await make_staff_session(self.owner, self.gala, role)) for role in ("auctioneer", "clerk")]
        key = {"key": str(new_id())}
        await self.done(stage.enter(self.owner, ada, item_id, {"kind": "open", "pass_running": False}))
        await self.done(stage.offer(self.owner, call_of(ann.claims()), item_id, 5_000))
        sale: stage.Body = {"item_id": str(item_id), "paddle_number": ann.number, "amount_cents": 9_000}
        sale |= {"is_copy": False, "confirmed": True, "paddle_ok": False, "reason": None, "typed_at": None}
        for call in ({**ada, **key}, jo):
            await self.done(stage.sell(self.owner, call, sale))

    async def done(self, act: Awaitable[Outcome]) -> None:
        outcome = await act
        assert outcome.code == "done", outcome

    async def names_broken_by(self, statement: str) -> set[str]:
        """With constraints, triggers and foreign keys out of the way, and taken back at once."""
        for lot, item_id in self.items.items():
            statement = re.sub(rf"@{lot}\b", f"'{item_id}'", statement)
        transaction = self.owner.transaction()
        await transaction.start()
        try:
            for row in await self.owner.fetch(NO_CHECKS):
                await self.owner.execute(row[0])
            await self.owner.execute("SET LOCAL session_replication_role = replica")
            before = await broken_invariants(self.owner)
            assert not before, f"broken before: {before}"
            await self.owner.execute(statement)
            return {name.split()[0] for name in await broken_invariants(self.owner)}
        finally:
            await transaction.rollback()


@pytest.fixture
async def evening(owner: Connection) -> Evening:
    return await Evening(owner, await make_gala(owner)).build()


def test_every_query_about_bidding_has_a_row_that_breaks_it() -> None:
    assert {name.split()[0] for name in invariants() if PROVEN.match(name)} == set(BREAKS)


async def test_each_query_about_bidding_sees_the_row_that_breaks_it(evening: Evening) -> None:
    unseen = [
        f"{number}: {statement}"
        for number, statement in [*BREAKS.items(), *MORE]
        if number not in await evening.names_broken_by(statement)
    ]
    assert unseen == []
