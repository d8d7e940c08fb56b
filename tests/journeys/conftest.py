"""A whole Augeo for one journey: every part as its own program, a small gala, real seconds."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from onebox.supervisor.commands import Commands
from onebox.supervisor.data_dir import REPOSITORY, held
from onebox.supervisor.port_plan import claimed_ports
from onebox.supervisor.supervisor import Options, Supervisor

type RunGala = Callable[[float], AbstractAsyncContextManager[dict[str, Any]]]

PORTS_FROM = 17_071


@pytest.fixture
def run_gala(tmp_path: Path) -> RunGala:
    """`async with run_gala(90) as content:` a gala that closes in 90 seconds; `content` is what ready.json holds."""

    @asynccontextmanager
    async def run(closes_in_s: float) -> AsyncIterator[dict[str, Any]]:
        folder = tmp_path / "data"
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

    return run
