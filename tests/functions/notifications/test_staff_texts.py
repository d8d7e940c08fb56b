"""The texts that acts of staff write, from the act to the phone."""

from functions.notifications import service
from onebox.twilio.running import RunningTwilio
from shared.background import Background
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.stewarding import make_night

ANN = "+12125559901"


async def test_a_revived_leader_a_reopening_and_an_offer_are_texted(
    owner: Connection, app: Services, twilio: RunningTwilio
) -> None:
    night = await make_night(app, owner)
    item, ann, bob = await night.item(minutes=1, lot="7"), await night.guest(phone=ANN), await night.guest(phone=None)
    await night.bid(ann, item, 20_000)
    await night.bid(bob, item, 30_000)
    await night.post(f"items/{item}/voids", {"paddle_number": bob.number, "reason": "entry_error"})
    await night.bid(bob, item, 30_000)
    await night.bid(ann, item, 20_500 * 2)
    await night.pass_time(301)
    await night.close()
    await night.approved(item, "reopenings")
    await night.bid(bob, item, 90_000)
    await night.pass_time(301)
    await night.close()
    await night.approved(item, "revocations", "winner_steps_back")
    assert (await night.post(f"items/{item}/offers", {})).status == 201
    await app.single(Background).drained()

    states = {}
    for row in await owner.fetch("SELECT id, kind FROM messages WHERE paddle_id = $1", ann.paddle_id):
        states[row["kind"]] = await service.send_message(app, night.gala.org_id, row["id"])

    assert states["offer"] == "sent"
    assert {states[kind] for kind in ("leading_again", "reopened", "won")} == {"skipped"}, "news of then, not of now"
    [body] = [message.body for message in twilio.stand_in.books.newest(50, recipient=ANN)]
    assert body.startswith(
        "Gala 26: item 7 Napa weekend can be yours for $50. Please say yes or no by Nov 22, 8:40 PM: "
    )


async def test_whoever_leads_again_is_texted_at_once(owner: Connection, app: Services, twilio: RunningTwilio) -> None:
    night = await make_night(app, owner)
    phone = "+12125559902"
    item, ann, bob = await night.item(lot="8"), await night.guest(phone=phone), await night.guest(phone=None)
    await night.bid(ann, item, 20_000)
    await night.bid(bob, item, 30_000)
    await night.post(f"items/{item}/voids", {"paddle_number": bob.number, "reason": "entry_error"})
    message_id = await owner.fetchval("SELECT id FROM messages WHERE kind = 'leading_again'")
    assert await service.send_message(app, night.gala.org_id, message_id) == "sent"
    [body] = [message.body for message in twilio.stand_in.books.newest(50, recipient=phone)]
    assert "after a change by our staff you have the top bid on item 8 Napa weekend again, now $50." in body
    assert "Bidding is open until 8:30 PM." in body
