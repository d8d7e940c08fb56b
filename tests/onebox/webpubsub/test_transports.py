"""Engine.IO byte for byte, without a client library in between."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from onebox.webpubsub import Emulator, running_emulator
from onebox.webpubsub.connection import Limits
from onebox.webpubsub.packets import group_name
from tests.onebox.webpubsub.conftest import EVENT_TIMEOUT_S, HUB, Service, open_service

PATH = f"/clients/socketio/hubs/{HUB}/"


class Wire:
    """One Engine.IO session spoken by hand."""

    def __init__(self, http: aiohttp.ClientSession, service: Service) -> None:
        self.http = http
        self.service = service
        self.sid = ""
        self.token = ""

    async def request(self, method: str, data: str | None = None, **query: str) -> tuple[int, str]:
        params = {"EIO": "4", "transport": "polling", "access_token": self.token, **query}
        if self.sid:
            params.setdefault("sid", self.sid)
        async with self.http.request(method, self.service.endpoint + PATH, params=params, data=data) as response:
            return response.status, await response.text()

    async def open(self) -> dict[str, Any]:
        self.token = (await self.service.client.get_client_access_token(client_protocol="SocketIO"))["token"]
        status, body = await self.request("GET")
        assert status == 200
        assert body.startswith("0{")
        handshake: dict[str, Any] = json.loads(body[1:])
        self.sid = handshake["sid"]
        return handshake

    async def join(self) -> str:
        """Connect the main namespace and return the socket's id."""
        assert await self.request("POST", "40") == (200, "ok")
        status, body = await self.request("GET")
        assert (status, body[:2]) == (200, "40")
        return str(json.loads(body[2:])["sid"])

    def websocket(self, **query: str) -> Any:
        params = {"EIO": "4", "transport": "websocket", "access_token": self.token, **query}
        return self.http.ws_connect(self.service.endpoint + PATH, params=params)


@pytest.fixture
async def wire(http: aiohttp.ClientSession, service: Service) -> Wire:
    return Wire(http, service)


@pytest.fixture
async def hasty() -> AsyncIterator[Emulator]:
    """An emulator whose heartbeat and buffers are small."""
    limits = Limits(ping_interval_s=0.05, ping_timeout_s=0.05, max_client_buffer_bytes=200_000)
    async with running_emulator(hub=HUB, limits=limits) as emulator:
        yield emulator


async def test_polling_begins_with_the_open_packet(wire: Wire) -> None:
    handshake = await wire.open()
    del handshake["sid"]
    assert handshake == {
        "upgrades": ["websocket"],
        "pingInterval": 25000,
        "pingTimeout": 20000,
        "maxPayload": 1_000_000,
    }


async def test_packets_that_wait_are_polled_together(wire: Wire, service: Service) -> None:
    await wire.open()
    group = group_name("/", await wire.join())
    await service.send(group, '42["one"]')
    await service.send(group, '42["two"]')
    assert await wire.request("GET") == (200, '42["one"]\x1e42["two"]')


async def test_several_packets_may_be_posted_together(wire: Wire) -> None:
    await wire.open()
    assert await wire.request("POST", "40\x1e40/side,") == (200, "ok")
    bodies = ""
    while bodies.count('"sid"') < 2:
        bodies += (await wire.request("GET"))[1]
    assert '40{"sid"' in bodies
    assert '40/side,{"sid"' in bodies


async def test_an_upgrade_releases_the_pending_poll_and_loses_nothing(wire: Wire, service: Service) -> None:
    await wire.open()
    group = group_name("/", await wire.join())
    pending = asyncio.create_task(wire.request("GET"))
    async with wire.websocket(sid=wire.sid) as websocket:
        await websocket.send_str("2probe")
        assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == "3probe"
        assert await asyncio.wait_for(pending, EVENT_TIMEOUT_S) == (200, "6")
        await service.send(group, '42["while upgrading"]')
        await websocket.send_str("5")
        assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == '42["while upgrading"]'
        await service.send(group, '42["after"]')
        assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == '42["after"]'
        assert (await wire.request("POST", "40"))[0] == 400


async def test_an_upgrade_given_up_leaves_polling_alone(wire: Wire, service: Service) -> None:
    await wire.open()
    group = group_name("/", await wire.join())
    async with wire.websocket(sid=wire.sid) as websocket:
        await websocket.send_str("2probe")
        assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == "3probe"
    await service.send(group, '42["still here"]')
    body = "6"
    while body == "6":  # a poll during the probe is released at once
        _, body = await wire.request("GET")
    assert body == '42["still here"]'


async def test_two_polls_at_once_end_the_connection(wire: Wire, emulator: Emulator) -> None:
    await wire.open()
    await wire.join()
    first = asyncio.create_task(wire.request("GET"))
    second = asyncio.create_task(wire.request("GET"))
    answers = await asyncio.wait_for(asyncio.gather(first, second), EVENT_TIMEOUT_S)
    assert sorted(status for status, _ in answers) == [200, 400]
    assert emulator.hub.connections == {}


async def test_a_polling_client_closed_by_rest_learns_it_from_its_next_poll(wire: Wire, service: Service) -> None:
    await wire.open()
    await wire.join()
    await service.client.close_connection(wire.sid)
    assert await wire.request("GET") == (200, "1")
    assert (await wire.request("GET"))[0] == 400


