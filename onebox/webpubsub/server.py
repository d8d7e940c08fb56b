"""The emulator as a whole: client endpoint, data plane, and the onebox routes that steer it."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, web
from pydantic import ValidationError

from onebox.webpubsub.connection import Limits
from onebox.webpubsub.data_plane import MAX_MESSAGE_BYTES, DataPlane
from onebox.webpubsub.engineio import ClientEndpoint
from onebox.webpubsub.faults import FaultPlan, Faults
from onebox.webpubsub.hub import Hub
from onebox.webpubsub.session import OnEventFailure
from onebox.webpubsub.tokens import Credentials
from onebox.webpubsub.upstream import RETRY_DELAYS_S, Upstream

BACKLOG = 1024  # a room of tablets reconnects at once
DEFAULT_ACCESS_KEY = "onebox-webpubsub-access-key-of-no-secrecy"


@dataclass(frozen=True)
class Settings:
    """`upstream`, `system_events` belong to `hub`; other hubs exist when used and have no event handler."""

    access_key: str = DEFAULT_ACCESS_KEY
    secondary_access_key: str | None = None
    hub: str = "augeo"
    upstream: str | None = None
    system_events: Sequence[str] = ()
    on_event_failure: OnEventFailure = "close"
    retry_delays_s: Sequence[float] = RETRY_DELAYS_S
    limits: Limits = field(default_factory=Limits)
    public_endpoint: str | None = None  # when clients reach it by another address than it listens on


class Emulator:
    def __init__(self, settings: Settings, endpoint: str) -> None:
        keys = [settings.access_key]
        if settings.secondary_access_key is not None:
            keys.append(settings.secondary_access_key)
        self.endpoint = (settings.public_endpoint or endpoint).rstrip("/")
        self.credentials = Credentials(self.endpoint, tuple(keys))
        self.faults = Faults()
        self._settings = settings
        self._hubs: dict[str, Hub] = {}

    @property
    def connection_string(self) -> str:
        return self.credentials.connection_string

    @property
    def hub(self) -> Hub:
        return self.find_hub(self._settings.hub)

    def known_hub(self, name: str) -> Hub | None:
        """Hub names are compared without case, as by the service."""
        return self._hubs.get(name.lower())

    def find_hub(self, name: str) -> Hub:
        """The hub, made on first use; only who has shown a token gets here."""
        known = self.known_hub(name)
        if known is not None:
            return known
        key = name.lower()
        configured = self._settings if key == self._settings.hub.lower() else Settings()
        upstream = Upstream(
            name,
            configured.upstream,
            self.credentials,
            self.faults,
            configured.system_events,
            self._settings.retry_delays_s,
        )
        self._hubs[key] = Hub(name, upstream, self.faults)
        return self._hubs[key]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=2 * MAX_MESSAGE_BYTES)
        clients = ClientEndpoint(
            self.find_hub, self.known_hub, self.credentials, self._settings.limits, self._settings.on_event_failure
        )
        data_plane = DataPlane(self.find_hub, self.credentials, self.faults)
        app.add_routes(data_plane.routes())
        app.add_routes(clients.routes())
        app.add_routes([web.post("/__onebox/faults", self._set_faults), web.get("/__onebox/state", self._state)])
        app.on_shutdown.append(self._shut_down)
        return app

    async def _shut_down(self, _: web.Application) -> None:
        for hub in self._hubs.values():
            await hub.shut_down()
            await hub.upstream.close()

    # Onebox routes

    async def _set_faults(self, req: web.Request) -> web.Response:
        if req.content_type != "application/json":  # a page of another site cannot send this without asking
            return web.json_response({"error": "application/json is expected"}, status=415)
        try:
            plan = FaultPlan.model_validate_json(await req.read())
        except ValidationError as error:
            return web.json_response(
                {"error": error.errors(include_url=False, include_context=False, include_input=False)}, status=400
            )
        self.set_faults(plan)
        return web.json_response(plan.model_dump())

    def set_faults(self, plan: FaultPlan) -> None:
        self.faults.replace(plan)
        if plan.close_all:
            for hub in self._hubs.values():
                for connection in list(hub.connections.values()):
                    hub.close(connection, "ServiceReload", WSCloseCode.GOING_AWAY)

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(self.state())

    def state(self) -> dict[str, Any]:
        return {
            "endpoint": self.endpoint,
            "faults": self.faults.plan.model_dump(),
            "hubs": {name: hub.describe() for name, hub in self._hubs.items()},
        }


@asynccontextmanager
async def serving(settings: Settings, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[tuple[Emulator, int]]:
    """The emulator and its port, listening until the block ends."""
    listener = socket.create_server((host, port), backlog=BACKLOG)
    port = listener.getsockname()[1]
    emulator = Emulator(settings, f"http://{host}:{port}")
    runner = web.AppRunner(emulator.application(), access_log=None, shutdown_timeout=2.0)
    try:
        await runner.setup()
        await web.SockSite(runner, listener, backlog=BACKLOG).start()
        yield emulator, port
    finally:
        await runner.cleanup()
        listener.close()


@asynccontextmanager
async def running_emulator(
    *,
    access_key: str = DEFAULT_ACCESS_KEY,
    hub: str = "augeo",
    upstream: str | None = None,
    port: int = 0,
    **others: Any,
) -> AsyncIterator[Emulator]:
    """For tests: the emulator in this process. `others` are the remaining fields of `Settings`."""
    settings = Settings(access_key=access_key, hub=hub, upstream=upstream, **others)
    async with serving(settings, port=port) as (emulator, _):
        yield emulator
