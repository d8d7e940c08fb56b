"""One origin: the website, `/api/*` from the Functions host, `/media/*` from the public blob container."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from yarl import URL

from onebox.frontdoor.proxy import Proxy
from onebox.frontdoor.security_headers import PICTURE_HEADERS, content_security_policy, page_headers
from onebox.frontdoor.website import Website
from onebox.problem_protocol import ProblemProtocol


@dataclass(frozen=True)
class FrontDoor:
    """`api` is the origin of the Functions host, `media` the address of the container."""

    dist: Path
    api: str
    media: str
    connect_origins: Sequence[str] = ()
    picture_origins: Sequence[str] = ()

    def app(self) -> web.Application:
        to_api, to_media = Proxy(), Proxy(PICTURE_HEADERS)
        website = Website(self.dist, page_headers(content_security_policy(self.connect_origins, self.picture_origins)))

        async def api(req: web.Request) -> web.Response:
            return await to_api.forward(req, URL(self.api.rstrip("/") + req.raw_path, encoded=True))

        async def media(req: web.Request) -> web.Response:
            name = req.raw_path.partition("?")[0].removeprefix("/media")  # no query: only plain reads, no listing
            return await to_media.forward(req, URL(self.media.rstrip("/") + name, encoded=True))

        async def clients(_: web.Application) -> AsyncIterator[None]:
            await to_api.open()
            await to_media.open()
            yield
            await to_api.close()
            await to_media.close()

        async def leave_it_to_the_reading(_: web.Request) -> None:
            """Nobody is told to continue with a body that is refused for its length."""

        app = web.Application()
        app.cleanup_ctx.append(clients)
        app.router.add_route("*", "/api/{rest:.*}", api, expect_handler=leave_it_to_the_reading)
        app.router.add_get("/media/{name:.+}", media)
        app.router.add_route("*", "/{path:.*}", website.handle)
        return app


@asynccontextmanager
async def running_frontdoor(door: FrontDoor, *, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Listen for as long as the block lasts; gives the address."""
    runner = web.AppRunner(door.app())
    await runner.setup()
    server = runner.server
    assert server is not None
    try:
        listener = await asyncio.get_running_loop().create_server(lambda: ProblemProtocol(server), host, port)
        try:
            yield f"http://{host}:{listener.sockets[0].getsockname()[1]}"
        finally:
            listener.close()
    finally:
        await runner.cleanup()
