"""The books outlive the process: killed without warning, started again, nothing is lost or done twice."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from shared.clients.stripe import PaymentStatus, StripeClient

KEY = "sk_test_restart"


@asynccontextmanager
async def _process(books: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, StripeClient, str]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "onebox.stripe", "--port", "0", "--secret-key", KEY),
        *("--books", str(books), "--account", "acct_charity"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        address = f"http://127.0.0.1:{json.loads(await process.stdout.readline())['port']}"
    client = StripeClient(KEY, address=address, timeout_s=5)
    try:
        yield process, client, address
    finally:
        await client.close()
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_books_and_keys_survive_a_kill_and_a_terminate_is_clean(tmp_path: Path) -> None:
    async with _process(tmp_path / "books.sqlite") as (process, client, _):
        customer = await client.create_customer(stripe_account="acct_charity", idempotency_key="customer")
        saved = await client.attach_payment_method(
            "pm_card_visa", customer=customer, stripe_account="acct_charity", idempotency_key="attach"
        )
        intent = await client.create_payment_intent(
            amount_cents=7_300,
            currency="usd",
            customer=customer,
            payment_method=saved.payment_method,
            stripe_account="acct_charity",
            idempotency_key="create",
            metadata={},
        )
        confirmed = await client.confirm_payment_intent(
            intent.id, stripe_account="acct_charity", idempotency_key="confirm"
        )
        process.kill()
        await process.wait()

    async with _process(tmp_path / "books.sqlite") as (process, client, address):
        again = await client.confirm_payment_intent(intent.id, stripe_account="acct_charity", idempotency_key="confirm")
        assert again == confirmed
        assert again.status is PaymentStatus.SUCCEEDED
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{address}/__onebox/books", params={"account": "acct_charity"}) as response,
        ):
            books = await response.json()
        assert books["payment_intents"] == {intent.id: {"captured": 7_300, "refunded": 0, "captures": 1}}
        assert books["totals"] == {"captured": 7_300, "refunded": 0, "captures": 1}
        process.terminate()
        assert await process.wait() == 0