async def test_the_last_packets_before_a_close_can_still_be_polled(wire: Wire, service: Service) -> None:
    await wire.open()
    group = group_name("/", await wire.join())
    await service.send(group, '41{"close":true}')
    assert await wire.request("GET") == (200, "41")
    assert await wire.request("GET") == (200, "1")
    assert (await wire.request("GET"))[0] == 400


@pytest.mark.parametrize(
    ("method", "query", "code"),
    [
        ("GET", {"EIO": "3"}, 5),
        ("GET", {"transport": "webtransport"}, 0),
        ("GET", {"sid": "nobody"}, 1),
        ("POST", {"sid": "nobody"}, 1),
        ("POST", {}, 2),
    ],
)
async def test_bad_requests_are_answered_as_engineio_does(
    wire: Wire, method: str, query: dict[str, str], code: int
) -> None:
    status, body = await wire.request(method, **query)
    assert status == 400
    assert json.loads(body)["code"] == code


async def test_a_bad_token_is_answered_401_and_leaves_nothing_behind(wire: Wire, emulator: Emulator) -> None:
    status, body = await wire.request("GET", access_token="rubbish")
    assert status == 401
    assert emulator.state()["hubs"] == {}
    assert json.loads(body)["code"] == "Unauthorized"


async def test_browsers_of_other_origins_are_served(http: aiohttp.ClientSession, emulator: Emulator) -> None:
    headers = {"Origin": "http://tablet.test", "Access-Control-Request-Headers": "x-own"}
    async with http.options(emulator.endpoint + PATH, headers=headers) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == "http://tablet.test"
        assert response.headers["Access-Control-Allow-Headers"] == "x-own"
    async with http.get(emulator.endpoint + PATH, headers=headers) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "http://tablet.test"


async def test_the_path_without_slash_is_served(http: aiohttp.ClientSession, emulator: Emulator) -> None:
    async with http.get(emulator.endpoint + PATH.rstrip("/"), params={"EIO": "4", "transport": "polling"}) as response:
        assert response.status == 401


@pytest.mark.parametrize("packet", ["40\x1e40", '42["ok"', "9", "45", 'x["a"]'])
async def test_a_packet_that_breaks_the_protocol_ends_the_connection(wire: Wire, packet: str) -> None:
    await wire.open()
    await wire.join()
    async with asyncio.timeout(EVENT_TIMEOUT_S):
        await wire.request("POST", packet)
        status, body = await wire.request("GET")
    assert (status, body) in [(200, "1"), (400, '{"code": 1, "message": "Session ID unknown"}')]


async def test_a_client_that_answers_pings_stays_and_a_silent_one_goes(
    hasty: Emulator, http: aiohttp.ClientSession
) -> None:
    async with open_service(hasty.endpoint, hasty.connection_string) as service:
        wire = Wire(http, service)
        wire.token = (await service.client.get_client_access_token(client_protocol="SocketIO"))["token"]
        async with wire.websocket() as websocket:
            assert (await websocket.receive_str(timeout=EVENT_TIMEOUT_S)).startswith("0{")
            for _ in range(4):
                assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == "2"
                await websocket.send_str("3")
            assert len(hasty.hub.connections) == 1
            assert await websocket.receive_str(timeout=EVENT_TIMEOUT_S) == "2"
            assert (await websocket.receive(timeout=EVENT_TIMEOUT_S)).type is aiohttp.WSMsgType.CLOSE
            assert hasty.hub.connections == {}


async def test_a_client_that_does_not_read_is_closed_and_the_others_go_on() -> None:
    """A raw socket that never reads: the kernel's buffers fill, then the emulator's, then it is cut off."""
    limits = Limits(max_client_buffer_bytes=200_000)
    async with (
        running_emulator(hub=HUB, limits=limits) as emulator,
        open_service(emulator.endpoint, emulator.connection_string) as service,
    ):
        token = (await service.client.get_client_access_token(client_protocol="SocketIO"))["token"]
        port = int(emulator.endpoint.rpartition(":")[2])
        with socket.socket() as stuck:
            stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stuck.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(stuck, ("127.0.0.1", port))
            request = (
                f"GET {PATH}?EIO=4&transport=websocket&access_token={token} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            await loop.sock_sendall(stuck, request.encode())
            mask = struct.pack("!BB4s", 0x81, 0x80 | 2, bytes(4))
            await loop.sock_sendall(stuck, mask + b"40")
            async with asyncio.timeout(EVENT_TIMEOUT_S):
                is_connected = False
                while not is_connected:
                    is_connected = await service.client.group_exists(group_name("/"))
                packet = '42["fill","' + "x" * 100_000 + '"]'
                while emulator.hub.connections:
                    await service.send(group_name("/"), packet)
        assert emulator.hub.counters.slow_clients_closed == 1
        assert emulator.hub.counters.sends < 100


async def test_a_poll_that_never_comes_does_not_fill_memory(http: aiohttp.ClientSession) -> None:
    limits = Limits(max_client_buffer_bytes=50_000)
    async with (
        running_emulator(hub=HUB, limits=limits) as emulator,
        open_service(emulator.endpoint, emulator.connection_string) as service,
    ):
        wire = Wire(http, service)
        await wire.open()
        await wire.join()
        packet = '42["fill","' + "x" * 10_000 + '"]'
        for _ in range(10):
            await service.send(group_name("/"), packet)
        assert emulator.hub.counters.slow_clients_closed == 1
        assert emulator.hub.connections == {}
