"""`local.settings.json` for `func start`, which reads its settings from there."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


def write_local_settings(path: Path, settings: Mapping[str, str]) -> None:
    """Ours are renewed; what else a developer wrote there is kept."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        content = {}
    values = {**content.get("Values", {}), "FUNCTIONS_WORKER_RUNTIME": "python", **settings}
    text = json.dumps({**content, "IsEncrypted": False, "Values": values}, indent=2) + "\n"
    fresh = path.with_suffix(".json.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    fresh.replace(path)
