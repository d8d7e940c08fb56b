"""A gala of its own for each journey."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.gala import running_gala

type RunGala = Callable[[float], AbstractAsyncContextManager[dict[str, Any]]]


@pytest.fixture
def run_gala(tmp_path: Path) -> RunGala:
    """`async with run_gala(90) as content:` a gala that closes in 90 seconds; `content` is what ready.json holds."""
    return lambda closes_in_s: running_gala(tmp_path / "data", closes_in_s)
