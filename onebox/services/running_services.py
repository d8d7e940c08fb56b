"""PostgreSQL, Redis and Azurite together, for as long as a block lasts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from onebox.services.azurite import Azurite
from onebox.services.postgres import Postgres
from onebox.services.redis_server import Redis


@dataclass(frozen=True)
class RunningServices:
    postgres: Postgres | None
    redis: Redis | None
    azurite: Azurite | None

    @property
    def pg_url(self) -> str:
        """The owner's, a superuser: it migrates and makes databases."""
        assert self.postgres is not None, "services(postgres=False)"
        return self.postgres.url

    @property
    def pg_app_url(self) -> str:
        """The role `app`, which owns nothing: what the app itself connects as."""
        assert self.postgres is not None, "services(postgres=False)"
        return self.postgres.app_url

    @property
    def redis_url(self) -> str:
        assert self.redis is not None, "services(redis=False)"
        return self.redis.url

    @property
    def storage_connection_string(self) -> str:
        assert self.azurite is not None, "services(azurite=False)"
        return self.azurite.connection_string


@asynccontextmanager
async def services(
    data_dir: Path, *, postgres: bool = True, redis: bool = True, azurite: bool = True, fast: bool = False
) -> AsyncIterator[RunningServices]:
    """Start the chosen ones side by side on free ports; stop them at the end.

    `fast` is for ordinary tests: fsync off, blobs in memory. Tests about durability leave it off.
    """
    running = RunningServices(
        postgres=Postgres(data_dir, fast=fast) if postgres else None,
        redis=Redis(data_dir) if redis else None,
        azurite=Azurite(data_dir, fast=fast) if azurite else None,
    )
    chosen = [part for part in (running.postgres, running.redis, running.azurite) if part is not None]
    try:
        async with asyncio.TaskGroup() as starting:
            for part in chosen:
                starting.create_task(part.start())
        yield running
    finally:
        await asyncio.gather(*(part.stop() for part in chosen))
