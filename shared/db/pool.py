"""Connections to PostgreSQL: one pool of the process, one transaction per request, the tenant set at its start."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from shared.db.entra import connect_options
from shared.errors import DependencyDown

type Connection = asyncpg.Connection[asyncpg.Record]
type PooledConnection = asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
type AnyConnection = Connection | PooledConnection

ACQUIRE_TIMEOUT_S = 3.0
STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 3_000

# What the database says when it is away, restarting, or too busy; the caller may try again.
UNAVAILABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a call on a connection whose farewell has been read and whose end has not
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
)


async def keep_session(conn: AnyConnection) -> None:
    """Nothing is to be undone: no session state is ever set (settings are local to a transaction, locks too), as PgBouncer's transaction
    mode asks anyhow. The default's statement made two round trips of every one.
    """


async def prepare_connection(conn: AnyConnection) -> None:
    """jsonb as Python values."""
    await conn.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


class Database:
    """A pool that connects when first needed, so that a database that is away at start is no reason to fail."""

    def __init__(self, url: str, *, size: int, application_name: str = "augeo") -> None:
        self._url = url
        self._size = size
        self._application_name = application_name
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._lock = asyncio.Lock()

    async def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            async with self._lock:
                if self._pool is None:
                    self._pool = await asyncpg.create_pool(
                        self._url,
                        min_size=0,
                        max_size=self._size,
                        timeout=ACQUIRE_TIMEOUT_S,
                        init=prepare_connection,
                        reset=keep_session,
                        **connect_options(self._url),
                        server_settings={
                            "application_name": self._application_name,
                            "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                            "lock_timeout": str(LOCK_TIMEOUT_MS),
                        },
                    )
        assert self._pool is not None
        return self._pool

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PooledConnection]:
        """A connection without a tenant: it sees no row, and may call the functions that carry their own checks."""
        try:
            pool = await self.pool()
            async with pool.acquire(timeout=ACQUIRE_TIMEOUT_S) as conn:
                yield conn
        except UNAVAILABLE as error:
            raise DependencyDown("The database cannot be reached.") from error

    @asynccontextmanager
    async def transaction(self, org_id: UUID) -> AsyncIterator[PooledConnection]:
        """One transaction that sees exactly one tenant."""
        async with self.connection() as conn, conn.transaction():
            await conn.execute("SELECT set_config('app.org', $1, true)", str(org_id))
            yield conn

    async def close(self) -> None:
        if self._pool is not None:
            try:
                await asyncio.wait_for(self._pool.close(), 5)
            except TimeoutError:
                self._pool.terminate()
