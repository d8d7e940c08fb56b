"""A definer function may touch several nouns' tables; the comments of its file list them, and here the list is held against the SQL.

In comments: `Reads:`, `Writes:` and `Locks:`, each followed by table names up to the full stop.
"""

import re
from pathlib import Path

import pytest

from shared.db.pool import Connection

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "\n".join(file.read_text() for file in sorted((ROOT / "shared/db/migrations").glob("*.sql")))
TABLES = frozenset(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", MIGRATIONS))
FILES = [file for file in sorted((ROOT / "functions").glob("*/*.sql")) if "SECURITY DEFINER" in file.read_text()]
WRITE = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?(\w+)", re.I)
READ = re.compile(r"(?:\b(?:FROM|JOIN)\s+(?:ONLY\s+|LATERAL\s+)?|,\s*)(\w+)(?=\s|$|\)|;|,)", re.I)


def code_of(sql: str) -> str:
    """Without comments and texts, and without what names a table but touches none."""
    return re.sub(r"--[^\n]*|'(?:[^']|'')*'", " ", sql)


def written(sql: str) -> set[str]:
    return {table for table in WRITE.findall(code_of(sql)) if table in TABLES}


def touched(sql: str) -> set[str]:
    return {table for table in READ.findall(code_of(sql)) if table in TABLES} | written(sql)


def listed(sql: str, heading: str) -> set[str]:
    comments = " ".join(line.lstrip("- ") for line in sql.splitlines() if line.lstrip().startswith("--"))
    lists = re.findall(rf"\b{heading}: ([^.]*)\.", comments)
    return {word for text in lists for word in re.findall(r"\w+", re.sub(r"\([^)]*\)", "", text)) if word in TABLES}


def difference(sql: str) -> dict[str, set[str]]:
    """What the comments lack or have too much; empty when they are right."""
    everything = listed(sql, "Reads") | listed(sql, "Writes") | listed(sql, "Locks")
    found = {
        "writes, not listed": written(sql) - listed(sql, "Writes"),
        "listed, not written": listed(sql, "Writes") - written(sql),
        "touches, not listed": touched(sql) - everything,
        "listed, not touched": everything - touched(sql),
    }
    return {what: tables for what, tables in found.items() if tables}


def test_there_are_definer_functions_and_tables() -> None:
    assert len(FILES) >= 4
    assert {"bids", "items", "paddles", "messages"} <= TABLES


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_comments_list_the_tables_that_the_sql_touches(file: Path) -> None:
    assert difference(file.read_text()) == {}


def test_an_unlisted_or_an_idle_table_is_found() -> None:
    sql = "-- Writes: items. Reads: paddles.\nSELECT 1 FROM bids b JOIN events e ON true; UPDATE items SET x = 'FROM guests';"
    assert difference(sql) == {"touches, not listed": {"bids", "events"}, "listed, not touched": {"paddles"}}


async def test_every_definer_function_belongs_to_engine_pins_its_search_path_and_is_versioned(
    owner: Connection,
) -> None:
    rows = await owner.fetch(
        """
        SELECT p.proname AS name, pg_get_userbyid(p.proowner) AS owner, p.proconfig AS config,
               has_function_privilege('app', p.oid, 'EXECUTE') AS for_app,
               EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0) AS for_everybody
        FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
        """
    )
    assert len(rows) >= 10
    for row in rows:
        assert (row["owner"], row["for_app"], row["for_everybody"]) == ("engine", True, False), row["name"]
        assert "search_path=public, pg_temp" in row["config"], row["name"]
        assert re.search(r"_v[0-9]+$", row["name"]), row["name"]
