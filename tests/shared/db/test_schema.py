"""`schema.sql` is what the migrations make: whoever reads one file knows every table, constraint, policy and grant."""

import asyncio
from pathlib import Path

from onebox.services.schema import dump_schema
from shared.db.pool import Connection
from tests.conftest import TestDatabase

COMMITTED = Path(__file__).resolve().parents[3] / "shared" / "db" / "schema.sql"


async def test_the_committed_schema_is_what_the_migrations_make(database: TestDatabase) -> None:
    assert await asyncio.to_thread(dump_schema, database.url) == COMMITTED.read_text(), "run `make schema`"


async def test_a_change_outside_the_migrations_would_be_seen(database: TestDatabase, owner: Connection) -> None:
    before = await asyncio.to_thread(dump_schema, database.url)
    for change in (
        "ALTER TABLE items ALTER COLUMN title DROP NOT NULL",
        "ALTER TABLE bids DROP CONSTRAINT bids_window_check",
        "REVOKE SELECT ON guests FROM app",
        "DROP POLICY tenant ON invoices",
        "DROP INDEX items_due_idx",
    ):
        await owner.execute(change)
        after = await asyncio.to_thread(dump_schema, database.url)
        assert after != before, change
        before = after
