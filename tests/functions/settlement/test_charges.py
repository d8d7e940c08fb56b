"""Charging on a real database and a provider that fails on command: at most one capture, and in the end exactly one."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from functions.settlement import charge_store, service
from functions.settlement.charges import charge_invoice, open_attempt
from functions.settlement.models import Step
from onebox.faults import Action, FaultPlan, FaultRule, When
from onebox.stripe.books import PLATFORM
from onebox.stripe.running import RunningStripe
from shared.clients.stripe import StripeClient
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest
from tests.factories.settling import billed, give_new_card, invoice_of, make_payer, open_checkout, sell


class Killed(BaseException):
    """The process dies here."""


class DyingStripe:
    """Passes calls on, and dies before or after one of them."""

    def __init__(self, client: StripeClient, call: str, when: When) -> None:
        self._client, self._call, self._when = client, call, when

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client, name)
        if name != self._call:
            return method

        async def dying(*args: Any, **kwargs: Any) -> Any:
            if self._when == "after":
                await method(*args, **kwargs)
            raise Killed

        return dying


def captured(stripe: RunningStripe, account: str = "acct_harbor") -> dict[str, int]:
    """What the provider's own books say, per intent that captured."""
    books = stripe.stand_in.books.money_by_intent(account)
    return {intent: money["captured"] for intent, money in books.items() if money["captured"]}


async def captured_for(owner: Connection, stripe: RunningStripe, invoice_id: UUID) -> list[int]:
    """The captures of the intents of this bill."""
    books = captured(stripe)
    rows = await owner.fetch("SELECT DISTINCT provider_id FROM charges WHERE invoice_id = $1", invoice_id)
    return [books[row["provider_id"]] for row in rows if row["provider_id"] in books]


async def run_to_end(app: Services, org_id: UUID, invoice_id: UUID) -> Step:
    for _ in range(10):
        step = await charge_invoice(app, org_id, invoice_id)
        if step.status != "retry":
            return step
    raise AssertionError("it never ends")


async def state_of(owner: Connection, invoice_id: UUID) -> tuple[str, int, str | None]:
    row = await owner.fetchrow("SELECT status, paid_cents, failure_code FROM invoices WHERE id = $1", invoice_id)
    assert row is not None
    return (row["status"], row["paid_cents"], row["failure_code"])


def faults(stripe: RunningStripe, route: str, when: When, action: Action, times: int | None = 1) -> None:
    rule = FaultRule(route=f"payment_intents.{route}", when=when, action=action, times=times)
    stripe.stand_in.faults.install(FaultPlan(rules=(rule,)))


async def test_everything_won_is_charged_once_on_the_charitys_account(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000, 12_500)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "paid"
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "paid"
    assert await state_of(owner, invoice_id) == ("paid", 72_500, None)
    assert await captured_for(owner, stripe, invoice_id) == [72_500]
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'charge_succeeded'") == 1


