"""The HTTP trigger: aiohttp's protocol without its router, because every microsecond here is paid by every bid."""

import asyncio
import hmac
import logging
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from onebox.errors import AccessKeyWrong, FunctionFailed, OutputNotSent, RequestTooSlow, ResponseInvalid, RouteNotFound
from onebox.functions_host import http_binding
from onebox.functions_host.http_response import InvalidResponseError, WholeResponse
from onebox.functions_host.routing import Router
from onebox.functions_host.settings import DEFAULT_BODY_LIMIT_BYTES
from onebox.functions_host.worker import Function, FunctionApp, InvocationResult, outputs_to_send
from onebox.problem_protocol import ProblemProtocol
from onebox.request_body import read_body
from shared.errors import AppError, PayloadTooLarge
from shared.problems import PROBLEM_JSON, problem_document, problem_headers, trace_id_of

log = logging.getLogger(__name__)

type SendOutputs = Callable[[Function, list[tuple[str, Any]]], Awaitable[None]]
type FixedInputs = Callable[[Function], list[tuple[str, Any]]]
type Webhook = Callable[[web.BaseRequest, str, str, bytes], Awaitable[WholeResponse]]

_BACKLOG = 1024
_LANDING_TEXT = b"Your Functions app is up and running.\n"
_NOTHING: dict[str, str] = {}
_JOINED_BY_SEMICOLON = frozenset({"cookie"})


def refusal(error: AppError, request: web.BaseRequest) -> WholeResponse:
    """An answer of the host itself."""
    trace_id = trace_id_of(request.headers.get("traceparent", ""))
    if error.status >= 500:
        log.warning("request_not_answered", extra={"code": error.code, "trace_id": trace_id})
    headers = [("Content-Type", PROBLEM_JSON), *problem_headers(error).items()]
    return WholeResponse(error.status, headers, problem_document(error, trace_id))


def body_limit_from_environment() -> int:
    return int(os.environ.get("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", DEFAULT_BODY_LIMIT_BYTES))


def _joined_headers(request: web.BaseRequest) -> dict[str, str]:
    """Lower-case names; a repeated header is joined to one value, as ASP.NET hands it to the worker."""
    headers: dict[str, str] = {}
    for name, value in request.headers.items():
        key = name.lower()
        if key in headers:
            headers[key] += ("; " if key in _JOINED_BY_SEMICOLON else ",") + value
        else:
            headers[key] = value
    return headers


