"""The app's own handlers behind a real HTTP server of this process, for what calls them by address."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from onebox.services.ports import free_port
from tests.factories.http import send


async def _serve(req: web.Request) -> web.Response:
    answer = await send(req.method, req.path_qs, body=await req.read(), headers=dict(req.headers))
    return web.Response(
        status=answer.status, body=answer.raw, content_type=answer.headers["content-type"].split(";")[0]
    )


@asynccontextmanager
async def served(port: int = 0) -> AsyncIterator[str]:
    """The address of the API. `app` must be in place."""
    port = port or free_port()
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", _serve)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}/api/v1"
    finally:
        await runner.cleanup()
