"""Nothing that anybody can read tells of an event's canary: every GET route answers as it did before there was one."""

from typing import Any
from uuid import uuid4

from functions.accounts.permissions import ROLES, Role, may
from functions.bids.store import place_bids
from functions.closing import store
from functions.closing.models import Canary
from functions.closing.service import close_due
from shared.db.pool import Connection
from shared.http.operation import OPERATIONS, PUBLIC, Operation
from shared.runtime import Services, get_services, use_services
from tests.api.test_permissions import OWN, World
from tests.factories.bids import bid_of
from tests.factories.gala import Guest
from tests.factories.http import send

READS = [operation for operation in OPERATIONS if operation.method == "GET" and operation.permission != PUBLIC]
VARYING = ("server_time", "trace_id")
"""The answer's own."""


def role_for(operation: Operation) -> Role:
    """The one that may read most."""
    order: list[Role] = ["coordinator", *ROLES]
    return next(role for role in order if role != "superadmin" and may(role, operation.permission))


async def answers(world: World, tokens: dict[Role, str]) -> dict[str, Any]:
    """Of every GET route, from a process and a cache that know nothing yet; files by their size."""
    await world.app.redis.flushdb()
    await use_services(Services(world.app.settings))
    found = {}
    for operation in READS:
        answer = await world.ask(operation, world.places[OWN], tokens[role_for(operation)])
        is_json = "json" in answer.headers["content-type"]
        found[operation.path] = answer.status, without_varying(answer.body) if is_json else len(answer.raw)
    await (await get_services()).close()
    await use_services(world.app)
    return found


def without_varying(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_varying(one) for name, one in value.items() if name not in VARYING}
    return [without_varying(one) for one in value] if isinstance(value, list) else value


async def canary_that_has_bid(owner: Connection, app: Services, world: World) -> Canary:
    await owner.execute("UPDATE events SET outage_after_s = 15 WHERE id = $1", world.gala.event_id)
    async with app.db.connection() as conn:
        [canary] = await store.canaries(conn)
    bidder = Guest(canary.org_id, canary.event_id, canary.guest_id, canary.paddle_id, 0, canary.session_id, "")
    [judged] = await place_bids(owner, [bid_of(bidder, canary.item_id, 1, kind="exact")])
    assert judged.code == "bid_too_low"
    return canary


async def room(owner: Connection, world: World) -> list[tuple[Any, ...]]:
    rows = await owner.fetch(
        "SELECT items_version, state_version FROM live_rooms_v1() WHERE event_id = $1"
        " UNION ALL SELECT items_version, state_version FROM room_changes_v1($2, $1, NULL)"
        " UNION ALL SELECT count(*), sum(version) FROM item_versions_v1($2, $1)",
        world.gala.event_id,
        world.gala.org_id,
    )
    return [tuple(row) for row in rows]


async def test_every_route_and_the_room_say_what_they_said_without_it(app: Services, owner: Connection) -> None:
    world = await World(app, owner).build(with_receipts=False)
    tokens = {role: await world.token(role) for role in {role_for(one) for one in READS}}
    before = await answers(world, tokens), await room(owner, world)
    assert sum(status == 200 for status, _ in before[0].values()) >= 15

    canary = await canary_that_has_bid(owner, app, world)

    assert (await answers(world, tokens), await room(owner, world)) == before
    for item_route in ("items/{}", "items/{}/bids"):
        for role in ("coordinator", "donor"):
            answer = await send("GET", f"/api/v1/{item_route.format(canary.item_id)}", token=tokens[role])
            assert answer.code == "item_not_found", (item_route, role)

    await owner.execute("UPDATE items SET is_hidden = false")
    shown = await answers(world, tokens), await room(owner, world)
    assert shown[0]["events/{event_id}/items"] != before[0]["events/{event_id}/items"], "the control"
    assert shown[1] != before[1]


async def test_it_owes_nothing_and_holds_up_no_checkout(app: Services, owner: Connection) -> None:
    world = await World(app, owner).build(with_receipts=False)
    canary = await canary_that_has_bid(owner, app, world)
    await owner.execute(
        "UPDATE items SET (closes_at, planned_closes_at) = (now(), now()) WHERE kind <> 'live' AND NOT is_hidden"
    )
    await owner.execute("UPDATE heartbeats SET last_at = clock_timestamp()")
    await close_due(app, world.gala.org_id, world.gala.section_id)
    url = f"/api/v1/events/{world.gala.event_id}/checkout"
    opened = await send("POST", url, token=await world.token("coordinator"), key=uuid4(), json={"hold_s": 0})
    assert opened.status == 202, opened.body
    assert await owner.fetchval("SELECT count(*) FROM invoices") == 2, "the guests'"
    for table in ("invoices", "messages", "awards"):
        rows = f"SELECT count(*) FROM {table} WHERE paddle_id = $1"  # noqa: S608 - names from above
        assert await owner.fetchval(rows, canary.paddle_id) == 0
    assert await owner.fetchval("SELECT status FROM items WHERE id = $1", canary.item_id) == "open"
