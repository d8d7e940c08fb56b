"""Reading a body no further than a limit."""

from aiohttp import web

from shared.errors import PayloadTooLarge


async def read_body(request: web.BaseRequest, limit_bytes: int) -> bytes:
    """The exact bytes of the body, whatever its Content-Encoding says. Raises PayloadTooLarge, where a length is given before it reads."""
    if not request.body_exists:
        return b""
    headers = request.headers
    declared = headers.get("Content-Length")
    if declared is not None and int(declared) > limit_bytes:
        raise _too_large(limit_bytes)
    if "Expect" in headers and headers["Expect"].lower() == "100-continue" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    content = request.content
    first = await content.readany()
    if content.at_eof():
        if len(first) > limit_bytes:
            raise _too_large(limit_bytes)
        return first
    chunks, size = [first], len(first)
    while chunk := await content.readany():
        size += len(chunk)
        if size > limit_bytes:
            raise _too_large(limit_bytes)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(limit_bytes: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"The body exceeds {limit_bytes} bytes.")
