"""Checkout, bills and receipts through their handlers."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from functions.settlement.charges import charge_invoice
from functions.settlement.receipts import CONTAINER, issue_receipt
from functions.settlement.service import settle_step
from functions.settlement.timers import sweep
from onebox.faults import FaultPlan, FaultRule
from onebox.stripe.running import RunningStripe
from shared.background import Background
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.factories.settling import billed, invoice_of, make_payer, open_checkout, sell


async def staff_token(owner: Connection, app: Services, gala: Gala, role: str = "coordinator") -> str:
    return app.tokens.issue(await make_staff_session(owner, gala, role))


async def checkout(token: str, gala: Gala, *, key: UUID | None = None, **body: Any) -> Answer:
    return await send("POST", f"/api/v1/events/{gala.event_id}/checkout", token=token, key=key or uuid4(), json=body)


async def mine(app: Services, guest: Guest, act: str = "", key: UUID | None = None) -> Answer:
    method, path = ("POST", f"/api/v1/me/invoice/{act}") if act else ("GET", "/api/v1/me/invoice")
    return await send(method, path, token=guest.token(app.tokens), key=key)


async def test_checkout_previews_then_bills_every_winner_once(owner: Connection, app: Services, gala: Gala) -> None:
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    for guest, amount in ((ann, 60_000), (ann, 5_000), (bob, 7_000)):
        await sell(owner, app, gala, guest, amount)
    await make_guest(owner, gala)  # won nothing
    token = await staff_token(owner, app, gala)

    preview = await send("GET", f"/api/v1/events/{gala.event_id}/checkout", token=token)
    assert (preview.body["phase"], preview.body["opened_at"]) == ("silent", None)
    expected = {"items": 3, "invoices": 2, "total_cents": 72_000, "charged_cents": 0, "paid": 0, "needs_payer": 0}
    assert preview.body["totals"] == expected | {"open": 0, "still_open_items": 0}

    opened = await checkout(token, gala, hold_s=600)
    assert opened.status == 202
    assert opened.body["phase"] == "checkout"
    assert opened.body["totals"] == expected | {"open": 2, "still_open_items": 0}

    bill = (await mine(app, ann)).body
    assert (bill["number"], bill["status"], bill["total_cents"], bill["receipt"]) == (1, "open", 65_000, None)
    assert sorted(line["amount_cents"] for line in bill["lines"]) == [5_000, 60_000]
    hold = datetime.fromisoformat(bill["charge_not_before"]) - datetime.fromisoformat(bill["billed_at"])
    assert hold == pytest.approx(timedelta(seconds=600), abs=timedelta(seconds=1))
    assert bill["card"] == {"brand": "visa", "last4": "4242"}
    texts = await owner.fetch("SELECT paddle_id, amount_cents FROM messages WHERE kind = 'bill'")
    assert {tuple(row) for row in texts} == {(ann.paddle_id, 65_000), (bob.paddle_id, 7_000)}
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'checkout_opened'") == 1


async def test_live_and_silent_wins_share_one_bill(owner: Connection, app: Services, gala: Gala) -> None:
    ann = await make_guest(owner, gala)
    await sell(owner, app, gala, ann, 60_000)
    lot = await make_item(owner, gala, kind="live", title="Dinner for ten")
    token = await staff_token(owner, app, gala)
    sale = {"item_id": str(lot), "paddle_number": ann.number, "amount_cents": 550_000}
    assert (await send("POST", "/api/v1/live-sales", token=token, key=uuid4(), json=sale)).status == 201
    assert (await checkout(token, gala)).status == 202
    bill = (await mine(app, ann)).body
    assert bill["total_cents"] == 610_000
    assert {line["description"] for line in bill["lines"]} == {"Napa weekend", "Dinner for ten"}


async def test_checkout_waits_for_the_silent_items(owner: Connection, app: Services, gala: Gala) -> None:
    await make_item(owner, gala)
    answer = await checkout(await staff_token(owner, app, gala), gala)
    assert (answer.status, answer.code, answer.body["still_open_items"]) == (409, "sections_still_open", 1)
    assert await owner.fetchval("SELECT phase FROM events") == "silent"


async def test_checkout_opens_once_per_event_and_a_repeated_key_answers_again(
    owner: Connection, app: Services, gala: Gala
) -> None:
    await sell(owner, app, gala, await make_guest(owner, gala), 5_000)
    token, key = await staff_token(owner, app, gala), uuid4()
    assert (await checkout(token, gala, key=key, hold_s=60)).status == 202
    again = await checkout(token, gala, key=key, hold_s=60)
    assert (again.status, again.headers["idempotency-hit"]) == (200, "true")
    assert (await checkout(token, gala, key=key, hold_s=61)).code == "idempotency_key_reused"
    assert (await checkout(token, gala, hold_s=60)).code == "checkout_already_open"
    assert await owner.fetchval("SELECT count(*) FROM invoices") == 1


async def test_ten_coordinators_at_once_open_it_once(owner: Connection, app: Services, gala: Gala) -> None:
    await sell(owner, app, gala, await make_guest(owner, gala), 5_000)
    token = await staff_token(owner, app, gala)
    answers = await asyncio.gather(*(checkout(token, gala) for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [202] + [409] * 9
    assert await owner.fetchval("SELECT count(*) FROM invoices") == 1


async def test_a_live_sale_that_races_with_checkout_is_billed_or_refused(
    owner: Connection, app: Services, gala: Gala
) -> None:
    ann = await make_guest(owner, gala)
    lot = await make_item(owner, gala, kind="live")
    token = await staff_token(owner, app, gala)
    sale = {"item_id": str(lot), "paddle_number": ann.number, "amount_cents": 550_000}
    sold, opened = await asyncio.gather(
        send("POST", "/api/v1/live-sales", token=token, key=uuid4(), json=sale), checkout(token, gala)
    )
    assert opened.status == 202
    invoices = await owner.fetchval("SELECT count(*) FROM invoices")
    assert (sold.status, sold.code, invoices) in {(201, None, 1), (409, "event_in_checkout", 0)}


async def test_a_winning_paddle_without_a_guest_is_named(owner: Connection, app: Services, gala: Gala) -> None:
    ann = await make_guest(owner, gala)
    await sell(owner, app, gala, ann, 5_000)
    other = await make_guest(owner, gala)
    for table in ("payment_methods", "sessions", "consents"):
        await owner.execute(f"DELETE FROM {table} WHERE guest_id = $1", ann.guest_id)  # noqa: S608  names from above
    await owner.execute("UPDATE guests SET paddle_id = $2 WHERE id = $1", ann.guest_id, other.paddle_id)
    answer = await checkout(await staff_token(owner, app, gala), gala)
    assert (answer.status, answer.code, answer.body["paddle_numbers"]) == (409, "paddle_without_guest", [ann.number])
    assert await owner.fetchval("SELECT checkout_opened_at FROM events") is None


async def test_only_managers_of_the_event_open_checkout(owner: Connection, app: Services, gala: Gala) -> None:
    clerk = await staff_token(owner, app, gala, "clerk")
    assert (await checkout(clerk, gala)).code == "forbidden"
    token, other = await staff_token(owner, app, gala), await make_gala(owner)
    assert (await checkout(token, other)).status == 404
    assert (await send("GET", f"/api/v1/events/{other.event_id}/checkout", token=token)).status == 404
    assert (await send("GET", f"/api/v1/events/{other.event_id}/invoices", token=token)).status == 404
    await owner.execute("UPDATE sessions SET revoked_at = now()")
    assert (await checkout(token, gala)).code == "session_revoked"


async def test_the_payers_tap_charges_at_once_and_brings_the_receipt(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala, cap_cents=1_000)
    await billed(owner, app, gala, guest, 60_000, hold_s=3_600)
    key = uuid4()
    answer = await mine(app, guest, "pay", key)
    assert (answer.status, answer.body["status"]) == (202, "charging")
    await app.single(Background).drained()

    bill = (await mine(app, guest)).body
    assert (bill["status"], bill["paid_cents"], bill["failure_code"]) == ("paid", 60_000, None)
    again = await mine(app, guest, "pay", key)
    assert (again.status, again.headers["idempotency-hit"], again.body["status"]) == (200, "true", "paid")
    assert (await mine(app, guest, "pay", uuid4())).code == "invoice_is_paid"
    assert (await mine(app, guest, "dispute")).code == "invoice_is_paid"
    assert await owner.fetchval("SELECT count(*) FROM charges") == 1

    file = await send("GET", bill["receipt"]["url"], token=guest.token(app.tokens))
    assert (file.status, file.headers["content-type"]) == (200, "application/pdf")
    assert file.raw.startswith(b"%PDF-")


async def test_ten_taps_at_once_pay_once(owner: Connection, app: Services, stripe: RunningStripe, gala: Gala) -> None:
    guest = await make_payer(owner, app, gala)
    await billed(owner, app, gala, guest, 60_000)
    answers = await asyncio.gather(*(mine(app, guest, "pay", uuid4()) for _ in range(10)))
    assert {answer.status for answer in answers} <= {202, 409}
    await app.single(Background).drained()
    assert (await mine(app, guest)).body["status"] == "paid"
    assert await owner.fetchval("SELECT count(*) FROM charges") == 1


async def test_a_payer_without_bill_or_card_is_told_so(owner: Connection, app: Services, gala: Gala) -> None:
    guest = await make_guest(owner, gala, has_card=False)
    for answer in (await mine(app, guest), await mine(app, guest, "pay", uuid4()), await mine(app, guest, "dispute")):
        assert (answer.status, answer.code) == (404, "no_invoice")
    item = await make_item(owner, gala, kind="live")
    token = await staff_token(owner, app, gala)
    sale = {"item_id": str(item), "paddle_number": guest.number, "amount_cents": 5_000}
    await send("POST", "/api/v1/live-sales", token=token, key=uuid4(), json=sale)
    await checkout(token, gala)
    assert (await mine(app, guest, "pay", uuid4())).code == "no_card"


async def test_something_is_wrong_takes_the_bill_out_of_the_run_until_the_payer_pays(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    for _ in range(2):
        answer = await mine(app, guest, "dispute")
        assert answer.status == 200
        assert answer.body["disputed_at"] is not None
    assert await owner.fetchval("SELECT count(*) FROM audit_log WHERE action = 'invoice_disputed'") == 1
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "disputed"
    await mine(app, guest, "pay", uuid4())
    await app.single(Background).drained()
    assert (await mine(app, guest)).body["status"] == "paid"


async def test_a_running_payment_cannot_be_disputed(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    rule = FaultRule(route="payment_intents.create", action="cut", times=1)
    stripe.stand_in.faults.install(FaultPlan(rules=(rule,)))
    assert (await charge_invoice(app, gala.org_id, invoice_id)).status == "retry"
    assert (await mine(app, guest, "dispute")).code == "payment_running"


async def test_staff_read_the_bills_of_their_event_only(owner: Connection, app: Services, gala: Gala) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    finance = await staff_token(owner, app, gala, "finance")
    listed = await send("GET", f"/api/v1/events/{gala.event_id}/invoices", token=finance)
    assert [(one["id"], one["paddle_number"], one["total_cents"]) for one in listed.body["invoices"]] == [
        (str(invoice_id), guest.number, 60_000)
    ]
    assert (await send("GET", f"/api/v1/invoices/{invoice_id}", token=finance)).body["total_cents"] == 60_000
    foreign = await staff_token(owner, app, await make_gala(owner), "finance")
    assert (await send("GET", f"/api/v1/invoices/{invoice_id}", token=foreign)).code == "invoice_unknown"
    assert (await send("GET", f"/api/v1/invoices/{invoice_id}", token=guest.token(app.tokens))).code == "forbidden"


async def test_a_receipt_is_read_by_its_payer_and_by_staff_of_the_event(
    owner: Connection, app: Services, gala: Gala
) -> None:
    guest, stranger = await make_payer(owner, app, gala), await make_guest(owner, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    assert (await settle_step(app, gala.org_id, invoice_id)).status == "paid"
    url = (await mine(app, guest)).body["receipt"]["url"]
    finance = await staff_token(owner, app, gala, "finance")
    clerk = await staff_token(owner, app, gala, "clerk")
    foreign = await staff_token(owner, app, await make_gala(owner), "finance")
    assert (await send("GET", url, token=finance)).status == 200
    assert (await send("GET", url, token=stranger.token(app.tokens))).code == "receipt_unknown"
    assert (await send("GET", url, token=clerk)).code == "forbidden"
    assert (await send("GET", url, token=foreign)).code == "receipt_unknown"
    missing = f"/api/v1/receipts/{new_id()}/file"
    assert (await send("GET", missing, token=finance)).code == "receipt_unknown"


async def test_a_receipt_is_issued_once_however_many_issue_it(owner: Connection, app: Services, gala: Gala) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    assert not await issue_receipt(app, gala.org_id, invoice_id), "not paid yet"
    await charge_invoice(app, gala.org_id, invoice_id)
    issued = await asyncio.gather(*(issue_receipt(app, gala.org_id, invoice_id) for _ in range(8)))
    assert sorted(issued) == [False] * 7 + [True]
    row = await owner.fetchrow("SELECT number, blob_name, amount_cents FROM receipts")
    assert row is not None
    assert row["number"] == f"R-{gala.event_id.hex[-6:].upper()}-0001"
    assert await app.blobs.download(CONTAINER, row["blob_name"]) is not None
    assert await owner.fetchval("SELECT count(*) FROM messages WHERE kind = 'receipt'") == 1


async def test_a_tap_whose_process_died_is_finished_by_the_sweeper(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    rule = FaultRule(route="payment_intents.create", action="cut", times=1)
    stripe.stand_in.faults.install(FaultPlan(rules=(rule,)))
    await mine(app, guest, "pay", uuid4())
    await app.single(Background).drained()
    assert await owner.fetchval("SELECT status FROM invoices") == "charging"
    assert await sweep(app) == 0
    assert await owner.fetchval("SELECT status FROM invoices") == "charging", "too soon"
    await owner.execute("UPDATE charges SET updated_at = updated_at - interval '10 s'")
    assert await sweep(app) == 0
    assert (await invoice_of(owner, guest)) == invoice_id
    assert await owner.fetchval("SELECT status FROM invoices") == "paid"
    assert await owner.fetchval("SELECT count(*) FROM receipts") == 1


async def test_a_receipt_that_storage_refused_is_issued_by_the_sweeper(
    owner: Connection, app: Services, gala: Gala
) -> None:
    guest = await make_payer(owner, app, gala)
    invoice_id = await billed(owner, app, gala, guest, 60_000)
    await charge_invoice(app, gala.org_id, invoice_id)
    await owner.execute("UPDATE charges SET updated_at = updated_at - interval '10 s'")
    assert await sweep(app) == 0
    assert await owner.fetchval("SELECT count(*) FROM receipts") == 1


async def test_checkout_and_bills_of_an_event_without_sales_are_empty(
    owner: Connection, app: Services, gala: Gala
) -> None:
    answer = await open_checkout(owner, app, gala)
    assert answer.body["totals"]["invoices"] == 0
