"""Saved cards, made through the payment provider's own API as a guest's phone would."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from onebox.seed.people import DemoGuest
from onebox.seed.rows import GuestCard
from shared.clients.stripe import StripeClient

AT_ONCE = 16


async def make_account(stripe: StripeClient, event_id: UUID) -> str:
    """The charity's own connected account; the same one when called again."""
    return await stripe.create_account(email="treasurer@augeo.example", idempotency_key=f"seed-account-{event_id}")


async def save_cards(stripe: StripeClient, account: str, guests: Sequence[DemoGuest]) -> list[GuestCard]:
    """One card per guest, in their order."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def save(guest: DemoGuest) -> GuestCard:
        async with gate:
            customer = await stripe.create_customer(
                stripe_account=account, idempotency_key=f"seed-customer-{guest.guest_id}", name=guest.name
            )
            intent = await stripe.create_setup_intent(
                customer=customer, stripe_account=account, idempotency_key=f"seed-setup-{guest.guest_id}"
            )
            confirmed = await stripe.confirm_setup_intent(
                intent.id,
                payment_method="pm_card_visa",
                stripe_account=account,
                idempotency_key=f"seed-confirm-{guest.guest_id}",
            )
            assert confirmed.payment_method is not None
            card = await stripe.retrieve_payment_method(confirmed.payment_method, stripe_account=account)
            return GuestCard(customer, card)

    return list(await asyncio.gather(*(save(guest) for guest in guests)))
