"""One measured figure: a value against its floor, as one line of JSON."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from typing import Literal

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Figure:
    """`bar` is what `ratio` (value / against, both medians of the runs) must reach, or must not pass when lower is better; a trend has none."""

    figure: str
    unit: str
    values: Sequence[float]
    floor: str
    floors: Sequence[float]
    bar: float | None
    better: Literal["higher", "lower"]
    n: int
    cpu_s: float
    floor_checked: bool
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return median(self.values) / median(self.floors)

    @property
    def met(self) -> bool | None:
        if self.bar is None:
            return None
        return self.ratio >= self.bar if self.better == "higher" else self.ratio <= self.bar

    def line(self) -> str:
        return json.dumps(
            {
                "figure": self.figure,
                "value": round(median(self.values), 2),
                "unit": self.unit,
                "against": round(median(self.floors), 2),
                "floor": self.floor,
                "ratio": round(self.ratio, 3),
                "bar": self.bar,
                "better": self.better,
                "met": self.met,
                "n": self.n,
                "cpu_s": round(self.cpu_s, 2),
                "commit": commit(),
                "floor_checked": self.floor_checked,
                "runs": [round(value, 2) for value in self.values],
                "floor_runs": [round(value, 2) for value in self.floors],
                **self.details,
            }
        )


@cache
def commit() -> str:
    """What was measured; `+` says that the tree was changed since."""
    try:
        head = _git("rev-parse", "--short", "HEAD")
        return head + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
