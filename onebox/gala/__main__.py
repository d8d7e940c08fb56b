"""python -m onebox.gala [--catalogue FILE] [--guests 200] [--rate 60] [--seed N]

Loads a gala's catalogue, drives the whole evening through the public API on a fast clock, and prints a report and, last, one line of JSON.
Exit code 0 only if everything came out as recorded.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from onebox.gala.api import Api, Unexpected
from onebox.gala.evening import Driver, Evening
from onebox.gala.evening_plan import plan_evening
from onebox.gala.prepare import CARD_CAP_CENTS
from onebox.gala.report import Checked, check
from onebox.seed.catalogue import DEMO_CATALOGUE, CatalogueLot, read_catalogue
from onebox.seed.gala import connect_owner
from onebox.supervisor.commands import Commands
from onebox.supervisor.data_dir import REPOSITORY, held
from onebox.supervisor.port_plan import DEFAULT_BASE, claimed_ports
from onebox.supervisor.supervisor import Options, Supervisor
from shared.db.invariants import broken_invariants
from shared.db.pool import Connection

TEXTS_TIMEOUT_S = 60.0
REAL_CATALOGUE = REPOSITORY.parent / "shared" / "data" / "gala-2024-catalogue.csv"
REAL_CLOSES_AT = datetime(2024, 10, 26, 14, 30, tzinfo=UTC)


def say(line: str) -> None:
    print(line, flush=True)


async def drive(
    content: dict[str, Any], lots: list[CatalogueLot], arguments: argparse.Namespace, closes_at: datetime | None
) -> Checked:
    plan = plan_evening(lots, arguments.guests, CARD_CAP_CENTS, closes_at, arguments.seed)
    api = Api(content["urls"]["api"])
    try:
        evening = await Driver(api, content, plan, arguments.rate, say).run()
    finally:
        await api.close()
    return await examine(content, evening, lots)


async def texts_settled(conn: Connection) -> None:
    """Texts leave behind everything else; the report waits for the last one."""
    deadline = time.monotonic() + TEXTS_TIMEOUT_S
    while await conn.fetchval("SELECT count(*) FROM messages WHERE status IN ('pending', 'sending')"):
        if time.monotonic() > deadline:
            raise Unexpected("some texts were never sent")
        await asyncio.sleep(0.5)


async def examine(content: dict[str, Any], evening: Evening, lots: list[CatalogueLot]) -> Checked:
    conn = await connect_owner(content["pg_url"])
    try:
        await texts_settled(conn)
        broken = await broken_invariants(conn)
        bids = await conn.fetchval("SELECT count(*) FROM bids")
    finally:
        await conn.close()
    async with aiohttp.ClientSession() as http:
        async with http.get(
            f"{content['urls']['stripe']}/__onebox/books", params={"account": content["stripe_account"]}
        ) as response:
            books = await response.json()
        async with http.get(f"{content['urls']['twilio']}/__onebox/messages", params={"limit": "100000"}) as response:
            messages = await response.json()
    return check(evening, lots, books["totals"]["captured"], len(messages["messages"]), broken, bids)


async def run(arguments: argparse.Namespace) -> int:
    real = arguments.catalogue == REAL_CATALOGUE
    lots = read_catalogue(arguments.catalogue)
    closes_at = REAL_CLOSES_AT if real else None
    say(
        f"{len(lots)} lots of {'a real gala of 2024' if real else arguments.catalogue.name}, {arguments.guests} guests, seed {arguments.seed}"
    )
    prepare = (
        sys.executable, "-m", "onebox.gala.prepare", str(arguments.catalogue), str(arguments.guests),
        closes_at.isoformat() if closes_at else "-", str(arguments.rate),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="augeo-gala-") as temporary:
        folder = Path(temporary) / "data"
        with held(folder), claimed_ports(DEFAULT_BASE + 10_000) as ports:
            options = Options(commands=Commands(seed=prepare, tokens=(sys.executable, "-c", "print('{}')")))
            ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            supervisor = asyncio.create_task(Supervisor(folder, REPOSITORY, ports, options, say).run(ready.set_result))
            waiting: set[asyncio.Future[Any]] = {supervisor, ready}
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if supervisor.done():
                await supervisor
            try:
                began = time.monotonic()
                checked = await drive(ready.result(), lots, arguments, closes_at)
                say(f"the evening took {time.monotonic() - began:.0f} s")
            finally:
                supervisor.cancel()
                await asyncio.wait({supervisor})
    return report(checked)


def report(checked: Checked) -> int:
    line = checked.line
    say(
        f"\n{line['items']} lots, {line['bids']} bids accepted, {line['refused']} refused, {line['extensions']} extensions"
    )
    say(
        f"silent {line['silent_total_cents'] / 100:,.2f}   live {line['live_total_cents'] / 100:,.2f}   charged {line['charged_cents'] / 100:,.2f}"
    )
    say(f"{line['receipts']} receipts, {line['texts']} texts")
    say(f"from a bid to the slowest of {line['screens']} screens: p50 {line['p50_ms']} ms, p99 {line['p99_ms']} ms")
    for problem in checked.problems[:40]:
        say(f"PROBLEM {problem}")
    say(json.dumps(line))
    return 0 if line["ok"] else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m onebox.gala", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--catalogue", type=Path, default=REAL_CATALOGUE if REAL_CATALOGUE.exists() else DEMO_CATALOGUE)
    parser.add_argument("--guests", type=int, default=200)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
