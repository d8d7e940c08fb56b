"""Webhooks: two endpoints with their own secrets, signatures that hold, retries and duplicates."""

from __future__ import annotations

import json
import time

import pytest

from onebox.faults import FaultPlan, WebhookFaults
from onebox.stripe.webhooks import sign
from shared.clients.errors import SignatureInvalid
from shared.clients.stripe import verify_webhook
from tests.onebox.stripe.conftest import CHARITY, Receiver, Shop


async def _types(receiver: Receiver, count: int) -> list[str]:
    return [json.loads((await receiver.next())[0])["type"] for _ in range(count)]


async def test_a_connected_accounts_event_goes_to_the_connect_endpoint_and_names_the_account(shop: Shop) -> None:
    intent = await shop.confirm(await shop.intent())

    events = {}
    for _ in range(5):
        body, signature = await shop.connect.next()
        event = verify_webhook(body, signature, "whsec_connect")
        events[event.type] = event

    assert set(events) == {
        "customer.created",
        "payment_method.attached",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    }
    assert {event.account for event in events.values()} == {CHARITY}
    assert events["payment_intent.succeeded"].object_id == intent.id
    assert events["charge.succeeded"].payment_intent == intent.id
    assert shop.platform.taken.empty()


async def test_a_platform_event_goes_to_the_platform_endpoint_without_an_account(shop: Shop) -> None:
    await shop.client.create_customer(stripe_account=None, idempotency_key="c", email="a@example.org")

    body, signature = await shop.platform.next()

    assert verify_webhook(body, signature, "whsec_platform").account is None
    with pytest.raises(SignatureInvalid):
        verify_webhook(body, signature, "whsec_connect")


async def test_a_refused_webhook_is_sent_again_with_the_same_id(shop: Shop) -> None:
    shop.connect.refuse = 2
    await shop.client.create_customer(stripe_account=CHARITY, idempotency_key="c")

    body, signature = await shop.connect.next()

    assert verify_webhook(body, signature, "whsec_connect").type == "customer.created"
    assert shop.connect.refuse == 0


async def test_duplicated_and_shuffled_webhooks_repeat_every_event_exactly(shop: Shop) -> None:
    faults = WebhookFaults(copies=10, shuffle_s=0.2)
    shop.running.stand_in.faults.install(FaultPlan(webhooks=faults, seed=5))
    await shop.confirm(await shop.intent())

    received = [json.loads((await shop.connect.next())[0]) for _ in range(50)]

    by_id: dict[str, list[object]] = {}
    for event in received:
        by_id.setdefault(event["id"], []).append(event)
    assert [len(copies) for copies in by_id.values()] == [10] * 5
    assert all(copy == copies[0] for copies in by_id.values() for copy in copies)
    order = [event["type"] for event in received]
    assert order != sorted(order, key=order.index), "the copies of an event do not arrive in one block"


async def test_a_refund_that_fails_later_is_told_and_taken_back(shop: Shop) -> None:
    intent = await shop.confirm(await shop.intent())
    refund = await shop.client.create_refund(
        payment_intent=intent.id, amount_cents=2_000, stripe_account=CHARITY, idempotency_key="refund"
    )
    assert shop.money()[intent.id]["refunded"] == 2_000

    assert await shop.control("fail_refund", {"refund": refund.id, "account": CHARITY}) == 200

    assert "refund.failed" in await _types(shop.connect, 8)
    assert shop.money()[intent.id]["refunded"] == 0
    assert (await shop.client.retrieve_refund(refund.id, stripe_account=CHARITY)).status == "failed"


async def test_a_disputed_charge_is_told(shop: Shop) -> None:
    intent = await shop.confirm(await shop.intent("pm_card_createDispute"))
    assert intent.latest_charge is not None

    assert "charge.dispute.created" in await _types(shop.connect, 6)
    assert (await shop.client.retrieve_charge(intent.latest_charge, stripe_account=CHARITY)).is_disputed


def test_an_altered_stale_or_unsigned_webhook_is_refused() -> None:
    body = json.dumps(
        {"id": "evt_1", "type": "t", "created": 1, "data": {"object": {"id": "pi_1", "object": "payment_intent"}}}
    ).encode()
    now = int(time.time())

    assert verify_webhook(body, sign(body, "whsec", now), "whsec").payment_intent == "pi_1"
    for payload, signature in [
        (body + b" ", sign(body, "whsec", now)),
        (body, sign(body, "whsec", now - 301)),
        (body, sign(body, "other", now)),
        (body, ""),
        (body, None),
        (body, "t=x,v1=y"),
        (b"[]", sign(b"[]", "whsec", now)),
        (b"\xff", sign(b"\xff", "whsec", now)),
    ]:
        with pytest.raises(SignatureInvalid):
            verify_webhook(payload, signature, "whsec")
