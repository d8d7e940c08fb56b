"""Signed webhooks to the platform and the Connect endpoint, tried again for a bounded time."""

from __future__ import annotations

import asyncio
import hmac
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

from onebox.faults import Faults
from onebox.stripe.books import Books, Delivery

log = logging.getLogger("onebox.stripe")

SIMULTANEOUS = 8  # enough to shuffle arrivals, few enough not to starve a small machine
BATCH = 200
SEND_TIMEOUT_S = 10.0
FIRST_BACK_OFF_S, LAST_BACK_OFF_S = 0.2, 10.0


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    url: str
    secret: str


def sign(body: bytes, secret: str, timestamp: int) -> str:
    """The `Stripe-Signature` header of a body."""
    digest = hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hex()
    return f"t={timestamp},v1={digest}"


class Deliverer:
    """Sends what the books hold as pending; a restart goes on where the last process stopped."""

    def __init__(
        self, books: Books, endpoints: Mapping[str, WebhookEndpoint], faults: Faults, *, retry_for_s: float = 60.0
    ) -> None:
        self._books = books
        self._endpoints = endpoints
        self._faults = faults
        self._retry_for_s = retry_for_s
        self._wake = asyncio.Event()
        self._last_seq = 0
        self._slots = asyncio.Semaphore(SIMULTANEOUS)
        self._sending: set[asyncio.Task[None]] = set()
        self._pump: asyncio.Task[None] | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SEND_TIMEOUT_S))
        self._wake.set()
        self._pump = asyncio.create_task(self._run(), name="stripe-webhooks")

    async def stop(self) -> None:
        tasks = [*self._sending, *([self._pump] if self._pump else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def wake(self) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while not self._faults.plan.webhooks.off:
                batch = self._books.pending_deliveries(self._last_seq, BATCH)
                if not batch:
                    break
                self._last_seq = batch[-1].seq
                started = [self._start(delivery) for delivery in batch]
                if len(self._sending) > 10 * BATCH:  # a bound on what waits in memory; the rest waits in the books
                    await asyncio.wait(started, return_when=asyncio.FIRST_COMPLETED)

    def _start(self, delivery: Delivery) -> asyncio.Task[None]:
        task = asyncio.create_task(self._deliver(delivery))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return task

    async def _deliver(self, delivery: Delivery) -> None:
        plan = self._faults.plan.webhooks
        spread = [plan.delay_s + self._faults.random.random() * plan.shuffle_s for _ in range(plan.copies)]
        outcomes = await asyncio.gather(*(self._send_until_taken(delivery, wait_s) for wait_s in spread))
        attempts = sum(attempts for _, attempts in outcomes)
        state = "delivered" if all(taken for taken, _ in outcomes) else "failed"
        if state == "failed":
            log.warning("webhook_given_up", extra={"event_id": delivery.event_id, "endpoint": delivery.endpoint})
        self._books.settle_delivery(delivery.seq, state, attempts)

    async def _send_until_taken(self, delivery: Delivery, wait_s: float) -> tuple[bool, int]:
        endpoint = self._endpoints.get(delivery.endpoint)
        if endpoint is None:  # the books are older than this process's settings
            return False, 0
        if wait_s:
            await asyncio.sleep(wait_s)
        give_up_at = time.monotonic() + self._retry_for_s
        back_off_s = FIRST_BACK_OFF_S
        attempts = 0
        while True:
            attempts += 1
            async with self._slots:
                if await self._send(endpoint, delivery.body):
                    return True, attempts
            if time.monotonic() + back_off_s > give_up_at:
                return False, attempts
            await asyncio.sleep(back_off_s)
            back_off_s = min(back_off_s * 2, LAST_BACK_OFF_S)

    async def _send(self, endpoint: WebhookEndpoint, body: bytes) -> bool:
        assert self._session is not None, "started before it sends"
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": sign(body, endpoint.secret, int(time.time())),
        }
        try:
            async with self._session.post(endpoint.url, data=body, headers=headers) as response:
                await response.read()
                return 200 <= response.status < 300
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("webhook_not_taken", extra={"url": endpoint.url, "error": type(error).__name__})
            return False
