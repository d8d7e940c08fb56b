"""Everything that is measured, started by the bench itself on free ports: stores that wait for the disk, rooms, the app's host, and the floors."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from bench.databases import database
from bench.figure import ROOT
from bench.program import running_program
from bench.seeding import Gala, write_room
from bench.shared_floors import FLOOR_PG_PORT, FLOOR_REDIS_PORT, SharedServer, floors_folder, running_shared_servers
from bench.statements import Statements
from onebox.functions_host import running_host
from onebox.services import Azurite, Postgres, Redis
from onebox.services.ports import free_port, port_is_free
from onebox.services.redis_server import redis_program
from onebox.services.secret_file import SecretFile
from onebox.supervisor.app_settings import HUB, Addresses, Secrets, app_settings, upstream_url
from shared.auth.tokens import Tokens
from shared.db.migrate import migrate
from shared.db.pool import Connection, prepare_connection

SERVER_LOG_LEVEL = "warning"


@dataclass(frozen=True, slots=True)
class Cloud:
    api_port: int
    rooms_port: int
    empty_port: int
    bare_port: int
    limit_port: int
    owner: Connection
    gala: Gala
    app_pids: tuple[int, ...]
    """The host, the rooms and the stores that the bench started."""
    limit_pids: tuple[int, ...]
    empty_pid: int
    bare_pid: int
    plain_port: int
    shared_limit: SharedServer | None
    shared_plain: SharedServer | None
    statements: Statements | None
    """Nothing when the database is somebody else's."""
    host_log: Callable[[], list[dict[str, Any]]]
    """What the app's host had to say so far: warnings and errors."""


@asynccontextmanager
async def _running_stores(data_dir: Path) -> AsyncIterator[tuple[Postgres, Redis, Azurite]]:
    """On the port that the shared floors expect, where they are and it is free."""
    wanted = FLOOR_PG_PORT if floors_folder() and port_is_free(FLOOR_PG_PORT) else None
    stores = (Postgres(data_dir, port=wanted), Redis(data_dir), Azurite(data_dir))
    try:
        async with asyncio.TaskGroup() as starting:
            for store in stores:
                starting.create_task(store.start())
        yield stores
    finally:
        await _stop(*stores)


@asynccontextmanager
async def running_cloud(data_dir: Path, units: int) -> AsyncIterator[Cloud]:
    async with AsyncExitStack() as stack:
        postgres, redis, azurite = await stack.enter_async_context(_running_stores(data_dir))
        pg_url, pg_app_url = await stack.enter_async_context(database(postgres))
        owner: Connection = await asyncpg.connect(pg_url)
        stack.push_async_callback(owner.close)
        await prepare_connection(owner)
        await migrate(owner)
        await owner.execute((ROOT / "bench" / "limit.sql").read_text())

        secrets = Secrets.load(SecretFile(data_dir / "secrets.json"))
        api_port = free_port()
        rooms = await stack.enter_async_context(
            running_program(
                "onebox.webpubsub", "--port", "0", "--hub", HUB, f"--access-key={secrets.rooms_access_key}",
                "--upstream", upstream_url(_addresses(api_port, 0), secrets),
            )
        )  # fmt: skip
        settings = app_settings(
            _addresses(api_port, rooms.port), secrets,
            pg_url=pg_app_url, redis_url=redis.url, storage=azurite.connection_string,
        ) | {"AUGEO_WEBPUBSUB_UNITS": str(units)}  # fmt: skip
        gala = await write_room(owner, Tokens(secrets.jwt_private_key, settings["AUGEO_JWT_KEY_ID"]))
        host = await stack.enter_async_context(
            running_host(ROOT, settings, port=api_port, arguments=("--log-level", SERVER_LOG_LEVEL))
        )
        empty = await stack.enter_async_context(
            running_host(
                ROOT / "bench" / "empty_app",
                {"AzureWebJobsStorage": azurite.connection_string},
                arguments=("--log-level", SERVER_LOG_LEVEL),
            )
        )
        bare = await stack.enter_async_context(running_program("bench.bare_http"))
        with_database = {**settings, "AUGEO_PG_ADMIN_URL": pg_url}
        limit = await stack.enter_async_context(running_program("bench.limit", env=with_database))
        plain = await stack.enter_async_context(running_program("bench.plain", env=with_database))
        shared_limit, shared_plain = await _references(stack, postgres)
        own = [store.process.pid for store in (postgres, redis, azurite) if store.process is not None]
        own_database = [postgres.process.pid] if postgres.process is not None else []
        yield Cloud(
            api_port=api_port,
            rooms_port=rooms.port,
            empty_port=int(empty.url.rpartition(":")[2]),
            bare_port=bare.port,
            limit_port=limit.port,
            owner=owner,
            gala=gala,
            app_pids=(host.process.pid, rooms.pid, *own),
            limit_pids=(limit.pid, *own_database),
            empty_pid=empty.process.pid,
            bare_pid=bare.pid,
            plain_port=plain.port,
            shared_limit=shared_limit,
            shared_plain=shared_plain,
            statements=None if postgres.process is None else Statements(postgres.process.log_path),
            host_log=host.log_records,
        )


async def _references(stack: AsyncExitStack, postgres: Postgres) -> tuple[SharedServer | None, SharedServer | None]:
    """The bare limit and the plain build that lie beside the checkout, where they can run."""
    floors = floors_folder()
    if floors is None or f":{FLOOR_PG_PORT}/" not in postgres.url or not port_is_free(FLOOR_REDIS_PORT):
        return None, None
    redis_command = (redis_program(), "--port", str(FLOOR_REDIS_PORT), "--bind", "127.0.0.1", "--save", "")
    return await stack.enter_async_context(running_shared_servers(floors, postgres.url, redis_command))


def _addresses(api_port: int, rooms_port: int) -> Addresses:
    at = "http://127.0.0.1:{}".format
    nobody = at(9)  # no bid calls Stripe or Twilio; who tries is refused at once
    return Addresses(api_origin=at(api_port), app=nobody, rooms=at(rooms_port), stripe=nobody, twilio=nobody)


async def _stop(*stores: Postgres | Redis | Azurite) -> None:
    await asyncio.gather(*(store.stop() for store in stores))
