"""A fresh stand-in per test, our client on it, and a receiver of webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from onebox.faults import FaultPlan, FaultRule
from onebox.stripe import RunningStripe, WebhookEndpoint, running_stripe
from shared.clients.stripe import PaymentIntent, StripeClient

CHARITY = "acct_charity"
OTHER_CHARITY = "acct_other"


@dataclass(slots=True)
class Receiver:
    """Takes webhooks; `refuse` is how many it answers with 503 first."""

    refuse: int = 0
    taken: asyncio.Queue[tuple[bytes, str]] = field(default_factory=asyncio.Queue)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.refuse > 0:
            self.refuse -= 1
            return web.Response(status=503)
        await self.taken.put((body, request.headers["Stripe-Signature"]))
        return web.Response()

    async def next(self) -> tuple[bytes, str]:
        async with asyncio.timeout(10):
            return await self.taken.get()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/", receiver.handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Shop:
    """One charity's stand-in with a client that waits briefly."""

    running: RunningStripe
    client: StripeClient
    platform: Receiver
    connect: Receiver

    def inject(self, *rules: FaultRule, seed: int = 0) -> None:
        self.running.stand_in.faults.install(FaultPlan(rules=rules, seed=seed))

    def money(self, account: str = CHARITY) -> dict[str, dict[str, int]]:
        return self.running.stand_in.books.money_by_intent(account)

    async def control(self, path: str, body: dict[str, object]) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.running.address}/__onebox/{path}", json=body) as response,
        ):
            await response.read()
            return response.status

    async def saved_card(self, card: str = "pm_card_visa", account: str = CHARITY) -> tuple[str, str]:
        """A customer with this test card attached: (customer, payment method)."""
        customer = await self.client.create_customer(stripe_account=account, idempotency_key=f"customer-{card}")
        saved = await self.client.attach_payment_method(
            card, customer=customer, stripe_account=account, idempotency_key=f"attach-{card}"
        )
        return customer, saved.payment_method

    async def intent(
        self, card: str = "pm_card_visa", *, amount_cents: int = 5_000, key: str = "create", account: str = CHARITY
    ) -> PaymentIntent:
        customer, method = await self.saved_card(card, account)
        return await self.client.create_payment_intent(
            amount_cents=amount_cents,
            currency="usd",
            customer=customer,
            payment_method=method,
            stripe_account=account,
            idempotency_key=key,
            metadata={"invoice": "inv-1"},
        )

    async def confirm(self, intent: PaymentIntent, key: str = "confirm") -> PaymentIntent:
        return await self.client.confirm_payment_intent(intent.id, stripe_account=CHARITY, idempotency_key=key)

    async def retrieve(self, intent: PaymentIntent) -> PaymentIntent:
        return await self.client.retrieve_payment_intent(intent.id, stripe_account=CHARITY)


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    async with (
        receiving() as platform,
        receiving() as connect,
        running_stripe(
            platform_webhook=WebhookEndpoint(platform.url, "whsec_platform"),
            connect_webhook=WebhookEndpoint(connect.url, "whsec_connect"),
            accounts=(CHARITY, OTHER_CHARITY),
        ) as running,
    ):
        client = StripeClient(running.secret_key, address=running.address, timeout_s=0.5)
        try:
            yield Shop(running, client, platform, connect)
        finally:
            await client.close()


type Raw = Callable[..., Awaitable[tuple[int, dict[str, object], dict[str, str]]]]


@pytest.fixture
async def raw(shop: Shop) -> AsyncIterator[Raw]:
    """A plain HTTP call, for what the SDK hides: (status, body, headers)."""
    async with aiohttp.ClientSession() as session:

        async def call(
            method: str, path: str, form: str = "", **headers: str
        ) -> tuple[int, dict[str, object], dict[str, str]]:
            every = {"Authorization": f"Bearer {shop.running.secret_key}"}
            every |= {name.replace("_", "-"): value for name, value in headers.items()}
            query = f"?{form}" if method == "GET" and form else ""
            body = form if method == "POST" else None
            async with session.request(
                method, f"{shop.running.address}{path}{query}", data=body, headers=every
            ) as response:
                return response.status, await response.json(), dict(response.headers)

        yield call
