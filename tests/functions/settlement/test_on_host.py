"""The evening's end on the real worker: timers, orchestrations and queues do it, with nobody helping."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import aiohttp

from onebox.functions_host.running import running_host
from onebox.stripe.running import RunningStripe
from onebox.supervisor.data_dir import REPOSITORY
from onebox.twilio.running import running_twilio
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.bidding import let_close_pass, place
from tests.factories.gala import Gala, make_item, make_staff_session
from tests.factories.settings import environment
from tests.factories.settling import make_payer

PATIENCE_S = 40.0
LOOK_EVERY_S = 0.2  # another process works; no event of it reaches this one


async def becomes(read: Callable[[], Awaitable[object]], wanted: object) -> None:
    seen = None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (seen := await read()) != wanted:  # noqa: ASYNC110  (see LOOK_EVERY_S)
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError as error:
        raise AssertionError(f"is {seen!r}, not {wanted!r}") from error


async def test_items_close_and_winners_are_billed_charged_receipted_and_texted(
    owner: Connection, app: Services, stripe: RunningStripe, gala: Gala
) -> None:
    guests = [await make_payer(owner, app, gala, name=f"Guest {n}") for n in range(3)]
    for guest in guests:
        item = await make_item(owner, gala)
        await place(owner, guest, item, 10_000)
        await let_close_pass(owner, item)
    token = app.tokens.issue(await make_staff_session(owner, gala))
    async with running_twilio(step_s=0) as twilio:
        variables = environment(app.settings) | {
            "AUGEO_TWILIO_BASE_URL": twilio.address,
            "AUGEO_TWILIO_ACCOUNT_SID": twilio.account_sid,
            "AUGEO_TWILIO_AUTH_TOKEN": twilio.auth_token,
        }
        async with running_host(REPOSITORY, variables) as host, aiohttp.ClientSession() as http:
            await becomes(lambda: owner.fetchval("SELECT count(*) FROM items WHERE status = 'sold'"), 3)
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
            url = f"{host.url}/api/v1/events/{gala.event_id}/checkout"
            async with http.post(url, json={"hold_s": 1}, headers=headers) as opened:
                assert opened.status == 202, await opened.text()
            await becomes(lambda: owner.fetchval("SELECT count(*) FROM receipts"), 3)
            unsent = "SELECT count(*) FROM messages WHERE status NOT IN ('sent', 'delivered')"
            skipped_bills = "SELECT count(*) FROM messages WHERE kind = 'bill' AND status = 'skipped'"  # paid already
            await becomes(lambda: owner.fetchval(f"SELECT ({unsent}) - ({skipped_bills})"), 0)
    captured = stripe.stand_in.books.money_by_intent("acct_harbor")
    intents = await owner.fetch("SELECT provider_id FROM charges WHERE status = 'succeeded'")
    assert [captured[row["provider_id"]]["captured"] for row in intents] == [5_000] * 3
