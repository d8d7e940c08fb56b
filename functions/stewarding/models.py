"""Values of what staff do to the auction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import asyncpg

from shared.errors import JsonValue

type Reason = Literal["system_fault", "entry_error", "winner_steps_back", "cannot_deliver"]
"""Why staff change what bids made; guests read it."""

type Call = Mapping[str, JsonValue]
"""Who calls, with which key and the hash of what: the first argument of every act's function."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a database function of an act says. `code` is 'done' or a refusal's."""

    code: str
    is_replay: bool
    answer: dict[str, JsonValue]

    @staticmethod
    def of(row: asyncpg.Record | None) -> "Outcome":
        """From `code, is_replay, answer`, as every act's function has them."""
        assert row is not None, "a function with OUT parameters always answers"
        return Outcome(row["code"], bool(row["is_replay"]), row["answer"] or {})

    @property
    def item_ids(self) -> list[UUID]:
        """The items that it changed."""
        ids = self.answer.get("item_ids") or []
        assert isinstance(ids, list)
        return [UUID(str(one)) for one in ids]


@dataclass(frozen=True, slots=True)
class Acted:
    """An act that was done, now or by an earlier call of the same key: what it answered, and its items as they are now."""

    is_replay: bool
    answer: dict[str, JsonValue]
    items: list[dict[str, JsonValue]]

    def id_of(self, name: str) -> UUID:
        return UUID(str(self.answer[name]))
