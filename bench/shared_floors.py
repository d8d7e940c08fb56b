"""Reference floors that lie beside a checkout of the project, where there are any; without them the bench runs alone and says so."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from bench.figure import ROOT
from bench.program import START_TIMEOUT_S, stop
from onebox.services.ports import accepts_connections, free_port

FLOOR_PG_PORT = 55432  # the references' own; they cannot be told another
LEAST_OF_REFERENCE = 0.8
"""A floor of ours counts only if it is at least this near to the reference, in the same run."""
POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class SharedLimit:
    folder: Path
    port: int

    async def slowest_p99_ms(self, screens: int, rate: float, seconds: float) -> float:
        """With the reference's own client."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(self.folder / "client.py"), "--clients", str(screens), "--rate", str(rate),
            "--secs", str(seconds), "--port", str(self.port),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"the reference client failed:\n{err.decode(errors='replace')[-2000:]}")
        result = json.loads(out)
        if result["missing"]:
            raise RuntimeError(f"the reference limit lost deliveries: {result}")
        return float(result["last_p99"])


def floors_folder() -> Path | None:
    """Nothing when the folder is not there, or is not the one we know."""
    folder = Path(os.environ.get("AUGEO_SHARED", ROOT.parent / "shared")) / "floors"
    known = ("limit.py", "client.py", "bid/schema.sql")
    return folder if all((folder / name).is_file() for name in known) else None


@asynccontextmanager
async def running_shared_limit(folder: Path, pg_url: str) -> AsyncIterator[SharedLimit]:
    """`pg_url` is the superuser's, on the port that the references expect; they connect to the database `postgres`."""
    parts = urlsplit(pg_url)
    password = unquote(parts.password or "")
    conn = await asyncpg.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=password, database="postgres"
    )
    try:
        await conn.execute((folder / "bid" / "schema.sql").read_text())
    finally:
        await conn.close()
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(folder / "limit.py"), str(port), env={**os.environ, "PGPASSWORD": password}
    )
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await accepts_connections(port):
                if process.returncode is not None:
                    raise RuntimeError("the reference limit did not start")
                await asyncio.sleep(POLL_S)
        yield SharedLimit(folder, port)
    finally:
        await stop(process)
