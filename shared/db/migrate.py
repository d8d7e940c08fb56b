"""Brings a database to this version of the app: forward-only SQL files, then the database functions.

    python -m shared.db.migrate [pre|post|all]

Why our own runner: see docs/decisions (asyncpg only, pre and post phases, checksums, functions re-applied by content).
"""

import asyncio
import hashlib
import os
import sys
from pathlib import Path
from typing import Literal

import asyncpg

from shared.db.pool import Connection

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = Path(__file__).with_name("migrations")
LOCK_KEY = 4_117_200_931  # any fixed number: two migrators at once must wait for each other

type Phase = Literal["pre", "post", "all"]


class MigrationChanged(Exception):
    """A file that was applied here before has been edited since."""


def migration_files(phase: Phase) -> list[Path]:
    files = sorted(MIGRATIONS.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return [file for file in files if phase == "all" or file.name[5:].startswith(phase)]


def function_files() -> list[Path]:
    """The database functions of every noun, `functions/<noun>/*.sql`."""
    return sorted((ROOT / "functions").glob("*/*.sql"))


async def migrate(conn: Connection, phase: Phase = "all") -> list[str]:
    """Applies what is missing and returns the names of what it applied."""
    await conn.execute("SELECT pg_advisory_lock($1)", LOCK_KEY)
    try:
        await conn.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, checksum text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )
        applied = {
            row["name"]: row["checksum"] for row in await conn.fetch("SELECT name, checksum FROM schema_migrations")
        }
        done = [await _apply_migration(conn, file) for file in migration_files(phase) if _is_missing(file, applied)]
        if phase != "post":
            done += [
                await _apply_function(conn, file)
                for file in function_files()
                if applied.get(_name(file)) != _checksum(file)
            ]
        return done
    finally:
        await conn.execute("SELECT pg_advisory_unlock($1)", LOCK_KEY)


def _name(file: Path) -> str:
    return file.name if file.parent == MIGRATIONS else f"{file.parent.name}/{file.name}"


def _sql(file: Path) -> str:
    return file.read_text()


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_missing(file: Path, applied: dict[str, str]) -> bool:
    if _name(file) in applied and applied[_name(file)] != _checksum(file):
        raise MigrationChanged(f"{file.name} was applied here in another wording; write a new migration instead")
    return _name(file) not in applied


async def _apply_migration(conn: Connection, file: Path) -> str:
    async with conn.transaction():
        await conn.execute(_sql(file))
        await conn.execute(
            "INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)", _name(file), _checksum(file)
        )
    return _name(file)


async def _apply_function(conn: Connection, file: Path) -> str:
    """Functions are versioned by name (`place_bids_v1`), so re-applying one never changes what an older app calls."""
    async with conn.transaction():
        # one file may call a function that a later file makes
        await conn.execute("SET LOCAL check_function_bodies = off; SET LOCAL lock_timeout = '5s'")
        await conn.execute(_sql(file))
        await conn.execute(
            "INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)"
            " ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = clock_timestamp()",
            _name(file),
            _checksum(file),
        )
    return _name(file)


async def main(phase: Phase) -> None:
    # The deploy's own tool, run outside the app: the owner's address is not a setting of the app.
    conn = await asyncpg.connect(os.environ["AUGEO_PG_ADMIN_URL"])
    try:
        done = await migrate(conn, phase)
    finally:
        await conn.close()
    sys.stdout.write("".join(f"applied {name}\n" for name in done) or "nothing to apply\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [] | ["all"]:
            asyncio.run(main("all"))
        case ["pre"]:
            asyncio.run(main("pre"))
        case ["post"]:
            asyncio.run(main("post"))
        case _:
            sys.exit("usage: python -m shared.db.migrate [pre|post|all]")
