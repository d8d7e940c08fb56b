"""The pure rules folded over what is stored of an item, in the order the database gave it, to hold the database's state against."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from functions.bids.rules import Bid, Item, Paddle
from shared.db.pool import Connection
from tests.factories.judging import prepare_play
from tests.factories.model import Model, micros, without_ids

STORED_BIDS = """
SELECT b.*, d.number, l.number AS leader FROM bids b JOIN paddles d ON d.id = b.paddle_id LEFT JOIN paddles l ON l.id = b.leader_after_id
WHERE b.item_id = $1
"""
STORED_CHANGES = """
SELECT c.*, ARRAY(SELECT b.seq FROM bids b WHERE b.id = ANY (c.bid_ids) ORDER BY b.seq) AS voided,
  o.amount_cents AS offer_cents, d.number AS offer_number
FROM item_changes c LEFT JOIN awards a ON a.item_id = c.item_id AND a.offer_id IS NOT NULL AND a.awarded_at = c.decided_at AND c.kind = 'award_offer'
LEFT JOIN offers o ON o.id = a.offer_id LEFT JOIN paddles d ON d.id = o.paddle_id WHERE c.item_id = $1
"""


async def stored_item(conn: Connection, item_id: UUID) -> Item:
    """The item before its first bid."""
    row = await conn.fetchrow("SELECT * FROM items WHERE id = $1 AND last_seq = 0", item_id)
    assert row is not None
    same = (
        "starting_cents", "opens_at", "closes_at", "planned_closes_at", "kind", "status", "reserve_cents", "force_multiples", "quantity",
        "per_guest_limit", "buy_now_cents", "buy_now_until_pct", "paused_at", "resumes_at", "held_at", "hard_end_at", "who_may_bid", "card_required",
        "remote_exempt", "version",
    )  # fmt: skip
    return Item(
        **{name: row[name] for name in same},
        steps=tuple(zip(row["step_from_cents"], row["step_cents"], strict=True)),
        extension_window=timedelta(seconds=row["extension_window_s"]),
        extension=timedelta(seconds=row["extension_s"]),
        extension_cap=timedelta(seconds=row["extension_cap_s"]),
    )


async def assert_equals_fold(conn: Connection, item_id: UUID, before: Item) -> int:
    """Every accepted bid and every change by staff, in order, changes the item as the rules say; it is what they lead to. Returns how many bids."""
    await prepare_play(conn)
    bids = {row["seq"]: row for row in await conn.fetch(STORED_BIDS, item_id)}
    changes = {row["seq"]: row for row in await conn.fetch(STORED_CHANGES, item_id)}
    row = await conn.fetchrow(
        "SELECT status, closed_at, pg_temp.state(i)::text AS state FROM items i WHERE id = $1", item_id
    )
    assert row is not None
    model = Model(before)
    for seq in range(1, len(bids) + len(changes) + 1):
        if seq in bids:
            _follow_bid(model, bids[seq])
        else:
            _follow_change(model, changes[seq], row["closed_at"])
    if row["status"] in ("sold", "unsold") and model.item.status == "open":
        model.now = row["closed_at"]
        model.close()
    assert without_ids(json.loads(row["state"])) == without_ids(model.state())
    return len(bids)


def _follow_bid(model: Model, row: asyncpg.Record) -> None:
    model.now = row["decided_at"]
    # as they must have been for the bid to be accepted: paddles change, and confirmations are not kept
    paddle = Paddle(row["number"])
    bid = Bid(paddle, row["kind"], row["amount_cents"], row["units"], confirmed=True, household_ok=True)
    code = model.bid(bid)
    model.end_call()
    assert code == "accepted", f"stored, but the rules refuse it: {code} {dict(row)}"
    [told] = model.steps[-1].told
    _, outcome, is_raise, seq, least, price_before, price_after, _, seen, after, version = told
    assert row["outcome"] in (outcome, "outbid"), f"{outcome}: {dict(row)}"  # outbid: by another bid of the same batch
    assert [is_raise, seq, least, price_before, price_after, seen, after, version] == [
        row["is_raise"], row["seq"], row["least_cents"], row["price_before_cents"], row["price_after_cents"], micros(row["closes_at_seen"]),
        micros(row["closes_at_after"]), row["version_after"],
    ], dict(row)  # fmt: skip
    assert row["leader"] == (model.item.leader.number if model.item.leader else None)


def _follow_change(model: Model, row: asyncpg.Record, closed_at: datetime | None) -> None:
    if model.item.status == "open" and row["status_before"] in ("sold", "unsold"):
        model.now = closed_at or model.now  # a close that was reopened left no time
        model.close()
    model.now = row["decided_at"]
    assert model.item.status == row["status_before"], dict(row)
    CHANGED[row["kind"]](model, row)
    item = model.item
    assert (model.last_seq, item.version, item.status) == (row["seq"], row["version_after"], row["status_after"]), dict(
        row
    )
    assert item.kind == "sealed" or item.price_cents == row["price_after_cents"], dict(row)


def _moved(model: Model, row: asyncpg.Record, **changed: object) -> None:
    planned = model.item.planned_closes_at + row["planned_shift"]
    model.change({"do": row["kind"]}, closes_at=row["closes_at_after"], planned_closes_at=planned, **changed)


def _refolded(model: Model, row: asyncpg.Record, **changed: object) -> None:
    """Without the bids that the change voids; a purchase at once among the others sells nothing again."""
    closed_at = model.closed_at
    model.refold([one for one in model.counted if one.seq in row["voided"]])
    model.hammer = model.winner = None
    model.closed_at = closed_at if row["status_after"] in ("sold", "unsold") else None
    model.is_bought = False
    _moved(model, row, status=row["status_after"], **changed)


def _award_offered(model: Model, row: asyncpg.Record) -> None:
    """Who led by the bids stays; the winner's number is shown."""
    model.hammer, model.winner = row["offer_cents"], row["offer_number"]
    _moved(model, row, status="sold", leader=Paddle(row["offer_number"]))


CHANGED: Mapping[str, Callable[[Model, asyncpg.Record], None]] = {
    "pause": lambda model, row: _moved(model, row, paused_at=row["decided_at"], resumes_at=None),
    "resume": lambda model, row: _moved(model, row, paused_at=None, resumes_at=None),
    "extend": _moved,
    "void": _refolded,
    "withdraw": _refolded,
    "revoke_award": _refolded,
    "reopen": lambda model, row: _refolded(model, row, paused_at=None, resumes_at=None),
    "award_offer": _award_offered,
    "hold": lambda model, row: _moved(model, row, held_at=row["decided_at"]),
    "unhold": lambda model, row: _moved(model, row, held_at=None),
}