async def test_twenty_settlers_at_once_capture_once(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    steps = await asyncio.gather(*(charge_invoice(app, gala.org_id, invoice_id) for _ in range(20)))
    assert {step.status for step in steps} <= {"paid", "retry"}
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [60_000]
    assert await owner.fetchval("SELECT count(*) FROM charges") == 1


async def test_settlers_without_the_claim_still_capture_once(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    """The claim spares calls; what keeps the money safe is the intent."""
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await owner.execute(
        "CREATE FUNCTION forget_claim() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.claimed_until := NULL; RETURN NEW; END $$"
    )
    await owner.execute("CREATE TRIGGER forget BEFORE UPDATE ON charges FOR EACH ROW EXECUTE FUNCTION forget_claim()")
    await asyncio.gather(*(charge_invoice(app, gala.org_id, invoice_id) for _ in range(8)))
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


@pytest.mark.parametrize("call", ["create_payment_intent", "confirm_payment_intent"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_that_dies_at_a_call_loses_and_doubles_nothing(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala, call: str, when: When
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    dying = Services(app.settings)
    dying.__dict__["stripe"] = DyingStripe(app.stripe, call, when)
    with pytest.raises(Killed):
        await charge_invoice(dying, gala.org_id, invoice_id)
    await dying.close()
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def test_a_claim_of_a_dead_process_runs_out(owner: Connection, app: Services, gala: Gala) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    async with app.db.transaction(gala.org_id) as conn:
        invoice = await charge_store.lock_invoice(conn, gala.org_id, invoice_id)
        assert invoice is not None
        charge_id = await open_attempt(conn, gala.org_id, invoice)
        assert isinstance(charge_id, UUID)
        assert await charge_store.claim(conn, gala.org_id, charge_id)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    await owner.execute("UPDATE charges SET claimed_until = clock_timestamp() - interval '1 ms'")
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "paid"


@pytest.mark.parametrize(
    ("route", "when", "action"),
    [
        ("create", "before", "429"),
        ("create", "before", "cut"),
        ("create", "after", "cut"),
        ("confirm", "before", "429"),
        ("confirm", "before", "cut"),
        ("confirm", "before", "500"),
        ("confirm", "after", "500"),
        ("confirm", "after", "cut"),
        ("confirm", "after", "cut_body"),
    ],
)
async def test_an_answer_that_is_lost_or_refused_ends_in_one_capture(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala, route: str, when: When, action: Action
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    faults(stripe, route, when, action)
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert stripe.stand_in.faults.hits == [1]
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def test_an_unknown_outcome_is_settled_by_the_intents_id_even_when_lookups_fail_at_first(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    stripe.stand_in.faults.install(
        FaultPlan(
            rules=(
                FaultRule(route="payment_intents.confirm", when="after", action="cut", times=1),
                FaultRule(route="payment_intents.retrieve", action="500", times=2),
            )
        )
    )
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    assert await owner.fetchval("SELECT status FROM charges") == "unknown"
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def test_a_confirm_that_is_executed_late_captures_nothing_twice(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    hasty = Services(app.settings)
    hasty.__dict__["stripe"] = client = StripeClient(stripe.secret_key, address=stripe.address, timeout_s=0.3)
    rule = FaultRule(route="payment_intents.confirm", action="late", times=1, seconds=1.0)
    stripe.stand_in.faults.install(FaultPlan(rules=(rule,)))
    assert (await charge_invoice(hasty, gala.org_id, invoice_id)).status == "retry"
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    await stripe.stand_in.late_executions()
    await client.close()
    await hasty.close()
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def test_a_create_whose_key_is_poisoned_is_given_up_for_a_new_one(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    faults(stripe, "create", "before", "500")  # remembered by the key, as Stripe does
    for _ in range(3):
        assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    await owner.execute("UPDATE invoices SET billed_at = billed_at - interval '2 min'")
    await owner.execute("UPDATE charges SET created_at = created_at - interval '1 min'")
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    assert await state_of(owner, invoice_id) == ("open", 0, None)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "paid"
    rows = await owner.fetch("SELECT status FROM charges ORDER BY attempt")
    assert [row["status"] for row in rows] == ["canceled", "succeeded"]
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def pay(app: Services, guest: Guest, invoice_id: UUID) -> Step:
    """The payer's own tap, to its end."""
    async with app.db.transaction(guest.org_id) as conn:
        invoice = await charge_store.lock_invoice(conn, guest.org_id, invoice_id)
        assert invoice is not None
        await open_attempt(conn, guest.org_id, invoice, payer_present=True)
    return await run_to_end(app, guest.org_id, invoice_id)


async def test_a_declined_card_asks_for_the_payer_and_is_not_tried_again_blindly(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, card="pm_card_chargeCustomerFail")
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    for _ in range(3):
        assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "needs_payer"
    assert await state_of(owner, invoice_id) == ("needs_payer", 0, "generic_decline")
    assert await owner.fetchval("SELECT count(*) FROM charges") == 1
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'payment_failed'") == 1


async def test_a_new_attempt_reuses_the_intent_of_the_declined_one(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, card="pm_card_chargeCustomerFail")
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await charge_invoice(app, gala.org_id, invoice_id)
    assert (await pay(app, guest, invoice_id)).status == "needs_payer"
    await give_new_card(owner, app, guest, "pm_card_visa")
    assert (await pay(app, guest, invoice_id)).status == "paid"
    rows = await owner.fetch("SELECT status, provider_id FROM charges ORDER BY attempt")
    assert [row["status"] for row in rows] == ["declined", "declined", "succeeded"]
    assert len({row["provider_id"] for row in rows}) == 1
    assert await captured_for(owner, stripe, invoice_id) == [60_000]
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'payment_failed'") == 2


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_process_that_dies_in_a_second_attempt_does_not_take_the_first_decline_for_its_own(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala, when: When
) -> None:
    guest = await make_payer(owner, app, gala, card="pm_card_chargeCustomerFail")
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await charge_invoice(app, gala.org_id, invoice_id)
    await give_new_card(owner, app, guest, "pm_card_visa")
    dying = Services(app.settings)
    dying.__dict__["stripe"] = DyingStripe(app.stripe, "confirm_payment_intent", when)
    with pytest.raises(Killed):
        await pay(dying, guest, invoice_id)
    await dying.close()
    assert (await run_to_end(app, gala.org_id, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [60_000]


async def test_a_bank_that_wants_the_cardholder_is_a_normal_state(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, card="pm_card_authenticationRequired")
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "needs_payer"
    assert await state_of(owner, invoice_id) == ("needs_payer", 0, "authentication_required")
    assert await owner.fetchval("SELECT status FROM charges") == "needs_action"


async def test_above_the_agreed_cap_only_the_payers_own_tap_charges(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, cap_cents=50_000)
    invoice_id = await billed(owner, app, gala, guest, 50_001)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "needs_payer"
    assert await state_of(owner, invoice_id) == ("needs_payer", 0, "above_cap")
    assert await owner.fetchval("SELECT count(*) FROM charges") == 0
    assert (await pay(app, guest, invoice_id)).status == "paid"
    assert await captured_for(owner, stripe, invoice_id) == [50_001]


async def test_nothing_is_charged_before_the_hold_is_over_nor_while_disputed(
    owner: Connection, app: Services, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000, hold_s=600)
    step = await charge_invoice(app, gala.org_id, invoice_id)
    assert step.status == "waiting"
    assert step.again_in_s == pytest.approx(600, abs=10)
    await owner.execute("UPDATE invoices SET charge_not_before = now(), disputed_at = now()")
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "disputed"
    assert await owner.fetchval("SELECT count(*) FROM charges") == 0


async def test_a_payer_without_a_card_gets_a_link(owner: Connection, app: Services, gala: Gala) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await owner.execute("UPDATE payment_methods SET revoked_at = now()")
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "needs_payer"
    assert await state_of(owner, invoice_id) == ("needs_payer", 0, "no_card")


async def test_a_self_hosted_charity_charges_with_its_own_keys(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    await owner.execute("UPDATE organizations SET stripe_account = NULL")
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "paid"
    intent = await owner.fetchval("SELECT provider_id FROM charges")
    assert stripe.stand_in.books.money_by_intent(PLATFORM)[intent]["captured"] == 60_000


async def test_a_run_of_many_with_a_provider_that_fails_a_third_of_the_time_charges_each_once(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guests = [await make_payer(owner, app, gala, name=f"Guest {n}") for n in range(12)]
    for n, guest in enumerate(guests):
        await sell(owner, app, gala, guest, 10_000 + n)
    await open_checkout(owner, app, gala)
    invoice_ids = [await invoice_of(owner, guest) for guest in guests]
    rules = (
        FaultRule(route="payment_intents.*", when="before", action="cut", probability=0.12),
        FaultRule(route="payment_intents.*", when="after", action="cut", probability=0.12),
        FaultRule(route="payment_intents.*", when="before", action="429", probability=0.12),
    )
    stripe.stand_in.faults.install(FaultPlan(seed=7, rules=rules))
    waiting = list(invoice_ids)
    for _ in range(60):
        steps = await asyncio.gather(*(service.settle_step(app, gala.org_id, one) for one in waiting))
        waiting = [one for one, step in zip(waiting, steps, strict=True) if step.status == "retry"]
        if not waiting:
            break
    assert waiting == []
    assert sum(stripe.stand_in.faults.hits) > 0
    assert [await captured_for(owner, stripe, one) for one in invoice_ids] == [[10_000 + n] for n in range(12)]
    assert await owner.fetchval("SELECT count(*) FROM receipts") == 12
