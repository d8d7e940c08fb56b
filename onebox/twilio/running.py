"""Start and stop the stand-in, in process for tests and from the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from onebox.serving import listening
from onebox.twilio.server import StandIn

DEFAULT_ACCOUNT_SID = "AC" + "0" * 31 + "1"
DEFAULT_AUTH_TOKEN = "onebox-auth-token"


@dataclass(frozen=True, slots=True)
class RunningTwilio:
    """`address` is what the client takes as its base address; a browser there shows every text."""

    address: str
    port: int
    account_sid: str
    auth_token: str
    stand_in: StandIn


@asynccontextmanager
async def running_twilio(
    *,
    port: int = 0,
    books: Path | None = None,
    account_sid: str = DEFAULT_ACCOUNT_SID,
    auth_token: str = DEFAULT_AUTH_TOKEN,
    step_s: float = 0.2,
) -> AsyncIterator[RunningTwilio]:
    """Serve on the loopback interface; `step_s` is the time from queued to sent and from sent to delivered."""
    stand_in = StandIn(books=books, account_sid=account_sid, auth_token=auth_token, step_s=step_s)
    try:
        async with listening(stand_in.application(), port) as bound:
            await stand_in.delivery.start()
            yield RunningTwilio(f"http://127.0.0.1:{bound}", bound, account_sid, auth_token, stand_in)
    finally:
        await stand_in.stop()
