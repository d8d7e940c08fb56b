"""The canary: it is heard through the public route, costs next to nothing, and nobody else can tell that it is there."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from functions.bids.service import sweep_attempts
from functions.closing import service, store
from functions.closing.canary import CanaryBidder
from functions.closing.models import Canary
from onebox.services.ports import free_port
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.runtime import Services, use_services
from shared.settings import Settings
from tests.factories.bidding import place
from tests.factories.gala import Gala, make_gala, make_guest, make_item
from tests.factories.served import served


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def app(settings: Settings, port: int) -> AsyncIterator[Services]:
    """Services whose public address is where `served(port)` serves."""
    services = Services(settings.model_copy(update={"api_url": f"http://127.0.0.1:{port}/api/v1"}))
    await use_services(services)
    yield services
    await use_services(None)
    await services.close()


@pytest.fixture
async def gala(owner: Connection) -> Gala:
    """It closes in half an hour, and is held after an outage."""
    gala = await make_gala(owner, closes_at=utc_now() + timedelta(minutes=30))
    await owner.execute("UPDATE events SET outage_after_s = 15")
    await make_item(owner, gala)
    return gala


async def heartbeat(owner: Connection) -> asyncpg.Record:
    row = await owner.fetchrow(
        "SELECT last_at > clock_timestamp() - interval '2 seconds' AS is_fresh, gap_from FROM heartbeats"
    )
    assert row is not None
    return row


async def test_it_is_heard_through_the_public_route(owner: Connection, app: Services, gala: Gala, port: int) -> None:
    async with served(port):
        assert await app.single(CanaryBidder).bid() == 1
        await owner.execute("UPDATE heartbeats SET last_at = last_at - interval '10 seconds'")
        assert not (await heartbeat(owner))["is_fresh"]
        assert await app.single(CanaryBidder).bid() == 1
    assert tuple(await heartbeat(owner)) == (True, None)
    assert {row["code"] for row in await owner.fetch("SELECT code FROM bid_attempts")} == {"bid_too_low"}
    assert await owner.fetchval("SELECT count(*) FROM bids") == 0
    for table, rows in {"paddles": 1, "guests": 1, "sessions": 1, "items": 2, "heartbeats": 1}.items():
        assert await owner.fetchval(f"SELECT count(*) FROM {table}") == rows, "made once"  # noqa: S608 - names from above


async def test_it_says_once_that_it_is_not_heard_and_once_that_it_is_again(
    owner: Connection, app: Services, gala: Gala, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "augeo.canary")
    bidder = app.single(CanaryBidder)
    assert [await bidder.bid() for _ in range(3)] == [0, 0, 0]
    async with served(port):
        assert [await bidder.bid() for _ in range(3)] == [1, 1, 1]
    told = [record.message for record in caplog.records if record.name == "augeo.canary"]
    assert told == ["canary_not_heard", "canary_heard_again"]


async def test_it_signs_in_again_when_somebody_ended_its_session(
    owner: Connection, app: Services, gala: Gala, port: int
) -> None:
    async with served(port):
        assert await app.single(CanaryBidder).bid() == 1
        await owner.execute("UPDATE sessions SET revoked_at = clock_timestamp()")
        assert await app.single(CanaryBidder).bid() == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET outage_after_s = 0",
        "UPDATE events SET phase = 'checkout'",
        "UPDATE items SET (closes_at, planned_closes_at) = (closes_at + interval '2 hours', closes_at + interval '2 hours')",
        "UPDATE items SET status = 'withdrawn'",
        "CREATE OR REPLACE FUNCTION auction_clock_rate() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE RETURN 30.0::double precision",
    ],
    ids=["never held", "in checkout", "closes later", "nothing to close", "on a scaled clock"],
)
async def test_it_is_silent_and_makes_nothing_where_nothing_can_be_held(
    owner: Connection, app: Services, gala: Gala, change: str
) -> None:
    await owner.execute(change)
    assert await app.single(CanaryBidder).bid() == 0
    assert (
        await owner.fetchval("SELECT count(*) FROM heartbeats") + await owner.fetchval("SELECT count(*) FROM paddles")
        == 0
    )


async def test_its_refusals_are_swept_and_those_of_guests_are_kept(
    owner: Connection, app: Services, gala: Gala, port: int
) -> None:
    async with served(port):
        for _ in range(3):
            await app.single(CanaryBidder).bid()
    item = await owner.fetchval("SELECT id FROM items WHERE NOT is_hidden")
    assert await place(owner, await make_guest(owner, gala), item, 1) == "bid_too_low"
    await owner.execute("UPDATE bid_attempts SET decided_at = decided_at - interval '11 minutes'")
    async with served(port):
        await app.single(CanaryBidder).bid()
    assert await service.sweep_canary_attempts(app) == 3
    assert await sweep_attempts(app) == 0
    assert await owner.fetchval("SELECT count(*) FROM bid_attempts") == 2


async def canary_of(app: Services) -> Canary:
    async with app.db.connection() as conn:
        [canary] = await store.canaries(conn)
    return canary


async def test_no_guest_can_bid_on_its_item_and_it_on_none_of_theirs(
    owner: Connection, app: Services, gala: Gala
) -> None:
    canary = await canary_of(app)
    item: UUID = await owner.fetchval("SELECT id FROM items WHERE NOT is_hidden")
    guest = await make_guest(owner, gala)
    assert await place(owner, guest, canary.item_id, 10_000) == "item_not_found"
    await owner.execute(
        "UPDATE sessions SET guest_id = $1, paddle_id = $2 WHERE id = $3",
        canary.guest_id,
        canary.paddle_id,
        guest.session_id,
    )
    await owner.execute("UPDATE paddles SET has_card = true")
    assert await place(owner, replace(guest, paddle_id=canary.paddle_id), item, 10_000) == "item_not_found"
    assert await owner.fetchval("SELECT count(*) FROM bids") == 0


async def test_a_house_with_every_number_taken_has_room_for_it(owner: Connection, app: Services, gala: Gala) -> None:
    """Its number is 0, which no guest can have and nobody can type."""
    await owner.execute(
        "INSERT INTO paddles (org_id, id, event_id, number) SELECT $1, gen_random_uuid(), $2, n FROM generate_series(1, 99999) n",
        gala.org_id,
        gala.event_id,
    )
    canary = await canary_of(app)
    assert await owner.fetchval("SELECT number FROM paddles WHERE id = $1", canary.paddle_id) == 0
    with pytest.raises(asyncpg.CheckViolationError):
        await owner.execute("UPDATE paddles SET number = 0 WHERE number = 99999")
