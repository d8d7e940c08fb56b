"""Reference floors that lie beside a checkout of the project, where there are any; without them the bench runs alone and says so."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from bench.figure import ROOT
from bench.program import START_TIMEOUT_S, stop
from onebox.services.ports import accepts_connections, free_port

FLOOR_PG_PORT = 55432  # the references' own; they cannot be told another
FLOOR_REDIS_PORT = 56379
LEAST_OF_REFERENCE = 0.8
"""A floor of ours counts only if it is at least this near to the reference, in the same run."""
POLL_S = 0.05
LOST_MS = 10_000.0
"""The reference's client waits so long for what is missing."""


@dataclass(frozen=True, slots=True)
class SharedServer:
    """The reference's bare limit, or its plain build."""

    folder: Path
    port: int

    async def slowest_p99_ms(self, screens: int, rate: float, seconds: float) -> float:
        """With the reference's own client. What never came counts as LOST_MS."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(self.folder / "client.py"), "--clients", str(screens), "--rate", str(rate),
            "--secs", str(seconds), "--port", str(self.port),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"the reference client failed:\n{err.decode(errors='replace')[-2000:]}")
        result = json.loads(out)
        return LOST_MS if result["missing"] else float(result["last_p99"])


def floors_folder() -> Path | None:
    """Nothing when the folder is not there, or is not the one we know."""
    folder = Path(os.environ.get("AUGEO_SHARED", ROOT.parent / "shared")) / "floors"
    known = ("limit.py", "seed_app.py", "client.py", "bid/schema.sql")
    return folder if all((folder / name).is_file() for name in known) else None


@asynccontextmanager
async def running_shared_servers(
    folder: Path, pg_url: str, redis: Sequence[str]
) -> AsyncIterator[tuple[SharedServer, SharedServer]]:
    """The bare limit and the plain build. `pg_url` is the superuser's, on the port that the references expect, where they connect to
    the database `postgres`; `redis` is the command that serves the port of FLOOR_REDIS_PORT.
    """
    parts = urlsplit(pg_url)
    password = unquote(parts.password or "")
    conn = await asyncpg.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=password, database="postgres"
    )
    try:
        await conn.execute((folder / "bid" / "schema.sql").read_text())
    finally:
        await conn.close()
    limit, plain = free_port(), free_port()
    python, env = sys.executable, {**os.environ, "PGPASSWORD": password}
    async with (
        _running(FLOOR_REDIS_PORT, redis, folder, env),
        _running(limit, (python, str(folder / "limit.py"), str(limit)), folder, env),
        _running(
            plain,
            (python, "-m", "uvicorn", "seed_app:asgi", "--port", str(plain), "--log-level", "warning"),
            folder,
            env,
        ),
    ):
        yield SharedServer(folder, limit), SharedServer(folder, plain)


@asynccontextmanager
async def _running(port: int, command: Sequence[str], folder: Path, env: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env={**env, "PYTHONDONTWRITEBYTECODE": "1"}, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await accepts_connections(port):
                if process.returncode is not None:
                    raise RuntimeError(f"a reference did not start: {' '.join(command)}")
                await asyncio.sleep(POLL_S)
        yield
    finally:
        await stop(process)
