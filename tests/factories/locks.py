"""Several connections at once, and who waits for whom."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from shared.db.pool import Connection, prepare_connection


@asynccontextmanager
async def connections(url: str, count: int) -> AsyncIterator[list[Connection]]:
    conns = [await asyncpg.connect(url, command_timeout=20) for _ in range(count)]
    try:
        for conn in conns:
            await prepare_connection(conn)
        yield conns
    finally:
        for conn in conns:
            await conn.close()


async def until_blocked(owner: Connection, blocked: Connection) -> None:
    """Returns when `blocked` waits for a lock of another connection."""
    async with asyncio.timeout(10):
        while not await owner.fetchval("SELECT cardinality(pg_blocking_pids($1)) > 0", blocked.get_server_pid()):
            pass


async def deadlocks(conn: Connection) -> int:
    """As the server counts them, in this database; a backend adds its own when it ends, at the latest."""
    await conn.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
    return int(await conn.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
