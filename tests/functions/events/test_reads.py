"""The reads of an event: what they hold, whom they refuse, 304, and how few questions they ask."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from functions.bids.store import place_bids
from functions.events.schemas import Changes, EventDetails, Snapshot
from functions.items.schemas import ItemDocument, ItemList
from functions.realtime.publisher import Publisher
from functions.realtime.service import announce_items
from onebox.services import RunningServices
from shared.db.pool import Connection, Database, PooledConnection
from shared.runtime import Services
from tests.factories.bids import bid_of
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send

CANARY_CENTS = 7_654_321


async def get(path: str, token: str, *, etag: str | None = None) -> Answer:
    return await send(
        "GET", f"/api/v1/{path}", token=token, headers={"if-none-match": etag} if etag is not None else {}
    )


async def told(app: Services, gala: Gala, *items: Any) -> None:
    """The rooms, and with them every process's cache, have heard of the items."""
    announce_items(app, gala.org_id, gala.event_id, items)
    await app.single(Publisher).settle()
    await asyncio.sleep(0.1)  # the process's own copy may be a tenth of a second old: that is the promise


@pytest.fixture
async def gala(owner: Connection, app: Services) -> Gala:
    return await make_gala(owner)


@pytest.fixture
async def guest(owner: Connection, gala: Gala) -> Guest:
    return await make_guest(owner, gala)


@pytest.fixture
def token(app: Services, guest: Guest) -> str:
    return guest.token(app.tokens)


async def test_an_event_is_told_with_its_sections_and_the_auctions_time(gala: Gala, token: str) -> None:
    answer = await get(f"events/{gala.event_id}", token)
    assert answer.status == 200
    event = EventDetails.model_validate(answer.body)
    assert (event.id, event.phase, event.media_base_url) == (gala.event_id, "silent", "/media/")
    assert [section.id for section in event.sections] == [gala.section_id]
    assert answer.headers["cache-control"] == "private, no-cache"
    again = await get(f"events/{gala.event_id}", token, etag=answer.headers["etag"])
    assert (again.status, again.raw) == (304, b"")


async def test_items_come_in_the_order_of_the_catalogue_without_drafts(
    owner: Connection, gala: Gala, token: str
) -> None:
    second = await make_item(owner, gala, lot="B")
    first = await make_item(owner, gala, lot="A")
    await make_item(owner, gala, lot="C", status="draft")
    answer = await get(f"events/{gala.event_id}/items", token)
    assert answer.status == 200
    items = ItemList.model_validate(answer.body)
    assert [item.id for item in items.items] == [first, second]
    assert items.items_version == 2


async def test_unchanged_items_are_answered_with_304_and_changed_ones_are_not(
    owner: Connection, app: Services, gala: Gala, guest: Guest, token: str
) -> None:
    item = await make_item(owner, gala)
    path = f"events/{gala.event_id}/items"
    before = await get(path, token)
    etag = before.headers["etag"]
    assert (await get(path, token, etag=etag)).status == 304
    assert (await get(path, token, etag=f'"x", W/{etag}')).status == 304
    assert (await get(path, token, etag='"x"')).status == 200
    await place_bids(owner, [bid_of(guest, item, 20_000)])
    await told(app, gala, item)
    after = await get(path, token, etag=etag)
    assert after.status == 200
    assert after.body["items"][0]["version"] == before.body["items"][0]["version"] + 1


async def test_a_snapshot_has_items_state_and_both_versions(
    owner: Connection, gala: Gala, guest: Guest, token: str
) -> None:
    item = await make_item(owner, gala)
    await place_bids(owner, [bid_of(guest, item, 20_000)])
    answer = await get(f"events/{gala.event_id}/snapshot", token)
    snapshot = Snapshot.model_validate(answer.body)
    assert snapshot.items_version == sum(one.version for one in snapshot.items) == 2
    assert snapshot.state_version == snapshot.items_version + 1
    assert snapshot.state.silent_total_cents == 5_000
    assert [leader.item_id for leader in snapshot.state.leaderboard] == [item]
    assert (await get(f"events/{gala.event_id}/snapshot", token, etag=answer.headers["etag"])).status == 304


