"""Secrets of one data directory: made once, readable by their owner only."""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from onebox.services.file_lock import exclusive_lock


def random_secret() -> str:
    return secrets.token_urlsafe(24)


class SecretFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str, make: Callable[[], str] = random_secret) -> str:
        """The stored value, or a new one that is stored before it is returned."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with exclusive_lock(self._path.with_suffix(".lock")):
            known = self._read()
            if name not in known:
                known[name] = make()
                self._write(known)
            return known[name]

    def _read(self) -> dict[str, str]:
        try:
            stored = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        return {str(key): str(value) for key, value in stored.items()}

    def _write(self, known: dict[str, str]) -> None:
        fresh = self._path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(known, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._path)
