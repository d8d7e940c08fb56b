"""The OData filters of the data plane, compiled to a predicate over a connection.

Precedence is OData's own: functions, then `not`, comparison and `in`, `and`, `or`.
"""

import re
from collections.abc import Callable, Collection
from typing import Protocol

MAX_FILTER_LENGTH = 16_384  # the service allows about 100 clauses; this holds them with long group names
MAX_DEPTH = 100


class FilterError(ValueError):
    """The filter cannot be read; the service answers 400."""


class Filterable(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def user_id(self) -> str | None: ...
    @property
    def groups(self) -> Collection[str]: ...


type Value = str | int | bool | Collection[str] | None
type Expression = Callable[[Filterable], Value]
type Predicate = Callable[[Filterable], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<mark>[(),]))"
)
_ONE_GROUP = re.compile(r"\s*'((?:[^']|'')*)'\s+(?i:in)\s+(?i:groups)\s*")
_COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "gt": lambda left, right: _ordered(left, right) and left > right,  # type: ignore[operator]
    "ge": lambda left, right: _ordered(left, right) and left >= right,  # type: ignore[operator]
    "lt": lambda left, right: _ordered(left, right) and left < right,  # type: ignore[operator]
    "le": lambda left, right: _ordered(left, right) and left <= right,  # type: ignore[operator]
}
_FUNCTIONS: dict[str, tuple[int, Callable[..., Value]]] = {
    "startswith": (2, lambda text, prefix: _text(text).startswith(_text(prefix))),
    "endswith": (2, lambda text, suffix: _text(text).endswith(_text(suffix))),
    "contains": (2, lambda text, part: _text(part) in _text(text)),
    "length": (1, lambda text: len(_text(text))),
    "tolower": (1, lambda text: _text(text).lower()),
    "toupper": (1, lambda text: _text(text).upper()),
    "trim": (1, lambda text: _text(text).strip()),
}
_PROPERTIES: dict[str, Expression] = {
    "connectionid": lambda connection: connection.id,
    "userid": lambda connection: connection.user_id,
    "groups": lambda connection: connection.groups,
}


def _ordered(left: Value, right: Value) -> bool:
    """OData compares null and unlike types with gt, ge, lt, le as false."""
    return (isinstance(left, str) and isinstance(right, str)) or (isinstance(left, int) and isinstance(right, int))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise FilterError(f"unexpected character at position {position}")
        found.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        position = match.end()
    found.append(("end", ""))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._or()
        if self._tokens[self._at][0] != "end":
            raise FilterError(f"unexpected {self._tokens[self._at][1]!r}")
        return expression

    def _take(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        if token[0] == "end":
            raise FilterError("the filter ends too early")
        self._at += 1
        return token

    def _accept(self, kind: str, text: str) -> bool:
        token = self._tokens[self._at]
        if token[0] == kind and token[1].lower() == text:
            self._at += 1
            return True
        return False

    def _expect(self, mark: str) -> None:
        if not self._accept("mark", mark):
            raise FilterError(f"{mark!r} expected")

    def _or(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FilterError("the filter is nested too deeply")
        terms = [self._and()]
        while self._accept("word", "or"):
            terms.append(self._and())
        self._depth -= 1
        return terms[0] if len(terms) == 1 else lambda c: any(term(c) is True for term in terms)

    def _and(self) -> Expression:
        terms = [self._comparison()]
        while self._accept("word", "and"):
            terms.append(self._comparison())
        return terms[0] if len(terms) == 1 else lambda c: all(term(c) is True for term in terms)

    def _comparison(self) -> Expression:
        left = self._not()
        for word, compare in _COMPARISONS.items():
            if self._accept("word", word):
                return self._compare(compare, left, self._not())
        if self._accept("word", "in"):
            return self._contains(left, self._collection())
        return left

    @staticmethod
    def _compare(compare: Callable[[Value, Value], bool], left: Expression, right: Expression) -> Expression:
        return lambda c: compare(left(c), right(c))

    @staticmethod
    def _contains(left: Expression, collection: Expression) -> Expression:
        def test(connection: Filterable) -> bool:
            members = collection(connection)
            return not isinstance(members, str | int | None) and left(connection) in members

        return test

    def _not(self) -> Expression:
        negations = 0
        while self._accept("word", "not"):
            negations += 1
        operand = self._primary()
        if negations % 2 == 0:
            return operand
        return lambda c: operand(c) is not True

    def _collection(self) -> Expression:
        if self._accept("word", "groups"):
            return _PROPERTIES["groups"]
        self._expect("(")
        members = [self._string()]
        while self._accept("mark", ","):
            members.append(self._string())
        self._expect(")")
        values = frozenset(members)
        return lambda _: values

    def _string(self) -> str:
        kind, text = self._take()
        if kind != "string":
            raise FilterError(f"a quoted text is expected, not {text!r}")
        return text[1:-1].replace("''", "'")

    def _primary(self) -> Expression:
        if self._accept("mark", "("):
            inner = self._or()
            self._expect(")")
            return inner
        kind, text = self._take()
        literal: Value
        if kind == "string":
            literal = text[1:-1].replace("''", "'")
        elif kind == "number":
            literal = int(text)
        elif kind == "word" and text.lower() in ("true", "false", "null"):
            literal = {"true": True, "false": False, "null": None}[text.lower()]
        elif kind == "word":
            return self._name(text.lower())
        else:
            raise FilterError(f"unexpected {text!r}")
        return lambda _: literal

    def _name(self, name: str) -> Expression:
        if name in _PROPERTIES:
            return _PROPERTIES[name]
        if name not in _FUNCTIONS:
            raise FilterError(f"unknown name {name!r}")
        count, function = _FUNCTIONS[name]
        self._expect("(")
        arguments = [self._or()]
        while self._accept("mark", ","):
            arguments.append(self._or())
        self._expect(")")
        if len(arguments) != count:
            raise FilterError(f"{name} takes {count} arguments")
        return lambda c: function(*(argument(c) for argument in arguments))


def compile_filter(text: str | None) -> Predicate | None:
    """A predicate, or None when everything passes (absent and empty filters are the same)."""
    if text is None or not text.strip():
        return None
    if len(text) > MAX_FILTER_LENGTH:
        raise FilterError("the filter is too long")
    expression = _Parser(text).parse()
    return lambda connection: expression(connection) is True


def named_group(text: str | None) -> str | None:
    """The group of the filter `'<group>' in groups` alone, whose members need no search."""
    match = _ONE_GROUP.fullmatch(text or "")
    return match[1].replace("''", "'") if match else None
