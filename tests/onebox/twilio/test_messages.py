"""Texts from request to phone: statuses, callbacks, refusals, faults, the page, and a restart."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]  # Twilio ships no types
from twilio.rest import Client  # type: ignore[import-untyped]

from onebox.faults import FaultPlan, FaultRule, WebhookFaults
from onebox.twilio import running_twilio
from onebox.twilio.checks import segments
from shared.clients.errors import MessageOutcomeUnknown, SignatureInvalid, VendorRejected, VendorThrottled
from shared.clients.twilio import TwilioClient
from tests.onebox.twilio.conftest import GUEST, SENDER, Desk


async def test_a_text_is_queued_sent_and_delivered_and_each_step_is_told_with_a_signature(desk: Desk) -> None:
    sid = await desk.client.send_message(GUEST, "You were outbid", status_callback=desk.callback_url)

    told = []
    for _ in range(3):
        params, signature = await desk.next_callback()
        state = desk.client.verify_callback(desk.callback_url, params, signature)
        assert state.sid == sid
        told.append(state.status)
    assert told == ["queued", "sent", "delivered"]
    assert (await desk.client.fetch_message(sid)).status == "delivered"


async def test_an_altered_callback_is_refused(desk: Desk) -> None:
    await desk.client.send_message(GUEST, "hi", status_callback=desk.callback_url)
    params, signature = await desk.next_callback()

    for url, given, mark in [
        (desk.callback_url, params | {"MessageStatus": "failed"}, signature),
        (desk.callback_url.replace("org=7", "org=8"), params, signature),
        (desk.callback_url, params, ""),
        (desk.callback_url, params, None),
    ]:
        with pytest.raises(SignatureInvalid):
            desk.client.verify_callback(url, given, mark)


async def test_a_phone_that_is_off_ends_undelivered_with_an_error_code(desk: Desk) -> None:
    assert await desk.post("/__onebox/numbers", {"number": GUEST, "state": "undeliverable"}) == 200
    await desk.client.send_message(GUEST, "hi", status_callback=desk.callback_url)

    last, _ = [await desk.next_callback() for _ in range(3)][-1]

    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30003")


async def test_a_guest_who_texted_stop_gets_nothing_until_they_start_again(desk: Desk) -> None:
    await desk.post("/__onebox/numbers", {"number": GUEST, "state": "stopped"})
    with pytest.raises(VendorRejected) as refused:
        await desk.client.send_message(GUEST, "hi")
    assert refused.value.code == "21610"
    assert desk.bodies() == []

    await desk.post("/__onebox/numbers", {"number": GUEST, "state": None})
    await desk.client.send_message(GUEST, "hi again")
    assert desk.bodies() == ["hi again"]


@pytest.mark.parametrize("to", ["81234567", "+0123456789", "+65", "+1234567890123456", "+65 8123 4567", "nobody"])
async def test_a_number_that_is_not_e164_is_refused_with_21211(desk: Desk, to: str) -> None:
    with pytest.raises(VendorRejected) as refused:
        await desk.client.send_message(to, "hi")

    assert (refused.value.code, refused.value.status) == ("21211", 400)
    assert to not in str(refused.value)


@pytest.mark.parametrize(("body", "code"), [("", "21602"), ("x" * 1_601, "21617")])
async def test_an_empty_or_endless_body_is_refused(desk: Desk, body: str, code: str) -> None:
    with pytest.raises(VendorRejected) as refused:
        await desk.client.send_message(GUEST, body)
    assert refused.value.code == code


async def test_a_bad_callback_address_is_refused(desk: Desk) -> None:
    with pytest.raises(VendorRejected) as refused:
        await desk.client.send_message(GUEST, "hi", status_callback="ftp://example.org")
    assert refused.value.code == "21609"


async def test_a_wrong_token_is_refused(desk: Desk) -> None:
    client = TwilioClient(desk.running.account_sid, "wrong", sender=SENDER, address=desk.running.address)
    try:
        with pytest.raises(VendorRejected) as refused:
            await client.send_message(GUEST, "hi")
        assert (refused.value.code, refused.value.status) == ("20003", 401)
    finally:
        await client.close()


@pytest.mark.parametrize("action", ["500", "cut", "hang"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_is_an_unknown_outcome(desk: Desk, when: str, action: str) -> None:
    desk.inject(FaultRule.model_validate({"when": when, "action": action, "times": 1}))

    with pytest.raises(MessageOutcomeUnknown):
        await desk.client.send_message(GUEST, "hi")

    assert desk.bodies() == (["hi"] if when == "after" else [])


async def test_throttling_sends_nothing(desk: Desk) -> None:
    desk.inject(FaultRule(action="429", times=1))

    with pytest.raises(VendorThrottled):
        await desk.client.send_message(GUEST, "hi")

    assert desk.bodies() == []
    await desk.client.send_message(GUEST, "hi")
    assert desk.bodies() == ["hi"]


async def test_repeated_callbacks_are_sent_on_command(desk: Desk) -> None:
    desk.running.stand_in.faults.install(FaultPlan(webhooks=WebhookFaults(copies=3)))
    await desk.client.send_message(GUEST, "hi", status_callback=desk.callback_url)

    told = [(await desk.next_callback())[0]["MessageStatus"] for _ in range(9)]

    assert sorted(told) == ["delivered"] * 3 + ["queued"] * 3 + ["sent"] * 3


async def test_the_page_shows_every_text_newest_first_and_runs_nothing_of_it(desk: Desk) -> None:
    await desk.client.send_message(GUEST, "first")
    await desk.client.send_message("+14155550100", '<script>alert(1)</script> https://gala.example/p?a=1&b="2')

    page, headers = await desk.get("/")
    assert page.index("&lt;script&gt;alert(1)&lt;/script&gt;") < page.index("first")
    assert "<script>" not in page
    assert 'href="https://gala.example/p?a=1&amp;b="' in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")

    only, _ = await desk.get("/?to=%2B6581234567")
    assert "first" in only
    assert "gala.example" not in only


async def test_texts_are_listed_as_json_for_one_phone(desk: Desk) -> None:
    for number, body in [(GUEST, "one"), ("+14155550100", "other"), (GUEST, "two")]:
        await desk.client.send_message(number, body)

    listed, _ = await desk.get("/__onebox/messages?to=%2B6581234567")

    assert [message["body"] for message in json.loads(listed)["messages"]] == ["two", "one"]


async def test_the_stock_sdk_lists_all_pages(desk: Desk) -> None:
    for number in range(7):
        await desk.client.send_message(GUEST, f"text {number}")
    # The SDK's own asynchronous transport uses what aiohttp deprecates, so its synchronous one reads here.
    transport = TwilioHttpClient(pool_connections=False)
    sdk = Client(desk.running.account_sid, desk.running.auth_token, http_client=transport)
    sdk.api.base_url = desk.running.address

    listed = await asyncio.to_thread(sdk.api.v2010.account.messages.list, to=GUEST, page_size=3)

    assert [message.body for message in listed] == [f"text {number}" for number in reversed(range(7))]
    assert {message.from_ for message in listed} == {SENDER}


async def test_a_restart_keeps_the_texts_and_finishes_what_was_on_its_way(tmp_path: Path) -> None:
    async with running_twilio(books=tmp_path / "texts.sqlite", step_s=3_600) as running:
        client = TwilioClient(running.account_sid, running.auth_token, sender=SENDER, address=running.address)
        sid = await client.send_message(GUEST, "hi")
        assert (await client.fetch_message(sid)).status == "queued"
        await client.close()

    async with running_twilio(books=tmp_path / "texts.sqlite", step_s=0) as running:
        client = TwilioClient(running.account_sid, running.auth_token, sender=SENDER, address=running.address)
        async with asyncio.timeout(5):
            while (await client.fetch_message(sid)).status != "delivered":
                continue
        await client.close()


@pytest.mark.parametrize(
    ("body", "count"),
    [("x" * 160, 1), ("x" * 161, 2), ("é" * 160, 1), ("你" * 70, 1), ("你" * 71, 2), ("🎉" * 36, 2), ("x" * 307, 3)],
)
def test_segments_are_counted_as_they_are_billed(body: str, count: int) -> None:
    assert segments(body) == count
