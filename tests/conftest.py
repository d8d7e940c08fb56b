"""Fixtures of the whole suite: one PostgreSQL, Redis and Azurite per session, one fresh database per test, and the invariant pack after it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from onebox.services import RunningServices, services
from shared.db.invariants import broken_invariants
from shared.db.migrate import migrate
from shared.db.pool import Connection, prepare_connection
from shared.runtime import Services, use_services
from shared.settings import Settings
from tests.factories.settings import make_settings

TEMPLATE = "augeo_template"


@pytest.fixture(scope="session")
async def cloud(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    """PostgreSQL, Redis and Azurite of this test session (of this worker, under pytest-xdist)."""
    data_dir: Path = tmp_path_factory.mktemp("cloud")
    async with services(data_dir, fast=True) as running:
        yield running


@pytest.fixture(scope="session")
async def template(cloud: RunningServices) -> str:
    """The name of a migrated, empty database that every test's own is copied from."""
    owner = await asyncpg.connect(cloud.pg_url)
    try:
        await owner.execute(f"CREATE DATABASE {TEMPLATE}")
    finally:
        await owner.close()
    conn = await asyncpg.connect(_database_url(cloud.pg_url, TEMPLATE))
    try:
        await migrate(conn)
    finally:
        await conn.close()
    return TEMPLATE


def _database_url(url: str, database: str) -> str:
    base, _, query = url.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else "")


class TestDatabase:
    """One test's own database: `url` for the owner, `app_url` for the role the app has."""

    __test__ = False

    def __init__(self, name: str, url: str, app_url: str) -> None:
        self.name = name
        self.url = url
        self.app_url = app_url


@pytest.fixture
async def database(cloud: RunningServices, template: str) -> AsyncIterator[TestDatabase]:
    """A copy of the template; after the test every invariant must hold in it."""
    name = f"test_{uuid4().hex}"
    owner = await asyncpg.connect(cloud.pg_url)
    try:
        await owner.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        database = TestDatabase(name, _database_url(cloud.pg_url, name), _database_url(cloud.pg_app_url, name))
        yield database
        conn = await asyncpg.connect(database.url)
        try:
            broken = await broken_invariants(conn)
        finally:
            await conn.close()
        assert not broken, f"invariants broken: {broken}"
    finally:
        await owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await owner.close()


@pytest.fixture
async def owner(database: TestDatabase) -> AsyncIterator[Connection]:
    """A connection of the database's owner, who sees every tenant; for factories and for looking."""
    conn = await asyncpg.connect(database.url)
    await prepare_connection(conn)
    try:
        yield conn
    finally:
        await conn.close()


@pytest.fixture
def settings(cloud: RunningServices, database: TestDatabase) -> Settings:
    return make_settings(
        pg_url=database.app_url, redis_url=cloud.redis_url, storage_connection=cloud.storage_connection_string
    )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Services]:
    """The app's services on this test's database, in place for handlers too."""
    services = Services(settings)
    await use_services(services)
    try:
        yield services
    finally:
        await use_services(None)
        await services.close()
        await services_drained()


async def services_drained() -> None:
    """Lets transports close before the loop looks for leaked ones."""
    await asyncio.sleep(0)
