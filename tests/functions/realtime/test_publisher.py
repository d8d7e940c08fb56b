"""The publisher: one send at a time, the newest state, never too fast, and the pulse."""

import asyncio
import itertools
import json
import math
import time
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio import Redis as RedisClient

from functions.realtime.events import PACKETS
from functions.realtime.ledger import Ledger
from functions.realtime.publisher import CROWD_S, DELIVERIES_PER_UNIT_S, LEADERBOARD_S, STATE, TURN_S, Publisher
from functions.realtime.service import announce_items, pulse, resend_unsent
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_item
from tests.factories.wire import Wire
from tests.functions.realtime.conftest import WAIT_S, Enter, MakeApp, bid, settle

NOBODY = "redis://127.0.0.1:1"


async def test_two_processes_never_send_to_one_room_at_once(owner: Connection, make_app: MakeApp, gala: Gala) -> None:
    items = [await make_item(owner, gala) for _ in range(6)]
    apps = [make_app(webpubsub_units=100), make_app(webpubsub_units=100), make_app(webpubsub_units=100)]
    wire = Wire(*apps)
    for n in range(30):
        item = items[n % 6]
        await bid(owner, gala, item)
        announce_items(apps[n % 3], gala.org_id, gala.event_id, [item])
    await settle(*apps)
    assert wire.most_in_flight == 1
    assert await Ledger(apps[0].cache, gala.event_id).published() == {
        **{str(item): 6 for item in items},
        STATE: 6 * 6 + 1,
    }
    # A process whose mark comes late may tell an item once more after it; what the state says is what must be last.
    states = [json.loads(payload) for event, payload, _ in wire.sent if event == "leaderboard_update"]
    assert states[-1]["state_version"] == 6 * 6 + 1, "always after the last change"
    assert sum(app.single(Publisher).counters.failures for app in apps) == 0


async def test_what_changes_during_a_send_merges_into_the_next_packet(
    owner: Connection, make_app: MakeApp, gala: Gala
) -> None:
    items = [await make_item(owner, gala) for _ in range(5)]
    holder, other = make_app(webpubsub_units=100), make_app()
    wire = Wire(holder, other)
    wire.let_go.clear()
    await bid(owner, gala, items[0])
    announce_items(holder, gala.org_id, gala.event_id, [items[0]])
    await wire.started.wait()
    for item in items[1:]:
        await bid(owner, gala, item)
        announce_items(other, gala.org_id, gala.event_id, [item])
        announce_items(holder, gala.org_id, gala.event_id, [item])
    await settle(other)
    wire.let_go.set()
    await settle(holder)
    placed = [payload for event, payload, _ in wire.sent if event == "bid_placed"]
    assert [payload.count(b'"leader_paddle"') for payload in placed] == [1, 4]


async def test_the_pause_keeps_deliveries_within_what_the_units_carry(
    owner: Connection, make_app: MakeApp, gala: Gala, redis: RedisClient
) -> None:
    app = make_app()
    listeners = 600
    now = asyncio.get_running_loop().time()
    await redis.zadd(f"room:{{{gala.event_id}}}:listeners", {f"s{n}": 4e9 + now for n in range(listeners)})
    item = await make_item(owner, gala)
    wire = Wire(app)
    for _ in range(6):
        wire.started.clear()
        await bid(owner, gala, item)
        announce_items(app, gala.org_id, gala.event_id, [item])
        await wire.started.wait()
    await settle(app)
    first, last = wire.sent[0][2], wire.sent[-1][2]
    # every packet but those of the last turn has been paid for by a pause
    deliveries = listeners * (len(wire.sent) - 2)
    assert deliveries / (last - first) <= DELIVERIES_PER_UNIT_S
    boards = [at for event, _, at in wire.sent if event == "leaderboard_update"]
    assert all(later - earlier >= LEADERBOARD_S * 0.95 for earlier, later in itertools.pairwise(boards))


async def test_a_long_packet_counts_as_several(app: Services, gala: Gala) -> None:
    room = app.single(Publisher).room(gala.org_id, gala.event_id)
    room.listeners = 300
    assert room.pause_after(2_049) == pytest.approx(2 * room.pause_after(100))
    assert 1 / room.pause_after(100) == pytest.approx((DELIVERIES_PER_UNIT_S - 150) / 300)


