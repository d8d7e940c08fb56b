"""Stripe's contract as the app relies on it, through our client; see conftest for which Stripe answers."""

from __future__ import annotations

import socket

import pytest

from shared.clients.errors import PaymentDeclined, PaymentNeedsAction, PaymentOutcomeUnknown, VendorRejected
from shared.clients.stripe import PaymentIntent, PaymentStatus, StripeClient
from tests.shared.clients.conftest import StripeUnderTest


async def _save_card(stripe: StripeUnderTest, card: str) -> tuple[str, str]:
    customer = await stripe.client.create_customer(
        stripe_account=stripe.account, idempotency_key=stripe.key(), email="guest@example.org", name="Guest"
    )
    saved = await stripe.client.attach_payment_method(
        card, customer=customer, stripe_account=stripe.account, idempotency_key=stripe.key()
    )
    return customer, saved.payment_method


async def _intent(
    stripe: StripeUnderTest, card: str = "pm_card_visa", *, amount_cents: int = 12_500, key: str | None = None
) -> PaymentIntent:
    customer, method = await _save_card(stripe, card)
    return await stripe.client.create_payment_intent(
        amount_cents=amount_cents,
        currency="USD",
        customer=customer,
        payment_method=method,
        stripe_account=stripe.account,
        idempotency_key=key or stripe.key(),
        metadata={"invoice": "inv-7"},
        statement_suffix="GALA 2026",
    )


async def _confirm(
    stripe: StripeUnderTest, intent: PaymentIntent, *, off_session: bool = True, payment_method: str | None = None
) -> PaymentIntent:
    return await stripe.client.confirm_payment_intent(
        intent.id,
        stripe_account=stripe.account,
        idempotency_key=stripe.key(),
        off_session=off_session,
        payment_method=payment_method,
    )


async def _retrieve(stripe: StripeUnderTest, intent: PaymentIntent) -> PaymentIntent:
    return await stripe.client.retrieve_payment_intent(intent.id, stripe_account=stripe.account)


async def test_an_unconfirmed_intent_moves_no_money(stripe_under_test: StripeUnderTest) -> None:
    intent = await _intent(stripe_under_test)

    assert intent.status is PaymentStatus.REQUIRES_CONFIRMATION
    assert (intent.amount_cents, intent.amount_received_cents, intent.currency) == (12_500, 0, "usd")
    assert intent.latest_charge is None
    assert intent.metadata == {"invoice": "inv-7"}


async def test_confirming_charges_the_saved_card_without_the_guest(stripe_under_test: StripeUnderTest) -> None:
    intent = await _confirm(stripe_under_test, await _intent(stripe_under_test))

    assert (intent.status, intent.amount_received_cents) == (PaymentStatus.SUCCEEDED, 12_500)
    assert intent.latest_charge is not None
    assert await _retrieve(stripe_under_test, intent) == intent
    charge = await stripe_under_test.client.retrieve_charge(
        intent.latest_charge, stripe_account=stripe_under_test.account
    )
    assert (charge.payment_intent, charge.status, charge.amount_cents) == (intent.id, "succeeded", 12_500)


async def test_a_charged_intent_is_neither_charged_again_nor_cancelled(stripe_under_test: StripeUnderTest) -> None:
    intent = await _confirm(stripe_under_test, await _intent(stripe_under_test))

    with pytest.raises(VendorRejected) as again:
        await _confirm(stripe_under_test, intent)
    with pytest.raises(VendorRejected) as cancelled:
        await stripe_under_test.client.cancel_payment_intent(
            intent.id, stripe_account=stripe_under_test.account, idempotency_key=stripe_under_test.key()
        )

    assert (again.value.code, cancelled.value.code) == ("payment_intent_unexpected_state",) * 2


async def test_a_cancelled_intent_can_never_be_charged(stripe_under_test: StripeUnderTest) -> None:
    intent = await _intent(stripe_under_test)
    cancelled = await stripe_under_test.client.cancel_payment_intent(
        intent.id, stripe_account=stripe_under_test.account, idempotency_key=stripe_under_test.key()
    )
    assert cancelled.status is PaymentStatus.CANCELED

    with pytest.raises(VendorRejected) as refused:
        await _confirm(stripe_under_test, intent)
    assert refused.value.code == "payment_intent_unexpected_state"


async def test_a_declined_charge_leaves_the_intent_open_for_another_card(stripe_under_test: StripeUnderTest) -> None:
    stripe = stripe_under_test
    intent = await _intent(stripe, "pm_card_chargeCustomerFail")

    with pytest.raises(PaymentDeclined) as declined:
        await _confirm(stripe, intent)
    assert (declined.value.code, declined.value.decline_code) == ("card_declined", "generic_decline")

    after = await _retrieve(stripe, intent)
    assert (after.status, after.amount_received_cents) == (PaymentStatus.REQUIRES_PAYMENT_METHOD, 0)
    assert after.last_failure is not None
    assert after.last_failure.code == "card_declined"
    assert after.payment_method is None
    assert intent.customer is not None
    other = await stripe.client.attach_payment_method(
        "pm_card_mastercard", customer=intent.customer, stripe_account=stripe.account, idempotency_key=stripe.key()
    )
    paid = await _confirm(stripe, intent, payment_method=other.payment_method)
    assert (paid.status, paid.last_failure) == (PaymentStatus.SUCCEEDED, None)


