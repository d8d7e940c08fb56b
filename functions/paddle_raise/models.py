"""Values of the paddle raise."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.stewarding.models import Outcome


@dataclass(frozen=True, slots=True)
class Told:
    """What the database says of an act or a question, as the bodies take it."""

    appeal: dict[str, Any]
    """RaiseState."""
    pledges: list[dict[str, Any]]
    level: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act has touched, from its answer."""

    appeal_id: UUID
    pledge_ids: list[UUID]
    paddle_ids: list[UUID]
    """Whose gifts staff have changed; their phones read again."""
    level_id: UUID | None

    @staticmethod
    def of(outcome: Outcome) -> "Changed":
        def ids(name: str) -> list[UUID]:
            found = outcome.answer.get(name) or []
            assert isinstance(found, list)
            return [UUID(str(one)) for one in found]

        level_id = outcome.answer.get("level_id")
        return Changed(
            UUID(str(outcome.answer["appeal_id"])),
            ids("pledge_ids"),
            ids("paddle_ids"),
            UUID(str(level_id)) if level_id is not None else None,
        )
