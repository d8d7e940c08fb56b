"""A database that has seen many galas: real bids on a few items, and those items with their bids copied until there are enough.

Copied by the database itself, whatever columns the tables have, so that every row is one that the bid path wrote.
"""

from collections.abc import Mapping
from uuid import UUID

from bench.market import Lot, Market, new_bid, write_lots
from functions.bids import store
from shared.db.pool import Connection

MODELS = 10
"""Items with real bids, each by guests of its own."""
BIDS_EACH = 100
BIDDERS = MODELS * BIDS_EACH
IN_A_CALL = 100

# A copy's ids keep the model's random part; in front of it stands its own number where a UUIDv7 has the time,
# so that copies come in the order of their ids, as bids that were made one after the other do.
_COPIED_ID = (
    "(lpad(to_hex({id_time} + n * {span} + {own}), 12, '0') || substr(replace(m.{id}::text, '-', ''), 13))::uuid"
)
_ITEM_TIME, _BID_TIME = 0x018000000000, 0x018100000000


async def fill(conn: Connection, market: Market, bids: int) -> list[UUID]:
    """The ids of all items, one for a hundred bids. Triggers rest meanwhile: foreign keys of copies of sound rows are sound."""
    copies = max(1, bids // BIDDERS)
    item_ids = await write_lots(conn, market, [Lot(100, [(0, 1)], market.closes_at)] * MODELS)
    await _bid_on_models(conn, market, item_ids)
    await conn.execute("CREATE TEMP TABLE numbered AS SELECT id, row_number() OVER (ORDER BY id) AS place FROM items")
    async with conn.transaction():
        await conn.execute("SET LOCAL session_replication_role = replica; SET LOCAL synchronous_commit = off")
        item_id = _copied_id("id", _ITEM_TIME, MODELS, "numbered.place")
        await _copy(conn, "items", "JOIN numbered ON numbered.id = m.id", copies, {
            "id": item_id, "lot": "m.lot || '-' || n", "high_bid_id": _copied_id("high_bid_id", _BID_TIME, BIDDERS, "m.last_seq"),
        })  # fmt: skip
        await _copy(conn, "bids", "JOIN numbered ON numbered.id = m.item_id", copies, {
            "id": _copied_id("id", _BID_TIME, BIDDERS, "m.seq"), "item_id": item_id.replace("m.id", "m.item_id"), "key": "gen_random_uuid()",
        })  # fmt: skip
    await conn.execute("VACUUM (ANALYZE) items, bids")
    await conn.execute("ANALYZE")
    rows = await conn.fetch("SELECT id FROM items")
    return [row["id"] for row in rows]


async def _bid_on_models(conn: Connection, market: Market, item_ids: list[UUID]) -> None:
    """Each a step above the last, by the next guest."""
    for place, item_id in enumerate(item_ids):
        guests = market.bidders[place * BIDS_EACH : (place + 1) * BIDS_EACH]
        bids = [new_bid(market, guest, item_id, 100 + k, "exact", confirmed=True) for k, guest in enumerate(guests)]
        judged = await store.place_bids(conn, bids)
        assert all(one.code == "accepted" for one in judged), judged


def _copied_id(column: str, id_time: int, span: int, own: str) -> str:
    return _COPIED_ID.format(id_time=id_time, span=span, own=own, id=column)


async def _copy(conn: Connection, table: str, join: str, copies: int, instead: Mapping[str, str]) -> None:
    columns = await column_names(conn, table)
    values = [instead.get(column, f'm."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    await conn.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM generate_series(1, {copies - 1:d}) n CROSS JOIN {table} m {join}"  # noqa: S608 - our own names
    )


async def column_names(conn: Connection, table: str) -> list[str]:
    rows = await conn.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        table,
    )
    return [row["attname"] for row in rows]