@pytest.mark.parametrize(
    ("card", "code", "decline_code"),
    [
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ],
)
async def test_a_card_that_always_declines_cannot_be_saved(
    stripe_under_test: StripeUnderTest, card: str, code: str, decline_code: str
) -> None:
    with pytest.raises(PaymentDeclined) as declined:
        await _save_card(stripe_under_test, card)

    assert (declined.value.code, declined.value.decline_code) == (code, decline_code)


async def test_a_bank_that_wants_the_guest_is_a_normal_state_with_a_client_secret(
    stripe_under_test: StripeUnderTest,
) -> None:
    stripe = stripe_under_test
    intent = await _intent(stripe, "pm_card_authenticationRequired")

    with pytest.raises(PaymentNeedsAction) as off_session:
        await _confirm(stripe, intent)
    assert off_session.value.intent_id == intent.id
    assert off_session.value.client_secret == intent.client_secret
    after = await _retrieve(stripe, intent)
    assert after.status is PaymentStatus.REQUIRES_PAYMENT_METHOD
    assert after.last_failure is not None
    assert after.last_failure.code == "authentication_required"

    with pytest.raises(PaymentNeedsAction) as on_session:
        await _confirm(stripe, intent, off_session=False, payment_method=intent.payment_method)
    assert on_session.value.status == "requires_action"
    assert (await _retrieve(stripe, intent)).status is PaymentStatus.REQUIRES_ACTION


async def test_a_setup_saves_the_card_for_later_charges(stripe_under_test: StripeUnderTest) -> None:
    stripe = stripe_under_test
    customer = await stripe.client.create_customer(stripe_account=stripe.account, idempotency_key=stripe.key())
    begun = await stripe.client.create_setup_intent(
        customer=customer, stripe_account=stripe.account, idempotency_key=stripe.key()
    )
    assert begun.status == "requires_payment_method"

    done = await stripe.client.confirm_setup_intent(
        begun.id, payment_method="pm_card_visa", stripe_account=stripe.account, idempotency_key=stripe.key()
    )

    assert (done.status, done.customer) == ("succeeded", customer)
    assert done.payment_method is not None
    card = await stripe.client.retrieve_payment_method(done.payment_method, stripe_account=stripe.account)
    assert (card.customer, card.brand, card.last4) == (customer, "visa", "4242")
    assert await stripe.client.retrieve_setup_intent(begun.id, stripe_account=stripe.account) == done


async def test_the_same_key_returns_the_same_intent_and_refuses_another_amount(
    stripe_under_test: StripeUnderTest,
) -> None:
    stripe, key = stripe_under_test, stripe_under_test.key()
    customer, method = await _save_card(stripe, "pm_card_visa")

    async def create(amount_cents: int) -> PaymentIntent:
        return await stripe.client.create_payment_intent(
            amount_cents=amount_cents,
            currency="usd",
            customer=customer,
            payment_method=method,
            stripe_account=stripe.account,
            idempotency_key=key,
            metadata={},
        )

    first = await create(12_500)
    assert await create(12_500) == first
    with pytest.raises(VendorRejected) as refused:
        await create(12_600)
    assert (refused.value.code, refused.value.status) == ("idempotency_error", 400)


async def test_a_stored_decline_is_replayed_by_its_key(stripe_under_test: StripeUnderTest) -> None:
    stripe, key = stripe_under_test, stripe_under_test.key()
    intent = await _intent(stripe, "pm_card_chargeCustomerFail")

    for _ in range(2):
        with pytest.raises(PaymentDeclined):
            await stripe.client.confirm_payment_intent(intent.id, stripe_account=stripe.account, idempotency_key=key)


async def test_refunds_never_exceed_what_was_captured(stripe_under_test: StripeUnderTest) -> None:
    stripe = stripe_under_test
    intent = await _confirm(stripe, await _intent(stripe))

    async def refund(amount_cents: int) -> str:
        made = await stripe.client.create_refund(
            payment_intent=intent.id,
            amount_cents=amount_cents,
            stripe_account=stripe.account,
            idempotency_key=stripe.key(),
        )
        assert (made.amount_cents, made.payment_intent) == (amount_cents, intent.id)
        return made.status

    assert await refund(2_500) == "succeeded"
    with pytest.raises(VendorRejected):
        await refund(10_001)
    assert await refund(10_000) == "succeeded"
    with pytest.raises(VendorRejected) as exhausted:
        await refund(1)
    assert exhausted.value.code == "charge_already_refunded"


async def test_the_platform_does_not_see_the_charitys_payment(stripe_under_test: StripeUnderTest) -> None:
    if stripe_under_test.account is None:
        pytest.fail("set AUGEO_CONTRACT_STRIPE_ACCOUNT: isolation needs a connected account")
    intent = await _intent(stripe_under_test)

    with pytest.raises(VendorRejected) as refused:
        await stripe_under_test.client.retrieve_payment_intent(intent.id, stripe_account=None)
    assert (refused.value.code, refused.value.status) == ("resource_missing", 404)


async def test_nobody_listening_is_an_unknown_outcome() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, never listening: connections are refused
        client = StripeClient("sk_test_x", address=f"http://127.0.0.1:{unused.getsockname()[1]}", timeout_s=5)
        try:
            with pytest.raises(PaymentOutcomeUnknown):
                await client.retrieve_payment_intent("pi_1", stripe_account=None)
        finally:
            await client.close()
