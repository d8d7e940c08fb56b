import aiohttp
import pytest
from azure.messaging.webpubsubservice.aio import WebPubSubServiceClient

from onebox.webpubsub import Emulator, FaultPlan
from onebox.webpubsub.faults import RejectSends
from tests.onebox.webpubsub.conftest import HUB, Connect, Service


async def test_all_packets_can_be_dropped(emulator: Emulator, service: Service, connect: Connect) -> None:
    guest = await connect()
    emulator.set_faults(FaultPlan(drop_percent=100))
    await service.send(guest.own_group(), '42["lost"]')
    emulator.set_faults(FaultPlan())
    await service.send(guest.own_group(), '42["found"]')
    assert await guest.next_event() == ("found", ())
    assert emulator.hub.counters.dropped == 1


async def test_about_as_many_packets_are_dropped_as_asked(
    emulator: Emulator, service: Service, connect: Connect
) -> None:
    guest = await connect()
    emulator.set_faults(FaultPlan(drop_percent=30, seed=1))
    for _ in range(100):
        await service.send(guest.own_group(), '42["n"]')
    assert 15 <= emulator.hub.counters.dropped <= 45
    assert emulator.hub.counters.dropped + emulator.hub.counters.deliveries == 100


async def test_packets_can_be_doubled(emulator: Emulator, service: Service, connect: Connect) -> None:
    guest = await connect()
    emulator.set_faults(FaultPlan(duplicate_percent=100))
    await service.send(guest.own_group(), '42["twice"]')
    assert [await guest.next_event(), await guest.next_event()] == [("twice", ()), ("twice", ())]


async def test_packets_can_be_reordered_and_none_is_lost(
    emulator: Emulator, service: Service, connect: Connect
) -> None:
    guest = await connect()
    emulator.set_faults(FaultPlan(reorder=True, seed=1))
    for number in range(20):
        await service.send(guest.own_group(), f'42["n",{number}]')
    received = [(await guest.next_event())[1][0] for _ in range(20)]
    assert received != list(range(20))
    assert sorted(received) == list(range(20))


async def test_sends_can_be_refused_with_retry_after(emulator: Emulator, service: Service) -> None:
    emulator.set_faults(FaultPlan(reject_sends=RejectSends(status=429, retry_after=2, count=1)))
    response = await service.call("POST", "/:send", content="42[]", headers={"Content-Type": "text/plain"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "2"
    response = await service.call("POST", "/:send", content="42[]", headers={"Content-Type": "text/plain"})
    assert response.status_code == 202


async def test_the_sdk_retries_a_refused_send_by_itself(emulator: Emulator, connect: Connect) -> None:
    guest = await connect()
    emulator.set_faults(FaultPlan(reject_sends=RejectSends(status=503, retry_after=0.01, count=2)))
    async with WebPubSubServiceClient.from_connection_string(emulator.connection_string, hub=HUB) as client:
        await client.send_to_group(guest.own_group(), '42["at last"]', content_type="text/plain")
    assert await guest.next_event() == ("at last", ())
    assert emulator.hub.counters.rejected_sends == 2


async def test_all_clients_can_be_thrown_out(emulator: Emulator, connect: Connect) -> None:
    first, second = await connect(), await connect(transports=["polling"])
    emulator.set_faults(FaultPlan(close_all=True))
    await first.next_disconnect()
    await second.next_disconnect()
    assert emulator.hub.connections == {}


async def test_faults_and_state_are_reached_over_http(
    emulator: Emulator, connect: Connect, http: aiohttp.ClientSession
) -> None:
    guest = await connect("alice")
    async with http.post(f"{emulator.endpoint}/__onebox/faults", json={"drop_percent": 12.5}) as response:
        assert response.status == 200
    async with http.get(f"{emulator.endpoint}/__onebox/state") as response:
        state = await response.json()
    assert state["faults"]["drop_percent"] == 12.5
    (connection,) = state["hubs"][HUB]["connections"]
    assert connection["user_id"] == "alice"
    assert connection["sockets"] == {"/": guest.client.get_sid()}
    group = state["hubs"][HUB]["groups"][guest.own_group()]
    assert group == {"namespace": "/", "room": guest.client.get_sid(), "connections": 1}
    assert state["hubs"][HUB]["counters"]["connections_opened"] == 1


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ('{"drop_percent": 101}', "application/json", 400),
        ('{"unknown": 1}', "application/json", 400),
        ("rubbish", "application/json", 400),
        ("{}", "text/plain", 415),
    ],
)
async def test_a_plan_that_cannot_be_read_is_refused(
    emulator: Emulator, http: aiohttp.ClientSession, body: str, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type}
    async with http.post(f"{emulator.endpoint}/__onebox/faults", data=body, headers=headers) as response:
        assert response.status == status
