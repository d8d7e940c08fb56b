"""How much is stored, to show that a refused request stored nothing."""

from shared.db.pool import Connection

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'schema_migrations' ORDER BY 1
"""


async def stored_rows(conn: Connection) -> dict[str, tuple[int, str]]:
    """Per table, how many rows it has and a checksum of all their contents. For small test databases only."""
    tables = [row["relname"] for row in await conn.fetch(TABLES)]
    query = " UNION ALL ".join(
        f"SELECT '{table}' AS name, count(*) AS n, coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum FROM {table} t"  # noqa: S608  names from the catalogue
        for table in tables
    )
    return {row["name"]: (row["n"], row["sum"]) for row in await conn.fetch(query)}
