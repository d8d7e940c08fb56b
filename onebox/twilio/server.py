"""The HTTP side: Messages API, basic authentication, faults, the page and the control routes."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onebox.faults import FaultPlan, FaultRule, Faults
from onebox.twilio.books import Books, Message
from onebox.twilio.checks import ApiError, read_draft, refuse, segments
from onebox.twilio.delivery import API_VERSION, Delivery
from onebox.twilio.page import render_page

MAX_BODY_BYTES = 64 * 1024
DEFAULT_PAGE, MAX_PAGE = 50, 1_000
PAGE_TEXTS = 200  # what the human page shows at most
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class NumberState(BaseModel):
    """`stopped` has texted STOP; `undeliverable` is switched off; `null` is an ordinary phone again."""

    model_config = ConfigDict(extra="forbid")
    number: str = Field(pattern=r"^\+[1-9][0-9]{7,14}$")
    state: Literal["stopped", "undeliverable"] | None


class StandIn:
    def __init__(self, *, books: Path | None, account_sid: str, auth_token: str, step_s: float) -> None:
        self.books = Books(books)
        self.faults = Faults()
        self.delivery = Delivery(self.books, self.faults, account_sid=account_sid, auth_token=auth_token, step_s=step_s)
        self._account_sid = account_sid
        self._auth_token = auth_token

    def application(self) -> web.Application:
        application = web.Application(client_max_size=MAX_BODY_BYTES)
        root = f"/{API_VERSION}/Accounts/{{account}}/Messages"
        router = application.router
        router.add_post(f"{root}.json", self._api("messages.create", self._create))
        router.add_get(f"{root}.json", self._api("messages.list", self._list))
        router.add_get(f"{root}/{{sid}}.json", self._api("messages.fetch", self._fetch))
        router.add_get("/", self._page)
        router.add_get("/__onebox/health", self._health)
        router.add_get("/__onebox/messages", self._messages)
        router.add_post("/__onebox/numbers", self._set_number)
        router.add_get("/__onebox/faults", self._show_faults)
        router.add_post("/__onebox/faults", self._install_faults)
        router.add_delete("/__onebox/faults", self._clear_faults)
        return application

    async def stop(self) -> None:
        await self.delivery.stop()
        self.books.close()

    def _api(
        self, name: str, handle: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """One API route: authentication, faults before and after, errors in Twilio's shape."""

        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                self._authenticate(request)
                before = self.faults.strike(name, "before")
                if before is not None:
                    return await _fail(request, before)
                response = await handle(request)
            except ApiError as error:
                return _error_response(error)
            after = self.faults.strike(name, "after")
            return response if after is None else await _fail(request, after)

        return serve

    def _authenticate(self, request: web.Request) -> None:
        scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
        try:
            presented = base64.b64decode(credentials, validate=True)
        except binascii.Error:
            presented = b""
        expected = f"{self._account_sid}:{self._auth_token}".encode()
        known = scheme.lower() == "basic" and hmac.compare_digest(presented, expected)
        if not known or request.match_info["account"] != self._account_sid:
            raise ApiError(401, 20003, "Authenticate")

    async def _create(self, request: web.Request) -> web.Response:
        form = await request.post()
        draft = read_draft({name: value for name, value in form.items() if isinstance(value, str)})
        if self.books.number_state(draft.recipient) == "stopped":
            raise refuse(21610)
        message = self.books.insert(
            sid=f"SM{secrets.token_hex(16)}",
            recipient=draft.recipient,
            sender=draft.sender,
            service=draft.service,
            body=draft.body,
            status="queued" if draft.service is None else "accepted",
            status_callback=draft.status_callback,
            now=time.time(),
        )
        self.delivery.begin(message)
        return _json(self._shown(message), status=201)

    async def _fetch(self, request: web.Request) -> web.Response:
        message = self.books.find(request.match_info["sid"])
        if message is None:
            raise ApiError(404, 20404, f"The requested resource {request.path} was not found")
        return _json(self._shown(message))

    async def _list(self, request: web.Request) -> web.Response:
        size_text = request.query.get("PageSize", str(DEFAULT_PAGE))
        page_text = request.query.get("Page", "0")
        if not size_text.isdecimal() or not page_text.isdecimal() or not 1 <= int(size_text) <= MAX_PAGE:
            raise ApiError(400, 20001, "Invalid page or page size")
        size, page = int(size_text), int(page_text)
        filters = {name: value for name in ("To", "From") if (value := request.query.get(name))}
        token = request.query.get("PageToken", "").removeprefix("PA") or None
        found = self.books.newest(size + 1, recipient=filters.get("To"), sender=filters.get("From"), before=token)
        shown, path = found[:size], request.path
        following = {**filters, "PageSize": size, "Page": page + 1, "PageToken": f"PA{shown[-1].sid}" if shown else ""}
        return _json(
            {
                "messages": [self._shown(message) for message in shown],
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + len(shown),
                "uri": request.path_qs,
                "first_page_uri": f"{path}?{urlencode({**filters, 'PageSize': size, 'Page': 0})}",
                "next_page_uri": f"{path}?{urlencode(following)}" if len(found) > size else None,
                "previous_page_uri": None,
            }
        )

    def _shown(self, message: Message) -> dict[str, object]:
        created, updated = _rfc2822(message.created), _rfc2822(message.updated)
        is_out = message.status not in ("queued", "accepted")
        return {
            "sid": message.sid,
            "account_sid": self._account_sid,
            "api_version": API_VERSION,
            "to": message.recipient,
            "from": message.sender,
            "messaging_service_sid": message.service,
            "body": message.body,
            "status": message.status,
            "direction": "outbound-api",
            "num_segments": str(segments(message.body)),
            "num_media": "0",
            "price": None,
            "price_unit": "USD",
            "error_code": message.error_code,
            "error_message": None,
            "date_created": created,
            "date_updated": updated,
            "date_sent": updated if is_out else None,
            "uri": f"/{API_VERSION}/Accounts/{self._account_sid}/Messages/{message.sid}.json",
            "subresource_uris": {},
        }

    async def _page(self, request: web.Request) -> web.Response:
        recipient = request.query.get("to")
        page = render_page(self.books.newest(PAGE_TEXTS, recipient=recipient), recipient)
        return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": _PAGE_POLICY})

    async def _health(self, _request: web.Request) -> web.Response:
        return _json({"status": "ok"})

    async def _messages(self, request: web.Request) -> web.Response:
        """Newest first; `?to=` for one phone, `?limit=` for more or fewer than 200."""
        limit = request.query.get("limit", str(PAGE_TEXTS))
        if not limit.isdecimal():
            return _json({"error": "limit is a whole number"}, status=400)
        found = self.books.newest(int(limit), recipient=request.query.get("to"))
        return _json({"messages": [asdict(message) for message in found]})

    async def _set_number(self, request: web.Request) -> web.Response:
        try:
            wanted = NumberState.model_validate_json(await request.read())
        except ValidationError as error:
            return _invalid(error)
        self.books.set_number_state(wanted.number, wanted.state)
        return _json(wanted.model_dump())

    async def _show_faults(self, _request: web.Request) -> web.Response:
        return _json({"plan": self.faults.plan.model_dump(mode="json"), "hits": self.faults.hits})

    async def _install_faults(self, request: web.Request) -> web.Response:
        try:
            plan = FaultPlan.model_validate_json(await request.read())
        except ValidationError as error:
            return _invalid(error)
        if any(rule.action in ("late", "cut_body") for rule in plan.rules):
            return _json({"error": "Twilio's stand-in has 429, 500, hang and cut"}, status=400)
        self.faults.install(plan)
        return await self._show_faults(request)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self.faults.install(FaultPlan())
        return await self._show_faults(request)


async def _fail(request: web.Request, rule: FaultRule) -> web.StreamResponse:
    if rule.action == "429":
        return _error_response(ApiError(429, 20429, "Too Many Requests"))
    if rule.action == "500":
        return _error_response(ApiError(500, 20500, "Internal Server Error"))
    if rule.action == "hang":
        await asyncio.sleep(rule.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.StreamResponse()


def _error_response(error: ApiError) -> web.Response:
    more = f"https://www.twilio.com/docs/errors/{error.code}"
    return _json(
        {"code": error.code, "message": error.message, "more_info": more, "status": error.status}, status=error.status
    )


def _invalid(error: ValidationError) -> web.Response:
    return web.Response(status=400, body=error.json(include_url=False), content_type="application/json")


def _json(body: Mapping[str, object], status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")


def _rfc2822(moment: float) -> str:
    return format_datetime(datetime.fromtimestamp(moment, UTC))
