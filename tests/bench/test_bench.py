"""A tiny run of the whole bench: its lines have the agreed form. What the figures are is not judged here."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from bench.figure import ROOT, Figure
from bench.screen import PriceReader, parse_frame

FIELDS = {"figure", "value", "unit", "against", "ratio", "bar", "met", "n", "cpu_s", "commit", "floor_checked"}
SCREENS = 4
TINY = (
    *("--rounds", "1", "--seconds", "0.4", "--warm-seconds", "0.2"),
    *("--screens", str(SCREENS), "--screen-seconds", "0.5"),
)


async def test_every_figure_is_one_line_of_json_from_a_correct_run(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench", *TINY,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "AUGEO_SHARED": str(tmp_path), "AUGEO_BENCH_DATA": str(tmp_path)},
    )  # fmt: skip
    async with asyncio.timeout(120):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-3000:]
    lines = {line["figure"]: line for line in map(json.loads, out.splitlines())}
    assert set(lines) == {
        "empty_function_requests",
        "hot_item_bids_fresh_token",
        "hot_item_bids_cached_token",
        "item_list_140_warm",
        f"bid_to_slowest_of_{SCREENS}_screens_p99",
    }
    for line in lines.values():
        assert line.keys() >= FIELDS
        assert line["value"] > 0
        assert line["against"] > 0
        assert line["ratio"] == pytest.approx(line["value"] / line["against"], rel=0.02, abs=0.001)
        is_higher = line["better"] == "higher"
        assert line["met"] == (line["ratio"] >= line["bar"] if is_higher else line["ratio"] <= line["bar"])
        assert line["cpu_s"] > 0
    screens = lines[f"bid_to_slowest_of_{SCREENS}_screens_p99"]
    assert screens["n"] == 10 * SCREENS  # deliveries
    assert screens["units"] == 10
    assert screens["floor_checked"] is False  # there is no reference in an empty folder


@pytest.mark.parametrize(("better", "value", "met"), [("higher", 60, True), ("higher", 40, False), ("lower", 40, True)])
def test_a_bar_is_met_from_its_own_side(better: str, value: float, met: bool) -> None:
    figure = Figure("f", "ms", [1, value, 1000], "floor", [100], 0.5, better, 3, 1.0, floor_checked=True)  # type: ignore[arg-type]
    assert figure.met is met
    assert json.loads(figure.line())["value"] == value  # the median


def test_a_screen_reads_frames_of_every_length_and_waits_for_the_rest() -> None:
    for length in (5, 126, 70_000):
        size = (
            bytes([length]) if length < 126 else b"\x7e" + length.to_bytes(2, "big")
            if length < 65_536 else b"\x7f" + length.to_bytes(8, "big")
        )  # fmt: skip
        frame = b"\x81" + size + b"x" * length
        assert parse_frame(frame + b"\x81", 0) == (1, b"x" * length, len(frame))
        assert all(parse_frame(frame[:cut], 0) is None for cut in (0, 1, 3, len(frame) - 1))


def test_a_screen_reads_the_price_of_its_item_only() -> None:
    reader = PriceReader("item-b")
    frame = b'42["bid_placed",{"items":[{"id":"item-a","price_cents":100,"x":1},{"id":"item-b","price_cents": 250}]}]'
    assert reader.price_cents(frame) == 250
    assert reader.price_cents(b'42["pulse",{"phase":"silent"}]') is None
    assert reader.price_cents(b'42["bid_placed",{"items":[{"id":"item-a","price_cents":100,"x":1}]}]') is None
