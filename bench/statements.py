"""What the database was asked, from its own log; only of a database that the bench started itself."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from shared.db.pool import Connection

LINE = re.compile(r"^at (\d+\.\d{3}) LOG:  (?:statement|execute [^:]*):\s*(.*)$", re.M)
PREFIX = "at %n "
"""Seconds since 1970, which no time zone changes."""
SHORT = 60


class Statements:
    def __init__(self, log_path: Path) -> None:
        self._log_path = log_path
        self._found: list[tuple[float, str]] = []

    @asynccontextmanager
    async def recorded(self, owner: Connection) -> AsyncIterator[None]:
        """While the block lasts; `between` answers afterwards."""
        begin = self._log_path.stat().st_size
        await self._log_all(owner, "all")
        try:
            yield
        finally:
            await self._log_all(owner, "none")
        with self._log_path.open("rb") as log:
            log.seek(begin)
            text = log.read().decode(errors="replace")
        self._found = said_in(text)

    @staticmethod
    async def _log_all(owner: Connection, which: str) -> None:
        await owner.execute(f"ALTER SYSTEM SET log_statement = '{which}'")
        await owner.execute(f"ALTER SYSTEM SET log_line_prefix = '{PREFIX}'")
        await owner.execute("SELECT pg_reload_conf()")

    def between(self, start: float, end: float) -> Counter[str]:
        """How often each was asked; its beginning stands for it."""
        return Counter(said for moment, said in self._found if start <= moment < end)


def said_in(log: str) -> list[tuple[float, str]]:
    """When, and the beginning of what was said."""
    return [(float(moment), said[:SHORT].rstrip()) for moment, said in LINE.findall(log)]
