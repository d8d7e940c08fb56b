"""One API call as the routes see it: parameters checked and typed, books of one account, events to send."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import orjson

from onebox.stripe.books import PLATFORM, Body, Books
from onebox.stripe.errors import invalid_request, missing_parameter, no_such
from onebox.stripe.forms import Param, Params
from onebox.stripe.objects import API_VERSION, new_id

DEFAULT_PAGE = 10
MAX_PAGE = 100
MAX_METADATA_KEYS = 50
MAX_METADATA_VALUE = 500
_EVERYWHERE = frozenset({"expand"})
_LISTS = frozenset({"limit", "starting_after", "ending_before"})


class Clock:
    """Wall time plus what a test has advanced, for keys that expire after a day."""

    def __init__(self) -> None:
        self.advanced_s = 0.0

    def now(self) -> float:
        return time.time() + self.advanced_s


@dataclass(slots=True)
class Call:
    books: Books
    account: str
    params: Params
    path_id: str
    now: float
    request_id: str
    idempotency_key: str | None
    endpoints: frozenset[str]
    events: int = field(default=0)

    def text(self, name: str) -> str | None:
        """A parameter that is text; an empty one is none, as Stripe unsets with it."""
        value = self.params.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise invalid_request(f"Invalid string: {name}", param=name)
        return value

    def required_text(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise missing_parameter(name)
        return value

    def integer(self, name: str) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdecimal():
            raise invalid_request(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
        return int(value)

    def flag(self, name: str) -> bool:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise invalid_request(f"Invalid boolean: {value}", param=name)
        return value == "true"

    def mapping(self, name: str) -> Mapping[str, Param]:
        value = self.params.get(name, "")
        if value == "":
            return {}
        if isinstance(value, list):  # `metadata[0]=x` reads as a list
            return {str(index): child for index, child in enumerate(value)}
        if not isinstance(value, dict):
            raise invalid_request("Invalid object", param=name)
        return value

    def texts(self, name: str) -> list[str]:
        value = self.params.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise invalid_request("Invalid array", param=name)
        return cast("list[str]", value)

    def metadata(self, current: Mapping[str, str]) -> dict[str, str]:
        """What the object's metadata becomes: given keys replace, empty values remove."""
        merged = dict(current)
        for key, value in self.mapping("metadata").items():
            if not isinstance(value, str) or len(value) > MAX_METADATA_VALUE:
                raise invalid_request(f"Metadata values can have up to {MAX_METADATA_VALUE} characters.", param=key)
            merged[key] = value
            if not value:
                del merged[key]
        if len(merged) > MAX_METADATA_KEYS:
            raise invalid_request(f"Metadata can have up to {MAX_METADATA_KEYS} keys.", param="metadata")
        return merged

    def find(self, kind: str, object_id: str, *, param: str = "id") -> Body:
        body = self.books.find(self.account, object_id, kind)
        if body is None:
            raise no_such(kind, object_id, param)
        return body

    def insert(self, body: Mapping[str, object]) -> None:
        self.books.insert(self.account, body)

    def save(self, body: Mapping[str, object]) -> None:
        self.books.save(self.account, body)

    def emit(self, event_type: str, body: Mapping[str, object]) -> None:
        """Record an event in the transaction that caused it, and queue its delivery."""
        event: Body = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(self.now),
            "data": {"object": shown(body)},
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": self.request_id, "idempotency_key": self.idempotency_key},
            "type": event_type,
        }
        endpoint = "platform"
        if self.account != PLATFORM:
            event["account"] = self.account
            endpoint = "connect"
        self.insert(event)
        self.events += 1
        if endpoint in self.endpoints:
            self.books.queue_delivery(str(event["id"]), endpoint, orjson.dumps(event))

    def listing(self, kind: str, url: str, filters: tuple[str, ...] = ()) -> Body:
        limit = self.integer("limit")
        if limit is None:
            limit = DEFAULT_PAGE
        if not 1 <= limit <= MAX_PAGE:
            raise invalid_request(f"Limit must be between 1 and {MAX_PAGE}.", param="limit")
        after, before = self.text("starting_after"), self.text("ending_before")
        for cursor, param in ((after, "starting_after"), (before, "ending_before")):
            if cursor is not None:
                self.find(kind, cursor, param=param)
        chosen = {name: value for name in filters if (value := self.text(name)) is not None}
        bodies, has_more = self.books.page(self.account, kind, chosen, after=after, before=before, limit=limit)
        return {"object": "list", "url": url, "has_more": has_more, "data": bodies}


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. Parameters outside `accepts` are refused, as Stripe refuses what it does not know."""

    name: str
    method: str
    path: str
    handle: Callable[[Call], Mapping[str, object]]
    accepts: frozenset[str]

    def check_names(self, params: Params) -> None:
        known = self.accepts | _EVERYWHERE | (_LISTS if self.name.endswith(".list") else frozenset())
        for name in params:
            if name not in known:
                raise invalid_request(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def route(
    name: str, method: str, path: str, handle: Callable[[Call], Mapping[str, object]], accepts: str = ""
) -> Route:
    return Route(name, method, path, handle, frozenset(accepts.split()))


def shown(body: Mapping[str, object]) -> Body:
    """The object as a caller sees it, without the stand-in's own notes."""
    return {name: value for name, value in body.items() if name != "onebox"}


def expand(books: Books, account: str, body: Body, paths: list[str]) -> Body:
    """Replace ids by the objects they name, along dotted paths (`latest_charge.balance_transaction`)."""
    for path in paths:
        _expand_path(books, account, body, path.split("."), path)
    return body


def _expand_path(books: Books, account: str, value: object, path: list[str], whole: str) -> None:
    if not path:
        return
    if isinstance(value, list):
        for entry in value:
            _expand_path(books, account, entry, path, whole)
        return
    if not isinstance(value, dict) or path[0] not in value:
        raise invalid_request(f"This property cannot be expanded ({whole}).", param="expand")
    child = value[path[0]]
    if isinstance(child, str):
        found = books.find(account, child)
        if found is None:
            raise invalid_request(f"This property cannot be expanded ({whole}).", param="expand")
        value[path[0]] = child = shown(found)
    if child is not None:
        _expand_path(books, account, child, path[1:], whole)
