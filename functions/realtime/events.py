"""Every packet that a room may hear, as a model. `python -m functions.realtime.events` writes docs/events.schema.json, from which the
front end's types are made.

Fixed names: `bid_placed`, `item_sold`, `leaderboard_update`, `paddle_locked`. Each packet carries the two version numbers.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from functions.events.schemas import DisplayMode, EventState, Phase
from functions.items.schemas import ItemState

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "events.schema.json"


class Packet(BaseModel):
    """What every packet holds. `items_version` is the sum of all the event's item versions, so that a client can add up its own
    copies; `state_version` rises with the event's state. A client whose own numbers differ for a second fetches `/changes`.
    """

    event_id: UUID
    items_version: int
    state_version: int
    server_time: datetime


class BidPlaced(Packet):
    """To `event:{id}`: the newest states of the items that changed and are not decided; a client keeps the highest version."""

    items: list[ItemState]


class ItemSold(Packet):
    """To `event:{id}`: the newest states of the items that were just decided, sold or unsold."""

    items: list[ItemState]


class LeaderboardUpdate(Packet):
    """To `event:{id}`, at most four a second and always after the last change: the event's whole state."""

    state: EventState


class PaddleLocked(Packet):
    """To `event:{id}` and `paddle:{id}`: bidding is paused for this paddle."""

    paddle_number: int


class PaddleUnlocked(Packet):
    """To `event:{id}` and `paddle:{id}`: this paddle may bid again."""

    paddle_number: int


class YouWon(Packet):
    """To `paddle:{id}`: a live lot is confirmed to be theirs."""

    item_id: UUID
    sale_id: UUID
    amount_cents: int


class PledgesChanged(Packet):
    """To `paddle:{id}`: a gift of theirs was recorded, taken back or named by staff; the phone reads its own again."""

    appeal_id: UUID


class DisplayCommand(Packet):
    """To `session:{id}` of one screen: what it shows from now on; null: as the event says."""

    mode: DisplayMode | None


class Pulse(Packet):
    """To `event:{id}`, every two seconds while the room is live."""

    phase: Phase


PACKETS: dict[str, type[Packet]] = {
    "bid_placed": BidPlaced,
    "item_sold": ItemSold,
    "leaderboard_update": LeaderboardUpdate,
    "paddle_locked": PaddleLocked,
    "paddle_unlocked": PaddleUnlocked,
    "you_won": YouWon,
    "pledges_changed": PledgesChanged,
    "display_command": DisplayCommand,
    "pulse": Pulse,
}


class JoinAck(BaseModel):
    """What a client's `join` is acknowledged with; its copies are fresh when they add up to these numbers."""

    server_time: datetime
    items_version: int
    state_version: int
    rooms: list[str]


class JoinRefused(BaseModel):
    """What a client's `join` is acknowledged with when it may not."""

    error: str


def schema() -> dict[str, Any]:
    models: list[type[BaseModel]] = [*PACKETS.values(), JoinAck, JoinRefused]
    _, definitions = models_json_schema([(model, "serialization") for model in models], ref_template="#/$defs/{model}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Room packets",
        "type": "object",
        "description": "The events that a client hears, by name.",
        "properties": {name: {"$ref": f"#/$defs/{model.__name__}"} for name, model in PACKETS.items()},
        "required": list(PACKETS),
        "additionalProperties": False,
        "$defs": dict(sorted(definitions["$defs"].items())),
    }


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text())
    sys.stdout.write(f"wrote {SCHEMA_FILE.name}\n")
