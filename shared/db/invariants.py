"""The SQL invariant pack: named queries that must return no row (numbers of reliability-security.md, I1-I45).

    python -m shared.db.invariants

What a constraint can hold, a constraint holds; the same rule stands here again, because a constraint can be dropped.
"""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg

from shared.db.pool import Connection

PACK = Path(__file__).with_name("invariants.sql")


def invariants() -> dict[str, str]:
    """Name -> query. A query starts with a line `-- I7 The price never falls`."""
    named: dict[str, str] = {}
    for part in PACK.read_text().split("\n-- I")[1:]:
        head, _, query = part.partition("\n")
        named[f"I{head.strip()}"] = query.strip()
    return named


async def broken_invariants(conn: Connection) -> dict[str, list[str]]:
    """The invariants that do not hold, each with up to five of the rows that break it. Run as the owner: it reads every tenant."""
    broken: dict[str, list[str]] = {}
    for name, query in invariants().items():
        rows = await conn.fetch(query)
        if rows:
            broken[name] = [str(dict(row)) for row in rows[:5]]
    return broken


async def main() -> int:
    # A tool of operators, run outside the app: the owner's address is not a setting of the app.
    conn = await asyncpg.connect(os.environ["AUGEO_PG_ADMIN_URL"])
    try:
        broken = await broken_invariants(conn)
    finally:
        await conn.close()
    for name, rows in broken.items():
        sys.stdout.write(f"BROKEN {name}\n" + "".join(f"  {row}\n" for row in rows))
    sys.stdout.write(f"{len(invariants()) - len(broken)} of {len(invariants())} invariants hold\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
