"""Start and stop the stand-in, in process for tests and from the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from onebox.serving import listening
from onebox.stripe.accounts import ensure_account
from onebox.stripe.control import Control
from onebox.stripe.server import StandIn
from onebox.stripe.webhooks import WebhookEndpoint

DEFAULT_SECRET_KEY = "sk_test_onebox"


@dataclass(frozen=True, slots=True)
class RunningStripe:
    """`address` is what the client takes as its base address."""

    address: str
    port: int
    secret_key: str
    stand_in: StandIn


@asynccontextmanager
async def running_stripe(
    *,
    port: int = 0,
    books: Path | None = None,
    secret_key: str = DEFAULT_SECRET_KEY,
    platform_webhook: WebhookEndpoint | None = None,
    connect_webhook: WebhookEndpoint | None = None,
    accounts: Sequence[str] = (),
    webhook_retry_for_s: float = 60.0,
) -> AsyncIterator[RunningStripe]:
    """Serve on the loopback interface; port 0 takes a free one; without a file the books die with the process."""
    named = {"platform": platform_webhook, "connect": connect_webhook}
    endpoints = {name: endpoint for name, endpoint in named.items() if endpoint is not None}
    stand_in = StandIn(books=books, secret_key=secret_key, endpoints=endpoints, webhook_retry_for_s=webhook_retry_for_s)
    try:
        for account in accounts:
            with stand_in.books.transaction():
                ensure_account(stand_in.books, account, stand_in.clock.now())
        application = stand_in.application()
        Control(stand_in).add_to(application)
        async with listening(application, port) as bound:
            await stand_in.deliverer.start()
            yield RunningStripe(f"http://127.0.0.1:{bound}", bound, secret_key, stand_in)
    finally:
        await stand_in.stop()
