"""Reading a body no further than a limit, and no longer than it is worth waiting for."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from onebox.errors import RequestTooSlow
from shared.errors import PayloadTooLarge


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a body may take: so many seconds, and one more for so many bytes that have come. Kestrel's rule, with a venue's radio in mind."""

    grace_s: float = 10.0
    bytes_per_s: float = 240.0


PATIENCE = Patience()


async def read_body(request: web.BaseRequest, limit_bytes: int, patience: Patience = PATIENCE) -> bytes:
    """The exact bytes of the body, whatever its Content-Encoding says. Raises RequestTooSlow, and PayloadTooLarge, where a length is given
    before it reads.
    """
    if not request.body_exists:
        return b""
    headers = request.headers
    declared = headers.get("Content-Length")
    if declared is not None and int(declared) > limit_bytes:
        raise _too_large(limit_bytes)
    if "Expect" in headers and headers["Expect"].lower() == "100-continue" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    if request.content.is_eof():  # it came with the headers, as nearly always: no timer needs to be set
        body = await request.content.readany()
        if len(body) > limit_bytes:
            raise _too_large(limit_bytes)
        return body
    try:
        return await _read_on(request, limit_bytes, patience)
    except TimeoutError as error:
        raise RequestTooSlow from error


async def _read_on(request: web.BaseRequest, limit_bytes: int, patience: Patience) -> bytes:
    chunks: list[bytes] = []
    size = 0
    start = asyncio.get_running_loop().time() + patience.grace_s
    async with asyncio.timeout_at(start) as deadline:
        while chunk := await request.content.readany():
            size += len(chunk)
            if size > limit_bytes:
                raise _too_large(limit_bytes)
            chunks.append(chunk)
            deadline.reschedule(start + size / patience.bytes_per_s)
    return b"".join(chunks)


def _too_large(limit_bytes: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"The body exceeds {limit_bytes} bytes.")
