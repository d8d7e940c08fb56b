"""Time. `datetime.now` appears only here; what decides an auction is the database's clock."""

from datetime import UTC, datetime
from typing import Protocol


class SqlConnection(Protocol):
    async def fetchval(self, query: str, *args: object) -> object: ...


def utc_now() -> datetime:
    """Real time, for tokens, signatures and logs."""
    return datetime.now(UTC)


async def auction_now(conn: SqlConnection) -> datetime:
    """The auction's time: the database clock, which a rehearsal may run faster."""
    now = await conn.fetchval("SELECT auction_now()")
    assert isinstance(now, datetime)
    return now
