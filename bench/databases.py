"""Where the bench keeps its data, and a database for one use."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg

from bench.figure import ROOT
from onebox.services import Postgres


def data_root() -> Path:
    """In the checkout, because a temporary folder may lie in memory, where a commit costs nothing."""
    root = Path(os.environ.get("AUGEO_BENCH_DATA", ROOT / ".onebox"))
    root.mkdir(parents=True, exist_ok=True)
    return root


@asynccontextmanager
async def database(postgres: Postgres) -> AsyncIterator[tuple[str, str]]:
    """The owner's address and the app's of a database of this run alone, also where the server is somebody else's."""
    name = f"bench_{uuid4().hex}"
    conn = await asyncpg.connect(postgres.url)
    try:
        await conn.execute(f"CREATE DATABASE {name}")
        try:
            yield in_database(postgres.url, name), in_database(postgres.app_url, name)
        finally:
            await conn.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await conn.close()


def in_database(url: str, name: str) -> str:
    base, _, query = url.partition("?")
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
