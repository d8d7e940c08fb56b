"""`http_operation`: the one decorator of ours. It registers the route, declares the OpenAPI operation, and turns errors into problem documents."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

import azure.functions as func
from pydantic import BaseModel

from shared.errors import AppError, InternalError
from shared.http.compression import compressed
from shared.http.problem import problem_response
from shared.problems import trace_id_of

log = logging.getLogger("augeo.http")

type Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
type Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]

PUBLIC = "public"
"""The permission of a route that asks for no token."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: who may call it, and what goes in and out."""

    name: str
    method: Method
    path: str
    permission: str
    summary: str
    request: type[BaseModel] | None = None
    responses: Mapping[int, type[BaseModel] | None] = field(default_factory=dict)
    errors: tuple[type[AppError], ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    idempotent: bool = False
    """Takes an `Idempotency-Key` header."""
    documented: bool = True
    run: Handler | None = None
    """What the worker calls: the handler with its errors turned into answers."""


OPERATIONS: list[Operation] = []
"""Every route of the app, in order of registration; the OpenAPI document and the permission probes are made from it."""

_current: ContextVar[Operation] = ContextVar("operation")


def current_operation() -> Operation:
    return _current.get()


def http_operation(
    blueprint: func.Blueprint,
    method: Method,
    path: str,
    *,
    permission: str,
    summary: str,
    request: type[BaseModel] | None = None,
    responses: Mapping[int, type[BaseModel] | None] | None = None,
    errors: tuple[type[AppError], ...] = (),
    query: Mapping[str, str] | None = None,
    idempotent: bool = False,
    documented: bool = True,
) -> Callable[[Handler], Handler]:
    """`path` is relative to /api/v1, such as `bids/{key}`."""

    def register(handler: Handler) -> Handler:
        # The worker reads this signature: exactly the binding, nothing injected.
        async def run(req: func.HttpRequest) -> func.HttpResponse:
            _current.set(operation)
            try:
                response = await handler(req)
                return await compressed(req, response) if method == "GET" else response
            except AppError as error:
                trace_id = trace_id_of(str(req.headers.get("traceparent", "")))
                if error.status >= 500:
                    log.warning(
                        "request_unavailable",
                        extra={"operation": operation.name, "code": error.code, "trace_id": trace_id},
                        exc_info=error,
                    )
                return problem_response(error, trace_id)
            except Exception as error:
                trace_id = trace_id_of(str(req.headers.get("traceparent", "")))
                log.error("request_failed", extra={"operation": operation.name, "trace_id": trace_id}, exc_info=error)
                return problem_response(InternalError(), trace_id)

        run.__name__ = handler.__name__
        run.__module__ = handler.__module__
        run.__doc__ = handler.__doc__
        operation = Operation(
            name=handler.__name__,
            method=method,
            path=path,
            permission=permission,
            summary=summary,
            request=request,
            responses=responses or {200: None},
            errors=errors,
            query=query or {},
            idempotent=idempotent,
            documented=documented,
            run=run,
        )
        OPERATIONS.append(operation)
        blueprint.route(route=f"v1/{path}", methods=[method], auth_level=func.AuthLevel.ANONYMOUS)(run)
        return run

    return register
