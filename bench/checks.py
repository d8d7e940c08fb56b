"""What must be true after a run: a fast answer that is not in the database is worth nothing."""

from collections.abc import Mapping
from uuid import UUID

from shared.db.invariants import broken_invariants
from shared.db.pool import Connection

CREATED, CONFLICT = 201, 409


class RunBroken(RuntimeError):
    """A run whose answers and rows disagree. Its figure must not be believed."""


async def check_bids(conn: Connection, item_id: UUID, answers: Mapping[int, int]) -> None:
    """Bids answered 201 are the item's rows, in one unbroken order, each higher than the last; 409 are kept refusals; nothing else came."""
    others = {status: count for status, count in answers.items() if status not in (CREATED, CONFLICT)}
    if others:
        raise RunBroken(f"unexpected answers {others} beside {dict(answers)}")
    row = await conn.fetchrow(
        """
        SELECT count(*) AS bids, count(DISTINCT key) AS keys, coalesce(max(seq), 0) AS last_seq,
               count(*) FILTER (WHERE amount_cents <= before) AS falls,
               (SELECT count(*) FROM bid_attempts a WHERE a.item_id = $1) AS refused,
               (SELECT bid_count FROM items i WHERE i.id = $1) AS bid_count,
               (SELECT price_cents FROM items i WHERE i.id = $1) AS price, max(amount_cents) AS highest
        FROM (SELECT *, lag(amount_cents) OVER (ORDER BY seq) AS before FROM bids WHERE item_id = $1) b
        """,
        item_id,
    )
    assert row is not None
    accepted, refused = answers.get(CREATED, 0), answers.get(CONFLICT, 0)
    claims = {
        "every 201 is a row and every row a 201": row["bids"] == accepted == row["bid_count"],
        "every key once": row["keys"] == row["bids"],
        "sequence without gaps": row["last_seq"] == row["bids"],
        "amounts rise in sequence": row["falls"] == 0,
        "the price is the highest bid": row["price"] == row["highest"],
        "every 409 is kept": row["refused"] == refused,
    }
    broken = [claim for claim, holds in claims.items() if not holds]
    if broken:
        raise RunBroken(f"does not hold: {broken}; answers {dict(answers)}, rows {dict(row)}")


async def check_invariants(conn: Connection) -> None:
    broken = await broken_invariants(conn)
    if broken:
        raise RunBroken(f"invariants broken: {broken}")
