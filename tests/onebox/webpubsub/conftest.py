import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import socketio  # type: ignore[import-untyped]
from aiohttp import web
from azure.core.rest import AsyncHttpResponse, HttpRequest
from azure.messaging.webpubsubservice.aio import WebPubSubServiceClient

from onebox.webpubsub import Emulator, running_emulator
from onebox.webpubsub.packets import group_name

HUB = "augeo"
EVENT_TIMEOUT_S = 10.0


class Guest:
    """A stock python-socketio client that remembers what it is told, in order."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.events: asyncio.Queue[tuple[str, tuple[Any, ...]]] = asyncio.Queue()
        self.disconnected: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.client.on("*", self._hear, namespace="*")
        self.client.on("disconnect", self._hear_disconnect, namespace="*")

    async def _hear(self, event: str, _namespace: str, *arguments: Any) -> None:
        self.events.put_nowait((event, arguments))

    async def _hear_disconnect(self, namespace: str, reason: str) -> None:
        self.disconnected.put_nowait((namespace, reason))

    async def next_event(self) -> tuple[str, tuple[Any, ...]]:
        async with asyncio.timeout(EVENT_TIMEOUT_S):
            return await self.events.get()

    async def next_disconnect(self) -> tuple[str, str]:
        async with asyncio.timeout(EVENT_TIMEOUT_S):
            return await self.disconnected.get()

    def own_group(self, namespace: str = "/") -> str:
        return group_name(namespace, self.client.get_sid(namespace))

    @property
    def transport(self) -> str:
        return str(self.client.transport())


class Service:
    """Microsoft's own client of the data plane, and the calls it lacks."""

    def __init__(self, client: WebPubSubServiceClient, endpoint: str) -> None:
        self.client = client
        self.endpoint = endpoint

    async def url(self, user: str | None = None) -> str:
        token = await self.client.get_client_access_token(client_protocol="SocketIO", user_id=user)
        return f"{self.endpoint}?access_token={token['token']}"

    async def send(self, group: str, packet: str, **options: Any) -> None:
        """As bytes: of a text with non-ASCII letters the SDK sends a Content-Length in characters, cutting it short."""
        body: Any = packet.encode()  # accepted, though not in its annotations
        await self.client.send_to_group(group, body, content_type="text/plain", **options)

    async def call(self, method: str, path: str, **options: Any) -> AsyncHttpResponse:
        params = {"api-version": "2024-12-01", **options.pop("params", {})}
        request = HttpRequest(method, f"/api/hubs/{HUB}{path}", params=params, **options)
        response: AsyncHttpResponse = await self.client.send_request(request)
        return response

    async def change_groups(self, operation: str, condition: str, *groups: str) -> None:
        response = await self.call("POST", f"/:{operation}", json={"filter": condition, "groups": list(groups)})
        response.raise_for_status()

    async def enter(self, guest: Guest, room: str, namespace: str = "/") -> None:
        await self.change_groups(
            "addToGroups", f"'{guest.own_group(namespace)}' in groups", group_name(namespace, room)
        )


@dataclass
class Received:
    method: str
    headers: dict[str, str]
    body: str


@dataclass
class Handler:
    """An event handler that records its calls; `reply` decides the answer to a POST."""

    url: str = ""
    calls: list[Received] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    allowed_origin: str = "*"
    reply: Callable[[Received], Awaitable[web.Response]] | None = None

    def posts(self) -> list[Received]:
        return [call for call in self.calls if call.method == "POST"]

    async def wait_for_posts(self, count: int) -> list[Received]:
        async with asyncio.timeout(EVENT_TIMEOUT_S), self.changed:
            await self.changed.wait_for(lambda: len(self.posts()) >= count)
        return self.posts()

    async def handle(self, req: web.Request) -> web.Response:
        call = Received(req.method, {key.lower(): value for key, value in req.headers.items()}, await req.text())
        self.calls.append(call)
        async with self.changed:
            self.changed.notify_all()
        if req.method == "OPTIONS":
            return web.Response(headers={"WebHook-Allowed-Origin": self.allowed_origin})
        if self.reply is None:
            return web.Response(status=204)
        return await self.reply(call)


@asynccontextmanager
async def open_service(endpoint: str, connection_string: str) -> AsyncIterator[Service]:
    async with WebPubSubServiceClient.from_connection_string(connection_string, hub=HUB, retry_total=0) as client:
        yield Service(client, endpoint)


@asynccontextmanager
async def open_handler() -> AsyncIterator[Handler]:
    handler = Handler()
    app = web.Application()
    app.router.add_route("*", "/upstream/secret", handler.handle)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    handler.url = f"http://127.0.0.1:{runner.addresses[0][1]}/upstream/secret"
    try:
        yield handler
    finally:
        await runner.cleanup()


type Connect = Callable[..., Awaitable[Guest]]


@asynccontextmanager
async def open_room(service: Service) -> AsyncIterator[Connect]:
    """A function that connects guests; all of them leave at the end."""
    async with AsyncExitStack() as stack:

        async def connect(
            user: str | None = None, namespaces: tuple[str, ...] = ("/",), transports: list[str] | None = None
        ) -> Guest:
            guest = Guest()
            await guest.client.connect(
                await service.url(user),
                socketio_path=f"/clients/socketio/hubs/{HUB}",
                namespaces=list(namespaces),
                transports=transports or ["websocket"],
            )
            stack.push_async_callback(guest.client.disconnect)
            return guest

        yield connect


@pytest.fixture
async def handler() -> AsyncIterator[Handler]:
    async with open_handler() as handler:
        yield handler


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with running_emulator(hub=HUB) as emulator:
        yield emulator


@pytest.fixture
async def service(emulator: Emulator) -> AsyncIterator[Service]:
    async with open_service(emulator.endpoint, emulator.connection_string) as service:
        yield service


@pytest.fixture
async def connect(service: Service) -> AsyncIterator[Connect]:
    async with open_room(service) as connect:
        yield connect


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def contract_service() -> AsyncIterator[Service]:
    """The real service when its connection string is given, else the emulator."""
    connection_string = os.environ.get("AUGEO_CONTRACT_WEBPUBSUB")
    async with AsyncExitStack() as stack:
        if connection_string:
            fields = dict(part.split("=", 1) for part in connection_string.split(";") if part)
            endpoint = fields["Endpoint"].rstrip("/")
        else:
            emulator = await stack.enter_async_context(running_emulator(hub=HUB))
            endpoint, connection_string = emulator.endpoint, emulator.connection_string
        yield await stack.enter_async_context(open_service(endpoint, connection_string))


@pytest.fixture
async def contract_connect(contract_service: Service) -> AsyncIterator[Connect]:
    async with open_room(contract_service) as connect:
        yield connect
