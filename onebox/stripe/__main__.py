"""`python -m onebox.stripe --port 0 --books PATH`: prints one line with the port, serves until SIGTERM."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from onebox.serving import run_until_stopped
from onebox.stripe.running import DEFAULT_SECRET_KEY, running_stripe
from onebox.stripe.webhooks import WebhookEndpoint


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m onebox.stripe", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--books", type=Path)
    parser.add_argument("--secret-key", default=DEFAULT_SECRET_KEY)
    parser.add_argument("--platform-webhook", metavar="URL")
    parser.add_argument("--platform-secret", metavar="WHSEC")
    parser.add_argument("--connect-webhook", metavar="URL")
    parser.add_argument("--connect-secret", metavar="WHSEC")
    parser.add_argument("--account", action="append", default=[], metavar="ACCT", help="open this connected account")
    parser.add_argument("--webhook-retry-for", type=float, default=60.0, metavar="SECONDS")
    arguments = parser.parse_args()
    for kind in ("platform", "connect"):
        if bool(getattr(arguments, f"{kind}_webhook")) != bool(getattr(arguments, f"{kind}_secret")):
            parser.error(f"--{kind}-webhook and --{kind}-secret go together")
    return arguments


def _endpoint(url: str | None, secret: str | None) -> WebhookEndpoint | None:
    return WebhookEndpoint(url, secret) if url and secret else None


@asynccontextmanager
async def _part(arguments: argparse.Namespace) -> AsyncIterator[int]:
    async with running_stripe(
        port=arguments.port,
        books=arguments.books,
        secret_key=arguments.secret_key,
        platform_webhook=_endpoint(arguments.platform_webhook, arguments.platform_secret),
        connect_webhook=_endpoint(arguments.connect_webhook, arguments.connect_secret),
        accounts=arguments.account,
        webhook_retry_for_s=arguments.webhook_retry_for,
    ) as running:
        yield running.port


if __name__ == "__main__":
    run_until_stopped(_part(_arguments()))
