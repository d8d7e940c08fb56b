"""Every text ever sent, and numbers that refuse them, in one SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onebox.book_file import open_books

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    sid TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    service TEXT,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    status_callback TEXT,
    created REAL NOT NULL,
    updated REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_recipient ON messages (recipient, seq);
CREATE INDEX IF NOT EXISTS messages_moving ON messages (seq)
    WHERE status NOT IN ('delivered', 'undelivered', 'failed');
CREATE TABLE IF NOT EXISTS numbers (
    number TEXT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('stopped', 'undeliverable'))
);
"""


@dataclass(frozen=True, slots=True)
class Message:
    seq: int
    sid: str
    recipient: str
    sender: str
    service: str | None
    body: str
    status: str
    error_code: int | None
    status_callback: str | None
    created: float
    updated: float


_COLUMNS = "seq, sid, recipient, sender, service, body, status, error_code, status_callback, created, updated"


class Books:
    """Each statement is its own transaction: a text has no parts that could come apart."""

    def __init__(self, path: Path | None) -> None:
        self._db = open_books(path, _SCHEMA)

    def close(self) -> None:
        self._db.close()

    def insert(
        self,
        *,
        sid: str,
        recipient: str,
        sender: str,
        service: str | None,
        body: str,
        status: str,
        status_callback: str | None,
        now: float,
    ) -> Message:
        self._db.execute(
            "INSERT INTO messages (sid, recipient, sender, service, body, status, status_callback, created, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sid, recipient, sender, service, body, status, status_callback, now, now),
        )
        message = self.find(sid)
        assert message is not None, "it was inserted just now"
        return message

    def find(self, sid: str) -> Message | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM messages WHERE sid = ?", (sid,)).fetchone()  # noqa: S608 constant columns
        return None if row is None else Message(*row)

    def newest(
        self, limit: int, *, recipient: str | None = None, sender: str | None = None, before: str | None = None
    ) -> list[Message]:
        rows = self._db.execute(
            f"""
            SELECT {_COLUMNS} FROM messages
            WHERE (:recipient IS NULL OR recipient = :recipient) AND (:sender IS NULL OR sender = :sender)
              AND (:before IS NULL OR seq < (SELECT seq FROM messages WHERE sid = :before))
            ORDER BY seq DESC LIMIT :limit
            """,  # noqa: S608 constant columns
            {"recipient": recipient, "sender": sender, "before": before, "limit": limit},
        )
        return [Message(*row) for row in rows]

    def moving(self) -> list[Message]:
        """Texts that have not come to rest, oldest first: what a restart must go on with."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM messages WHERE status NOT IN ('delivered', 'undelivered', 'failed') ORDER BY seq"  # noqa: S608 constant columns
        )
        return [Message(*row) for row in rows]

    def set_status(self, sid: str, status: str, now: float, error_code: int | None = None) -> None:
        self._db.execute(
            "UPDATE messages SET status = ?, error_code = ?, updated = ? WHERE sid = ?", (status, error_code, now, sid)
        )

    def number_state(self, number: str) -> str | None:
        row = self._db.execute("SELECT state FROM numbers WHERE number = ?", (number,)).fetchone()
        return None if row is None else str(row[0])

    def set_number_state(self, number: str, state: str | None) -> None:
        self._db.execute("DELETE FROM numbers WHERE number = ?", (number,))
        if state is not None:
            self._db.execute("INSERT INTO numbers (number, state) VALUES (?, ?)", (number, state))
