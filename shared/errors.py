"""The base of every error that a user or a vendor can cause.

    AppError
    ├── Unreadable 400 ── Unauthorized 401 ── Forbidden 403 ── NotFound 404
    ├── Conflict 409 ── Invalid 422 ── TooFast 429
    └── InternalError 500 ── DependencyDown 503

Subclasses live in the noun's `errors.py` and are facts (`BidTooLow`). `code` is stable and documented; clients branch on it, never on text.
"""

from collections.abc import Mapping
from typing import ClassVar

type JsonValue = bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None


class AppError(Exception):
    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something failed"

    def __init__(
        self,
        detail: str | None = None,
        *,
        retry_after_s: int | None = None,
        members: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """`members` are added to the problem document (RFC 9457 extension members)."""
        super().__init__(detail or self.title)
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.members: Mapping[str, JsonValue] = members or {}


class Unreadable(AppError):
    code = "unreadable"
    status = 400
    title = "The request cannot be read"


class PayloadTooLarge(AppError):
    code = "payload_too_large"
    status = 413
    title = "The request body is too large"


class UnsupportedMediaType(AppError):
    code = "unsupported_media_type"
    status = 415
    title = "The body must be application/json"


class Unauthorized(AppError):
    code = "unauthorized"
    status = 401
    title = "Sign in first"


class Forbidden(AppError):
    code = "forbidden"
    status = 403
    title = "Your role may not do this"


class NotFound(AppError):
    code = "not_found"
    status = 404
    title = "There is no such thing here"


class Conflict(AppError):
    code = "conflict"
    status = 409
    title = "This does not fit the present state"


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"
    title = "This key was used with another request"


class Invalid(AppError):
    code = "invalid"
    status = 422
    title = "The request is not valid"


class TooFast(AppError):
    code = "too_fast"
    status = 429
    title = "Too many tries"


class InternalError(AppError):
    code = "internal_error"
    status = 500
    title = "Something failed on our side"


class DependencyDown(AppError):
    code = "dependency_down"
    status = 503
    title = "Please try again in a moment"

    def __init__(
        self,
        detail: str | None = None,
        *,
        retry_after_s: int | None = 1,
        members: Mapping[str, JsonValue] | None = None,
    ) -> None:
        super().__init__(detail, retry_after_s=retry_after_s, members=members)
