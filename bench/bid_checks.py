"""What must be true of the bids of a run: acknowledged is stored, once, in one unbroken order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.checks import RunBroken
from shared.db.pool import Connection

REFUSED = {"bid_too_low", "already_leading"}
"""What a bid that another overtook is answered."""
ACCEPTED_AT_LEAST = 0.7


@dataclass(frozen=True, slots=True)
class Before:
    """What some items had before a run."""

    item_ids: Sequence[UUID]
    bids: int = 0
    refused: int = 0


async def before_run(conn: Connection, item_ids: Sequence[UUID]) -> Before:
    row = await conn.fetchrow(
        """
        SELECT (SELECT count(*) FROM bids WHERE item_id = ANY ($1)) AS bids,
               (SELECT count(*) FROM bid_attempts WHERE item_id = ANY ($1)) AS refused
        """,
        list(item_ids),
    )
    assert row is not None
    return Before(item_ids, row["bids"], row["refused"])


async def check_run(
    conn: Connection,
    before: Before,
    answers: Mapping[str, int],
    accepted_keys: Sequence[str],
    *,
    keeps_refusals: bool = True,
) -> None:
    """Nobody else bid on these items meanwhile."""
    if others := {code: count for code, count in answers.items() if code not in REFUSED | {"accepted"}}:
        raise RunBroken(f"unexpected answers {others} beside {dict(answers)}")
    accepted, refused = answers.get("accepted", 0), sum(answers.get(code, 0) for code in REFUSED)
    if accepted < ACCEPTED_AT_LEAST * (accepted + refused):
        raise RunBroken(f"too many refusals: {dict(answers)}")
    row = await conn.fetchrow(_CLAIMS, list(before.item_ids), [UUID(key) for key in accepted_keys])
    assert row is not None
    claims = {
        "every acknowledged bid is one row": row["stored_acknowledged"] == accepted == len(set(accepted_keys)),
        "every row was acknowledged": row["bids"] == before.bids + accepted,
        "every item counts its bids": row["counted"] == before.bids + accepted,
        "sequences have no gap": row["gaps"] == 0,
        "amounts rise in sequence": row["falls"] == 0,
        "prices and leaders are those of the last bids": row["wrong_ends"] == 0,
        "every refusal is kept": not keeps_refusals or row["refused"] == before.refused + refused,
    }
    if broken := [claim for claim, holds in claims.items() if not holds]:
        raise RunBroken(f"does not hold: {broken}; answers {dict(answers)}, rows {dict(row)}")


_CLAIMS = """
WITH run AS (
  SELECT b.item_id, b.key, b.seq, b.amount_cents, b.paddle_id,
         row_number() OVER w AS place, lag(b.amount_cents) OVER w AS before, lead(b.id) OVER w IS NULL AS is_last
  FROM bids b WHERE b.item_id = ANY ($1) WINDOW w AS (PARTITION BY b.item_id ORDER BY b.seq)
)
SELECT count(*) AS bids, count(*) FILTER (WHERE seq <> place) AS gaps, count(*) FILTER (WHERE amount_cents <= before) AS falls,
  (SELECT count(*) FROM run JOIN unnest($2::uuid[]) k ON k = run.key) AS stored_acknowledged,
  (SELECT sum(i.bid_count) FROM items i WHERE i.id = ANY ($1)) AS counted,
  (SELECT count(*) FROM run JOIN items i ON i.id = run.item_id
    WHERE run.is_last AND (i.price_cents <> run.amount_cents OR i.high_paddle_id <> run.paddle_id OR i.last_seq <> run.seq)) AS wrong_ends,
  (SELECT count(*) FROM bid_attempts a WHERE a.item_id = ANY ($1)) AS refused
FROM run
"""
