"""Errors as Stripe's v1 API words them."""

from __future__ import annotations

from collections.abc import Mapping


class ApiError(Exception):
    """An answer that is an error. `stored` says whether an idempotency key remembers it.

    Stripe remembers the first answer once execution began, errors included; what is refused
    before that (authentication, validation, rate limits) is not remembered.
    """

    def __init__(
        self,
        status: int,
        error_type: str,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        stored: bool = False,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        error: dict[str, object] = {"type": error_type, "message": message}
        if code is not None:
            error["code"] = code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        if param is not None:
            error["param"] = param
        error.update(details or {})
        self.error = error


def invalid_request(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    return ApiError(400, "invalid_request_error", message, code=code, param=param)


def missing_parameter(param: str) -> ApiError:
    return invalid_request(f"Missing required param: {param}.", code="parameter_missing", param=param)


def no_such(kind: str, object_id: str, param: str = "id") -> ApiError:
    message = f"No such {kind}: '{object_id}'"
    return ApiError(404, "invalid_request_error", message, code="resource_missing", param=param, stored=True)


def unexpected_state(code: str, message: str, details: Mapping[str, object]) -> ApiError:
    return ApiError(400, "invalid_request_error", message, code=code, stored=True, details=details)


def unsupported(what: str) -> ApiError:
    """What Stripe can do and this stand-in does not: said aloud, never half done."""
    message = f"The Stripe stand-in of onebox does not carry {what}."
    return invalid_request(message, code="onebox_unsupported")


def server_error() -> ApiError:
    message = "An unknown error occurred"
    return ApiError(500, "api_error", message)


def rate_limited() -> ApiError:
    message = "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
    return ApiError(429, "invalid_request_error", message, code="rate_limit")
