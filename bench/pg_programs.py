"""PostgreSQL's own programs as floors: pgbench for rates, psql for the time of one call; and the references' bid bench."""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from bench.bidding import SESSION
from functions.bids import store
from functions.bids.models import NewBid
from onebox.services.child_process import ProgramFailed
from onebox.services.postgres import program_dir

LONGEST_S = 60.0
SPREAD_UPDATE = "\\set i random(1, 200)\nUPDATE bench.hot SET v = v + 1 WHERE id = :i;\n"
_TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)
_TIME_MS = re.compile(r"^Time: ([0-9.]+) ms", re.MULTILINE)


class ProgramBroke(RuntimeError):
    """A program ended badly or did not say what it was run for; its own words are in the text."""


def program(name: str) -> str | None:
    """The wheel's own, which fits the server; else what is on PATH."""
    try:
        beside_server = program_dir() / name
    except ProgramFailed:
        return shutil.which(name)
    return str(beside_server) if beside_server.exists() else shutil.which(name)


async def pgbench_tps(pgbench: str, url: str, script: Path, clients: int, seconds: float) -> float:
    """Its time includes connecting, which its rate leaves out; a busy machine may need it all for that, and gets more."""
    out = ""
    for whole_seconds in (ceil(seconds) + 1, ceil(seconds) + 10):
        out = await _output(
            pgbench, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(whole_seconds), "-f", str(script), url
        )  # fmt: skip
        if found := _TPS.search(out):
            return float(found[1])
    raise ProgramBroke(f"pgbench said no rate:\n{out[-2000:]}")


async def psql_call_us(psql: str, url: str, bids: Sequence[NewBid], folder: Path) -> float:
    """The median of one prepared call of the bid function with one bid, as the C client times it."""
    script = folder / "calls.sql"
    calls = [f"EXECUTE place('{store._batch_json([bid])}');" for bid in bids]
    text = "\n".join([f"PREPARE place(text) AS {store.PLACE_BIDS};", "\\timing on", *calls])
    await asyncio.to_thread(script.write_text, text + "\n")
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    out = await _output(
        psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(script), url, env={"PGOPTIONS": options}
    )
    times = [float(ms) * 1_000 for ms in _TIME_MS.findall(out)]
    if len(times) != len(bids):
        raise ProgramBroke(f"psql timed {len(times)} of {len(bids)} calls:\n{out[-2000:]}")
    return median(times)


async def reference_bids_per_s(
    floors: Path, url: str, design: str, processes: int, bidders: int, seconds: float
) -> float:
    """`url` says the password; the references know the rest."""
    out = await _output(
        sys.executable, str(floors / "bid" / "bench.py"), design, str(processes), str(bidders), "1", str(seconds), "on",
        env={"PGPASSWORD": unquote(urlsplit(url).password or "")},
    )  # fmt: skip
    return float(json.loads(out)["tps"])


async def _output(*command: str, env: dict[str, str] | None = None) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, **(env or {})}
    )
    try:
        async with asyncio.timeout(LONGEST_S):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ProgramBroke(f"{Path(command[0]).name} failed:\n{err.decode(errors='replace')[-2000:]}")
    return out.decode()
