"""The vendors under contract: the real test modes when credentials are given, else onebox's stand-ins."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from onebox.stripe import running_stripe
from onebox.twilio import running_twilio
from shared.clients.stripe import StripeClient
from shared.clients.twilio import TwilioClient

REAL_TIMEOUT_S = 30.0
TWILIO_TEST_SENDER = "+15005550006"  # the only number test credentials may send from


@dataclass(frozen=True, slots=True)
class StripeUnderTest:
    client: StripeClient
    account: str | None

    def key(self) -> str:
        """A fresh idempotency key: the real service remembers those of earlier runs."""
        return str(uuid.uuid4())


@pytest.fixture(scope="session")
async def stripe_under_test() -> AsyncIterator[StripeUnderTest]:
    """Stripe's test mode with AUGEO_CONTRACT_STRIPE_KEY (and optionally ..._ACCOUNT, a connected account)."""
    real_key = os.environ.get("AUGEO_CONTRACT_STRIPE_KEY")
    if real_key:
        assert real_key.startswith("sk_test_"), "the contract suite never runs against live money"
        client = StripeClient(real_key, timeout_s=REAL_TIMEOUT_S)
        try:
            yield StripeUnderTest(client, os.environ.get("AUGEO_CONTRACT_STRIPE_ACCOUNT"))
        finally:
            await client.close()
        return
    async with running_stripe(accounts=("acct_contract",)) as running:
        client = StripeClient(running.secret_key, address=running.address, timeout_s=REAL_TIMEOUT_S)
        try:
            yield StripeUnderTest(client, "acct_contract")
        finally:
            await client.close()


@pytest.fixture(scope="session")
async def twilio_under_test() -> AsyncIterator[TwilioClient]:
    """Twilio's test credentials with AUGEO_CONTRACT_TWILIO_SID and ..._TOKEN; nothing is sent to a phone."""
    sid, token = os.environ.get("AUGEO_CONTRACT_TWILIO_SID"), os.environ.get("AUGEO_CONTRACT_TWILIO_TOKEN")
    if sid and token:
        client = TwilioClient(sid, token, sender=TWILIO_TEST_SENDER, timeout_s=REAL_TIMEOUT_S)
        try:
            yield client
        finally:
            await client.close()
        return
    async with running_twilio(step_s=0) as running:
        client = TwilioClient(
            running.account_sid,
            running.auth_token,
            sender=TWILIO_TEST_SENDER,
            address=running.address,
            timeout_s=REAL_TIMEOUT_S,
        )
        try:
            yield client
        finally:
            await client.close()
