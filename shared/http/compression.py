"""Large JSON answers in gzip, for clients that take it: by the app, because Front Door packs only what it may cache."""

import asyncio
import gzip
from functools import lru_cache

import azure.functions as func

from shared.negotiation import takes_gzip

MIN_BYTES = 1024
THREAD_FROM_BYTES = 16 * 1024
"""Packing 100 kB takes a millisecond, which bids on the same loop would wait for."""


@lru_cache(maxsize=32)
def gzipped(body: bytes) -> bytes:
    """Many ask for the same bytes. The lowest level, because the higher ones take twice as long for a tenth."""
    return gzip.compress(body, compresslevel=1, mtime=0)


async def compressed(req: func.HttpRequest, response: func.HttpResponse) -> func.HttpResponse:
    """The answer as the client takes it. Sign-ins travel in a header, not a cookie: no stranger's page can ask and measure."""
    body = response.get_body()
    if len(body) < MIN_BYTES or response.mimetype != "application/json":
        return response
    headers = response.headers
    headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    if not takes_gzip(str(req.headers.get("accept-encoding", ""))):
        return response
    headers["Content-Encoding"] = "gzip"
    if headers.get("ETag", "").startswith('"'):
        headers["ETag"] = f"W/{headers['ETag']}"  # the same content in other bytes
    packed = gzipped(body) if len(body) < THREAD_FROM_BYTES else await asyncio.to_thread(gzipped, body)
    return func.HttpResponse(
        packed, status_code=response.status_code, headers=dict(headers), mimetype=response.mimetype
    )
