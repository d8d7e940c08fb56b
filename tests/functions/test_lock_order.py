"""One lock order everywhere (design.md 5): all writers run against each other on few rows, and nobody deadlocks."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import asyncpg

from functions.bids import store
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.runtime import Services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of, random_bids
from tests.factories.gala import make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import send
from tests.factories.locks import connections, deadlocks, until_blocked

DURATION_S = 4.0

CLOSE_DUE = "SELECT item_id FROM close_due_v1($1, $2)"

REOPEN = """
WITH closed AS (SELECT id FROM items WHERE kind = 'single' AND status IN ('sold', 'unsold') ORDER BY id FOR NO KEY UPDATE)
UPDATE items i SET status = 'open', hammer_cents = NULL, winner_paddle_id = NULL, closed_at = NULL, version = version + 1
FROM closed WHERE i.id = closed.id
"""


class Writers:
    """Every act that locks rows, on one small gala."""

    def __init__(self, app: Services, owner: Connection, rng: random.Random) -> None:
        self.app, self.owner, self.rng = app, owner, rng
        self.done: Counter[str] = Counter()

    async def build(self) -> "Writers":
        self.gala = await make_gala(self.owner, closes_at=utc_now() + timedelta(seconds=DURATION_S / 2))
        later = utc_now() + timedelta(hours=1)
        self.items = [await make_item(self.owner, self.gala) for _ in range(4)]
        self.items += [await make_item(self.owner, self.gala, closes_at=later) for _ in range(2)]
        self.lots = [await make_item(self.owner, self.gala, kind="live") for _ in range(60)]
        self.guests = [await make_guest(self.owner, self.gala) for _ in range(4)]
        self.clerk = self.app.tokens.issue(await make_staff_session(self.owner, self.gala, "clerk"))
        return self

    async def repeat(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        stop = asyncio.get_running_loop().time() + DURATION_S
        while asyncio.get_running_loop().time() < stop:
            await act()
            self.done[name] += 1

    def batches(self, conn: Connection) -> Callable[[], Awaitable[object]]:
        def place() -> Awaitable[object]:
            highest = 10_000 + 40 * sum(self.done.values())
            return store.place_bids(
                conn, random_bids(self.rng, self.guests, self.items, self.rng.randint(1, 8), highest)
            )

        return place

    async def bid(self) -> None:
        token = self.rng.choice(self.guests).token(self.app.tokens)
        amount = self.rng.randrange(5_000, 200_000)
        bid = {"item_id": str(self.rng.choice(self.items)), "max_cents": amount, "confirmed": True}
        answer = await send("POST", "/api/v1/bids", token=token, key=uuid4(), json=bid)
        assert answer.status in (201, 409), answer.raw

    async def cancel(self) -> None:
        token = self.rng.choice(self.guests).token(self.app.tokens)
        assert (await send("POST", f"/api/v1/bids/{uuid4()}/cancel", token=token)).status == 200

    async def sell(self) -> None:
        sale = {
            "item_id": str(self.rng.choice(self.lots)),
            "paddle_number": self.rng.choice(self.guests).number,
            "amount_cents": self.rng.randrange(1_000, 90_000),
        }
        answer = await send("POST", "/api/v1/live-sales", token=self.clerk, key=uuid4(), json=sale)
        assert answer.status in (201, 409), answer.raw

    async def sign_in_and_out(self) -> None:
        digits = self.rng.choice(("0199", "0199", "0000"))
        body = {"link": self.rng.choice(self.guests).link, "phone_last4": digits}
        answer = await send("POST", "/api/v1/sessions", json=body | {"accept_terms_id": str(self.gala.terms_id)})
        assert answer.status in (201, 401, 429), answer.raw
        if answer.status == 201:
            token = answer.body["access_token"]
            assert (await send("DELETE", "/api/v1/sessions/current", token=token)).status == 204

    def close(self, conn: Connection) -> Callable[[], Awaitable[object]]:
        return lambda: conn.fetch(CLOSE_DUE, self.gala.org_id, self.gala.section_id)

    @staticmethod
    def lock_paddles(conn: Connection) -> Callable[[], Awaitable[object]]:
        async def lock() -> None:
            async with conn.transaction():
                await conn.execute("SELECT 1 FROM paddles ORDER BY id FOR NO KEY UPDATE")
                await conn.execute(
                    "UPDATE paddles SET status = CASE WHEN status = 'locked' THEN 'active' ELSE 'locked' END"
                )

        return lock


async def test_all_writers_against_each_other_never_deadlock(
    database: TestDatabase, owner: Connection, app: Services
) -> None:
    seed = random.randrange(2**32)
    writers = await Writers(app, owner, random.Random(seed)).build()
    async with (
        connections(database.app_url, 5) as [*bidders, closer],
        connections(database.url, 2) as [reopener, locker],
        asyncio.TaskGroup() as running,
    ):
        acts = [
            *(("batch", writers.batches(conn)) for conn in bidders),
            *[("bid", writers.bid)] * 3,
            *[("sell", writers.sell)] * 2,
            ("cancel", writers.cancel),
            ("session", writers.sign_in_and_out),
            ("close", writers.close(closer)),
            ("reopen", lambda: reopener.execute(REOPEN)),
            ("lock", writers.lock_paddles(locker)),
        ]
        for name, act in acts:
            running.create_task(writers.repeat(name, act))
    await app.close()  # its connections add their counts when they end
    assert await deadlocks(owner) == 0, f"seed {seed}, {writers.done}"
    assert all(writers.done[name] >= 5 for name, _ in acts), f"somebody starved: {writers.done}"
    assert await owner.fetchval("SELECT count(*) FROM bids") > 20
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'won'") > 0


async def test_a_writer_with_the_wrong_order_of_locks_does_deadlock(database: TestDatabase, owner: Connection) -> None:
    """The negative control: what the test above would see."""
    gala = await make_gala(owner)
    item, ann = await make_item(owner, gala), await make_guest(owner, gala)

    async def first_the_item(wrong: Connection, conn: Connection) -> None:
        async with wrong.transaction():
            await wrong.execute("SELECT 1 FROM items WHERE id = $1 FOR NO KEY UPDATE", item)
            is_locked.set()
            await until_blocked(owner, conn)
            await wrong.execute("SELECT 1 FROM paddles WHERE id = $1 FOR NO KEY UPDATE", ann.paddle_id)

    async def bid(conn: Connection) -> None:
        await is_locked.wait()
        await store.place_bids(conn, [bid_of(ann, item, 10_000)])

    is_locked = asyncio.Event()
    async with connections(database.app_url, 1) as [conn], connections(database.url, 1) as [wrong]:
        outcomes = await asyncio.gather(first_the_item(wrong, conn), bid(conn), return_exceptions=True)
    assert [type(one) for one in outcomes if one is not None] == [asyncpg.DeadlockDetectedError]
    async with asyncio.timeout(10):
        while await deadlocks(owner) == 0:
            pass
