"""`python -m bench.bare_http`: one aiohttp handler that reads its request and says `{}`. The empty function is held against it."""

import asyncio
import json
import sys

import uvloop
from aiohttp import web


async def _empty(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=b"{}", content_type="application/json")


async def _serve() -> None:
    app = web.Application()
    app.router.add_route("*", "/api/empty", _empty)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(json.dumps({"port": runner.addresses[0][1]}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()  # until SIGTERM


if __name__ == "__main__":
    uvloop.run(_serve())
