"""`judge_bids_v1` and `closed_item_v1` on passed-in state: whole histories in one call, and where they differ from the rules."""

import json
from collections.abc import Sequence
from pathlib import Path

from functions.bids.rules import Item
from shared.db.pool import Connection
from tests.factories.model import STATE, Event, Json, Model, Step

PLAY = Path(__file__).with_suffix(".sql")
PLAYED = "SELECT pg_temp.play(h.item, h.events)::text FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (item jsonb, events jsonb)) h"
TOLD = (
    "code", "outcome", "is_raise", "seq", "least", "price_before", "price_after", "leader_after", "closes_seen_us", "closes_after_us",
    "version_after",
)  # fmt: skip


async def prepare_play(conn: Connection) -> None:
    """Makes the functions of judging.sql in the connection's own temporary schema."""
    await conn.execute(PLAY.read_text())


def row_of(item: Item) -> Event:
    """What a row of `items` holds of an item before its first bid."""
    return {
        "kind": item.kind, "status": item.status, "starting_cents": item.starting_cents, "reserve_cents": item.reserve_cents,
        "step_from_cents": [floor for floor, _ in item.steps], "step_cents": [step for _, step in item.steps],
        "force_multiples": item.force_multiples, "quantity": item.quantity, "per_guest_limit": item.per_guest_limit,
        "buy_now_cents": item.buy_now_cents, "buy_now_until_pct": item.buy_now_until_pct,
        "opens_at": item.opens_at.isoformat(), "closes_at": item.closes_at.isoformat(), "planned_closes_at": item.planned_closes_at.isoformat(),
        "hard_end_at": item.hard_end_at.isoformat() if item.hard_end_at else None,
        "extension_window_s": int(item.extension_window.total_seconds()), "extension_s": int(item.extension.total_seconds()),
        "extension_cap_s": int(item.extension_cap.total_seconds()), "who_may_bid": item.who_may_bid, "card_required": item.card_required,
        "remote_exempt": item.remote_exempt, "standing": [], "units_taken": 0, "given_cents": 0, "bid_count": 0, "last_seq": 0, "version": 1,
        "extension_count": 0, "close_version": 0,
    }  # fmt: skip


async def differences(conn: Connection, plays: Sequence[tuple[Item, Model]]) -> list[str]:
    """Where the database and the rules disagree, of each history the first place."""
    asked = [{"item": row_of(start), "events": [step.event for step in model.steps]} for start, model in plays]
    answers = await conn.fetch(PLAYED, json.dumps(asked))
    found = (_difference(model, json.loads(answer)) for (_, model), (answer,) in zip(plays, answers, strict=True))
    return [one for one in found if one]


def _difference(model: Model, answers: list[tuple[list[list[Json]], list[Json]]]) -> str | None:
    assert len(answers) == len(model.steps)
    for n, (step, (told, state)) in enumerate(zip(model.steps, answers, strict=True)):
        if told != step.told or state != step.state:
            return f"at event {n} of {len(answers)}, {step.event['do']}: {_unequal(step, told, state)}"
    return None


def _unequal(step: Step, told: list[list[Json]], state: list[Json]) -> str:
    parts = [
        f"bid {n} {step.bids[n]}: {name} is {theirs!r}, by the rules {ours!r}"
        for n, (here, there) in enumerate(zip(step.told, told, strict=True))
        for name, ours, theirs in zip(TOLD, here, there, strict=True)
        if ours != theirs
    ]
    parts += [
        f"item: {name} is {theirs!r}, by the rules {ours!r}"
        for name, ours, theirs in zip(STATE, step.state, state, strict=True)
        if ours != theirs
    ]
    return "; ".join(parts)
