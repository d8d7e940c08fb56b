"""The HTTP side: authentication, accounts, idempotency keys, faults, and error bodies as Stripe sends them."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import orjson
from aiohttp import web

from onebox.faults import FaultRule, Faults
from onebox.stripe import accounts, charges, payment_intents, payment_methods, setup_intents
from onebox.stripe.books import PLATFORM, Books, StoredAnswer
from onebox.stripe.call import Call, Clock, Route, expand, shown
from onebox.stripe.errors import ApiError, invalid_request, rate_limited, server_error
from onebox.stripe.forms import Params, decode_form
from onebox.stripe.objects import new_id
from onebox.stripe.webhooks import Deliverer, WebhookEndpoint

log = logging.getLogger("onebox.stripe")

ROUTES: tuple[Route, ...] = (
    *accounts.ROUTES,
    *payment_methods.ROUTES,
    *setup_intents.ROUTES,
    *payment_intents.ROUTES,
    *charges.ROUTES,
)
MAX_BODY_BYTES = 256 * 1024
MAX_KEY_LENGTH = 255  # Stripe's own


class StandIn:
    """Everything one running stand-in holds."""

    def __init__(
        self,
        *,
        books: Path | None,
        secret_key: str,
        endpoints: Mapping[str, WebhookEndpoint],
        webhook_retry_for_s: float,
    ) -> None:
        self.books = Books(books)
        self.clock = Clock()
        self.faults = Faults()
        self.endpoints = frozenset(endpoints)
        self.deliverer = Deliverer(self.books, endpoints, self.faults, retry_for_s=webhook_retry_for_s)
        self._secret_key = secret_key
        self._in_flight: set[tuple[str, str]] = set()
        self._late: set[asyncio.Task[web.Response]] = set()

    def application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        for entry in ROUTES:
            application.router.add_route(entry.method, entry.path, self._handler(entry))
        application.router.add_route("*", "/v1/{rest:.*}", self._unknown_route)
        return application

    async def late_executions(self) -> None:
        """Wait until what a `late` fault holds back has been executed."""
        await asyncio.gather(*self._late)

    async def stop(self) -> None:
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        await self.deliverer.stop()
        self.books.close()

    def call(self, account: str, *, params: Params | None = None) -> Call:
        """A call that the stand-in makes by itself, for control routes."""
        return Call(
            books=self.books,
            account=account,
            params=params or {},
            path_id="",
            now=self.clock.now(),
            request_id=new_id("req"),
            idempotency_key=None,
            endpoints=self.endpoints,
        )

    def _handler(self, entry: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """aiohttp's handler of one route: errors become Stripe's error bodies here and nowhere else."""

        async def handle(request: web.Request) -> web.StreamResponse:
            request_id = new_id("req")
            try:
                return await self.serve(entry, request, request_id)
            except ApiError as error:
                return error_response(error, request_id)

        return handle

    async def _unknown_route(self, request: web.Request) -> web.StreamResponse:
        message = f"Unrecognized request URL ({request.method}: {request.path})."
        return error_response(ApiError(404, "invalid_request_error", message), new_id("req"))

    def authenticate(self, request: web.Request) -> str:
        """Check the key and return whose books the call is about."""
        key = _presented_key(request)
        if not key:
            raise ApiError(401, "invalid_request_error", "You did not provide an API key.")
        if not hmac.compare_digest(key.encode(), self._secret_key.encode()):
            raise ApiError(401, "invalid_request_error", f"Invalid API Key provided: {key[:8]}****{key[-4:]}")
        account = request.headers.get("Stripe-Account", PLATFORM)
        if account != PLATFORM and self.books.find(PLATFORM, account, "account") is None:
            message = (
                f"The provided key '{key[:8]}****{key[-4:]}' does not have access to account '{account}' "
                "(or that account does not exist). Application access may have been revoked."
            )
            raise ApiError(403, "invalid_request_error", message, code="account_invalid")
        return account

    async def serve(self, entry: Route, request: web.Request, request_id: str) -> web.StreamResponse:
        account = self.authenticate(request)
        encoded = request.query_string if entry.method == "GET" else (await request.read()).decode(errors="replace")
        params = decode_form(encoded)
        entry.check_names(params)
        rule = self.faults.strike(entry.name, "before")
        if rule is not None and rule.action == "429":
            raise rate_limited()
        key = request.headers.get("Idempotency-Key") if entry.method == "POST" else None
        if key is not None and not 1 <= len(key) <= MAX_KEY_LENGTH:
            raise invalid_request(f"Idempotency keys take 1 to {MAX_KEY_LENGTH} characters.")
        fingerprint = hashlib.sha256(f"{entry.method} {request.path}\n{_sorted_json(params)}".encode()).hexdigest()
        if key is not None:
            replayed = self._replay(account, key, fingerprint, request_id)
            if replayed is not None:
                return replayed
        call = Call(
            books=self.books,
            account=account,
            params=params,
            path_id=request.match_info.get("id", ""),
            now=self.clock.now(),
            request_id=request_id,
            idempotency_key=key,
            endpoints=self.endpoints,
        )
        if key is None:
            return await self._execute_with_faults(entry, request, call, fingerprint, rule)
        self._in_flight.add((account, key))
        try:
            return await self._execute_with_faults(entry, request, call, fingerprint, rule)
        finally:
            if rule is None or rule.action != "late":  # a late execution gives its key back itself
                self._in_flight.discard((account, key))

    def _replay(self, account: str, key: str, fingerprint: str, request_id: str) -> web.Response | None:
        """The stored answer of this key; an error when the key is busy or was used for something else."""
        if (account, key) in self._in_flight:
            message = "There is currently another in-progress request using this Idempotent Key."
            raise ApiError(409, "idempotency_error", message, code="idempotency_key_in_use")
        stored = self.books.stored_answer(account, key, self.clock.now())
        if stored is None:
            return None
        if stored.fingerprint != fingerprint:
            message = (
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request."
            )
            raise ApiError(400, "idempotency_error", message)
        headers = {"Idempotent-Replayed": "true", "Original-Request": stored.request_id}
        return _json_response(stored.status, stored.body, request_id, key, headers)

    async def _execute_with_faults(
        self, entry: Route, request: web.Request, call: Call, fingerprint: str, rule: FaultRule | None
    ) -> web.StreamResponse:
        if rule is not None and rule.action == "late":
            task = asyncio.create_task(self._execute_late(entry, call, fingerprint, rule.seconds))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return await asyncio.shield(task)
        if rule is not None:
            return await self._refuse(request, call, fingerprint, rule)
        response = self._execute(entry, call, fingerprint)
        rule = self.faults.strike(entry.name, "after")
        if rule is None:
            return response
        if rule.action == "500":
            failure = error_response(server_error(), call.request_id, call.idempotency_key)
            self._store(call, fingerprint, failure)
            return failure
        if rule.action == "hang":
            await asyncio.sleep(rule.seconds)
            return response
        return await _cut(request, response if rule.action == "cut_body" else None)

    async def _execute_late(self, entry: Route, call: Call, fingerprint: str, seconds: float) -> web.Response:
        try:
            await asyncio.sleep(seconds)
            return self._execute(entry, call, fingerprint)
        except ApiError as error:  # nobody may be waiting any more, so it must not stay in the task
            return error_response(error, call.request_id, call.idempotency_key)
        finally:
            if call.idempotency_key is not None:
                self._in_flight.discard((call.account, call.idempotency_key))

    async def _refuse(self, request: web.Request, call: Call, fingerprint: str, rule: FaultRule) -> web.StreamResponse:
        if rule.action == "500":
            failure = error_response(server_error(), call.request_id, call.idempotency_key)
            if rule.stored:
                self._store(call, fingerprint, failure)
            return failure
        if rule.action == "hang":
            await asyncio.sleep(rule.seconds)
        return await _cut(request, None)

    def _execute(self, entry: Route, call: Call, fingerprint: str) -> web.Response:
        """Run one operation: its changes, its events and the stored answer are one transaction."""
        with self.books.transaction():
            try:
                body = dict(orjson.loads(orjson.dumps(entry.handle(call))))
                if body.get("object") == "list":
                    body["data"] = [shown(one) for one in body["data"]]
                expand(self.books, call.account, body, call.texts("expand"))
                response = _json_response(200, orjson.dumps(shown(body)), call.request_id, call.idempotency_key)
            except ApiError as error:
                if not error.stored:
                    raise
                response = error_response(error, call.request_id, call.idempotency_key)
            self._store_inside(call, fingerprint, response)
        if call.events:
            self.deliverer.wake()
        return response

    def _store(self, call: Call, fingerprint: str, response: web.Response) -> None:
        with self.books.transaction():
            self._store_inside(call, fingerprint, response)

    def _store_inside(self, call: Call, fingerprint: str, response: web.Response) -> None:
        if call.idempotency_key is None:
            return
        assert isinstance(response.body, bytes), "answers are built from bytes"
        answer = StoredAnswer(fingerprint, response.status, response.body, call.request_id)
        self.books.store_answer(call.account, call.idempotency_key, answer, call.now)


def error_response(error: ApiError, request_id: str, key: str | None = None) -> web.Response:
    return _json_response(error.status, orjson.dumps({"error": error.error}), request_id, key)


def _json_response(
    status: int, body: bytes, request_id: str, key: str | None, headers: Mapping[str, str] | None = None
) -> web.Response:
    every = {"Request-Id": request_id, "Content-Type": "application/json", **(headers or {})}
    if key is not None:
        every["Idempotency-Key"] = key
    if status == 429:
        every["Stripe-Rate-Limited-Reason"] = "global-rate"
    return web.Response(status=status, body=body, headers=every)


async def _cut(request: web.Request, half_of: web.Response | None) -> web.StreamResponse:
    """Close the connection: before any answer, or in the middle of one."""
    transport = request.transport
    response = web.StreamResponse()
    if half_of is not None and transport is not None:
        assert isinstance(half_of.body, bytes), "answers are built from bytes"
        response = web.StreamResponse(status=half_of.status, headers=half_of.headers)
        response.content_length = len(half_of.body)
        await response.prepare(request)
        await response.write(half_of.body[: len(half_of.body) // 2])
    if transport is not None:
        transport.close() if half_of is not None else transport.abort()
    return response


def _presented_key(request: web.Request) -> str:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return credentials.strip()
        case "basic":
            try:
                return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                return ""
        case _:
            return ""


def _sorted_json(params: Params) -> str:
    return orjson.dumps(params, option=orjson.OPT_SORT_KEYS).decode()
