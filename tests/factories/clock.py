"""A settable auction clock in a test's own database, which is what the one SQL function `auction_now` is for."""

from datetime import datetime

from shared.db.pool import Connection


async def make_settable_clock(owner: Connection, now: datetime) -> None:
    await owner.execute("CREATE SCHEMA test_clock; CREATE TABLE test_clock.clock (now timestamptz NOT NULL)")
    await owner.execute("INSERT INTO test_clock.clock VALUES ($1)", now)
    await owner.execute("GRANT USAGE ON SCHEMA test_clock TO PUBLIC; GRANT SELECT ON test_clock.clock TO PUBLIC")
    await owner.execute(
        "CREATE OR REPLACE FUNCTION auction_now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE"
        " AS 'SELECT now FROM test_clock.clock'"
    )


async def set_clock(owner: Connection, now: datetime) -> None:
    await owner.execute("UPDATE test_clock.clock SET now = $1", now)
