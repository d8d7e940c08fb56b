"""Passes a request on to another server of this machine and its answer back, bytes unchanged."""

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from onebox.errors import HostDown, HostFailed, RequestTooSlow
from onebox.problem_protocol import problem_answer
from onebox.request_body import read_body
from shared.errors import PayloadTooLarge

# RFC 9110 7.6.1: they belong to one connection. The client library writes length and host anew.
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding"}
    | {"upgrade", "content-length", "host"}
)
CONNECT_TIMEOUT_S = 2.0
ANSWER_TIMEOUT_S = 60.0
MAX_BODY_BYTES = 16 * 1024 * 1024  # a photo from a phone


class Proxy:
    def __init__(self, extra_headers: dict[str, str] | None = None) -> None:
        self._extra_headers = extra_headers or {}
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            # The host has its own limits; a waiting line here would only hide them.
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
            timeout=aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S, sock_connect=CONNECT_TIMEOUT_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def forward(self, req: web.Request, target: URL) -> web.Response:
        assert self._session is not None
        try:
            body = await read_body(req, MAX_BODY_BYTES)
        except (PayloadTooLarge, RequestTooSlow) as error:
            refusal = problem_answer(error, req)
            refusal.force_close()  # what is left of the body must not be read as the next request
            return refusal
        try:
            async with self._session.request(
                req.method,
                target,
                headers=forwarded_headers(req),
                data=body or None,
                allow_redirects=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            ) as answer:
                headers = passed_on(answer.headers)
                headers.update(self._extra_headers)
                return web.Response(status=answer.status, headers=headers, body=await answer.read())
        except aiohttp.ClientConnectorError:
            return problem_answer(HostDown(), req)
        except (aiohttp.ClientError, TimeoutError):
            return problem_answer(HostFailed(retry_after_s=1), req)


def forwarded_headers(req: web.Request) -> CIMultiDict[str]:
    headers = passed_on(req.headers)
    chain = [*req.headers.getall("X-Forwarded-For", ()), req.remote or "unknown"]
    headers["X-Forwarded-For"] = ", ".join(chain)
    headers["X-Forwarded-Host"] = req.host
    headers["X-Forwarded-Proto"] = req.scheme
    return headers


def passed_on(headers: "aiohttp.typedefs.LooseHeaders") -> CIMultiDict[str]:
    kept: CIMultiDict[str] = CIMultiDict(headers)
    named = {name.strip().lower() for value in kept.getall("Connection", ()) for name in value.split(",")}
    for name in HOP_BY_HOP | named:
        kept.popall(name, None)
    return kept
