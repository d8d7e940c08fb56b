"""`python -m onebox up|services|reset`: the whole cloud on this machine."""

import argparse
import asyncio
import contextlib
import signal
import sys
import time
from pathlib import Path
from typing import Any

from onebox.services import ProgramFailed
from onebox.supervisor.data_dir import REPOSITORY, DataDirUnusable, data_dir, held, reset
from onebox.supervisor.port_plan import DEFAULT_BASE, NoFreePorts, claimed_ports
from onebox.supervisor.supervisor import Options, Supervisor
from onebox.supervisor.welcome import welcome


def say(line: str) -> None:
    print(line, flush=True)


async def run(folder: Path, base_port: int, options: Options) -> int:
    began = time.monotonic()
    loop = asyncio.get_running_loop()
    stop_asked: asyncio.Future[signal.Signals] = loop.create_future()

    def ask_to_stop(number: signal.Signals) -> None:
        if not stop_asked.done():
            stop_asked.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ask_to_stop, number)
    with held(folder), claimed_ports(base_port) as ports:
        say(f"Starting Augeo; data and logs are in {folder}")
        supervisor = Supervisor(folder, REPOSITORY, ports, options, say)
        running = asyncio.create_task(
            supervisor.run(lambda content: say(welcome(content, time.monotonic() - began, options.with_host)))
        )
        ends: set[asyncio.Future[Any]] = {running, stop_asked}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            say(f"Stopping on {stop_asked.result().name}")
            running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    say("Stopped; `make up` continues where this ended, `make reset` forgets it")
    return 0


def reasons(error: BaseException) -> list[str]:
    if isinstance(error, BaseExceptionGroup):
        return [reason for inner in error.exceptions for reason in reasons(inner)]
    return [str(error) or repr(error)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m onebox", description=__doc__)
    parser.add_argument("command", choices=("up", "services", "reset"))
    parser.add_argument("--ports-from", type=int, default=DEFAULT_BASE, help="the first of ten ports")
    arguments = parser.parse_args()
    folder = data_dir()
    try:
        if arguments.command == "reset":
            say(f"Forgot everything in {folder}" if reset(folder) else "Nothing to forget")
            return 0
        return asyncio.run(run(folder, arguments.ports_from, Options(with_host=arguments.command == "up")))
    except* (ProgramFailed, DataDirUnusable, NoFreePorts) as failures:
        print("\n".join(reasons(failures)), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
