"""The host is killed around a close (F1): nobody wins on stale bids, and the section reopens; where sections are never held, it closes on them."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import uuid4

import aiohttp

from onebox.functions_host.running import RunningHost, running_host
from onebox.services.ports import free_port
from onebox.supervisor.data_dir import REPOSITORY
from shared.db.pool import Connection
from shared.runtime import Services
from shared.settings import Settings
from tests.factories.bidding import place
from tests.factories.gala import make_gala, make_guest, make_item, make_staff_session
from tests.factories.settings import environment

PATIENCE_S = 40.0
LOOK_EVERY_S = 0.1  # another process works; no event of it reaches this one
AFTER_S = 6
"""A little longer than two of the canary's bids."""
DOWN_S = 20


async def becomes(read: Callable[[], Awaitable[object]], wanted: object) -> None:
    seen = None
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (seen := await read()) != wanted:  # noqa: ASYNC110  (see LOOK_EVERY_S)
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError as error:
        raise AssertionError(f"is {seen!r}, not {wanted!r}") from error


async def start(stack: AsyncExitStack, settings: Settings, port: int) -> RunningHost:
    return await stack.enter_async_context(running_host(REPOSITORY, environment(settings), port=port))


async def test_a_host_that_is_killed_for_twenty_seconds_around_the_close(
    owner: Connection, app: Services, settings: Settings
) -> None:
    held, closed = await make_gala(owner), await make_gala(owner)
    await owner.execute("UPDATE events SET outage_after_s = $2 WHERE id = $1", held.event_id, AFTER_S)
    items = []
    for gala in (held, closed):
        items.append(await make_item(owner, gala))
        assert await place(owner, await make_guest(owner, gala), items[-1], 20_000) == "accepted"
    # the hour before is over: the canary is to be heard
    await owner.execute(
        "UPDATE items SET (closes_at, planned_closes_at) = (now() + interval '4 minutes', now() + interval '4 minutes')"
    )
    port = free_port()
    settings = settings.model_copy(update={"api_url": f"http://127.0.0.1:{port}/api/v1"})
    heard = "SELECT count(*) >= 2 FROM bid_attempts"

    async with AsyncExitStack() as stack:
        host = await start(stack, settings, port)
        await becomes(lambda: owner.fetchval(heard), True)
        # what started the heartbeat is not the outage that this is about
        await owner.execute("UPDATE heartbeats SET gap_from = NULL, gap_to = NULL")
        host.process.kill()
        await host.process.wait()
        await owner.execute(
            "UPDATE items SET (closes_at, planned_closes_at) = (now() + interval '10 s', now() + interval '10 s')"
            " WHERE NOT is_hidden"
        )
        await becomes(
            lambda: owner.fetchval(
                "SELECT clock_timestamp() - last_at > make_interval(secs => $1) FROM heartbeats", float(DOWN_S)
            ),
            True,
        )
        down_since = await owner.fetchval("SELECT last_at FROM heartbeats")
        await start(stack, settings, port)
        became = "SELECT array_agg(CASE WHEN held_at IS NULL THEN status ELSE 'held' END ORDER BY id) FROM items WHERE NOT is_hidden"
        await becomes(lambda: owner.fetchval(became), ["held", "sold"])  # ids rise
        assert await owner.fetchval("SELECT held_gap_from FROM sections WHERE id = $1", held.section_id) == down_since
        assert await owner.fetchval("SELECT array_agg(item_id) FROM awards") == [items[1]]

        token = app.tokens.issue(await make_staff_session(owner, held))
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        async with aiohttp.ClientSession() as http:
            url = f"{settings.api_url}/sections/{held.section_id}/unhold"
            async with http.post(url, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
        left = "SELECT extract(epoch FROM closes_at - clock_timestamp())::float8 BETWEEN 280 AND 300 FROM items WHERE id = $1"
        assert await owner.fetchval(left, items[0])
        assert await owner.fetchval("SELECT held_at FROM sections WHERE id = $1", held.section_id) is None
