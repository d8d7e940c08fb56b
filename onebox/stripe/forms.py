"""Stripe's form encoding: `metadata[table]=4`, `payment_method_types[0]=card`, `expand[]=latest_charge`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from onebox.stripe.errors import ApiError, invalid_request

type Param = str | list[Param] | dict[str, Param]
type Params = dict[str, Param]

MAX_FIELDS = 1_000  # far above any request of the app; bounds the work of one body
MAX_DEPTH = 6
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode_form(text: str) -> Params:
    """Turn one encoded body or query into nested parameters."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise _unreadable(text[:40]) from error
    root: Params = {}
    for key, value in pairs:
        match = _KEY.fullmatch(key)
        if match is None:
            raise _unreadable(key)
        path = [match[1], *_PART.findall(match[2])]
        if len(path) > MAX_DEPTH:
            raise _unreadable(key)
        _insert(root, path, value, key)
    return {name: _with_lists(value) for name, value in root.items()}


def _insert(root: Params, path: list[str], value: str, key: str) -> None:
    here = root
    for part in path[:-1]:
        child = here.setdefault(part, {})
        if not isinstance(child, dict):
            raise _unreadable(key)
        here = child
    name = path[-1] or str(len(here))  # `expand[]` appends
    if isinstance(here.get(name), dict):
        raise _unreadable(key)
    here[name] = value


def _with_lists(value: Param) -> Param:
    if not isinstance(value, dict):
        return value
    converted = {name: _with_lists(child) for name, child in value.items()}
    if converted and all(name.isdecimal() for name in converted):
        return [converted[name] for name in sorted(converted, key=int)]
    return converted


def _unreadable(key: str) -> ApiError:
    return invalid_request(f"Invalid request: cannot read the parameter {key!r}.", code="parameter_invalid_empty")
