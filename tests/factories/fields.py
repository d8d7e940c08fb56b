"""The fields of request bodies by what they hold, so that a new one gets its bad inputs the day it comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from shared.http.text import READABLE

type Holds = Literal["text", "number", "flag", "id", "choice", "list", "moment"]
LEAVES: dict[object, Holds] = {str: "text", int: "number", bool: "flag", UUID: "id", AwareDatetime: "moment"}


@dataclass(frozen=True)
class Field:
    name: str
    holds: Holds
    rules: tuple[object, ...]
    """What is annotated, of pydantic and ours."""
    may_be_null: bool
    of: "Field | None" = None
    """list: its members."""

    @property
    def is_readable(self) -> bool:
        return READABLE in self.rules

    def rule(self, name: str) -> Any:
        return next((value for rule in self.rules if (value := getattr(rule, name, None)) is not None), None)


def fields_of(model: type[BaseModel]) -> Iterator[Field]:
    for name, about in model.model_fields.items():
        yield field_of(name, about.annotation, tuple(about.metadata))


def field_of(name: str, kind: Any, rules: tuple[object, ...] = (), *, may_be_null: bool = False) -> Field:
    """Raises TypeError for what has no bad inputs yet."""
    if isinstance(kind, TypeAliasType):
        return field_of(name, kind.__value__, rules, may_be_null=may_be_null)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return field_of(name, parts[0], rules + tuple(_flat(parts[1:])), may_be_null=may_be_null)
    if origin in (Union, UnionType):
        [one] = [part for part in parts if part is not NoneType]
        return field_of(name, one, rules, may_be_null=NoneType in parts or may_be_null)
    if origin is Literal:
        return Field(name, "choice", rules, may_be_null)
    if origin is list:
        return Field(name, "list", rules, may_be_null, field_of(name, parts[0]))
    if kind not in LEAVES:
        raise TypeError(f"{name}: say in tests/factories/fields.py how a {kind} can be wrong")
    return Field(name, LEAVES[kind], rules, may_be_null)


def _flat(rules: tuple[object, ...]) -> Iterator[object]:
    for rule in rules:
        if isinstance(rule, FieldInfo):
            yield from rule.metadata
        else:
            yield rule
