"""aiohttp's protocol, but what it refuses by itself, before a handler sees the request, is a problem document too."""

import asyncio
import logging
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import BadHttpMessage, LineTooLong

from onebox.errors import AddressTooLong, HeadersTooLarge
from shared.errors import AppError, InternalError, Unreadable
from shared.problems import PROBLEM_JSON, problem_document, problem_headers, trace_id_of

log = logging.getLogger("onebox.http")

MAX_ADDRESS_BYTES = 8190
MAX_HEADER_BYTES = 8192
"""aiohttp raises one exception for both; that they differ tells which it was."""
FIRST_REQUEST_S = 30.0
"""A connection that has not sent the head of a request by then is closed; aiohttp by itself would wait for ever."""
NEXT_REQUEST_S = 130.0
"""From an answer to the end of the next request's head. Longer than clients keep an idle connection, or they would send into its end."""


class ProblemProtocol(web.RequestHandler):
    """Made for each connection: `create_server(lambda: ProblemProtocol(server))`."""

    __slots__ = ("_first_request", "_first_request_s")

    def __init__(self, server: web.Server, *, first_request_s: float = FIRST_REQUEST_S, **options: Any) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # none, as aiohttp's own runner takes it
            auto_decompress=False,
            max_line_size=MAX_ADDRESS_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            **{"keepalive_timeout": NEXT_REQUEST_S, **options},
        )
        self._first_request_s = first_request_s
        self._first_request: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._first_request = self._loop.call_later(self._first_request_s, self._end_if_silent)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._first_request is not None:
            self._first_request.cancel()
        super().connection_lost(exc)

    def _end_if_silent(self) -> None:
        if self._request_count == 0:
            self.force_close()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Logs as aiohttp does, and raises as it does where an answer has begun."""
        super().handle_error(request, status, exc, message)
        answer = problem_answer(_refusal(status, exc), request)
        answer.force_close()
        return answer


def problem_answer(error: AppError, request: web.BaseRequest) -> web.Response:
    trace_id = trace_id_of(request.headers.get("traceparent", ""))
    if error.status >= 500:
        log.warning("%s %s trace_id=%s", error.code, request.method, trace_id)  # no path: some hold a secret
    return web.Response(
        status=error.status,
        body=problem_document(error, trace_id),
        headers={"Content-Type": PROBLEM_JSON, **problem_headers(error)},
    )


def _refusal(status: int, exc: BaseException | None) -> AppError:
    if isinstance(exc, LineTooLong):
        return AddressTooLong() if exc.args[1] == MAX_ADDRESS_BYTES else HeadersTooLarge()
    if isinstance(exc, BadHttpMessage) and exc.message == "Too many headers received":
        return HeadersTooLarge()
    return Unreadable("This is not HTTP/1.1.") if status == 400 else InternalError()
