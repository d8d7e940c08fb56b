"""A tiny run of the whole bench: its lines have the agreed form. What the figures are is not judged here."""

import asyncio
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.figure import ROOT, Figure
from bench.screen import FrameReader, Shown, parse_frame
from bench.screens_load import next_rate
from bench.statements import said_in

FIELDS = {"figure", "value", "unit", "against", "ratio", "bar", "met", "n", "cpu_s", "commit", "floor_checked"}
SCREENS, CROWD, CLIENTS = 4, 5, 6
TINY = (
    *("--rounds", "1", "--seconds", "0.4", "--warm-seconds", "0.2"),
    *("--screens", str(SCREENS), "--crowd", str(CROWD), "--clients", str(CLIENTS)),
    *("--screen-seconds", "0.5", "--trial-seconds", "0.2", "--return-seconds", "0.5"),
    *("--big-bids", "2000", "--answers", "40"),
)


async def test_every_figure_is_one_line_of_json_from_a_correct_run(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench", *TINY,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "AUGEO_SHARED": str(tmp_path), "AUGEO_BENCH_DATA": str(tmp_path)},
    )  # fmt: skip
    async with asyncio.timeout(180):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()[-3000:]
    lines = {line["figure"]: line for line in map(json.loads, out.splitlines())}
    assert set(lines) == {
        "bid_path_hot_item_64_bidders",
        "bid_path_200_items_32_bidders",
        "bid_path_one_bidder_p50",
        "bid_path_hot_item_64_bidders_p99",
        "bid_path_hot_item_64_bidders_p99_ms",
        "bid_path_server_time_per_bid_of_32",
        "bid_path_with_2000_bids_p50",
        "empty_function_requests",
        "hot_item_bids_fresh_token",
        "hot_item_bids_cached_token",
        "item_list_140_warm",
        f"bid_to_slowest_of_{SCREENS}_screens_p99",
        f"bid_to_slowest_of_{CROWD}_screens_p99",
        f"bids_per_s_to_{CROWD}_screens_within_500_ms",
        f"hammer_to_slowest_of_{CROWD}_screens_p99",
        f"reconnect_of_{CLIENTS}_p99",
        f"database_queries_of_{CLIENTS}_reconnects",
    }
    for line in lines.values():
        assert line.keys() >= FIELDS
        assert line["value"] > 0 or line["unit"] == "statements"
        assert line["against"] > 0
        assert line["ratio"] == pytest.approx(line["value"] / line["against"], rel=0.02, abs=0.001)
        assert line["met"] == is_met(line)
        assert line["cpu_s"] > 0
    screens = lines[f"bid_to_slowest_of_{SCREENS}_screens_p99"]
    assert screens["n"] == 10 * SCREENS  # deliveries
    assert screens["units"] == 10
    assert screens["floor_checked"] is False  # there is no reference in an empty folder


def is_met(line: dict[str, Any]) -> bool | None:
    if line["bar"] is None:
        return None
    return bool(line["ratio"] >= line["bar"] if line["better"] == "higher" else line["ratio"] <= line["bar"])


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


def test_a_screen_reads_its_item_only() -> None:
    reader = FrameReader("item-b")
    frame = (
        b'42["bid_placed",{"items_version":9,"items":'
        b'[{"id":"item-a","version":3,"price_cents":100},{"id":"item-b","version":4,"price_cents":250}]}]'
    )
    assert reader.shown(frame) == Shown(version=4, price_cents=250, items_version=9)
    assert reader.shown(b'42["pulse",{"phase":"silent"}]') is None
    assert reader.shown(b'42["bid_placed",{"items":[{"id":"item-a","version":3,"price_cents":100}]}]') is None


def test_the_search_doubles_until_one_fails_and_then_takes_the_middle() -> None:
    assert next_rate(held=100, failed=math.inf) == 200
    assert next_rate(held=0, failed=100) == 50
    assert next_rate(held=100, failed=400) == 200


def test_statements_are_found_in_the_log_with_their_times() -> None:
    log = (
        "at 100.500 LOG:  statement: SELECT 1\n"
        "at 101.000 LOG:  execute __asyncpg_stmt_2__: \n        SELECT id\n        FROM items\n"
        "at 101.200 DETAIL:  parameters: $1 = 'x'\n"
        "at 103.000 LOG:  execute __asyncpg_stmt_2__: SELECT 1\n"
    )
    assert said_in(log) == [(100.5, "SELECT 1"), (101.0, "SELECT id"), (103.0, "SELECT 1")]
