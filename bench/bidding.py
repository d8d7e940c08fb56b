"""Ways of placing one bid: through the batcher, by the bare database function, and by the textbook's interactive transaction."""

import asyncio
import os
import random
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import Protocol
from uuid import UUID

import asyncpg
from asyncpg.pgproto.pgproto import UUID as CompiledUUID

from bench.bid_loads import Side
from functions.bids import store
from functions.bids.batcher import BidBatcher
from functions.bids.models import NewBid
from shared.clock import utc_now
from shared.db.pool import Connection, prepare_connection
from shared.ids import new_id

type Prepared = asyncpg.prepared_stmt.PreparedStatement[asyncpg.Record]

SESSION = {"jit": "off"}
"""As the batcher's lanes."""
BODY_HASH = bytes(32)


class Offers:
    """Bids on a side's items, each higher than every earlier one of all processes, and what was answered to them."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._last_us = 0
        self.answers: Counter[str] = Counter()
        self.accepted_keys: list[str] = []

    def bid(self, caller: int) -> NewBid:
        side = self._side
        paddle_id, session_id = side.bidders[caller % len(side.bidders)]
        self._last_us = max(self._last_us + 1, time.monotonic_ns() // 1_000)
        return NewBid(
            id=new_id(), key=CompiledUUID(os.urandom(16)), org_id=side.org_id, event_id=side.event_id, paddle_id=paddle_id,
            session_id=session_id, epoch=1, item_id=random.choice(side.item_ids), kind="exact",
            amount_cents=self._last_us - side.base_us, body_hash=BODY_HASH, confirmed=True,
        )  # fmt: skip

    def answered(self, bid: NewBid, code: str) -> bool:
        self.answers[code] += 1
        if code == "accepted":
            self.accepted_keys.append(bid.key.hex)
        return code == "accepted"


class Placing(Protocol):
    async def place(self, bid: NewBid) -> str:
        """The code of the answer."""

    async def close(self) -> None: ...


class Batched:
    def __init__(self, url: str, lanes: int) -> None:
        self._batcher = BidBatcher(url, lanes, lambda *_: None)

    async def place(self, bid: NewBid) -> str:
        return (await self._batcher.place(bid)).code

    async def close(self) -> None:
        await self._batcher.close()


class Bare:
    """The same statement with one bid, prepared, on one connection; the caller times the call alone, and its answer is read later."""

    def __init__(self, conn: Connection, statement: Prepared) -> None:
        self._conn = conn
        self.call = statement.fetch

    @staticmethod
    def text(bid: NewBid) -> str:
        return store._batch_json([bid])

    @staticmethod
    def code(rows: list[asyncpg.Record]) -> str:
        return next(str(row["code"]) for row in rows if row["n"] is not None)

    @classmethod
    async def connected(cls, url: str) -> "Bare":
        conn: Connection = await asyncpg.connect(url, server_settings=SESSION)
        await prepare_connection(conn)
        return cls(conn, await conn.prepare(store.PLACE_BIDS))

    async def close(self) -> None:
        await self._conn.close()


class Textbook:
    """BEGIN; SELECT FOR UPDATE; the rule in Python; INSERT; UPDATE; COMMIT. One connection per caller, and the same rows as place_bids.

    It bids what is least acceptable once it has the lock: its bids overtake each other before, and would be refused.
    """

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", numbers: dict[UUID, int]) -> None:
        self._pool = pool
        self._numbers = numbers
        self._told: set[tuple[UUID, UUID]] = set()
        """Item and guest whose text waits to be sent, so that the floor asks for it once."""

    @classmethod
    async def connected(cls, url: str, callers: int) -> "Textbook":
        pool = await asyncpg.create_pool(
            url, min_size=callers, max_size=callers, server_settings=SESSION | {"plan_cache_mode": "force_generic_plan"}
        )
        rows = await pool.fetch("SELECT id, number FROM paddles")
        return cls(pool, {row["id"]: row["number"] for row in rows})

    async def place(self, bid: NewBid) -> str:
        async with self._pool.acquire() as conn, conn.transaction():
            item = await conn.fetchrow(_LOCK_ITEM, bid.org_id, bid.item_id)
            if item is None:
                return "item_not_found"
            now = utc_now()
            if code := _refusal(item, bid, now.timestamp()):
                return code
            least, leader_id = _least_cents(item), item["high_paddle_id"]
            values = (
                bid.org_id, bid.id, bid.event_id, bid.item_id, bid.paddle_id, bid.key, bid.body_hash, item["last_seq"] + 1, least,
                item["price_cents"], now, item["opens_at"], item["closes_at"], item["version"] + 1, bid.session_id,
            )  # fmt: skip
            if leader_id is None or (bid.item_id, leader_id) in self._told:
                await conn.execute(_INSERT_BID, *values)
            else:
                await conn.execute(_INSERT_BID_AND_TEXT, *values, leader_id)
                self._told.add((bid.item_id, leader_id))
            number = self._numbers[bid.paddle_id]
            await conn.execute(_UPDATE_ITEM, bid.org_id, bid.item_id, least, bid.paddle_id, bid.id, now, number)
        return "accepted"

    async def close(self) -> None:
        await self._pool.close()


_LOCK_ITEM = """
SELECT status, opens_at, closes_at, paused_at, starting_cents, step_cents, price_cents, high_paddle_id, last_seq, version
FROM items WHERE org_id = $1 AND id = $2 FOR UPDATE
"""
_INSERT_BID = """
INSERT INTO bids (org_id, id, event_id, item_id, paddle_id, key, body_hash, seq, kind, amount_cents, units, is_raise, outcome, least_cents,
  price_before_cents, price_after_cents, leader_after_id, decided_at, opens_at_seen, closes_at_seen, closes_at_after, version_after, session_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'exact', $9, 1, false, 'leading', $9, $10, $9, $5, $11, $12, $13, $13, $14, $15)
