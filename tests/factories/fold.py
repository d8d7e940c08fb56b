"""The pure rules folded over the bids that are stored, to hold the database's state against."""

from datetime import datetime, timedelta
from uuid import UUID

from functions.bids.rules import Bid, Item, Paddle, judge
from shared.db.pool import Connection

STORED_ITEM = """
SELECT i.starting_cents, i.step_from_cents, i.step_cents, i.opens_at, i.closes_at, i.planned_closes_at, i.reserve_cents, i.extension_window_s,
  i.extension_s, i.extension_cap_s, i.hard_end_at, i.high_paddle_number, i.high_commitment_cents, i.price_cents, i.extension_count,
  i.bid_count, i.version
FROM items i WHERE i.id = $1
"""
STORED_BIDS = """
SELECT d.number, b.kind, b.amount_cents, b.decided_at, b.price_after_cents, l.number AS leader, b.closes_at_after
FROM bids b JOIN paddles d ON d.id = b.paddle_id JOIN paddles l ON l.id = b.leader_after_id WHERE b.item_id = $1 ORDER BY b.seq
"""


async def stored_item(conn: Connection, item_id: UUID) -> Item:
    row = await conn.fetchrow(STORED_ITEM, item_id)
    assert row is not None
    return Item(
        starting_cents=row["starting_cents"],
        steps=tuple(zip(row["step_from_cents"], row["step_cents"], strict=True)),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        planned_closes_at=row["planned_closes_at"],
        reserve_cents=row["reserve_cents"],
        extension_window=timedelta(seconds=row["extension_window_s"]),
        extension=timedelta(seconds=row["extension_s"]),
        extension_cap=timedelta(seconds=row["extension_cap_s"]),
        hard_end_at=row["hard_end_at"],
        leader=None if row["high_paddle_number"] is None else Paddle(row["high_paddle_number"]),
        commitment_cents=row["high_commitment_cents"],
        price_cents=row["price_cents"],
        extension_count=row["extension_count"],
        bid_count=row["bid_count"],
        version=row["version"],
    )


async def assert_equals_fold(conn: Connection, item_id: UUID, before: Item) -> int:
    """Every accepted bid, in order, changes the item as the rules say; the item is what they lead to. Returns how many."""
    item = before
    rows = await conn.fetch(STORED_BIDS, item_id)
    for row in rows:
        decided_at: datetime = row["decided_at"]
        judged = judge(item, Bid(Paddle(row["number"]), row["kind"], row["amount_cents"], confirmed=True), decided_at)
        assert not isinstance(judged, str), f"stored, but the rules refuse it: {judged} {dict(row)}"
        item = judged[0]
        after = (row["price_after_cents"], row["leader"], row["closes_at_after"])
        assert item.leader is not None
        assert after == (item.price_cents, item.leader.number, item.closes_at), dict(row)
    assert await stored_item(conn, item_id) == item
    return len(rows)
