"""The client the tablets use: stock socket.io-client, run by Node."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from onebox.webpubsub import Emulator, FaultPlan, running_emulator
from onebox.webpubsub.packets import group_name
from tests.onebox.webpubsub.conftest import EVENT_TIMEOUT_S, HUB, Handler, Received, Service, open_service

MODULES = Path(__file__).parents[3] / "onebox" / "package.json"
TRANSPORTS = [["polling"], ["websocket"], ["polling", "websocket"]]


class Tablet:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def next(self, *wanted: str) -> dict[str, Any]:
        """The next thing of a wanted kind; an unwanted disconnect or error fails the test."""
        assert self.process.stdout is not None
        async with asyncio.timeout(EVENT_TIMEOUT_S):
            while line := await self.process.stdout.readline():
                told: dict[str, Any] = json.loads(line)
                if told["what"] in wanted:
                    return told
                assert told["what"] not in ("disconnect", "connect_error"), told
        raise AssertionError("the client ended")

    async def emit(self, event: str, *args: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"event": event, "args": args}).encode() + b"\n")
        await self.process.stdin.drain()


type Start = Callable[..., Awaitable[Tablet]]


def node() -> str:
    found = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    assert found is not None, "Node is missing: install the development dependencies"
    assert (MODULES.parent / "node_modules" / "socket.io-client").is_dir(), "run `npm install` in onebox/"
    return found


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    async with AsyncExitStack() as stack:

        async def start_tablet(service: Service, transports: list[str], namespace: str = "/") -> Tablet:
            token = await service.client.get_client_access_token(client_protocol="SocketIO", user_id="alice")
            options = {
                "endpoint": service.endpoint,
                "path": f"/clients/socketio/hubs/{HUB}",
                "token": token["token"],
                "transports": transports,
                "namespace": namespace,
            }
            process = await asyncio.create_subprocess_exec(
                node(),
                str(Path(__file__).with_name("guest.mjs")),
                str(MODULES),
                json.dumps(options),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            stack.push_async_callback(stop, process)
            return Tablet(process)

        async def stop(process: asyncio.subprocess.Process) -> None:
            if process.returncode is None:
                process.kill()
            await process.communicate()

        yield start_tablet


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_tablet_receives_everything_in_order_upgrade_included(
    start: Start, service: Service, transports: list[str]
) -> None:
    tablet = await start(service, transports)
    group = group_name("/", (await tablet.next("connect"))["id"])
    for number in range(100):
        await service.send(group, f'42["n",{number},"é"]')
    told = [await tablet.next("event") for _ in range(100)]
    assert [event["args"] for event in told] == [[number, "é"] for number in range(100)]
    assert told[-1]["transport"] == transports[-1]


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_tablet_gets_the_ack_of_its_handler(start: Start, handler: Handler, transports: list[str]) -> None:
    async def acknowledge(call: Received) -> web.Response:
        ack_id = call.body.removeprefix("42/gala,").partition("[")[0]
        return web.Response(text=f'43/gala,{ack_id}["ok",{{"version":3}}]')

    handler.reply = acknowledge
    async with (
        running_emulator(hub=HUB, upstream=handler.url) as emulator,
        open_service(emulator.endpoint, emulator.connection_string) as service,
    ):
        tablet = await start(service, transports, namespace="/gala")
        await tablet.next("connect")
        await tablet.emit("join", {"ticket": "t"})
        assert (await tablet.next("ack"))["answer"] == ["ok", {"version": 3}]


@pytest.mark.parametrize("packet", ["41", '41{"close":true}'])
@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_tablet_told_to_leave_leaves_and_does_not_come_back(
    start: Start, service: Service, emulator: Emulator, transports: list[str], packet: str
) -> None:
    tablet = await start(service, transports)
    group = group_name("/", (await tablet.next("connect"))["id"])
    await service.send(group, packet)
    told = await tablet.next("disconnect")
    assert (told["reason"], told["active"]) == ("io server disconnect", False)
    assert await asyncio.wait_for(tablet.process.wait(), EVENT_TIMEOUT_S) == 0  # nothing keeps Node alive: no reconnect
    assert emulator.hub.counters.connections_opened == 1


@pytest.mark.parametrize("transports", TRANSPORTS, ids="+".join)
async def test_a_tablet_thrown_out_comes_back_as_a_new_socket_without_rooms(
    start: Start, service: Service, emulator: Emulator, transports: list[str]
) -> None:
    tablet = await start(service, transports)
    first = (await tablet.next("connect"))["id"]
    await service.change_groups("addToGroups", f"'{group_name('/', first)}' in groups", group_name("/", "room"))
    emulator.set_faults(FaultPlan(close_all=True))
    assert (await tablet.next("disconnect"))["active"] is True
    second = await tablet.next("connect", "connect_error")
    while second["what"] == "connect_error":  # a poll may meet the closing session once
        second = await tablet.next("connect", "connect_error")
    assert second["id"] != first
    assert group_name("/", "room") not in emulator.hub.groups


async def test_a_tablet_learns_why_it_was_refused(start: Start, handler: Handler) -> None:
    async def refuse(_: Received) -> web.Response:
        return web.Response(status=403)

    handler.reply = refuse
    async with (
        running_emulator(hub=HUB, upstream=handler.url, system_events=("connect",)) as emulator,
        open_service(emulator.endpoint, emulator.connection_string) as service,
    ):
        tablet = await start(service, ["websocket"])
        told = await tablet.next("connect_error")
        assert told["message"] == "The event handler refused the connection (403)"
