"""The SQLite file in which a stand-in keeps what a restart must not lose."""

import sqlite3
from pathlib import Path


def open_books(path: Path | None, schema: str) -> sqlite3.Connection:
    """Without a path the books die with the process."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    books = sqlite3.connect(path or ":memory:", isolation_level=None)
    # WAL without a sync per commit survives the death of the process, which is what a restart test kills.
    books.execute("PRAGMA journal_mode = WAL")
    books.execute("PRAGMA synchronous = NORMAL")
    books.executescript(schema)
    return books
