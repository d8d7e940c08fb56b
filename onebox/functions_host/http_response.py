"""An HTTP response written in one piece.

aiohttp's own response spends as long on its header map as a small function takes to run. A function's answer is always
complete when it is sent, so its head can be joined and written together with the body.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import HttpVersion10, HttpVersion11

_STATUS_TEXTS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_FORBIDDEN_IN_VALUE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_WRITTEN_BY_HOST = frozenset({"content-length", "transfer-encoding", "connection", "keep-alive", "date"})


class InvalidResponseError(ValueError):
    """A status or header that cannot be sent."""


@lru_cache(maxsize=1024)
def _header_line(name: str, value: str) -> str:
    """One checked line; nothing for a header that frames the message, because the host writes those."""
    if _TOKEN.fullmatch(name) is None:
        raise InvalidResponseError(f"not a header name: {name!r}")
    if _FORBIDDEN_IN_VALUE.search(value) is not None:
        raise InvalidResponseError(f"the value of {name} holds control characters")
    return "" if name.lower() in _WRITTEN_BY_HOST else f"{name}: {value}\r\n"


class WholeResponse(web.StreamResponse):
    """Status, headers and body, all known before the first byte is sent."""

    def __init__(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        # The base class's constructor is left out: it would build the header map this class exists to avoid.
        # What aiohttp's protocol and access log read of its state is set here.
        if not 200 <= status <= 999:
            raise InvalidResponseError(f"status {status} cannot be sent")
        self._status = status
        self._keep_alive = None
        self._whole_body = body
        self._header_lines = "".join([_header_line(name, value) for name, value in headers])

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        keep_alive = request.keep_alive if self._keep_alive is None else self._keep_alive
        self._keep_alive = keep_alive
        version = request.version
        connection = ""
        if not keep_alive:
            connection = "Connection: close\r\n"
        elif version == HttpVersion10:
            connection = "Connection: keep-alive\r\n"
        status, body = self._status, self._whole_body
        has_length = status not in (204, 304)
        head = (
            f"HTTP/1.{1 if version >= HttpVersion11 else 0} {_STATUS_TEXTS.get(status) or f'{status} Unknown'}\r\n"
            f"{self._header_lines}"
            f"{f'Content-Length: {len(body)}\r\n' if has_length else ''}"
            f"Date: {rfc822_formatted_time()}\r\n{connection}\r\n"
        ).encode()
        transport = request.transport
        if transport is None or transport.is_closing():
            raise ConnectionResetError("the client has gone")
        transport.write(head + body if has_length and request.method != "HEAD" else head)
        self._eof_sent = True
        self._body_length = len(body)
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to write; the transport holds all of it."""
