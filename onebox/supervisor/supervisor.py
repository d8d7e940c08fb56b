"""Everything on one machine: started side by side where possible, kept alive, stopped in order."""

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from azure.core.exceptions import ResourceExistsError
from azure.storage.blob.aio import BlobServiceClient

from onebox.services import Azurite, Postgres, ProgramFailed, Redis
from onebox.services.secret_file import SecretFile
from onebox.supervisor.app_settings import Addresses, Secrets, app_settings
from onebox.supervisor.commands import Commands
from onebox.supervisor.keep_alive import Part, keep_alive
from onebox.supervisor.local_settings import write_local_settings
from onebox.supervisor.one_shot import last_json_object, run_once
from onebox.supervisor.port_plan import PortPlan
from onebox.supervisor.ready_file import ReadyFile
from onebox.supervisor.stand_ins import PICTURES, StandIns

READY_TIMEOUT_S = 60.0
TOKENS_EVERY_S = 600.0  # access tokens live 15 minutes
TOKENS_AGAIN_S = 30.0
POLL_S = 0.1

STOP_ORDER = (("frontdoor", "host"), ("rooms", "stripe", "twilio"), ("redis", "azurite", "postgres"))
"""Who calls is stopped before who is called. What is in one group stops side by side."""


@dataclass(frozen=True)
class Options:
    with_host: bool = True
    fast: bool = False
    """For tests: the stores do not wait for the disk."""
    commands: Commands = field(default_factory=Commands)


