"""Sold items and payers with cards that the Stripe stand-in knows."""

from uuid import UUID, uuid4

from functions.closing.service import close_due
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bidding import let_close_pass, place
from tests.factories.gala import Gala, Guest, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send


async def make_payer(
    owner: Connection,
    app: Services,
    gala: Gala,
    *,
    card: str = "pm_card_visa",
    cap_cents: int = 500_000,
    name: str = "Maria Garcia",
) -> Guest:
    """A guest whose saved card is at the provider too."""
    account = await owner.fetchval("SELECT stripe_account FROM organizations WHERE id = $1", gala.org_id)
    customer = await app.stripe.create_customer(stripe_account=account, idempotency_key=str(uuid4()), name=name)
    saved = await app.stripe.attach_payment_method(
        card, customer=customer, stripe_account=account, idempotency_key=str(uuid4())
    )
    return await make_guest(
        owner,
        gala,
        name=name,
        cap_cents=cap_cents,
        stripe_customer=customer,
        stripe_payment_method=saved.payment_method,
    )


async def give_new_card(owner: Connection, app: Services, guest: Guest, card: str) -> None:
    """Another card of the same guest, under the same consent; the newest is the one that is charged."""
    row = await owner.fetchrow("SELECT * FROM payment_methods WHERE guest_id = $1", guest.guest_id)
    assert row is not None
    saved = await app.stripe.attach_payment_method(
        card, customer=row["stripe_customer"], stripe_account=row["stripe_account"], idempotency_key=str(uuid4())
    )
    await owner.execute(
        "INSERT INTO payment_methods (org_id, id, event_id, guest_id, paddle_id, stripe_account, stripe_customer, stripe_payment_method, brand,"
        " last4, consent_id) SELECT org_id, gen_random_uuid(), event_id, guest_id, paddle_id, stripe_account, stripe_customer, $2, 'visa', '4242',"
        " consent_id FROM payment_methods WHERE guest_id = $1",
        guest.guest_id,
        saved.payment_method,
    )


async def sell(
    owner: Connection, app: Services, gala: Gala, guest: Guest, amount_cents: int, title: str = "Napa weekend"
) -> UUID:
    """An item that the guest won for exactly this."""
    item_id = await make_item(owner, gala, title=title, starting_cents=amount_cents)
    assert await place(owner, guest, item_id, amount_cents) == "accepted"
    await let_close_pass(owner, item_id)
    await close_due(app, gala.org_id, gala.section_id)
    return item_id


async def open_checkout(owner: Connection, app: Services, gala: Gala, hold_s: int = 0) -> Answer:
    token = app.tokens.issue(await make_staff_session(owner, gala))
    answer = await send(
        "POST", f"/api/v1/events/{gala.event_id}/checkout", token=token, key=uuid4(), json={"hold_s": hold_s}
    )
    assert answer.status == 202, answer.raw
    return answer


async def invoice_of(owner: Connection, guest: Guest) -> UUID:
    invoice_id: UUID = await owner.fetchval("SELECT id FROM invoices WHERE payer_id = $1", guest.guest_id)
    return invoice_id


async def billed(owner: Connection, app: Services, gala: Gala, guest: Guest, *amounts: int, hold_s: int = 0) -> UUID:
    """Sells items to the guest for these amounts, opens checkout, and returns the bill."""
    for amount in amounts:
        await sell(owner, app, gala, guest, amount)
    await open_checkout(owner, app, gala, hold_s)
    return await invoice_of(owner, guest)
