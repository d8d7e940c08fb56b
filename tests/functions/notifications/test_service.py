"""Sending texts: once, to those who agreed, whatever Twilio and the queue do."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import azure.functions as func
import pytest

from functions.notifications import queues, service
from onebox.faults import Action, FaultPlan, FaultRule, WebhookFaults, When
from onebox.twilio.delivery import sign
from onebox.twilio.running import RunningTwilio
from shared.background import Background
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bidding import let_close_pass, place
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item
from tests.factories.http import Answer, send

numbers = iter(range(10_000, 100_000))


def new_phone() -> str:
    """The stand-in's books live as long as the test session, so each test has phones of its own."""
    return f"+1212555{next(numbers)}"


async def outbid(owner: Connection) -> tuple[Gala, Guest, str, UUID]:
    """A guest who was overtaken, their phone, and the message that waits."""
    gala = await make_gala(owner)
    item, phone = await make_item(owner, gala), new_phone()
    ann, bob = await make_guest(owner, gala, phone=phone), await make_guest(owner, gala)
    await place(owner, ann, item, 10_000)
    await place(owner, bob, item, 20_000)
    return gala, ann, phone, await owner.fetchval("SELECT id FROM messages")


async def won(owner: Connection, app: Services) -> tuple[Gala, str, UUID]:
    from functions.closing.service import close_due

    gala = await make_gala(owner)
    item, phone = await make_item(owner, gala), new_phone()
    await place(owner, await make_guest(owner, gala, phone=phone), item, 10_000)
    await let_close_pass(owner, item)
    await close_due(app, gala.org_id, gala.section_id)
    return gala, phone, await owner.fetchval("SELECT id FROM messages WHERE kind = 'won'")


def sent_to(twilio: RunningTwilio, phone: str) -> list[str]:
    return [message.body for message in twilio.stand_in.books.newest(50, recipient=phone)]


def fail(twilio: RunningTwilio, when: When, action: Action, times: int | None = 1) -> None:
    rule = FaultRule(when=when, action=action, times=times)
    twilio.stand_in.faults.install(FaultPlan(rules=(rule,), webhooks=WebhookFaults(off=True)))


async def state_of(owner: Connection, message_id: UUID) -> tuple[str, str | None, int]:
    row = await owner.fetchrow("SELECT status, failure_code, attempts FROM messages WHERE id = $1", message_id)
    assert row is not None
    return (row["status"], row["failure_code"], row["attempts"])


