"""`python -m onebox.twilio --port 0 --books PATH`: prints one line with the port, serves until SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
from pathlib import Path

import uvloop

from onebox.twilio.running import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN, running_twilio


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m onebox.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--books", type=Path)
    parser.add_argument("--account-sid", default=DEFAULT_ACCOUNT_SID)
    parser.add_argument("--auth-token", default=DEFAULT_AUTH_TOKEN)
    parser.add_argument("--step", type=float, default=0.2, metavar="SECONDS", help="from one status to the next")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running_twilio(
        port=arguments.port,
        books=arguments.books,
        account_sid=arguments.account_sid,
        auth_token=arguments.auth_token,
        step_s=arguments.step,
    ) as running:
        print(json.dumps({"port": running.port}), flush=True)
        await stop.wait()


if __name__ == "__main__":
    uvloop.run(_serve(_arguments()))
