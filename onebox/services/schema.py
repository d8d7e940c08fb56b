"""The schema that the migrations make, as one readable file: `python -m onebox.services.schema > shared/db/schema.sql`."""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg

from onebox.services.postgres import program_dir
from onebox.services.running_services import services
from shared.db.migrate import migrate

HEAD = """-- What the migrations make, without functions (they have files of their own). Written by `make schema`; a test fails when it is stale.
-- Longer than 400 lines because nobody writes it: it is for reading and comparing.

"""

_ENTRY = re.compile(r"^--\n-- (?:Name: (?P<name>.*); Type: (?P<type>[A-Z ]+); Schema: .*|.*)\n--\n", re.MULTILINE)
_NOISE = re.compile(r"^(?:--.*|SET .*|SELECT pg_catalog\.set_config.*|\\(?:un)?restrict.*)\n", re.MULTILINE)


def dump_schema(url: str) -> str:
    """By pg_dump, without what differs between two runs or two versions of it."""
    dumped = subprocess.run(
        [str(program_dir() / "pg_dump"), "--schema-only", "--schema=public", "--dbname", url],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    kept = []
    entries = list(_ENTRY.finditer(dumped))
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        if entry["type"] is None or entry["type"] == "FUNCTION" or entry["name"].startswith("FUNCTION "):
            continue
        kept.append(dumped[entry.end() : following.start() if following else len(dumped)])
    text = _NOISE.sub("", "".join(kept))
    return HEAD + re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with services(Path(folder), redis=False, azurite=False, fast=True) as running:
            conn = await asyncpg.connect(running.pg_url)
            try:
                await migrate(conn)
            finally:
                await conn.close()
            sys.stdout.write(await asyncio.to_thread(dump_schema, running.pg_url))


if __name__ == "__main__":
    asyncio.run(main())
