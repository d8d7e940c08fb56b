"""The stand-in's memory: objects, money postings, stored answers and webhook deliveries in one SQLite file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import orjson

from onebox.book_file import open_books

type Body = dict[str, object]

PLATFORM = "platform"  # the books of the key's own account, beside one set per connected account
KEY_LIFETIME_S = 24 * 3600

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    customer TEXT GENERATED ALWAYS AS (json_extract(body, '$.customer')) VIRTUAL,
    payment_intent TEXT GENERATED ALWAYS AS (json_extract(body, '$.payment_intent')) VIRTUAL,
    charge TEXT GENERATED ALWAYS AS (json_extract(body, '$.charge')) VIRTUAL,
    UNIQUE (account, id)
);
CREATE INDEX IF NOT EXISTS objects_kind ON objects (account, kind, seq);
CREATE INDEX IF NOT EXISTS objects_customer ON objects (account, customer) WHERE customer IS NOT NULL;
CREATE INDEX IF NOT EXISTS objects_intent ON objects (account, payment_intent) WHERE payment_intent IS NOT NULL;
CREATE TABLE IF NOT EXISTS postings (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    payment_intent TEXT NOT NULL,
    charge TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('capture', 'refund', 'refund_failure')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS postings_account ON postings (account, payment_intent);
CREATE TABLE IF NOT EXISTS answers (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    request_id TEXT NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    body BLOB NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX IF NOT EXISTS deliveries_pending ON deliveries (seq) WHERE state = 'pending';
"""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    fingerprint: str
    status: int
    body: bytes
    request_id: str


@dataclass(frozen=True, slots=True)
class Delivery:
    seq: int
    event_id: str
    endpoint: str
    body: bytes
    attempts: int


class Books:
    """Synchronous on purpose: one request is one uninterrupted transaction, so no two can interleave."""

    def __init__(self, path: Path | None) -> None:
        self._db = open_books(path, _SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def insert(self, account: str, body: Mapping[str, object]) -> None:
        self._db.execute(
            "INSERT INTO objects (account, id, kind, body) VALUES (?, ?, ?, ?)",
            (account, body["id"], body["object"], orjson.dumps(body).decode()),
        )

    def save(self, account: str, body: Mapping[str, object]) -> None:
        cursor = self._db.execute(
            "UPDATE objects SET body = ? WHERE account = ? AND id = ?",
            (orjson.dumps(body).decode(), account, body["id"]),
        )
        assert cursor.rowcount == 1, "only objects that exist are saved"

    def find(self, account: str, object_id: str, kind: str | None = None) -> Body | None:
        row = self._db.execute(
            "SELECT body FROM objects WHERE account = ?1 AND id = ?2 AND (?3 IS NULL OR kind = ?3)",
            (account, object_id, kind),
        ).fetchone()
        return None if row is None else cast("Body", orjson.loads(row[0]))

    def page(
        self, account: str, kind: str, filters: Mapping[str, str], *, after: str | None, before: str | None, limit: int
    ) -> tuple[list[Body], bool]:
        """Newest first, as Stripe lists; the second value says whether more follow."""
        rows = self._db.execute(
            """
            SELECT body FROM objects
            WHERE account = :account AND kind = :kind
              AND (:customer IS NULL OR customer = :customer)
              AND (:payment_intent IS NULL OR payment_intent = :payment_intent)
              AND (:charge IS NULL OR charge = :charge)
              AND (:after IS NULL OR seq < (SELECT seq FROM objects WHERE account = :account AND id = :after))
              AND (:before IS NULL OR seq > (SELECT seq FROM objects WHERE account = :account AND id = :before))
            ORDER BY CASE WHEN :before IS NULL THEN -seq ELSE seq END
            LIMIT :limit + 1
            """,
            {
                "account": account,
                "kind": kind,
                "customer": filters.get("customer"),
                "payment_intent": filters.get("payment_intent"),
                "charge": filters.get("charge"),
                "after": after,
                "before": before,
                "limit": limit,
            },
        ).fetchall()
        bodies = [cast("Body", orjson.loads(row[0])) for row in rows[:limit]]
        if before is not None:
            bodies.reverse()
        return bodies, len(rows) > limit

    def every(self, account: str, kind: str) -> Iterator[Body]:
        rows = self._db.execute("SELECT body FROM objects WHERE account = ? AND kind = ? ORDER BY seq", (account, kind))
        for (body,) in rows:
            yield cast("Body", orjson.loads(body))

    def post(
        self, account: str, *, payment_intent: str, charge: str, kind: str, amount: int, currency: str, now: float
    ) -> None:
        """Write money that moved. Rows are never changed; the oracle adds them up."""
        self._db.execute(
            "INSERT INTO postings (account, payment_intent, charge, kind, amount, currency, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (account, payment_intent, charge, kind, amount, currency, int(now)),
        )

    def money_by_intent(self, account: str) -> dict[str, dict[str, int]]:
        """Captured, refunded and number of captures per payment intent, from the postings alone."""
        rows = self._db.execute(
            """
            SELECT payment_intent,
                   sum(CASE kind WHEN 'capture' THEN amount ELSE 0 END),
                   sum(CASE kind WHEN 'refund' THEN amount WHEN 'refund_failure' THEN -amount ELSE 0 END),
                   sum(kind = 'capture')
            FROM postings WHERE account = ? GROUP BY payment_intent ORDER BY min(seq)
            """,
            (account,),
        )
        return {
            intent: {"captured": captured, "refunded": refunded, "captures": captures}
            for intent, captured, refunded, captures in rows
        }

    def stored_answer(self, account: str, key: str, now: float) -> StoredAnswer | None:
        self._db.execute(
            "DELETE FROM answers WHERE account = ? AND key = ? AND created <= ?", (account, key, now - KEY_LIFETIME_S)
        )
        row = self._db.execute(
            "SELECT fingerprint, status, body, request_id FROM answers WHERE account = ? AND key = ?", (account, key)
        ).fetchone()
        return None if row is None else StoredAnswer(*row)

    def store_answer(self, account: str, key: str, answer: StoredAnswer, now: float) -> None:
        self._db.execute(
            "INSERT INTO answers (account, key, fingerprint, status, body, request_id, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (account, key) DO UPDATE SET status = excluded.status, body = excluded.body",
            (account, key, answer.fingerprint, answer.status, answer.body, answer.request_id, now),
        )

    def queue_delivery(self, event_id: str, endpoint: str, body: bytes) -> None:
        self._db.execute(
            "INSERT INTO deliveries (event_id, endpoint, body) VALUES (?, ?, ?)", (event_id, endpoint, body)
        )

    def pending_deliveries(self, after_seq: int, limit: int) -> list[Delivery]:
        rows = self._db.execute(
            "SELECT seq, event_id, endpoint, body, attempts FROM deliveries"
            " WHERE state = 'pending' AND seq > ? ORDER BY seq LIMIT ?",
            (after_seq, limit),
        )
        return [Delivery(*row) for row in rows]

    def settle_delivery(self, seq: int, state: str, attempts: int) -> None:
        self._db.execute("UPDATE deliveries SET state = ?, attempts = ? WHERE seq = ?", (state, attempts, seq))

    def delivery_counts(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall())
