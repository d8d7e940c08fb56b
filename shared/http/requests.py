"""Reading a request: body, path, query and idempotency key, each with one clear refusal."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import azure.functions as func
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.errors import Invalid, JsonValue, NotFound, PayloadTooLarge, Unreadable, UnsupportedMediaType
from shared.ids import id_of

MAX_BODY_BYTES = 64 * 1024
MAX_DEPTH = 20


class RequestBody(BaseModel):
    """Base of every request body: nothing unknown, nothing coerced, nothing changed after."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _canonical(value: object) -> object:
    """Pydantic would also take braces, a URN, and digits without hyphens."""
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError("an id is 36 characters, as 01234567-89ab-cdef-0123-456789abcdef")
    try:
        read = id_of(value)
    except ValueError:
        return value  # pydantic says what is wrong with it
    return read if str(read) == value.lower() else value


Id = Annotated[UUID, Field(strict=False), BeforeValidator(_canonical)]
"""An id in a body."""


def _written(value: object) -> object:
    """Pydantic would also take seconds since 1970, as a number or as digits."""
    if not isinstance(value, str) or "T" not in value:
        raise ValueError("a moment is written as 2026-11-22T20:00:00Z")
    return value


DeviceTime = Annotated[
    AwareDatetime,
    Field(strict=False, ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC)),
    BeforeValidator(_written),
]
"""When something was done, by the clock of the device: with its zone, and of this century. Kept to explain, never to decide."""


class DuplicateName(ValueError):
    """A JSON object names a member twice."""


def _unique_members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise DuplicateName
    return members


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


# Made once: with these arguments json.loads makes one for every body, which takes as long as the reading.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique_members, parse_constant=_no_constant)


def read_json(req: func.HttpRequest) -> bytes:
    """The raw body after the checks that pydantic does not make: type, size, UTF-8, depth, twice-named members."""
    content_type = str(req.headers.get("content-type", "")).split(";")[0].strip().lower()
    if content_type != "application/json":
        raise UnsupportedMediaType
    body = req.get_body()
    if len(body) > MAX_BODY_BYTES:
        raise PayloadTooLarge
    # Small flat bodies (every bid) cannot be deep; the count of brackets bounds the depth of all others.
    if body.count(b"{") + body.count(b"[") > MAX_DEPTH and _depth(body) > MAX_DEPTH:
        raise Unreadable("The body is nested too deeply.")
    try:
        _DECODER.decode(body.decode("utf-8"))
    except DuplicateName as error:
        raise Unreadable("The body names a member twice.") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is not valid JSON.") from error
    return body


def _depth(body: bytes) -> int:
    depth = deepest = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in (0x7B, 0x5B):
            depth += 1
            deepest = max(deepest, depth)
        elif byte in (0x7D, 0x5D):
            depth -= 1
    return deepest


def parse_body[Body: BaseModel](req: func.HttpRequest, model: type[Body]) -> Body:
    """The body as `model`. Raises 400, 413, 415, or 422 with one entry per wrong field."""
    try:
        return model.model_validate_json(read_json(req))
    except ValidationError as error:
        raise invalid_fields(error) from error


def invalid_fields(error: ValidationError) -> Invalid:
    fields: list[JsonValue] = [
        {
            "field": ".".join(str(part) for part in one["loc"]),
            "code": "unknown_field" if one["type"] == "extra_forbidden" else one["type"],
            "message": one["msg"],
        }
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]
    ]
    return Invalid("Some fields are not valid.", members={"errors": fields})


def path_id(req: func.HttpRequest, name: str) -> UUID:
    """An id in the path. What is not a canonical UUID names nothing: 404, like any unknown id."""
    text = req.route_params.get(name, "")
    try:
        value = id_of(text)
    except ValueError as error:
        raise NotFound from error
    if str(value) != text.lower() or value.int == 0:
        raise NotFound
    return value


def idempotency_key(req: func.HttpRequest) -> UUID:
    """The `Idempotency-Key` header, a UUID that the client made and stored before it sent."""
    text = str(req.headers.get("idempotency-key", ""))
    try:
        value = id_of(text)
    except ValueError as error:
        raise wrong_field("Idempotency-Key", "uuid", "a UUID that you make and store before you send") from error
    if str(value) != text.lower() or value.int == 0:
        raise wrong_field("Idempotency-Key", "uuid", "a UUID in its canonical form")
    return value


def wrong_field(field: str, code: str, message: str) -> Invalid:
    return Invalid(
        "Some fields are not valid.", members={"errors": [{"field": field, "code": code, "message": message}]}
    )


def query_int(req: func.HttpRequest, name: str, *, default: int | None = None, least: int, most: int) -> int:
    """Without a default it must be there."""
    text = req.params.get(name, "")
    if name not in req.params and default is not None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18 or not least <= int(text) <= most:
        raise wrong_field(name, "range", f"a whole number from {least} to {most}")
    return int(text)


def query_id(req: func.HttpRequest, name: str) -> UUID | None:
    """An id in the query, if it is there."""
    text = req.params.get(name)
    if text is None:
        return None
    try:
        value = id_of(text)
    except ValueError as error:
        raise wrong_field(name, "uuid", "a UUID in its canonical form") from error
    if str(value) != text.lower():
        raise wrong_field(name, "uuid", "a UUID in its canonical form")
    return value


def body_hash(model: BaseModel) -> bytes:
    """What a repeated key is compared by: the meaning of the body, not its bytes."""
    return hashlib.sha256(model.model_dump_json().encode()).digest()