async def test_changes_hold_the_changed_items_or_all_when_nothing_is_known(
    owner: Connection, app: Services, gala: Gala, guest: Guest, token: str
) -> None:
    items = [await make_item(owner, gala) for _ in range(3)]
    path = f"events/{gala.event_id}/changes"
    everything = Changes.model_validate((await get(path, token)).body)
    assert {one.id for one in everything.items} == set(items)
    await place_bids(owner, [bid_of(guest, items[1], 20_000)])
    await told(app, gala, items[1])
    answer = await get(f"{path}?since={everything.items_version}", token)
    changes = Changes.model_validate(answer.body)
    assert items[1] in {one.id for one in changes.items}
    assert changes.items_version == everything.items_version + 1
    assert "title" not in answer.body["items"][0]


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "9" * 30])
async def test_a_since_that_is_no_version_is_refused(gala: Gala, token: str, since: str) -> None:
    answer = await get(f"events/{gala.event_id}/changes?since={since}", token)
    assert (answer.status, answer.code) == (422, "invalid")


async def test_one_item_is_told_with_its_history_and_no_maximum(
    owner: Connection, gala: Gala, guest: Guest, token: str
) -> None:
    item = await make_item(owner, gala)
    rival = await make_guest(owner, gala)
    await place_bids(owner, [bid_of(guest, item, CANARY_CENTS), bid_of(rival, item, 9_000)])
    document = await get(f"items/{item}", token)
    assert ItemDocument.model_validate(document.body).price_cents == 9_500
    assert (await get(f"items/{item}", token, etag=document.headers["etag"])).status == 304
    history = await get(f"items/{item}/bids", token)
    assert [(one["seq"], one["paddle_number"], one["price_after_cents"]) for one in history.body["steps"]] == [
        (2, rival.number, 9_500),
        (1, guest.number, 5_000),
    ]
    assert history.headers["cache-control"] == "no-store"
    assert len((await get(f"items/{item}/bids?limit=1", token)).body["steps"]) == 1
    assert (await get(f"items/{item}/bids?limit=0", token)).code == "invalid"


async def test_nothing_that_is_read_holds_a_maximum_or_a_reserve(
    owner: Connection, cloud: RunningServices, gala: Gala, guest: Guest, token: str
) -> None:
    item = await make_item(owner, gala, reserve_cents=CANARY_CENTS + 1)
    await place_bids(owner, [bid_of(guest, item, CANARY_CENTS)])
    paths = [f"events/{gala.event_id}{part}" for part in ("", "/items", "/snapshot", "/changes")]
    answers = [await get(path, token) for path in (*paths, f"items/{item}", f"items/{item}/bids")]
    assert [answer.status for answer in answers] == [200] * 6
    async with Redis.from_url(cloud.redis_url) as redis:
        stored = await redis.hgetall(f"items:{{{gala.event_id}}}")
    assert len(stored) == 2
    for canary in (str(CANARY_CENTS), str(CANARY_CENTS + 1)):
        assert canary not in repr(answers)
        assert canary not in repr(stored)


async def test_another_event_and_its_items_are_not_found(
    owner: Connection, app: Services, gala: Gala, token: str
) -> None:
    other = await make_gala(owner)
    item = await make_item(owner, other)
    for event_id in (other.event_id, uuid4(), "x"):
        for part in ("", "/items", "/snapshot", "/changes"):
            answer = await get(f"events/{event_id}{part}", token)
            assert (answer.status, answer.code) == (404, "not_found")
    for path in (f"items/{item}", f"items/{item}/bids"):
        answer = await get(path, token)
        assert (answer.status, answer.code) == (404, "item_not_found")


async def test_without_a_token_nothing_is_read(gala: Gala) -> None:
    assert (await send("GET", f"/api/v1/events/{gala.event_id}/items")).status == 401


async def test_staff_and_the_display_read_the_same(owner: Connection, app: Services, gala: Gala, token: str) -> None:
    await make_item(owner, gala)
    expected = (await get(f"events/{gala.event_id}/items", token)).raw
    for role in ("auctioneer", "display"):
        claims = await make_staff_session(owner, gala, role)
        assert (await get(f"events/{gala.event_id}/items", app.tokens.issue(claims))).raw == expected


class CountingDatabase(Database):
    """Counts how often a connection is asked for."""

    uses = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[PooledConnection]:
        self.uses += 1
        async with super().connection() as conn:
            yield conn


async def test_a_thousand_readers_at_once_cost_the_database_a_handful_of_questions(
    owner: Connection, app: Services, gala: Gala, token: str
) -> None:
    await make_item(owner, gala)
    database = CountingDatabase(app.settings.pg_url.get_secret_value(), size=4)
    app.__dict__["db"] = database
    try:
        paths = [f"events/{gala.event_id}{part}" for part in ("", "/items", "/snapshot", "/changes")]
        answers = await asyncio.gather(*(get(path, token) for path in paths for _ in range(250)))
        assert {answer.status for answer in answers} == {200}
        assert database.uses <= 12
    finally:
        await database.close()
