"""Lost, late and refused answers: whatever happens, an intent captures once, and its id tells the truth."""

from __future__ import annotations

import asyncio

import pytest

from onebox.faults import FaultPlan, FaultRule, WebhookFaults
from shared.clients.errors import PaymentOutcomeUnknown, VendorError, VendorRejected, VendorThrottled
from shared.clients.stripe import PaymentStatus
from tests.onebox.stripe.conftest import CHARITY, Shop

CONFIRM = "payment_intents.confirm"


async def test_a_500_before_charging_is_remembered_by_its_key_and_another_key_charges(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, action="500", times=1))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent, "attempt-1")
    with pytest.raises(PaymentOutcomeUnknown):  # Stripe replays the stored 500
        await shop.confirm(intent, "attempt-1")

    assert (await shop.retrieve(intent)).status is PaymentStatus.REQUIRES_CONFIRMATION
    assert shop.money() == {}
    assert (await shop.confirm(intent, "attempt-2")).status is PaymentStatus.SUCCEEDED
    assert shop.money()[intent.id] == {"captured": 5_000, "refunded": 0, "captures": 1}


async def test_a_throttled_confirm_charges_nothing_and_the_same_key_works_afterwards(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, action="429", times=1))

    with pytest.raises(VendorThrottled):
        await shop.confirm(intent)
    assert shop.money() == {}
    assert (await shop.confirm(intent)).status is PaymentStatus.SUCCEEDED


async def test_a_hang_before_charging_is_unknown_and_the_same_key_charges_once(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, action="hang", times=1))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent)
    assert shop.money() == {}

    confirmed = None
    async with asyncio.timeout(5):
        while confirmed is None:  # the key stays busy until the server notices that its caller left
            try:
                confirmed = await shop.confirm(intent)
            except PaymentOutcomeUnknown:
                continue
    assert confirmed.status is PaymentStatus.SUCCEEDED
    assert shop.money()[intent.id]["captures"] == 1


@pytest.mark.parametrize("action", ["cut", "500", "hang", "cut_body"])
async def test_an_answer_lost_after_charging_is_found_by_retrieving(shop: Shop, action: str) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule.model_validate({"route": CONFIRM, "when": "after", "action": action, "times": 1}))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent)

    found = await shop.retrieve(intent)
    assert (found.status, found.amount_received_cents) == (PaymentStatus.SUCCEEDED, 5_000)
    with pytest.raises(VendorRejected) as refused:
        await shop.confirm(intent, "another-key")
    assert refused.value.code == "payment_intent_unexpected_state"
    assert shop.money()[intent.id] == {"captured": 5_000, "refunded": 0, "captures": 1}


async def test_a_cut_answer_is_replayed_by_its_key(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, when="after", action="cut", times=1))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent)

    assert (await shop.confirm(intent)).status is PaymentStatus.SUCCEEDED
    assert shop.money()[intent.id]["captures"] == 1


async def test_a_confirm_executed_after_its_caller_left_does_not_charge_a_second_time(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, action="late", seconds=0.8, times=1))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent, "late")
    assert (await shop.retrieve(intent)).status is PaymentStatus.REQUIRES_CONFIRMATION
    with pytest.raises(PaymentOutcomeUnknown):  # 409: the key is in use
        await shop.confirm(intent, "late")
    assert (await shop.confirm(intent, "impatient")).status is PaymentStatus.SUCCEEDED

    await shop.running.stand_in.late_executions()
    assert shop.money()[intent.id]["captures"] == 1


async def test_a_cancelled_intent_is_not_charged_by_a_late_confirm(shop: Shop) -> None:
    intent = await shop.intent()
    shop.inject(FaultRule(route=CONFIRM, action="late", seconds=0.8, times=1))

    with pytest.raises(PaymentOutcomeUnknown):
        await shop.confirm(intent)
    await shop.client.cancel_payment_intent(intent.id, stripe_account=CHARITY, idempotency_key="cancel")
    await shop.running.stand_in.late_executions()

    assert (await shop.retrieve(intent)).status is PaymentStatus.CANCELED
    assert shop.money() == {}


async def test_a_run_under_mixed_faults_charges_every_invoice_exactly_once(shop: Shop) -> None:
    customer, method = await shop.saved_card()
    shop.inject(
        FaultRule(route="payment_intents.*", action="500", probability=0.15),
        FaultRule(route="payment_intents.*", action="429", probability=0.15),
        FaultRule(route="payment_intents.*", action="cut", probability=0.1),
        FaultRule(route="payment_intents.*", when="after", action="cut", probability=0.2),
        FaultRule(route="payment_intents.*", when="after", action="500", probability=0.2),
        FaultRule(route="payment_intents.*", when="after", action="cut_body", probability=0.1),
        seed=20_261_122,
    )

    async def settle(invoice: int) -> None:
        """The app's loop in small: a stored id before confirm, and the id decides every unknown."""
        intent = None
        for attempt in range(60):
            try:
                if intent is None:
                    intent = await shop.client.create_payment_intent(
                        amount_cents=1_000 + invoice,
                        currency="usd",
                        customer=customer,
                        payment_method=method,
                        stripe_account=CHARITY,
                        idempotency_key=f"create-{invoice}-{attempt}",
                        metadata={"invoice": str(invoice)},
                    )
                intent = await shop.retrieve(intent)
                if intent.status is PaymentStatus.SUCCEEDED:
                    return
                await shop.confirm(intent, f"confirm-{invoice}-{attempt}")
            except (PaymentOutcomeUnknown, VendorThrottled):
                continue
        raise AssertionError(f"invoice {invoice} did not settle")

    await asyncio.gather(*(settle(invoice) for invoice in range(40)))

    money = shop.money()
    assert sorted(row["captured"] for row in money.values()) == [1_000 + invoice for invoice in range(40)]
    assert {row["captures"] for row in money.values()} == {1}
    assert min(shop.running.stand_in.faults.hits) > 0, "every kind of fault struck"


async def test_twenty_racing_confirms_capture_once(shop: Shop) -> None:
    intent = await shop.intent()

    results = await asyncio.gather(
        *(shop.confirm(intent, f"key-{number}") for number in range(20)), return_exceptions=True
    )

    assert sum(not isinstance(result, VendorError) for result in results) == 1
    assert shop.money()[intent.id]["captures"] == 1


async def test_webhooks_are_held_back_while_off_and_delivered_later(shop: Shop) -> None:
    faults = shop.running.stand_in.faults
    faults.install(FaultPlan(webhooks=WebhookFaults(off=True)))
    await shop.intent()
    assert shop.connect.taken.empty()

    assert await shop.control("faults", {"webhooks": {"off": False, "copies": 3}}) == 200

    first, _ = await shop.connect.next()
    assert b'"customer.created"' in first or b'"payment_method.attached"' in first or b'"payment_intent.' in first


async def test_a_malformed_fault_plan_is_refused_and_changes_nothing(shop: Shop) -> None:
    shop.inject(FaultRule(action="429"))

    assert await shop.control("faults", {"rules": [{"action": "explode"}]}) == 400
    assert await shop.control("faults", {"rules": [{"action": "late", "when": "after"}]}) == 400

    assert shop.running.stand_in.faults.plan.rules == (FaultRule(action="429"),)
