"""The database's own time for a bid, as EXPLAIN ANALYZE says it: without commit, network and client. A trend, with no bar."""

import json
from statistics import median

import asyncpg

from bench.bid_checks import Before, check_run
from bench.bid_world import Place
from bench.bidding import SESSION, Offers
from bench.big_database import column_names
from bench.figure import Figure
from functions.bids import store
from shared.db.pool import Connection

BIDS_IN_A_CALL = 32
CALLS = 60
WARM_CALLS = 8
"""PL/pgSQL plans each of its statements in the first calls of a session."""
_EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) "
_PLAIN_UPDATE = """
EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
UPDATE items SET version = version + 1 WHERE id = (SELECT item_id FROM bids ORDER BY id DESC LIMIT 1)
"""


class ServerTime:
    def __init__(self, place: Place) -> None:
        self._place = place
        self._us: list[float] = []
        self._plain_us: list[float] = []

    async def run(self) -> None:
        side = await self._place.side(1)
        offers = Offers(side)
        calls = [[offers.bid(caller) for caller in range(BIDS_IN_A_CALL)] for _ in range(CALLS)]
        conn: Connection = await asyncpg.connect(side.url, server_settings=SESSION)
        owner: Connection = await asyncpg.connect(self._place.owner_url, server_settings=SESSION)
        try:
            took = [await _execution_us(conn, _EXPLAIN + store.PLACE_BIDS, store._batch_json(bids)) for bids in calls]
            plain = await self._plain_insert(owner)
            took_plain = [await _rolled_back_us(owner, *plain) for _ in range(CALLS)]
        finally:
            await conn.close()
            await owner.close()
        keys = [bid.key.hex for bids in calls for bid in bids]
        await check_run(self._place.owner, Before(side.item_ids), {"accepted": len(keys)}, keys)
        self._us.append(median(took[WARM_CALLS:]) / BIDS_IN_A_CALL)
        self._plain_us.append(median(took_plain[WARM_CALLS:]) / BIDS_IN_A_CALL)

    async def _plain_insert(self, owner: Connection) -> tuple[str, str]:
        """As many of the newest rows again under new keys, and one item written once: what no way of judging can save."""
        instead = {"id": "gen_random_uuid()", "key": "gen_random_uuid()", "seq": "m.seq + 1000000"}
        columns = await column_names(owner, "bids")
        names = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join(instead.get(column, f'm."{column}"') for column in columns)
        newest = f"(SELECT * FROM bids ORDER BY id DESC LIMIT {BIDS_IN_A_CALL})"  # noqa: S608 - a number
        insert = f"{_EXPLAIN} INSERT INTO bids ({names}) SELECT {values} FROM {newest} m"  # noqa: S608 - names from the catalogue
        return insert, _PLAIN_UPDATE

    def figure(self) -> Figure:
        return Figure(
            f"bid_path_server_time_per_bid_of_{BIDS_IN_A_CALL}", "us", self._us, "the same rows by a plain INSERT and UPDATE", self._plain_us,
            None, "lower", len(self._us) * (CALLS - WARM_CALLS) * BIDS_IN_A_CALL, sum(self._us) * CALLS * BIDS_IN_A_CALL / 1e6,
            floor_checked=False, details={"without": "commit and client"},
        )  # fmt: skip


async def _execution_us(conn: Connection, explain: str, *arguments: object) -> float:
    [plan] = json.loads(await conn.fetchval(explain, *arguments))
    return float(plan["Execution Time"]) * 1_000


async def _rolled_back_us(conn: Connection, *statements: str) -> float:
    transaction = conn.transaction()
    await transaction.start()
    try:
        return sum([await _execution_us(conn, statement) for statement in statements])
    finally:
        await transaction.rollback()