"""
# The old leader's text goes with the bid, so that it costs the floor no round trip.
_INSERT_BID_AND_TEXT = f"""
WITH told AS (
  INSERT INTO messages (org_id, id, event_id, paddle_id, kind, item_id, about_seq, amount_cents)
  SELECT $1, $2, $3, $16::uuid, 'outbid', $4, $8, $9
  WHERE NOT EXISTS (SELECT FROM messages x WHERE x.item_id = $4 AND x.paddle_id = $16 AND x.kind = 'outbid' AND x.status = 'pending')
)
{_INSERT_BID}
"""  # noqa: S608 - constants
_UPDATE_ITEM = """
UPDATE items SET price_cents = $3, high_commitment_cents = $3, high_paddle_id = $4, high_bid_id = $5, value_frozen_at = coalesce(value_frozen_at, $6),
  high_paddle_number = $7,
  bid_count = bid_count + 1, last_seq = last_seq + 1, version = version + 1
WHERE org_id = $1 AND id = $2
"""


def _least_cents(item: asyncpg.Record) -> int:
    return int(item["starting_cents"] if item["price_cents"] is None else item["price_cents"] + item["step_cents"][0])


def _refusal(item: asyncpg.Record, bid: NewBid, now: float) -> str | None:
    if item["status"] != "open" or now >= item["closes_at"].timestamp() or now < item["opens_at"].timestamp():
        return "item_closed"
    if item["paused_at"] is not None:
        return "item_paused"
    return "already_leading" if item["high_paddle_id"] == bid.paddle_id else None


class Updates:
    """Stands in for pgbench where there is none: prepared one-row UPDATEs, a connection per caller. A bid only says that it is time."""

    def __init__(self, statements: asyncio.Queue[Prepared], stack: AsyncExitStack) -> None:
        self._statements = statements
        self._stack = stack

    @classmethod
    async def connected(cls, url: str, callers: int) -> "Updates":
        stack = AsyncExitStack()
        statements: asyncio.Queue[Prepared] = asyncio.Queue()
        for _ in range(callers):
            conn = await asyncpg.connect(url, server_settings=SESSION)
            stack.push_async_callback(conn.close)
            statements.put_nowait(await conn.prepare("UPDATE bench.hot SET v = v + 1 WHERE id = $1"))
        return cls(statements, stack)

    async def place(self, bid: NewBid) -> str:
        statement = await self._statements.get()
        await statement.fetch(1 + bid.key.int % 200)
        self._statements.put_nowait(statement)
        return "accepted"

    async def close(self) -> None:
        await self._stack.aclose()
