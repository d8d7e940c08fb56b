"""A gala with its rooms: the emulator, an app that uses it, and stock clients."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import socketio  # type: ignore[import-untyped]
from aiohttp import web
from redis.asyncio import Redis as RedisClient

from functions.bids.store import place_bids
from functions.realtime.publisher import Publisher
from onebox.services import RunningServices
from onebox.webpubsub import Emulator, running_emulator
from shared.auth.tokens import Claims
from shared.db.pool import Connection
from shared.runtime import Services, use_services
from tests.conftest import TestDatabase
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, make_gala, make_guest
from tests.factories.gala import Guest as Donor
from tests.factories.http import NoSuchRoute, send
from tests.factories.settings import make_settings

WAIT_S = 10.0
SECRET = "upstream-secret"


class Guest:
    """A stock client that keeps what it hears."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.client.on("*", self._hear)
        self.client.on("disconnect", self._leave)

    async def _hear(self, event: str, packet: dict[str, Any]) -> None:
        self.heard.put_nowait((event, packet))

    async def _leave(self, reason: str) -> None:
        self.gone.set()

    async def next(self, wanted: str) -> dict[str, Any]:
        """The next packet of this name; others before it are passed over."""
        async with asyncio.timeout(WAIT_S):
            while True:
                event, packet = await self.heard.get()
                if event == wanted:
                    return packet

    async def join(self, ticket: object) -> dict[str, Any]:
        answer: dict[str, Any] = await self.client.call("join", {"ticket": ticket}, timeout=WAIT_S)
        return answer


async def negotiation(app: Services, claims: Claims) -> dict[str, Any]:
    answer = await send("POST", "/api/v1/realtime/negotiate", token=app.tokens.issue(claims))
    assert answer.status == 200, answer.raw
    body: dict[str, Any] = answer.body
    return body


async def _serve(req: web.Request) -> web.Response:
    """The app's own upstream handlers, behind a real port, as a Functions host would serve them."""
    try:
        answer = await send(req.method, str(req.rel_url), body=await req.read(), headers=dict(req.headers))
    except NoSuchRoute:
        return web.Response(status=404)
    return web.Response(
        status=answer.status,
        body=answer.raw,
        headers={name: value for name, value in answer.headers.items() if value},
    )


@pytest.fixture
async def upstream() -> AsyncIterator[str]:
    site = web.Application()
    site.router.add_route("*", "/api/v1/{path:.*}", _serve)
    runner = web.AppRunner(site, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v1/realtime/upstream/{SECRET}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def emulator(upstream: str) -> AsyncIterator[Emulator]:
    async with running_emulator(upstream=upstream, retry_delays_s=(0.05,)) as emulator:
        yield emulator


type MakeApp = Callable[..., Services]


@pytest.fixture
async def make_app(cloud: RunningServices, database: TestDatabase, emulator: Emulator) -> AsyncIterator[MakeApp]:
    """More processes of the same app; settings can be overridden."""
    made: list[Services] = []

    def make(**overrides: object) -> Services:
        settings = {
            "pg_url": database.app_url,
            "redis_url": cloud.redis_url,
            "webpubsub_connection": emulator.connection_string,
            "webpubsub_upstream_secret": SECRET,
        } | overrides
        made.append(Services(make_settings(**settings)))  # type: ignore[arg-type]  # overrides are a test's own
        return made[-1]

    yield make
    for services in made:
        await services.close()


@pytest.fixture
async def app(make_app: MakeApp) -> AsyncIterator[Services]:
    """The app, on this test's database, with the emulator's rooms; in place for handlers."""
    services = make_app()
    await use_services(services)
    yield services
    await use_services(None)


@pytest.fixture
async def gala(owner: Connection, app: Services) -> Gala:
    return await make_gala(owner)


type Enter = Callable[[Claims], Awaitable[Guest]]


@pytest.fixture
async def connect(app: Services) -> AsyncIterator[Callable[[dict[str, Any]], Awaitable[Guest]]]:
    """Connects a client with what a negotiation answered; it has joined nothing yet."""
    async with AsyncExitStack() as stack:

        async def connect(where: dict[str, Any]) -> Guest:
            guest = Guest()
            await guest.client.connect(
                f"{where['endpoint']}?access_token={where['access_token']}",
                socketio_path=urlsplit(where["path"]).path,
                transports=["websocket"],
            )
            stack.push_async_callback(guest.client.disconnect)
            return guest

        yield connect


type Connect = Callable[[dict[str, Any]], Awaitable[Guest]]


@pytest.fixture
def enter(app: Services, connect: Connect) -> Enter:
    """Negotiates, connects and joins as a page does."""

    async def enter(claims: Claims) -> Guest:
        where = await negotiation(app, claims)
        guest = await connect(where)
        answer = await guest.join(where["ticket"])
        assert "error" not in answer, answer
        return guest

    return enter


@pytest.fixture
async def guest(owner: Connection, gala: Gala) -> Donor:
    return await make_guest(owner, gala)


@pytest.fixture
async def redis(app: Services) -> AsyncIterator[RedisClient]:
    async with RedisClient.from_url(app.settings.redis_url.get_secret_value()) as client:
        yield client


async def bid(owner: Connection, gala: Gala, item: UUID) -> int:
    """A committed bid that nobody has been told of. Returns the item's version."""
    count = int(await owner.fetchval("SELECT count(*) FROM bids"))
    [judged] = await place_bids(owner, [bid_of(await make_guest(owner, gala), item, 10_000 * (count + 1))])
    assert judged.code == "accepted"
    return int(await owner.fetchval("SELECT version FROM items WHERE id = $1", item))


async def settle(*apps: Services) -> None:
    async with asyncio.timeout(WAIT_S):
        for app in apps:
            await app.single(Publisher).settle()
