"""`python -m bench.client`: makes one load, given as JSON on standard input, and prints its result.

A process of its own, so that it shares no loop with what is measured.
"""

import asyncio
import gc
import sys
from typing import Annotated

import uvloop
from pydantic import BaseModel, Field, TypeAdapter

from bench.http_load import ClosedLoop
from bench.loads import HttpLoad, HttpResult
from bench.reconnect_load import come_back
from bench.room_loads import HammerLoad, RateLoad, RateResult, ReconnectLoad, ReconnectResult, ScreenLoad, ScreenResult
from bench.screens_load import measure_hammer, measure_rate, search_rate

type Load = Annotated[HttpLoad | ScreenLoad | RateLoad | ReconnectLoad | HammerLoad, Field(discriminator="kind")]


async def _run(load: HttpLoad | ScreenLoad | RateLoad | ReconnectLoad | HammerLoad) -> BaseModel:
    match load:
        case HttpLoad():
            return await ClosedLoop(load).run()
        case ScreenLoad():
            return await measure_rate(load)
        case RateLoad():
            return await search_rate(load)
        case ReconnectLoad():
            return await come_back(load)
        case HammerLoad():
            return await measure_hammer(load)


def main() -> None:
    adapter: TypeAdapter[HttpLoad | ScreenLoad | RateLoad | ReconnectLoad | HammerLoad] = TypeAdapter(Load)
    load = adapter.validate_json(sys.stdin.buffer.read())
    gc.collect()
    gc.freeze()  # ten thousand tokens need not be walked during the run
    sys.stdout.write(uvloop.run(_run(load)).model_dump_json() + "\n")


async def measure_http(load: HttpLoad) -> HttpResult:
    return HttpResult.model_validate_json(await _in_process(load))


async def measure_screens(load: ScreenLoad | HammerLoad) -> ScreenResult:
    return ScreenResult.model_validate_json(await _in_process(load))


async def measure_highest_rate(load: RateLoad) -> RateResult:
    return RateResult.model_validate_json(await _in_process(load))


async def measure_reconnect(load: ReconnectLoad) -> ReconnectResult:
    return ReconnectResult.model_validate_json(await _in_process(load))


async def _in_process(load: BaseModel) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.client",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate(load.model_dump_json().encode())
    if process.returncode != 0:
        raise RuntimeError(f"the client failed:\n{err.decode(errors='replace')[-3000:]}")
    return out


if __name__ == "__main__":
    main()