class Supervisor:
    def __init__(
        self, data_dir: Path, app_dir: Path, ports: PortPlan, options: Options, say: Callable[[str], None]
    ) -> None:
        self._data_dir = data_dir
        self._app_dir = app_dir
        self._options = options
        self._say = say
        self._addresses = Addresses.of(ports)
        self._secrets = Secrets.load(SecretFile(data_dir / "secrets.json"))
        self._ready_file = ReadyFile(data_dir)
        self._stand_ins = StandIns(options.commands, ports, self._secrets, data_dir=data_dir, app_dir=app_dir)
        self._postgres = Postgres(data_dir, port=ports.postgres, fast=options.fast)
        self._redis = Redis(data_dir, port=ports.redis)
        self._azurite = Azurite(data_dir, ports=(ports.blob, ports.queue, ports.table), fast=options.fast)
        self._parts: dict[str, Part] = {}

    async def run(self, on_ready: Callable[[dict[str, object]], None]) -> None:
        """Start all, call `on_ready` once, then keep all alive until cancelled; stop all in any case."""
        self._ready_file.remove()
        try:
            async with asyncio.TaskGroup() as keeping:
                content = await self._start_all(keeping)
                self._ready_file.write(content)
                on_ready(content)
                await self._refresh_tokens(content)
        finally:
            self._ready_file.remove()
            await self._stop_all()

    async def _start_all(self, keeping: asyncio.TaskGroup) -> dict[str, object]:
        async def start(name: str, part: Part) -> None:
            self._parts[name] = part
            await self._timed(name, part.start())
            keeping.create_task(keep_alive(name, part, self._say))

        async def database() -> None:
            await start("postgres", self._postgres)
            env = {**os.environ, "AUGEO_PG_ADMIN_URL": self._postgres.url}
            await self._timed("migrate", self._once("migrate", self._options.commands.migrate, env))

        async def storage() -> None:
            await start("azurite", self._azurite)
            await self._make_containers()

        async with asyncio.TaskGroup() as first:
            first.create_task(database())
            first.create_task(storage())
            first.create_task(start("redis", self._redis))
            first.create_task(start("rooms", self._stand_ins.rooms()))
            first.create_task(start("stripe", self._stand_ins.stripe()))
            first.create_task(start("twilio", self._stand_ins.twilio()))
        async with asyncio.TaskGroup() as second:
            second.create_task(start("frontdoor", self._stand_ins.frontdoor(self._azurite.blob_endpoint)))
            if self._options.with_host:
                second.create_task(start("host", self._stand_ins.functions_host(self._app_env())))
            seeding = second.create_task(self._seed())
        if self._options.with_host:
            await self._timed("health", self._wait_until_healthy())
        else:
            write_local_settings(self._app_dir / "local.settings.json", self._settings())
        return {**seeding.result(), "urls": self._urls(), "tokens": await self._tokens(), "pid": os.getpid()}

    def _settings(self) -> dict[str, str]:
        return app_settings(
            self._addresses,
            self._secrets,
            pg_url=self._postgres.app_url,
            redis_url=self._redis.url,
            storage=self._azurite.connection_string,
        )

    def _app_env(self) -> dict[str, str]:
        """The owner's address stays out: the app must not be able to step around row-level security."""
        inherited = {name: value for name, value in os.environ.items() if name != "AUGEO_PG_ADMIN_URL"}
        return {**inherited, **self._settings(), "PYTHONUNBUFFERED": "1"}

    async def _seed(self) -> dict[str, object]:
        """What the gala is. Its time is told only when it was made now, because finding it there is no seeding."""
        began = time.monotonic()
        found = last_json_object(await self._once("seed", self._options.commands.seed))
        if found.pop("seeded", True):
            self._say_time("seed", began)
        return found

    async def _once(self, name: str, command: Sequence[str], env: dict[str, str] | None = None) -> str:
        env = env or {**self._app_env(), "AUGEO_PG_ADMIN_URL": self._postgres.url}
        return await run_once(name, command, data_dir=self._data_dir, cwd=self._app_dir, env=env)

    async def _timed[T](self, name: str, work: Awaitable[T]) -> T:
        began = time.monotonic()
        result = await work
        self._say_time(name, began)
        return result

    def _say_time(self, name: str, began: float) -> None:
        self._say(f"  {name:<10} {time.monotonic() - began:5.1f} s")

    async def _make_containers(self) -> None:
        async with BlobServiceClient.from_connection_string(self._azurite.connection_string) as blobs:
            with contextlib.suppress(ResourceExistsError):
                await blobs.create_container(PICTURES, public_access="blob")

    async def _wait_until_healthy(self) -> None:
        url = f"{self._addresses.api}/health/ready"
        said = "nothing"
        deadline = time.monotonic() + READY_TIMEOUT_S
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            while time.monotonic() < deadline:
                try:
                    async with session.get(url) as answer:
                        said = f"{answer.status} {(await answer.text())[:500]}"
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, TimeoutError) as error:
                    said = repr(error)
                await asyncio.sleep(POLL_S)
        raise ProgramFailed(f"{url} did not answer 200 within {READY_TIMEOUT_S:.0f} s; at last: {said}")

    def _urls(self) -> dict[str, str]:
        addresses = self._addresses
        return {
            "api": addresses.api,
            "app": addresses.app,
            "stage": f"{addresses.app}/stage",
            "admin": f"{addresses.app}/admin",
            "display": f"{addresses.app}/display",
            "rooms": addresses.rooms,
            "stripe": addresses.stripe,
            "twilio": addresses.twilio,
            "storage": self._azurite.blob_endpoint,
        }

    async def _tokens(self) -> dict[str, object]:
        return last_json_object(await self._once("tokens", self._options.commands.tokens))

    async def _refresh_tokens(self, content: dict[str, object]) -> None:
        while True:
            await asyncio.sleep(TOKENS_EVERY_S)
            while True:
                try:
                    tokens = await self._tokens()
                except (ProgramFailed, ValueError, TypeError) as error:
                    self._say(f"the tokens in ready.json could not be renewed, trying again: {error}")
                    await asyncio.sleep(TOKENS_AGAIN_S)
                else:
                    self._ready_file.write({**content, "tokens": tokens})
                    break

    async def _stop_all(self) -> None:
        for group in STOP_ORDER:
            await asyncio.gather(*(self._parts[name].stop() for name in group if name in self._parts))