async def test_a_lone_bid_waits_for_nothing(
    owner: Connection, app: Services, gala: Gala, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await make_item(owner, gala)
    wire = Wire(app)
    await bid(owner, gala, item)
    room = app.single(Publisher).room(gala.org_id, gala.event_id)
    slept: list[float] = []
    sleep = asyncio.sleep

    async def noted(delay: float) -> None:
        if asyncio.current_task() is room.runner:  # not what renews the lease
            slept.append(delay)
        await sleep(delay)

    with monkeypatch.context() as patch:
        patch.setattr(asyncio, "sleep", noted)
        announce_items(app, gala.org_id, gala.event_id, [item])
        await wire.started.wait()
    assert [delay for delay in slept if delay > 0] == []
    await settle(app)
    assert wire.names() == ["bid_placed", "leaderboard_update"]


@pytest.mark.parametrize(("changes", "least_s"), [(1, TURN_S), (3, TURN_S), (60, 2 * TURN_S), (200, CROWD_S)])
async def test_the_more_changes_come_the_longer_the_next_turn_waits(
    owner: Connection, make_app: MakeApp, gala: Gala, monkeypatch: pytest.MonkeyPatch, changes: int, least_s: float
) -> None:
    app = make_app(webpubsub_units=100)
    item = await make_item(owner, gala)
    room = app.single(Publisher).room(gala.org_id, gala.event_id)
    began: list[float] = []
    turn = room._turn

    async def timed(*args: Any) -> None:
        began.append(time.monotonic())
        await turn(*args)

    monkeypatch.setattr(room, "_turn", timed)
    wire = Wire(app)
    await bid(owner, gala, item)
    for _ in range(changes):
        announce_items(app, gala.org_id, gala.event_id, [item])
    await wire.started.wait()
    await bid(owner, gala, item)
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    assert began[1] - began[0] >= least_s - 0.001, "the clock of the loop may be a millisecond behind"


async def test_a_room_whose_listeners_nobody_knows_is_told_as_a_large_gala(make_app: MakeApp, gala: Gala) -> None:
    room = make_app(webpubsub_units=10, redis_url=NOBODY).single(Publisher).room(gala.org_id, gala.event_id)
    unknown = room.pause_after(100)
    room.listeners = 1_000
    assert unknown == room.pause_after(100) < 0.05


async def test_the_next_holder_keeps_the_pause_of_the_last(
    owner: Connection, make_app: MakeApp, gala: Gala, redis: RedisClient
) -> None:
    await redis.zadd(f"room:{{{gala.event_id}}}:listeners", {f"s{n}": 9e9 for n in range(900)})
    item = await make_item(owner, gala)
    apps = [make_app(), make_app()]
    wire = Wire(*apps)
    for app in apps:
        await bid(owner, gala, item)
        announce_items(app, gala.org_id, gala.event_id, [item])
        await settle(app)
    placed = [at for event, _, at in wire.sent if event == "bid_placed"]
    assert placed[1] - placed[0] >= 2 * 900 / DELIVERIES_PER_UNIT_S


async def test_items_that_are_decided_are_told_as_item_sold(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    item, lost, withdrawn = [await make_item(owner, gala) for _ in range(3)]
    await bid(owner, gala, item)
    client = await enter(guest.claims())
    await owner.execute(
        "UPDATE items SET closes_at = opens_at + interval '1 s', planned_closes_at = opens_at + interval '1 s' WHERE id <> $1",
        withdrawn,
    )
    await owner.fetch("SELECT * FROM close_due_v1($1, $2)", gala.org_id, gala.section_id)
    await owner.execute("UPDATE items SET status = 'withdrawn', version = version + 1 WHERE id = $1", withdrawn)
    announce_items(app, gala.org_id, gala.event_id, [item, lost, withdrawn])
    placed, sold = await client.next("bid_placed"), await client.next("item_sold")
    assert [one["id"] for one in placed["items"]] == [str(withdrawn)]
    assert {one["id"]: one["status"] for one in sold["items"]} == {str(item): "sold", str(lost): "unsold"}
    board = await client.next("leaderboard_update")
    assert (board["state"]["items_open"], board["state"]["silent_total_cents"]) == (0, 5_000)


async def test_a_change_of_the_event_alone_is_told_with_its_state(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    client = await enter(guest.claims())
    await owner.execute("UPDATE events SET phase = 'live', version = version + 1 WHERE id = $1", gala.event_id)
    announce_items(app, gala.org_id, gala.event_id, [])
    assert (await client.next("leaderboard_update"))["state"]["phase"] == "live"


async def test_a_lease_runs_out(app: Services, gala: Gala) -> None:
    ledger = Ledger(app.cache, gala.event_id)
    assert await ledger.mark("first", ["x"]) is not None
    assert await ledger.mark("second", ["y"]) is None
    assert await ledger.renew("second") is False
    assert await ledger.take("second") is None
    await app.redis.pexpire(f"room:{{{gala.event_id}}}:lease", 1)
    async with asyncio.timeout(WAIT_S):
        granted = await ledger.mark("second", [])
        while granted is None:
            granted = await ledger.mark("second", [])
    assert granted.marks == {"y"}
    assert await ledger.renew("first") is False
    assert await ledger.release("first", 1, 1) is True
    assert await ledger.take("second") is not None, "a late release takes nothing from the new holder"


async def test_published_versions_only_rise(app: Services, gala: Gala) -> None:
    ledger = Ledger(app.cache, gala.event_id)
    await ledger.record({"a": 5, "b": 1})
    await ledger.record({"a": 4, "b": 2})
    assert await ledger.published() == {"a": 5, "b": 2}


async def test_a_pulse_carries_the_numbers_to_rooms_that_somebody_listens_to(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    assert await pulse(app) == 0, "nobody has joined"
    client = await enter(guest.claims())
    item = await make_item(owner, gala)
    version = await bid(owner, gala, item)
    assert await pulse(app) == 1
    packet = await client.next("pulse")
    PACKETS["pulse"].model_validate(packet)
    assert (packet["items_version"], packet["state_version"], packet["phase"]) == (version, version + 1, "silent")
    await owner.execute("UPDATE events SET phase = 'over' WHERE id = $1", gala.event_id)
    assert await pulse(app) == 0


async def test_without_redis_each_process_tells_at_a_quarter_of_the_rate(
    owner: Connection, make_app: MakeApp, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    apps = [make_app(redis_url=NOBODY), make_app(redis_url=NOBODY)]
    wire = Wire(*apps)
    for app in apps:
        app.single(Publisher).room(gala.org_id, gala.event_id).listeners = 150
        await bid(owner, gala, item)
        announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(*apps)
    placed = [at for event, _, at in wire.sent if event == "bid_placed"]
    assert len(placed) == 2, "each for itself"
    wire.sent.clear()
    for _ in range(2):
        await bid(owner, gala, item)
        announce_items(apps[0], gala.org_id, gala.event_id, [item])
        await settle(apps[0])
    pause = 4 * 150 / DELIVERIES_PER_UNIT_S
    placed = [at for event, _, at in wire.sent if event == "bid_placed"]
    assert placed[1] - placed[0] >= pause * 0.95
    assert await resend_unsent(apps[0]) == 0, "it remembers what it told itself"
    assert apps[0].single(Publisher).counters.failures == 0


async def test_a_closed_publisher_leaves_announcements_to_reconcile(
    owner: Connection, make_app: MakeApp, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    await bid(owner, gala, item)
    app = make_app()
    wire = Wire(app)
    await app.single(Publisher).close()
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    assert wire.sent == []


async def test_an_unknown_event_is_no_reason_to_fail(app: Services, gala: Gala) -> None:
    announce_items(app, gala.org_id, uuid4(), [uuid4()])
    await settle(app)
    assert app.single(Publisher).counters.packets == 0
    assert math.isfinite(app.single(Publisher).room(gala.org_id, gala.event_id).pause_after(1))


async def test_a_change_that_was_read_with_the_one_before_is_not_told_twice(
    owner: Connection, app: Services, gala: Gala
) -> None:
    item = await make_item(owner, gala)
    wire = Wire(app)
    await bid(owner, gala, item)
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    announce_items(app, gala.org_id, gala.event_id, [item])
    await settle(app)
    assert wire.names().count("bid_placed") == 1