async def test_the_overtaken_guest_gets_one_text_with_the_price_and_a_link(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, phone, message_id = await outbid(owner)
    assert await service.send_message(app, gala.org_id, message_id) == "sent"
    [body] = sent_to(twilio, phone)
    assert body.startswith("Gala 26: someone bid more on item L")
    assert "now $105." in body
    assert f"{app.settings.app_url}/items/" in body
    assert await state_of(owner, message_id) == ("sent", None, 1)


async def test_twenty_hints_at_once_send_one_text(owner: Connection, app: Services, twilio: RunningTwilio) -> None:
    gala, _, phone, message_id = await outbid(owner)
    results = await asyncio.gather(*(service.send_message(app, gala.org_id, message_id) for _ in range(20)))
    assert sorted(str(one) for one in results) == ["None"] * 19 + ["sent"]
    assert len(sent_to(twilio, phone)) == 1


async def test_who_leads_again_or_did_not_agree_gets_none(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, ann, phone, message_id = await outbid(owner)
    item = await owner.fetchval("SELECT id FROM items")
    await place(owner, ann, item, 50_000)
    assert await service.send_message(app, gala.org_id, message_id) == "skipped"
    assert (await state_of(owner, message_id))[1] == "leads_again"

    gala, _, phone, message_id = await outbid_without_consent(owner)
    assert await service.send_message(app, gala.org_id, message_id) == "skipped"
    assert sent_to(twilio, phone) == []


async def outbid_without_consent(owner: Connection) -> tuple[Gala, Guest, str, UUID]:
    await owner.execute("DELETE FROM messages")
    gala, ann, phone, message_id = await outbid(owner)
    await owner.execute("UPDATE guests SET texts_ok = false WHERE id = $1", ann.guest_id)
    return gala, ann, phone, message_id


async def test_a_number_that_said_stop_fails_for_good(owner: Connection, app: Services, twilio: RunningTwilio) -> None:
    gala, _, phone, message_id = await outbid(owner)
    twilio.stand_in.books.set_number_state(phone, "stopped")
    assert await service.send_message(app, gala.org_id, message_id) == "failed"
    assert await state_of(owner, message_id) == ("failed", "21610", 1)


async def test_a_throttled_text_waits_and_goes_out_later(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, phone, message_id = await outbid(owner)
    fail(twilio, "before", "429")
    assert await service.send_message(app, gala.org_id, message_id) == "pending"
    assert await service.send_message(app, gala.org_id, message_id) == "sent"
    assert len(sent_to(twilio, phone)) == 1


@pytest.mark.parametrize("action", ["500", "cut"])
async def test_an_outbid_whose_answer_was_lost_is_not_repeated(
    owner: Connection, app: Services, twilio: RunningTwilio, action: Action
) -> None:
    gala, _, phone, message_id = await outbid(owner)
    fail(twilio, "after", action)
    assert await service.send_message(app, gala.org_id, message_id) == "unknown"
    assert await service.send_message(app, gala.org_id, message_id) is None
    await owner.execute("UPDATE messages SET updated_at = updated_at - interval '1 hour'")
    assert await service.sweep(app) == 0
    assert len(sent_to(twilio, phone)) == 1


async def test_another_text_whose_answer_was_lost_is_repeated_once_at_most(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, phone, message_id = await won(owner, app)
    fail(twilio, "after", "cut", times=None)
    for expected in ("pending", "unknown", None):
        assert await service.send_message(app, gala.org_id, message_id) == expected
    assert len(sent_to(twilio, phone)) == 2


async def test_a_send_whose_process_died_is_settled_by_the_sweeper(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    await outbid(owner)
    await won(owner, app)
    await owner.execute("UPDATE messages SET status = 'sending', updated_at = now() - interval '2 min'")
    await service.sweep(app)
    rows = await owner.fetch("SELECT kind, status FROM messages")
    assert {tuple(row) for row in rows} == {("outbid", "unknown"), ("won", "pending")}


async def deliver(
    app: Services,
    message_id: object,
    status: str,
    *,
    sid: str = "SM1",
    token: str | None = None,
    code: str | None = None,
) -> Answer:
    params = {"MessageSid": sid, "MessageStatus": status} | ({"ErrorCode": code} if code else {})
    url = service.callback_url(app, str(message_id))
    signature = sign(url, params, token or app.settings.twilio_auth_token.get_secret_value())
    return await send(
        "POST",
        f"/api/v1/webhooks/twilio/status?message={message_id}",
        body=urlencode(params).encode(),
        headers={"x-twilio-signature": signature, "content-type": "application/x-www-form-urlencoded"},
    )


async def test_a_callback_tells_delivered_or_failed_and_later_ones_change_nothing(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, _, message_id = await outbid(owner)
    await service.send_message(app, gala.org_id, message_id)
    sid = await owner.fetchval("SELECT provider_id FROM messages")
    for status in ("queued", "sent", "delivered", "undelivered", "sent"):
        assert (await deliver(app, message_id, status, sid=sid)).status == 204
    assert await state_of(owner, message_id) == ("delivered", None, 1)


async def test_a_callback_settles_an_unknown_outcome(owner: Connection, app: Services, twilio: RunningTwilio) -> None:
    gala, _, _, message_id = await outbid(owner)
    fail(twilio, "after", "cut")
    assert await service.send_message(app, gala.org_id, message_id) == "unknown"
    await deliver(app, message_id, "undelivered", code="30003")
    assert await state_of(owner, message_id) == ("failed", "30003", 1)


async def test_a_callback_that_is_faster_than_the_answer_has_the_last_word(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, phone, message_id = await outbid(owner)

    class Slow:
        """Answers after the callback came."""

        async def send_message(self, *args: Any, **kwargs: Any) -> str:
            sid = await app.twilio.send_message(*args, **kwargs)
            await deliver(app, message_id, "delivered", sid=sid)
            return sid

    slow = Services(app.settings)
    slow.__dict__["twilio"] = Slow()
    await service.send_message(slow, gala.org_id, message_id)
    await slow.close()
    assert (await state_of(owner, message_id))[0] == "delivered"
    assert len(sent_to(twilio, phone)) == 1


async def test_a_callback_without_the_right_signature_has_no_effect(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, _, message_id = await outbid(owner)
    await service.send_message(app, gala.org_id, message_id)
    wrong = await deliver(app, message_id, "delivered", token="another")
    unsigned = await send(
        "POST", f"/api/v1/webhooks/twilio/status?message={message_id}", body=b"MessageStatus=delivered"
    )
    garbage = await deliver(app, "nobody", "delivered")
    for answer in (wrong, unsigned, garbage):
        assert (answer.status, answer.code) == (400, "callback_unsigned")
    assert (await deliver(app, uuid4(), "delivered")).status == 204
    assert (await state_of(owner, message_id))[0] == "sent"


async def test_the_sweeper_hints_at_waiting_texts_and_the_queue_trigger_sends_them(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    gala, _, phone, message_id = await outbid(owner)
    assert await service.sweep(app) == 0, "too soon"
    await owner.execute("UPDATE messages SET updated_at = updated_at - interval '5 s'")
    assert await service.sweep(app) == 1
    assert sent_to(twilio, phone) == []
    hint = func.QueueMessage(id="1", body=json.dumps({"id": str(message_id), "org": str(gala.org_id)}))
    trigger = queues.send_text.build().get_user_function()
    for _ in range(2):
        await trigger(hint)
    assert len(sent_to(twilio, phone)) == 1


async def test_without_the_queue_the_sweeper_sends_by_itself(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    _, _, phone, _ = await outbid(owner)
    await owner.execute("UPDATE messages SET updated_at = updated_at - interval '5 s'")
    settings = app.settings.model_copy(update={"storage_connection": type(app.settings.storage_connection)(NO_STORAGE)})
    alone = Services(settings)
    try:
        assert await service.sweep(alone) == 1
    finally:
        await alone.close()
    assert len(sent_to(twilio, phone)) == 1


NO_STORAGE = (
    "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=bm9ib2R5;QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;"
    "BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;"
)


async def test_a_close_hints_at_the_winners_texts_after_its_commit(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    await won(owner, app)
    await app.single(Background).drained()
    client = app.queues._client.get_queue_client(service.QUEUE)
    bodies = [message.content async for message in client.receive_messages(max_messages=32, visibility_timeout=1)]
    assert bodies, "the hint is in the queue"
