"""Recorded auctions through the real bid path: a small made-up file, and the real one where it lies beside the checkout."""

import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.figure import ROOT
from bench.replay import replay
from bench.replay_file import COLUMNS, read_auctions

REAL = Path(os.environ.get("AUGEO_SHARED", ROOT.parent / "shared")) / "data" / "ebay-auctions.csv"

MADE_UP = [
    # maxima: bob leads at ann's plus a step; ann's second is refused as too low; cid ties with bob, who was earlier
    "a1,Clock,3,1000,0.1,ann,5000,9000",
    "a1,Clock,3,1000,0.2,bob,9000,9000",
    "a1,Clock,3,1000,0.3,ann,5050,9000",
    "a1,Clock,3,1000,3.0,cid,9000,9000",
    # nobody else allows more than 12250: a hidden reserve; the first bid is a big jump that must be confirmed
    "a2,Watch,7,100,0.2,bob,12000,20000",
    "a2,Watch,7,100,6.9,ann,20000,20000",
]


async def run_replay(path: Path, data_dir: Path) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.replay", str(path),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "AUGEO_BENCH_DATA": str(data_dir)},
    )  # fmt: skip
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_replay_names_its_misses_and_ends_with_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    path.write_text("\n".join([",".join(COLUMNS), *MADE_UP]) + "\n")
    code, out, err = await run_replay(path, tmp_path)
    assert code == 0, err
    miss, counts = out.splitlines()
    assert miss.startswith("a2 (Watch): sold at 20000, replayed 12250: hidden reserve")
    assert json.loads(counts) == {"auctions": 2, "matched": 1, "bids": 6, "refused": 1}


async def test_a_bad_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("auction,price\n")
    code, out, err = await run_replay(path, tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith(f"{path}: the first line must be")
    assert err.count("\n") == 1


@pytest.mark.skipif(not REAL.is_file(), reason=f"the real auctions are not beside this checkout ({REAL.name})")
async def test_real_auctions_end_at_their_recorded_prices(tmp_path: Path) -> None:
    auctions = read_auctions(REAL)
    replayed = await replay(auctions, tmp_path)
    matched = Counter(one.item for one in auctions if replayed.ended_cents[one.name] == one.sale_cents)
    assert replayed.bids == sum(len(one.bids) for one in auctions)
    assert matched == {"Cartier wristwatch": 116, "Xbox game console": 144}
