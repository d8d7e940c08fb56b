"""What is not told at once is told later: crashes, lost packets, a room service or a Redis that goes away."""

import asyncio
import json
from pathlib import Path
from typing import Any

from redis.asyncio import Redis as RedisClient

from functions.realtime.events import PACKETS
from functions.realtime.ledger import Ledger
from functions.realtime.publisher import Publisher
from functions.realtime.service import announce_items, pulse, resend_unsent
from onebox.services.redis_server import Redis
from onebox.webpubsub import Emulator, FaultPlan, running_emulator
from onebox.webpubsub.faults import RejectSends
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_guest, make_item
from tests.factories.http import send
from tests.factories.wire import Wire
from tests.functions.realtime.conftest import WAIT_S, Enter, MakeApp, bid, settle
from tests.functions.realtime.conftest import Guest as Client

NOBODY = "redis://127.0.0.1:1"


class Screen:
    """A client as screens are written: it keeps the newest version, and catches up when its numbers do not add up."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.state_version = 0
        self.should_be = (0, 0)

    def hear(self, event: str, packet: dict[str, Any]) -> None:
        PACKETS[event].model_validate(packet)
        for item in packet.get("items", []):
            known = self.items.get(item["id"])
            if known is None or known["version"] < item["version"]:
                self.items[item["id"]] = item
        if event == "leaderboard_update":
            self.state_version = max(self.state_version, packet["state_version"])
        self.should_be = max(self.should_be, (packet["items_version"], packet["state_version"]))

    @property
    def items_version(self) -> int:
        return sum(item["version"] for item in self.items.values())

    @property
    def is_current(self) -> bool:
        return (self.items_version, self.state_version) >= self.should_be


async def test_a_crash_between_commit_and_publish_is_healed(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    item = await make_item(owner, gala)
    client = await enter(guest.claims())
    version = await bid(owner, gala, item)  # and the process is gone
    assert await resend_unsent(app) == 1
    assert (await client.next("bid_placed"))["items"][0]["version"] == version
    await settle(app)
    assert await resend_unsent(app) == 0
    assert await resend_unsent(app) == 0


async def test_a_holder_that_died_with_the_marks_is_made_up_for(
    owner: Connection, app: Services, make_app: MakeApp, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    await bid(owner, gala, item)
    dead = Ledger(make_app().cache, gala.event_id)
    granted = await dead.mark("dead", [str(item)])
    assert granted is not None
    assert granted.marks == {str(item)}, "the marks are in its memory only"
    wire = Wire(app)
    assert await resend_unsent(app) == 1
    await settle(app)
    assert wire.sent == [], "the lease is still the dead one's"
    assert await dead.release("dead", 0, 0) is False
    await dead.take("dead")
    assert await dead.release("dead", 0, 0) is True, "or it runs out"
    assert await resend_unsent(app) == 1
    await settle(app)
    assert wire.names() == ["bid_placed", "leaderboard_update"]


async def test_a_refused_send_is_counted_and_healed(
    owner: Connection, app: Services, emulator: Emulator, gala: Gala, guest: Guest, enter: Enter
) -> None:
    item = await make_item(owner, gala)
    client = await enter(guest.claims())
    emulator.set_faults(FaultPlan(reject_sends=RejectSends(status=429, retry_after=1)))
    await bid(owner, gala, item)
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    assert app.single(Publisher).counters.failures == 1
    assert await Ledger(app.cache, gala.event_id).published() == {}
    emulator.set_faults(FaultPlan())
    assert await resend_unsent(app) == 1
    await client.next("bid_placed")
    await settle(app)
    assert await resend_unsent(app) == 0


async def test_a_room_service_that_is_away_and_comes_back_fails_nothing(
    owner: Connection, make_app: MakeApp, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    async with running_emulator() as gone:
        there, port = gone.connection_string, int(gone.endpoint.rsplit(":", 1)[1])
    app = make_app(webpubsub_connection=there)
    await bid(owner, gala, item)
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    assert app.single(Publisher).counters.failures == 1
    async with running_emulator(port=port):
        assert await resend_unsent(app) == 1
        await settle(app)
    assert app.single(Publisher).counters.packets == 2


async def test_lost_doubled_and_reordered_packets_are_healed_by_the_versions(
    owner: Connection, app: Services, emulator: Emulator, gala: Gala, guest: Guest, enter: Enter
) -> None:
    items = [await make_item(owner, gala) for _ in range(4)]
    client = await enter(guest.claims())
    screen = Screen()
    first = await catch_up(app, guest, gala)
    screen.items = {item["id"]: item for item in first["items"]}
    emulator.set_faults(FaultPlan(drop_percent=30, duplicate_percent=30, reorder=True, seed=7))
    for n in range(24):
        await bid(owner, gala, items[n % 4])
        announce_items(app, gala.org_id, gala.event_id, [items[n % 4]])
        if n % 3 == 0:
            await settle(app)
    await settle(app)
    emulator.set_faults(FaultPlan())
    await pulse(app)
    await hear_until(client, screen, "pulse")
    if not screen.is_current:
        changes = await catch_up(app, guest, gala, since=screen.items_version)
        screen.hear("bid_placed", {**changes, "event_id": str(gala.event_id)})
        screen.state_version = max(screen.state_version, changes["state_version"])
    if not screen.is_current:  # its copies never added up to that number: everything, as the contract says
        changes = await catch_up(app, guest, gala)
        screen.hear("bid_placed", {**changes, "event_id": str(gala.event_id)})
    assert screen.is_current
    truth = {str(row["id"]): row["version"] for row in await owner.fetch("SELECT id, version FROM items")}
    assert {item: state["version"] for item, state in screen.items.items()} == truth


async def catch_up(app: Services, guest: Guest, gala: Gala, since: int | None = None) -> dict[str, Any]:
    await asyncio.sleep(0.1)  # the process's own copy may be so old
    query = "" if since is None else f"?since={since}"
    answer = await send("GET", f"/api/v1/events/{gala.event_id}/changes{query}", token=guest.token(app.tokens))
    body: dict[str, Any] = answer.body
    return body


async def hear_until(client: Client, screen: Screen, last: str) -> None:
    async with asyncio.timeout(WAIT_S):
        while True:
            event, packet = await client.heard.get()
            shown = {item: state["version"] for item, state in screen.items.items()}
            screen.hear(event, packet)
            assert all(screen.items[item]["version"] >= version for item, version in shown.items()), "never back"
            if event == last:
                return


async def test_redis_killed_or_emptied_in_the_middle_of_the_evening_loses_nothing(
    owner: Connection, make_app: MakeApp, gala: Gala, tmp_path: Path, emulator: Emulator
) -> None:
    items = [await make_item(owner, gala) for _ in range(3)]
    server = Redis(tmp_path)
    await server.start()
    app = make_app(redis_url=server.url, webpubsub_units=100)
    wire = Wire(app)
    try:
        for n in range(12):
            item = items[n % 3]
            await bid(owner, gala, item)
            announce_items(app, gala.org_id, gala.event_id, [item])
            if n == 4:
                async with RedisClient.from_url(server.url) as client:
                    await client.flushall()
            if n == 7:
                await server.stop()
        await settle(app)
    finally:
        await server.stop()
    screen = Screen()
    for event, payload, _ in wire.sent:
        screen.hear(event, json.loads(payload))
    assert {item: state["version"] for item, state in screen.items.items()} == {str(item): 5 for item in items}
    assert screen.is_current
    assert app.single(Publisher).counters.failures == 0


async def test_after_a_flush_what_was_told_is_told_again_once(
    owner: Connection, app: Services, gala: Gala, redis: RedisClient
) -> None:
    items = [await make_item(owner, gala) for _ in range(3)]
    for item in items[:2]:
        await bid(owner, gala, item)
    announce_items(app, gala.org_id, gala.event_id, items)
    await settle(app)
    await redis.delete(f"room:{{{gala.event_id}}}:published")
    app.single(Publisher).room(gala.org_id, gala.event_id).settled = None  # as in another process
    assert await resend_unsent(app) == 2, "an item at its first version has nothing to tell"
    await settle(app)
    assert await resend_unsent(app) == 0


async def test_after_a_flush_the_pause_still_reckons_with_those_who_listen(
    owner: Connection, app: Services, gala: Gala, redis: RedisClient, enter: Enter
) -> None:
    for _ in range(3):
        await enter((await make_guest(owner, gala)).claims())
    await redis.delete(f"room:{{{gala.event_id}}}:listeners")
    announce_items(app, gala.org_id, gala.event_id, [])
    await settle(app)
    assert app.single(Publisher).room(gala.org_id, gala.event_id).listeners == 3
    assert await Ledger(app.cache, gala.event_id).listeners() == 3
