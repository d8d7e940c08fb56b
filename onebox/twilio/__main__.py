"""`python -m onebox.twilio --port 0 --books PATH`: prints one line with the port, serves until SIGTERM."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from onebox.serving import run_until_stopped
from onebox.twilio.running import DEFAULT_ACCOUNT_SID, DEFAULT_AUTH_TOKEN, running_twilio


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m onebox.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--books", type=Path)
    parser.add_argument("--account-sid", default=DEFAULT_ACCOUNT_SID)
    parser.add_argument("--auth-token", default=DEFAULT_AUTH_TOKEN)
    parser.add_argument("--step", type=float, default=0.2, metavar="SECONDS", help="from one status to the next")
    return parser.parse_args()


@asynccontextmanager
async def _part(arguments: argparse.Namespace) -> AsyncIterator[int]:
    async with running_twilio(
        port=arguments.port,
        books=arguments.books,
        account_sid=arguments.account_sid,
        auth_token=arguments.auth_token,
        step_s=arguments.step,
    ) as running:
        yield running.port


if __name__ == "__main__":
    run_until_stopped(_part(_arguments()))
