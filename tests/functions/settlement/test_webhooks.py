"""Stripe's webhooks: verified, stored once, and harmless in any order, number and age."""

import asyncio
import json
import random
import time
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest

from functions.settlement import webhooks
from functions.settlement.charges import charge_invoice
from functions.settlement.timers import sweep
from onebox.faults import FaultPlan, FaultRule
from onebox.stripe.running import RunningStripe
from onebox.stripe.webhooks import sign
from shared.background import Background
from shared.clients.errors import PaymentOutcomeUnknown
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala
from tests.factories.http import Answer, send
from tests.factories.settling import billed, make_payer

ACCOUNT = "acct_harbor"


def event_about(
    intent: str, kind: str = "payment_intent.succeeded", *, event_id: str | None = None, account: str | None = ACCOUNT
) -> bytes:
    """Its amounts are lies: nobody may believe them."""
    about = {
        "id": intent,
        "object": "payment_intent",
        "amount": 1,
        "amount_received": 99_999_999,
        "status": "succeeded",
    }
    document: dict[str, Any] = {
        "id": event_id or f"evt_{uuid4().hex}",
        "object": "event",
        "type": kind,
        "created": int(time.time()),
        "data": {"object": about},
    }
    return json.dumps(document | ({"account": account} if account else {})).encode()


async def deliver(body: bytes, *, endpoint: str = "connect", secret: str | None = None, age_s: int = 0) -> Answer:
    signature = sign(body, secret or f"whsec_{endpoint}", int(time.time()) - age_s)
    return await send("POST", f"/api/v1/webhooks/stripe/{endpoint}", body=body, headers={"stripe-signature": signature})


async def handle_all(owner: Connection, app: Services) -> None:
    """As if every hint were lost: the sweeper finds them."""
    await app.single(Background).drained()
    await owner.execute("UPDATE webhook_inbox SET received_at = received_at - interval '1 hour'")
    assert await sweep(app) == 0
    assert await owner.fetchval("SELECT count(*) FROM webhook_inbox WHERE handled_at IS NULL") == 0


async def confirmed_without_us(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala, card: str = "pm_card_visa"
) -> tuple[UUID, str]:
    """A bill whose confirm was executed, and whose answer and lookup we never got."""
    guest = await make_payer(owner, app, gala, card=card)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    rules = (
        FaultRule(route="payment_intents.confirm", when="after", action="cut", times=1),
        FaultRule(route="payment_intents.retrieve", action="500", times=1),
    )
    stripe.stand_in.faults.install(FaultPlan(rules=rules))
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    return invoice_id, await owner.fetchval("SELECT provider_id FROM charges")


async def test_an_event_settles_what_we_never_heard_and_its_amounts_are_not_believed(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    _, intent = await confirmed_without_us(owner, app, stripe, gala)
    answer = await deliver(event_about(intent))
    assert answer.status == 200
    await handle_all(owner, app)
    row = await owner.fetchrow("SELECT status, paid_cents FROM invoices")
    assert row is not None
    assert tuple(row) == ("paid", 60_000)
    assert await owner.fetchval("SELECT count(*) FROM receipts") == 1


@pytest.mark.parametrize("seed", range(4))
async def test_events_doubled_and_shuffled_end_in_the_same_state(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala, seed: int
) -> None:
    _, intent = await confirmed_without_us(owner, app, stripe, gala)
    kinds = ("created", "processing", "requires_action", "payment_failed", "succeeded", "canceled")
    bodies = [event_about(intent, f"payment_intent.{kind}") for kind in kinds] * 3
    random.Random(seed).shuffle(bodies)
    answers = await asyncio.gather(*(deliver(body) for body in bodies))
    assert {answer.status for answer in answers} == {200}
    assert await owner.fetchval("SELECT count(*) FROM webhook_inbox") == len(kinds)
    await handle_all(owner, app)
    assert await owner.fetchval("SELECT status FROM charges") == "succeeded"
    assert await owner.fetchval("SELECT paid_cents FROM invoices") == 60_000
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'charge_succeeded'") == 1


async def test_a_decline_that_we_never_heard_asks_for_the_payer(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    _, intent = await confirmed_without_us(owner, app, stripe, gala, card="pm_card_chargeCustomerFail")
    await deliver(event_about(intent, "payment_intent.payment_failed"))
    await handle_all(owner, app)
    assert await owner.fetchval("SELECT failure_code FROM invoices") == "generic_decline"


async def test_a_payment_that_the_cardholder_approved_later_is_recorded(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, card="pm_card_authenticationRequired")
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await charge_invoice(app, gala.org_id, invoice_id)
    answer = await send("POST", "/api/v1/me/invoice/pay", token=guest.token(app.tokens), key=uuid4())
    assert answer.status == 202
    await app.single(Background).drained()
    row = await owner.fetchrow("SELECT status, provider_id FROM charges ORDER BY attempt DESC LIMIT 1")
    assert row is not None
    assert row["status"] == "needs_action"
    approval = {"intent": row["provider_id"], "account": ACCOUNT}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stripe.address}/__onebox/authenticate", json=approval) as done,
    ):
        assert done.status == 200
    await deliver(event_about(row["provider_id"]))
    await handle_all(owner, app)
    assert await owner.fetchval("SELECT status FROM invoices") == "paid"


async def test_what_is_not_signed_has_no_effect(owner: Connection, app: Services) -> None:
    body = event_about("pi_1")
    unsigned = await send("POST", "/api/v1/webhooks/stripe/connect", body=body)
    for answer in (
        unsigned,
        await deliver(body, secret="whsec_wrong"),
        await deliver(body, secret="whsec_platform"),
        await deliver(body, age_s=3_600),
    ):
        assert (answer.status, answer.code) == (400, "signature_invalid")
    assert await owner.fetchval("SELECT count(*) FROM webhook_inbox") == 0


async def test_an_unknown_type_account_or_object_is_answered_and_has_no_effect(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    _, intent = await confirmed_without_us(owner, app, stripe, gala)
    for body, endpoint in (
        (event_about("pi_unknown"), "connect"),
        (event_about(intent, account="acct_other"), "connect"),
        (event_about(intent, account="acct_nobody"), "connect"),
        (event_about(intent, account=None), "platform"),
        (event_about("cus_1", "customer.made.up"), "connect"),
    ):
        assert (await deliver(body, endpoint=endpoint)).status == 200
    await handle_all(owner, app)
    assert await owner.fetchval("SELECT status FROM charges") == "unknown"


async def test_an_event_whose_handling_fails_is_tried_again(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    _, intent = await confirmed_without_us(owner, app, stripe, gala)
    await deliver(event_about(intent, event_id="evt_1"))
    await app.single(Background).drained()
    rule = FaultRule(route="payment_intents.retrieve", action="500", times=1)
    stripe.stand_in.faults.install(FaultPlan(rules=(rule,)))
    with pytest.raises(PaymentOutcomeUnknown):
        await webhooks.handle(app, ACCOUNT, "evt_1")
    assert await owner.fetchval("SELECT attempts FROM webhook_inbox WHERE handled_at IS NULL") == 1
    await handle_all(owner, app)
    assert await owner.fetchval("SELECT status FROM charges") == "succeeded"
