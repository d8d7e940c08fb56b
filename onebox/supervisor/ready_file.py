"""`ready.json`: where everything is and how to sign in, for people, tests and benches."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


class ReadyFile:
    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "ready.json"

    def write(self, content: Mapping[str, object]) -> None:
        """Whole or not at all: a reader never sees half a file."""
        fresh = self.path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(content, stream, indent=1)
        fresh.replace(self.path)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
