"""One lock order everywhere (design.md 5): all writers run against each other on few rows, and nobody deadlocks."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import asyncpg

from functions.bids import store
from functions.closing.service import reopen_healthy
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.runtime import Services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of, random_bids
from tests.factories.gala import make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.locks import connections, deadlocks, until_blocked

DURATION_S = 6.0
LONGEST_S = 60.0
LEAST_EACH = 5

CLOSE_DUE = "SELECT item_id FROM close_due_v1($1, $2)"

HASTEN = "UPDATE items SET closes_at = now(), planned_closes_at = now() WHERE id = $1 AND status = 'open' AND held_at IS NULL"
"""As if an item's close had come: what is reopened has five minutes, and this test has a few seconds."""


OUTAGE = "UPDATE heartbeats SET gap_from = CASE WHEN $1 THEN now() - interval '100 s' END, gap_to = CASE WHEN $1 THEN now() END"


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
        await self.owner.execute("UPDATE events SET outage_after_s = 15")
        await self.owner.execute(
            "INSERT INTO heartbeats SELECT org_id, id, clock_timestamp() FROM events WHERE id = $1", self.gala.event_id
        )
        return self

    async def repeat(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        """For a while, and on a busy machine for as long as somebody has done little."""
        self.done[name] += 0
        clock = asyncio.get_running_loop().time
        start = clock()
        while clock() < start + DURATION_S or (min(self.done.values()) < LEAST_EACH and clock() < start + LONGEST_S):
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

    def close(self, conn: Connection, owner: Connection) -> Callable[[], Awaitable[object]]:
        async def close() -> None:
            if self.rng.random() < 0.1:
                await owner.execute(HASTEN, self.rng.choice(self.items))
            await conn.fetch(CLOSE_DUE, self.gala.org_id, self.gala.section_id)

        return close

    def outage(self, conn: Connection) -> Callable[[], Awaitable[object]]:
        """Comes and goes, so that some closes are held."""

        async def outage() -> None:
            await conn.execute(OUTAGE, self.rng.random() < 0.3)
            await reopen_healthy(self.app)

        return outage

    @staticmethod
    def lock_paddles(conn: Connection) -> Callable[[], Awaitable[object]]:
        async def lock() -> None:
            async with conn.transaction():
                await conn.execute("SELECT 1 FROM paddles ORDER BY id FOR NO KEY UPDATE")
                await conn.execute(
                    "UPDATE paddles SET status = CASE WHEN status = 'locked' THEN 'active' ELSE 'locked' END"
                )

        return lock


class Room:
    """What a stage, clerks and phones do to live lots, on the guests of the writers."""

    def __init__(self, writers: Writers, ada: str, jo: str) -> None:
        self.writers, self.rng, self.staff = writers, writers.rng, (ada, jo)
        self.lots = writers.lots[:4]

    async def post(self, path: str, token: str, body: object) -> Answer:
        answer = await send("POST", f"/api/v1/{path}", token=token, key=uuid4(), json=body)
        assert answer.status in (200, 201, 409), (path, body, answer.raw)
        return answer

    async def run_lots(self) -> None:
        kind = self.rng.choice(("open", "bid", "bid", "pass", "absentee", "underbidder"))
        body: dict[str, object] = {"kind": kind}
        if kind == "open":
            body["pass_running"] = True
        if kind == "bid":
            body["paddle_number"] = self.rng.choice(self.writers.guests).number
        await self.post(f"items/{self.rng.choice(self.lots)}/live-entries", self.rng.choice(self.staff), body)

    async def phone(self) -> None:
        token = self.rng.choice(self.writers.guests).token(self.writers.app.tokens)
        lot = self.rng.choice(self.lots)
        await self.post(f"items/{lot}/live-offers", token, {"amount_cents": 5_000})
        await self.post(
            f"items/{lot}/absentee", token, {"max_cents": self.rng.randrange(5_000, 90_000), "confirmed": True}
        )

    async def change_sales(self) -> None:
        event = self.writers.gala.event_id
        sales = (await send("GET", f"/api/v1/events/{event}/stage", token=self.staff[0])).body["sales"]
        if not sales:
            return
        sale = self.rng.choice(sales)
        number = self.rng.choice(self.writers.guests).number
        what, body = self.rng.choice(
            (
                ("undo", {}),
                ("correct", {"paddle_number": number}),
                ("resolve", {"keep": "claim"}),
                ("confirm", {"by": "table"}),
            )
        )
        await self.post(f"live-sales/{sale['id']}/{what}", self.rng.choice(self.staff), body)

    def acts(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [*[("lots", self.run_lots)] * 2, ("phones", self.phone), ("sales", self.change_sales)]


class Staff:
    """What managers do to the auction, and guests answer, on the items of the writers."""

    def __init__(self, writers: Writers, sam: str, kim: str) -> None:
        self.writers, self.rng, self.sam, self.kim = writers, writers.rng, sam, kim

    async def post(self, path: str, body: object = None, *, token: str | None = None) -> Answer:
        answer = await send("POST", f"/api/v1/{path}", token=token or self.sam, key=uuid4(), json=body)
        assert answer.status in (200, 201, 202, 409), (path, answer.raw)
        return answer

    def item(self) -> str:
        return f"items/{self.rng.choice(self.writers.items)}"

    async def pause_and_resume(self) -> None:
        for path, body in (("pause", {}), ("resume", {"in_s": 0})):
            await self.post(f"events/{self.writers.gala.event_id}/{path}", body)

    async def extend(self) -> None:
        await self.post(f"{self.item()}/extend", {"seconds": 10, "reason": "Speeches"})

    async def void(self) -> None:
        body = {"paddle_number": self.rng.choice(self.writers.guests).number, "reason": "entry_error"}
        await self.post(f"{self.item()}/voids", body)

    async def ask_and_approve(self, what: str) -> None:
        asked = await self.post(what, {"reason": "system_fault"})
        if asked.status == 202:
            approval = asked.body["approval"]["id"]
            if (await self.post(f"approvals/{approval}/approve", token=self.kim)).status == 409:
                await self.post(f"approvals/{approval}/decline")

    async def reopen(self) -> None:
        await self.ask_and_approve(f"{self.item()}/reopenings")

    async def revoke(self) -> None:
        await self.ask_and_approve(f"{self.item()}/revocations")

    async def close_or_reopen_held(self) -> None:
        section = f"sections/{self.writers.gala.section_id}"
        if self.rng.random() < 0.5:
            await self.ask_and_approve(f"{section}/close-held")
        else:
            await self.post(f"{section}/unhold")

    async def offer_and_answer(self) -> None:
        made = await self.post(f"{self.item()}/offers", {})
        if made.status == 201:
            offer = made.body["offer"]
            [guest] = [one for one in self.writers.guests if one.number == offer["paddle_number"]]
            token = guest.token(self.writers.app.tokens)
            for answer in (self.rng.choice(("accept", "decline")), "decline"):
                await self.post(f"offers/{offer['id']}/{answer}", token=token)

    async def step_back(self) -> None:
        await self.post(
            f"{self.item()}/step-back", token=self.rng.choice(self.writers.guests).token(self.writers.app.tokens)
        )

    def acts(self) -> list[tuple[str, Callable[[], Awaitable[object]]]]:
        return [
            ("pause", self.pause_and_resume),
            ("extend", self.extend),
            ("void", self.void),
            *[("reopen", self.reopen)] * 2,
            ("revoke", self.revoke),
            ("offer", self.offer_and_answer),
            ("step back", self.step_back),
            ("held", self.close_or_reopen_held),
        ]


async def test_all_writers_against_each_other_never_deadlock(
    database: TestDatabase, owner: Connection, app: Services
) -> None:
    seed = random.randrange(2**32)
    writers = await Writers(app, owner, random.Random(seed)).build()
    sam, kim = [app.tokens.issue(await make_staff_session(owner, writers.gala)) for _ in range(2)]
    ada = app.tokens.issue(await make_staff_session(owner, writers.gala, "auctioneer"))
    async with (
        connections(database.app_url, 5) as [*bidders, closer],
        connections(database.url, 3) as [hastener, locker, breaker],
        asyncio.TaskGroup() as running,
    ):
        acts = [
            *(("batch", writers.batches(conn)) for conn in bidders),
            *[("bid", writers.bid)] * 3,
            *[("sell", writers.sell)] * 2,
            ("cancel", writers.cancel),
            ("session", writers.sign_in_and_out),
            ("close", writers.close(closer, hastener)),
            ("lock", writers.lock_paddles(locker)),
            ("outage", writers.outage(breaker)),
            *Staff(writers, sam, kim).acts(),
            *Room(writers, ada, writers.clerk).acts(),
        ]
        for name, act in acts:
            running.create_task(writers.repeat(name, act))
    await app.close()  # its connections add their counts when they end
    assert await deadlocks(owner) == 0, f"seed {seed}, {writers.done}"
    assert min(writers.done.values()) >= LEAST_EACH, f"somebody starved: {writers.done}"
    assert await owner.fetchval("SELECT count(*) FROM bids") > 20
    changes = await owner.fetch("SELECT kind, count(*) AS n FROM item_changes GROUP BY kind")
    done = {row["kind"]: row["n"] for row in changes}
    assert {"pause", "resume", "extend", "void", "reopen", "hold", "unhold"} <= done.keys(), f"seed {seed}, {done}"
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
