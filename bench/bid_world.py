"""What the bid path is measured on: a PostgreSQL that waits for the disk, with one database in use, one that stays nearly empty, and a big one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import monotonic_ns
from uuid import UUID

import asyncpg

from bench.bid_loads import Side
from bench.big_database import BIDDERS, fill
from bench.databases import database, in_database
from bench.market import Lot, Market, write_lots, write_market
from bench.shared_floors import FLOOR_PG_PORT, floors_folder
from onebox.services import Postgres
from onebox.services.ports import port_is_free
from shared.clock import utc_now
from shared.db.migrate import migrate
from shared.db.pool import Connection, prepare_connection

HEAD_START_US = 10_000_000
"""The first amount, far above what the big database's items cost."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database with its market."""

    owner: Connection
    owner_url: str
    app_url: str
    market: Market
    base_us: int
    item_ids: Sequence[UUID]
    """That were there from the start."""

    async def side(self, items: int, *, as_owner: bool = False) -> Side:
        """With new items of its own."""
        lots = [Lot(100, [(0, 1)], self.market.closes_at)] * items
        return self.side_of(await write_lots(self.owner, self.market, lots), as_owner=as_owner)

    def side_of(self, item_ids: Sequence[UUID], *, as_owner: bool = False) -> Side:
        return Side(
            url=self.owner_url if as_owner else self.app_url, org_id=self.market.org_id, event_id=self.market.event_id,
            bidders=[(one.paddle_id, one.session_id) for one in self.market.bidders], item_ids=list(item_ids), base_us=self.base_us,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BidWorld:
    used: Place
    empty: Place
    big: Place
    bids_before: int
    """In the big database."""
    pg_pids: tuple[int, ...]
    floors: Path | None
    """The references, where they are and the server has their port."""
    floors_url: str


@asynccontextmanager
async def running_bid_world(data_dir: Path, big_bids: int) -> AsyncIterator[BidWorld]:
    floors = floors_folder() if port_is_free(FLOOR_PG_PORT) else None
    postgres = Postgres(data_dir, port=FLOOR_PG_PORT if floors else None)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(postgres.stop)
        await postgres.start()
        places = [await stack.enter_async_context(_place(postgres)) for _ in range(3)]
        used, empty, big = places
        big_item_ids = await fill(big.owner, big.market, big_bids)
        await used.owner.execute(
            "CREATE SCHEMA bench; CREATE TABLE bench.hot (id int PRIMARY KEY, v bigint NOT NULL) WITH (fillfactor = 50);"
            " INSERT INTO bench.hot SELECT n, 0 FROM generate_series(1, 200) n"
        )
        is_own = postgres.process is not None
        await used.owner.execute("VACUUM (ANALYZE) bench.hot")
        if floors is not None and is_own:
            await _write_reference_schema(floors, in_database(postgres.url, "postgres"))
        await used.owner.execute("CHECKPOINT")
        yield BidWorld(
            used=used,
            empty=empty,
            big=replace(big, item_ids=big_item_ids),
            bids_before=await big.owner.fetchval("SELECT count(*) FROM bids"),
            pg_pids=(postgres.process.pid,) if postgres.process else (),
            floors=floors if is_own else None,
            floors_url=in_database(postgres.url, "postgres"),
        )


@asynccontextmanager
async def _place(postgres: Postgres) -> AsyncIterator[Place]:
    async with database(postgres) as (owner_url, app_url):
        owner: Connection = await asyncpg.connect(owner_url)
        try:
            await prepare_connection(owner)
            await migrate(owner)
            now = utc_now()
            market = await write_market(owner, BIDDERS, now - timedelta(hours=1), now + timedelta(days=1))
            await owner.execute("ANALYZE")
            yield Place(owner, owner_url, app_url, market, monotonic_ns() // 1_000 - HEAD_START_US, ())
        finally:
            await owner.close()


async def _write_reference_schema(floors: Path, url: str) -> None:
    schema = await asyncio.to_thread((floors / "bid" / "schema.sql").read_text)
    conn = await asyncpg.connect(url)
    try:
        await conn.execute(schema)
    finally:
        await conn.close()
