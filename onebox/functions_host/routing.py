"""Azure Functions' route templates, `{x} {x:int} {x?} {x=5} {*rest}`: case-insensitive, most specific first."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

_PARAMETER = re.compile(
    r"\{(?P<star>\*{0,2})(?P<name>[A-Za-z_]\w*)(?P<constraints>(?::[^{}=?]+(?:\{[^{}]*\})?)*)(?P<tail>=[^{}?]*|\?)?\}"
)
_CONSTRAINT = re.compile(r"(?P<name>[a-z]+)(?:\((?P<argument>.*)\))?", re.IGNORECASE)
_GUID = r"\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?"
_ENCODED_SLASH = re.compile("(%2f)", re.IGNORECASE)

type Check = Callable[[str], bool]


class RouteError(ValueError):
    """A route template that cannot be understood."""


def _is_integer_of(bits: int) -> Check:
    limit = 2 ** (bits - 1)

    def check(text: str) -> bool:
        return re.fullmatch(r"[+-]?\d+", text) is not None and -limit <= int(text) < limit

    return check


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", text, re.IGNORECASE) is not None


def _is_between(low: int | None, high: int | None) -> Check:
    return lambda text: (
        re.fullmatch(r"[+-]?\d+", text) is not None
        and (low is None or int(text) >= low)
        and (high is None or int(text) <= high)
    )


def _has_length(low: int, high: int | None) -> Check:
    return lambda text: len(text) >= low and (high is None or len(text) <= high)


def _matches(pattern: str, *, whole: bool) -> Check:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: (compiled.fullmatch(text) if whole else compiled.search(text)) is not None


_PLAIN_CONSTRAINTS: Mapping[str, Check] = {
    "int": _is_integer_of(32),
    "long": _is_integer_of(64),
    "bool": _matches("true|false", whole=True),
    "guid": _matches(_GUID, whole=True),
    "alpha": _matches("[a-z]*", whole=True),
    "decimal": _is_number,
    "double": _is_number,
    "float": _is_number,
    "required": lambda text: text != "",
}
_NUMERIC_CONSTRAINTS: Mapping[str, Callable[[list[int]], Check]] = {
    "min": lambda numbers: _is_between(numbers[0], None),
    "max": lambda numbers: _is_between(None, numbers[0]),
    "range": lambda numbers: _is_between(numbers[0], numbers[-1]),
    "minlength": lambda numbers: _has_length(numbers[0], None),
    "maxlength": lambda numbers: _has_length(0, numbers[0]),
    "length": lambda numbers: _has_length(numbers[0], numbers[-1]),
}


def _parse_constraint(text: str) -> Check:
    match = _CONSTRAINT.fullmatch(text)
    if match is None:
        raise RouteError(f"cannot read the route constraint {text!r}")
    name, argument = match["name"].lower(), match["argument"]
    if argument is None:
        if name not in _PLAIN_CONSTRAINTS:
            raise RouteError(f"unknown route constraint {text!r}")
        return _PLAIN_CONSTRAINTS[name]
    if name == "regex":
        return _matches(argument, whole=False)
    if name not in _NUMERIC_CONSTRAINTS:
        raise RouteError(f"unknown route constraint {text!r}")
    return _NUMERIC_CONSTRAINTS[name]([int(part) for part in argument.split(",")])


@dataclass(frozen=True, slots=True)
class RouteTemplate:
    """One compiled template, without the prefix."""

    pattern: re.Pattern[str]
    checks: Mapping[str, tuple[Check, ...]]
    defaults: Mapping[str, str]
    precedence: tuple[int, ...]

    @property
    def is_literal(self) -> bool:
        return not self.pattern.groups

    def match(self, path: str) -> dict[str, str] | None:
        found = self.pattern.fullmatch(path)
        if found is None:
            return None
        values = {name: value for name, value in found.groupdict().items() if value}
        for name, checks in self.checks.items():
            if name in values and not all(check(values[name]) for check in checks):
                return None
        return {**self.defaults, **values}


@dataclass(slots=True)
class _TemplateParts:
    pattern: str = ""
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    precedence: list[int] = field(default_factory=list)


def _add_segment(parts: _TemplateParts, segment: str, *, is_first: bool) -> None:
    slash = "" if is_first else "/"
    parameters = list(_PARAMETER.finditer(segment))
    if "{" in _PARAMETER.sub("", segment) or "}" in _PARAMETER.sub("", segment):
        raise RouteError(f"cannot read the route segment {segment!r}")
    for parameter in parameters:
        names = [text for text in parameter["constraints"].split(":") if text]
        parts.checks[parameter["name"]] = tuple(_parse_constraint(text) for text in names)
        if (parameter["tail"] or "").startswith("="):
            parts.defaults[parameter["name"]] = parameter["tail"][1:]
    if not parameters:
        parts.pattern += slash + re.escape(segment)
        parts.precedence.append(1)
        return
    whole = parameters[0] if parameters[0].group() == segment else None
    if whole is not None and whole["star"]:
        parts.pattern += rf"(?:{slash}(?P<{whole['name']}>.*))?"
        parts.precedence.append(4 if whole["constraints"] else 5)
    elif whole is not None:
        optional = "?" if whole["tail"] else ""
        parts.pattern += rf"(?:{slash}(?P<{whole['name']}>[^/]+)){optional}"
        parts.precedence.append(2 if whole["constraints"] else 3)
    else:
        parts.pattern += slash
        end = 0
        for parameter in parameters:
            parts.pattern += re.escape(segment[end : parameter.start()]) + rf"(?P<{parameter['name']}>[^/]+?)"
            end = parameter.end()
        parts.pattern += re.escape(segment[end:])
        parts.precedence.append(2)


def compile_route(template: str) -> RouteTemplate:
    parts = _TemplateParts()
    for index, segment in enumerate(template.strip("/").split("/")):
        _add_segment(parts, segment, is_first=index == 0)
    return RouteTemplate(
        re.compile(parts.pattern, re.IGNORECASE), parts.checks, parts.defaults, tuple(parts.precedence)
    )


def decode_path(raw_path: str) -> str:
    """Percent-decode as Kestrel does: everything but an encoded slash."""
    if "%" not in raw_path:
        return raw_path
    return "".join(part if _ENCODED_SLASH.fullmatch(part) else unquote(part) for part in _ENCODED_SLASH.split(raw_path))


class Router[Target]:
    """Finds the target for a method and path. A path known only for other methods is not found, as in the real host."""

    def __init__(self, route_prefix: str = "") -> None:
        self._prefix = f"/{route_prefix.strip('/').lower()}" if route_prefix.strip("/") else ""
        self._literal: dict[str, list[tuple[frozenset[str] | None, Target]]] = {}
        self._patterned: list[tuple[RouteTemplate, frozenset[str] | None, Target]] = []

    def add(self, template: str, methods: frozenset[str] | None, target: Target) -> None:
        """`methods` None means any."""
        route = compile_route(template)
        if route.is_literal:
            path = f"{self._prefix}/{template.strip('/').lower()}"
            self._literal.setdefault(path, []).append((methods, target))
        else:
            self._patterned.append((route, methods, target))
            self._patterned.sort(key=lambda entry: entry[0].precedence)

    def find(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        path = decode_path(path)
        folded = path.lower()
        entries = self._literal.get(folded) or self._literal.get(folded.rstrip("/"))
        for methods, target in entries or ():
            if methods is None or method in methods:
                return target, {}
        if not folded.startswith(self._prefix + "/") and folded != self._prefix:
            return None
        rest = path[len(self._prefix) :].strip("/")
        for route, methods, target in self._patterned:
            if methods is None or method in methods:
                values = route.match(rest)
                if values is not None:
                    return target, values
        return None
