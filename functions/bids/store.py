"""The SQL of bids: calls of the functions in place_bids.sql and bid_keys.sql."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.bids.models import Judged, NewBid
from shared.db.pool import AnyConnection
from shared.errors import JsonValue

# As text both ways: the batch is written once, and an item's state goes into its bidders' answers as the database wrote it.
PLACE_BIDS = "SELECT n, item_id, code, outcome, replay, detail::text, state::text FROM place_bids_v1($1::text::jsonb)"


async def place_bids(conn: AnyConnection, bids: Sequence[NewBid]) -> list[Judged]:
    """Judges a batch in one transaction; answers in the order of `bids`."""
    rows = await conn.fetch(PLACE_BIDS, _batch_json(bids))
    states: dict[UUID, str] = {row["item_id"]: row["state"] for row in rows if row["n"] is None}
    judged: list[Judged | None] = [None] * len(bids)
    for n, item_id, code, outcome, is_replay, detail, _ in rows:
        if n is not None:
            judged[n] = Judged(code, outcome, is_replay, json.loads(detail) if detail else {}, states.get(item_id))
    assert None not in judged, "place_bids_v1 answers every bid"
    return [one for one in judged if one is not None]


def _batch_json(bids: Sequence[NewBid]) -> str:
    """Written by hand, which takes 3 us a bid and json.dumps 20: every value is an id, a number, a flag, hex or one of a few words."""
    written = [
        f'{{"n":{n},"id":"{bid.id}","key":"{bid.key}","org":"{bid.org_id}","event":"{bid.event_id}","paddle":"{bid.paddle_id}",'
        f'"session":"{bid.session_id}","epoch":{bid.epoch},"item":"{bid.item_id}","kind":"{bid.kind}","amount":{bid.amount_cents},'
        f'"hash":"{bid.body_hash.hex()}"{_rare_members(bid)}}}'
        for n, bid in enumerate(bids)
    ]
    return f"[{','.join(written)}]"


def _rare_members(bid: NewBid) -> str:
    """What most bids do not have; a member that is absent costs the database nothing."""
    rare = ',"confirmed":true' if bid.confirmed else ""
    if bid.household_ok:
        rare += ',"household_ok":true'
    if bid.units != 1:
        rare += f',"units":{bid.units}'
    if bid.entered_by is not None:
        rare += f',"by":"{bid.entered_by}","why":"{bid.entry_reason}"'
    return rare


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    code: str
    outcome: str | None
    item_id: UUID | None
    detail: dict[str, JsonValue] | None
    decided_at: datetime
    state: dict[str, JsonValue] | None


async def bid_outcome(
    conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID, key: UUID
) -> KeyOutcome | None:
    row = await conn.fetchrow(
        "SELECT code, outcome, item_id, detail, decided_at, state FROM bid_outcome_v1($1, $2, $3, $4)",
        org_id,
        event_id,
        paddle_id,
        key,
    )
    return KeyOutcome(**row) if row else None


@dataclass(frozen=True, slots=True)
class EntryPaddle:
    id: UUID
    is_own_side: bool
    """It is the asking user's own, or of their household."""


async def entry_paddle(
    conn: AnyConnection, org_id: UUID, event_id: UUID, number: int, user_id: UUID
) -> EntryPaddle | None:
    """The paddle that has this number tonight."""
    row = await conn.fetchrow(
        """
        SELECT d.id, EXISTS (
            SELECT FROM guests g JOIN paddles own ON own.org_id = g.org_id AND own.id = g.paddle_id
            WHERE g.org_id = d.org_id AND g.event_id = d.event_id AND g.user_id = $4 AND (own.id = d.id OR own.household_id = d.household_id)
        ) AS is_own_side
        FROM paddles d WHERE d.org_id = $1 AND d.event_id = $2 AND d.number = $3 AND d.status <> 'retired'
        """,
        org_id,
        event_id,
        number,
        user_id,
    )
    return EntryPaddle(**row) if row else None


async def is_entered(conn: AnyConnection, org_id: UUID, paddle_id: UUID, key: UUID) -> bool:
    """Whether staff typed the bid of this key; what a guest sent from their own phone is not staff's to ask about."""
    return bool(
        await conn.fetchval(
            """
            SELECT EXISTS (SELECT FROM bids b WHERE b.org_id = $1 AND b.paddle_id = $2 AND b.key = $3 AND b.entered_by IS NOT NULL)
              OR EXISTS (SELECT FROM bid_attempts a WHERE a.org_id = $1 AND a.paddle_id = $2 AND a.key = $3 AND a.entered_by IS NOT NULL)
            """,
            org_id,
            paddle_id,
            key,
        )
    )


async def void_bid_key(conn: AnyConnection, org_id: UUID, event_id: UUID, paddle_id: UUID, key: UUID) -> None:
    await conn.execute("SELECT void_bid_key_v1($1, $2, $3, $4)", org_id, event_id, paddle_id, key)


async def sweep_bid_attempts(conn: AnyConnection) -> int:
    return int(await conn.fetchval("SELECT sweep_bid_attempts_v1()"))
