"""Everybody at once on items of every kind: what is stored is what the rules make of it in the order of seq, whatever that order was."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

from functions.bids import store
from functions.bids.rules import Item
from shared.db.pool import Connection
from tests.conftest import TestDatabase
from tests.factories.acts import Acts
from tests.factories.bids import random_bid
from tests.factories.clock import make_settable_clock, set_clock
from tests.factories.fold import assert_equals_fold, stored_item
from tests.factories.gala import Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.locks import connections

START = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
BATCHES = 60
TICK = timedelta(seconds=2)
"""That pass with every batch, so that the planned close comes when half of the bids are placed."""
CLOSE_DUE = "SELECT item_id, status FROM close_due_v1($1, $2) WHERE item_id IS NOT NULL"
LOCK_ONE = "UPDATE paddles SET status = CASE WHEN status = 'locked' THEN 'active' ELSE 'locked' END WHERE id = $1"
OF_ALL_KINDS = """
UPDATE items SET reserve_cents = CASE lot WHEN 'reserve' THEN 20000 END, buy_now_cents = CASE lot WHEN 'buy' THEN 90000 END,
  buy_now_until_pct = CASE lot WHEN 'buy' THEN 40 END, quantity = CASE kind WHEN 'multi' THEN 4 WHEN 'fixed' THEN 60 ELSE 1 END,
  per_guest_limit = CASE WHEN lot = 'limit' THEN 2 WHEN kind = 'fixed' THEN 12 END,
  is_uniform_price = lot = 'uniform', force_multiples = lot = 'steps'
"""
LOTS = {
    "plain": "single", "reserve": "single", "steps": "single", "buy": "single", "several": "multi", "limit": "multi", "uniform": "multi",
    "sealed": "sealed", "fixed": "fixed", "gift": "donation",
}  # fmt: skip


class Evening:
    """One section whose clock moves as bids come."""

    def __init__(self, owner: Connection, rng: random.Random) -> None:
        self.owner, self.rng, self.now = owner, rng, START
        self.codes: Counter[str] = Counter()
        self.bidders = 0
        self.before: dict[UUID, Item] = {}
        self.guests: list[Guest] = []

    async def build(self) -> "Evening":
        closes_at = START + TICK * BATCHES * 4
        await make_settable_clock(self.owner, START)
        self.gala = await make_gala(
            self.owner, opens_at=START, closes_at=closes_at, extension_window_s=120, extension_s=60, extension_cap_s=300
        )
        for n, (lot, kind) in enumerate(LOTS.items()):
            later = timedelta(seconds=30 * (n % 3))
            await make_item(self.owner, self.gala, lot=lot, kind=kind, closes_at=closes_at + later)
        await self.owner.execute(OF_ALL_KINDS)
        for row in await self.owner.fetch("SELECT id FROM items"):
            self.before[row["id"]] = await stored_item(self.owner, row["id"])
        self.guests = [await make_guest(self.owner, self.gala) for _ in range(6)]
        self.acts = Acts(
            self.owner, self.rng, [await make_staff_session(self.owner, self.gala) for _ in range(2)], self.guests
        )
        return self

    def any_item(self) -> UUID:
        return self.rng.choice(list(self.before))

    async def bid(self, conn: Connection) -> None:
        self.bidders += 1
        for n in range(BATCHES):
            some = [(self.rng.choice(self.guests), self.any_item()) for _ in range(self.rng.randint(1, 6))]
            highest = 8_000 + 800 * n
            batch = [random_bid(self.rng, guest, item_id, self.before[item_id], highest) for guest, item_id in some]
            self.codes.update(judged.code for judged in await store.place_bids(conn, batch))
            self.now += TICK
        self.bidders -= 1

    async def pass_time(self, conn: Connection) -> None:
        """And close what is due, and lock and unlock paddles."""
        while self.bidders:
            await set_clock(conn, self.now)
            await conn.fetch(CLOSE_DUE, self.gala.org_id, self.gala.section_id)
            await conn.execute(LOCK_ONE, self.rng.choice(self.guests).paddle_id)

    async def act(self) -> None:
        while self.bidders:
            await self.acts.one(self.any_item())

    async def end(self) -> None:
        await set_clock(self.owner, self.now + timedelta(hours=1))
        await self.owner.fetch(CLOSE_DUE, self.gala.org_id, self.gala.section_id)


async def test_what_eight_connections_and_staff_leave_is_what_the_rules_make_of_it(
    database: TestDatabase, owner: Connection
) -> None:
    seed = random.randrange(2**32)
    evening = await Evening(owner, random.Random(seed)).build()
    async with connections(database.app_url, 8) as conns, connections(database.url, 1) as [clock]:
        await asyncio.gather(*(evening.bid(conn) for conn in conns), evening.pass_time(clock), evening.act())
    await evening.end()
    folded = [await assert_equals_fold(owner, item_id, item) for item_id, item in evening.before.items()]
    assert sum(folded) == evening.codes["accepted"] > 100, f"seed {seed}: {evening.codes}"
    assert evening.codes["paddle_locked"] > 0, f"seed {seed}: {evening.codes}"
    assert evening.acts.done["void"] > 0, f"seed {seed}: {evening.acts.done}"
    open_kinds = {row["kind"] for row in await owner.fetch("SELECT kind FROM items WHERE status = 'open'")}
    assert open_kinds <= {"donation"}, f"seed {seed}"