def _joined_query(query: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values[name] = f"{values[name]},{value}" if name in values else value
    return values


def _headers_to_send(http: dict[str, Any]) -> list[tuple[str, str]]:
    headers = [(name, datum.value) for name, datum in http["headers"].items()]
    for cookie in http["cookies"] or ():
        headers.extend(("Set-Cookie", morsel.OutputString()) for morsel in cookie.values())
    return headers


def render_result(returned: Any) -> WholeResponse:
    """The response for what a function's HTTP output was encoded to."""
    if returned is None:
        return WholeResponse(204, [], b"")
    if returned.type == http_binding.DIRECT:
        return http_binding.render_direct(returned)
    if returned.type == "http":
        http = returned.value
        return WholeResponse(int(http["status_code"].value), _headers_to_send(http), http["body"].value)
    if returned.type == "string":
        return WholeResponse(200, [("Content-Type", "text/plain; charset=utf-8")], returned.value.encode())
    body = returned.value if isinstance(returned.value, bytes) else str(returned.value).encode()
    kind = "application/json" if returned.type == "json" else "application/octet-stream"
    return WholeResponse(200, [("Content-Type", kind)], body)


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """Keys that `authLevel` is checked against. Core Tools checks none locally, so this is off unless asked for."""

    function_key: str
    master_key: str

    def allow(self, auth_level: str, request: web.BaseRequest, query: str) -> bool:
        if auth_level == "anonymous":
            return True
        given = request.headers.get("x-functions-key") or dict(parse_qsl(query)).get("code", "")
        accepted = [self.master_key] if auth_level == "admin" else [self.master_key, self.function_key]
        return any(hmac.compare_digest(given.encode(), key.encode()) for key in accepted)


class _HttpFunction:
    """A function with what does not change from request to request."""

    def __init__(self, function: Function, fixed_inputs: list[tuple[str, Any]]) -> None:
        trigger = function.trigger
        self.function = function
        self.fixed_inputs = fixed_inputs
        self.parameter = str(trigger["name"])
        self.route = str(trigger.get("route") or function.name)
        self.auth_level = str(trigger.get("authLevel") or "function").lower()
        methods = trigger.get("methods")
        self.methods = frozenset(str(method).upper() for method in methods) if methods else None


def _split_target(request: web.BaseRequest) -> tuple[str, str, str]:
    """Raw path, raw query and full URL of a request, without building a URL object."""
    target = request.raw_path
    if target[:1] != "/":
        target = request.rel_url.raw_path_qs
    path, _, query = target.partition("?")
    return path, query, f"http://{request.headers.get('Host', 'localhost')}{target}"


class HttpFront:
    """Listens, finds the function of a request, invokes it and writes its answer."""

    def __init__(
        self,
        app: FunctionApp,
        *,
        route_prefix: str,
        send_outputs: SendOutputs,
        body_limit_bytes: int,
        fixed_inputs: FixedInputs,
        access_keys: AccessKeys | None = None,
    ) -> None:
        self._app = app
        self._send_outputs = send_outputs
        self._body_limit_bytes = body_limit_bytes
        self._access_keys = access_keys
        self._webhooks: list[tuple[str, Webhook]] = []
        self._router: Router[_HttpFunction] = Router(route_prefix)
        for function in app.with_trigger("httpTrigger"):
            target = _HttpFunction(function, fixed_inputs(function))
            self._router.add(target.route, target.methods, target)
        self._server: web.Server | None = None
        self._listener: asyncio.Server | None = None
        self._is_closing = False

    def add_webhook(self, prefix: str, webhook: Webhook) -> None:
        """Requests below `prefix` go to `webhook` with the raw rest of the path, because ids are percent-encoded."""
        self._webhooks.append((prefix, webhook))

    async def start(self, sock: socket.socket) -> None:
        """Serve on a bound socket."""
        self._server = server = web.Server(self._handle)
        self._listener = await asyncio.get_running_loop().create_server(
            lambda: ProblemProtocol(server), sock=sock, backlog=_BACKLOG
        )

    def stop_accepting(self) -> None:
        """Close the listening socket; requests on open connections are still answered, and their connections closed."""
        self._is_closing = True
        if self._listener is not None:
            self._listener.close()

    async def close(self, grace_s: float) -> None:
        self.stop_accepting()
        if self._server is not None:
            self._server.pre_shutdown()
            await self._server.shutdown(grace_s)

    async def _handle(self, request: web.BaseRequest) -> WholeResponse:
        path, query, url = _split_target(request)
        found = self._router.find(request.method, path)
        try:
            if found is None:
                response = await self._handle_elsewhere(request, path, query)
            else:
                target, values = found
                response = await self._handle_function(request, target, values, query, url)
        except (PayloadTooLarge, RequestTooSlow) as error:
            response = refusal(error, request)
            # What is left of the body must not be read as the next request.
            response.force_close()
        if self._is_closing:
            response.force_close()
        return response

    async def _handle_elsewhere(self, request: web.BaseRequest, path: str, query: str) -> WholeResponse:
        for prefix, webhook in self._webhooks:
            if path.lower().startswith(prefix):
                if self._access_keys is not None and not self._access_keys.allow("admin", request, query):
                    return refusal(AccessKeyWrong(), request)
                return await webhook(
                    request, path[len(prefix) :], query, await read_body(request, self._body_limit_bytes)
                )
        if path == "/" and request.method in ("GET", "HEAD"):
            return WholeResponse(200, [("Content-Type", "text/plain; charset=utf-8")], _LANDING_TEXT)
        return refusal(RouteNotFound(), request)

    async def _handle_function(
        self, request: web.BaseRequest, target: _HttpFunction, values: dict[str, str], query: str, url: str
    ) -> WholeResponse:
        if self._access_keys is not None and not self._access_keys.allow(target.auth_level, request, query):
            return refusal(AccessKeyWrong(), request)
        body = await read_body(request, self._body_limit_bytes)
        headers = _joined_headers(request)
        http = http_binding.new_request(
            request.method, url, headers, values, _joined_query(query) if query else _NOTHING, body
        )
        result = await self._app.invoke(
            target.function,
            [(target.parameter, http), *target.fixed_inputs],
            trace_parent=headers.get("traceparent", ""),
        )
        if not result.ok:
            return refusal(FunctionFailed(), request)
        returned = result.returned
        if result.outputs:
            try:
                returned = await self._deliver(target.function, result)
            except Exception:  # the edge: an output that cannot be sent fails the request
                log.exception("output_not_sent", extra={"function": target.function.name})
                return refusal(OutputNotSent(), request)
        try:
            return render_result(returned)
        except InvalidResponseError:
            log.exception("response_cannot_be_sent", extra={"function": target.function.name})
            return refusal(ResponseInvalid(), request)

    async def _deliver(self, function: Function, result: InvocationResult) -> Any:
        """Send what the function put into its outputs; the HTTP response may be one of them."""
        await self._send_outputs(function, outputs_to_send(function, result))
        responses = [d for name, d in result.outputs if str(function.outputs[name]["type"]).lower() == "http"]
        return responses[0] if responses else result.returned
