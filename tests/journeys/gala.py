"""A whole Augeo for one journey: every part as its own program, a small gala, real seconds."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from onebox.supervisor.commands import Commands
from onebox.supervisor.data_dir import REPOSITORY, held
from onebox.supervisor.port_plan import claimed_ports
from onebox.supervisor.supervisor import Options, Supervisor

PORTS_FROM = 17_071
PADDLES = 12  # of guests who have bid and given nothing yet


@asynccontextmanager
async def running_gala(folder: Path, closes_in_s: float) -> AsyncIterator[dict[str, Any]]:
    """A gala that closes in so many seconds, as long as the block runs; yields what ready.json holds."""
    seed = (sys.executable, "-m", "tests.journeys.short_gala", str(closes_in_s))
    options = Options(fast=True, commands=Commands(seed=seed, tokens=(sys.executable, "-c", "print('{}')")))
    said: list[str] = []
    with held(folder), claimed_ports(PORTS_FROM) as ports:
        ready: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        supervisor = asyncio.create_task(
            Supervisor(folder, REPOSITORY, ports, options, said.append).run(ready.set_result)
        )
        waiting: set[asyncio.Future[Any]] = {supervisor, ready}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if supervisor.done():
            await supervisor
        try:
            yield ready.result()
        finally:
            supervisor.cancel()
            await asyncio.wait({supervisor})


def room_variables(gala: dict[str, Any]) -> dict[str, str]:
    """What a journey through the room is told."""
    links = gala["links"]
    donor = links["guests"][0]
    return {
        "AUGEO_DONOR_LINK": donor["url"],
        "AUGEO_DONOR_PHONE4": donor["phone_last4"],
        "AUGEO_PADDLES": ",".join(str(guest["paddle_number"]) for guest in links["guests"][:PADDLES]),
        "AUGEO_CLERK_LINK": links["clerk"]["url"],
        "AUGEO_CHECKER_LINK": links["coordinator"]["url"],
        "AUGEO_STAFF_LINK": links["coordinator"]["url"],
        "AUGEO_STAGE_LINK": links["auctioneer"]["url"],
        "AUGEO_DISPLAY_LINK": links["display"]["url"],
    }
