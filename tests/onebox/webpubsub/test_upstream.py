"""Calls to the event handler. Only the emulator: on the real service this needs a tunnel."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import socketio  # type: ignore[import-untyped]
from aiohttp import web

from onebox.webpubsub import DEFAULT_ACCESS_KEY, Emulator, FaultPlan, running_emulator
from onebox.webpubsub.faults import UpstreamFailure
from onebox.webpubsub.tokens import Credentials
from tests.onebox.webpubsub.conftest import EVENT_TIMEOUT_S, HUB, Connect, Handler, Received, open_room, open_service


@asynccontextmanager
async def a_room(handler: Handler, **settings: Any) -> AsyncIterator[tuple[Emulator, Connect]]:
    settings = {"retry_delays_s": (0.0, 0.0, 0.0), **settings}
    async with AsyncExitStack() as stack:
        emulator = await stack.enter_async_context(running_emulator(hub=HUB, upstream=handler.url, **settings))
        service = await stack.enter_async_context(open_service(emulator.endpoint, emulator.connection_string))
        yield emulator, await stack.enter_async_context(open_room(service))


async def test_an_event_arrives_with_the_documented_headers_and_its_ack_returns(handler: Handler) -> None:
    async def acknowledge(call: Received) -> web.Response:
        acknowledgement = call.body.replace("42", "43", 1).replace('["join",{"ticket":"t"}]', '["ok",{"version":3}]')
        return web.Response(text=acknowledgement)

    handler.reply = acknowledge
    async with a_room(handler, secondary_access_key="s" * 32) as (_, connect):
        guest = await connect("alice")
        answer = await guest.client.call("join", {"ticket": "t"}, timeout=EVENT_TIMEOUT_S)
        assert list(answer) == ["ok", {"version": 3}]
        validation, call = handler.calls
        connection_id, socket_id = guest.client.eio.sid, guest.client.get_sid()
    assert validation.method == "OPTIONS"
    assert validation.headers["webhook-request-origin"] == "127.0.0.1"
    assert call.body.endswith('["join",{"ticket":"t"}]')
    assert call.headers["content-type"] == "text/plain"
    expected = {
        "webhook-request-origin": "127.0.0.1",
        "ce-specversion": "1.0",
        "ce-id": "0",
        "ce-type": "azure.webpubsub.user.join",
        "ce-source": f"/hubs/{HUB}/client/{connection_id}",
        "ce-signature": Credentials("http://x", (DEFAULT_ACCESS_KEY, "s" * 32)).sign_connection(connection_id),
        "ce-connectionid": connection_id,
        "ce-hub": HUB,
        "ce-eventname": "join",
        "ce-namespace": "/",
        "ce-socketid": socket_id,
        "ce-userid": "alice",
    }
    assert {name: call.headers[name] for name in expected} == expected


async def test_an_ack_in_a_namespace_returns_to_it(handler: Handler) -> None:
    async def acknowledge(call: Received) -> web.Response:
        assert call.body.startswith("42/side,")
        return web.Response(text=call.body.replace("42/side,", "43/side,", 1).replace('["ask"]', '["yes"]'))

    handler.reply = acknowledge
    async with a_room(handler) as (_, connect):
        guest = await connect(namespaces=("/side",))
        assert await guest.client.call("ask", namespace="/side", timeout=EVENT_TIMEOUT_S) == "yes"


async def test_the_handler_is_validated_once_for_many_guests(handler: Handler) -> None:
    async with a_room(handler) as (_, connect):
        guests = await asyncio.gather(*(connect() for _ in range(5)))
        await asyncio.gather(*(guest.client.emit("hello") for guest in guests))
        await handler.wait_for_posts(5)
    assert [call.method for call in handler.calls].count("OPTIONS") == 1


async def test_a_handler_that_does_not_name_the_origin_is_not_called(handler: Handler) -> None:
    handler.allowed_origin = "elsewhere.example.org"
    async with a_room(handler) as (_, connect):
        guest = await connect()
        await guest.client.emit("hello")
        await guest.next_disconnect()
    assert handler.posts() == []


async def test_events_of_one_connection_are_called_one_after_the_other(handler: Handler) -> None:
    release = asyncio.Event()

    async def wait(_: Received) -> web.Response:
        await release.wait()
        return web.Response()

    handler.reply = wait
    async with a_room(handler) as (_, connect):
        slow, other = await connect("slow"), await connect("other")
        await slow.client.emit("first")
        await slow.client.emit("second")
        await handler.wait_for_posts(1)
        await other.client.emit("third")
        await handler.wait_for_posts(2)
        release.set()
        await handler.wait_for_posts(3)
    assert [call.headers["ce-eventname"] for call in handler.posts()] == ["first", "third", "second"]
    assert [call.headers["ce-id"] for call in handler.posts()] == ["0", "0", "1"]


@pytest.mark.parametrize("status", [408, 500, 503])
async def test_a_failing_handler_is_tried_four_times_with_the_same_id(handler: Handler, status: int) -> None:
    async def fail(_: Received) -> web.Response:
        return web.Response(status=status)

    handler.reply = fail
    async with a_room(handler) as (_, connect):
        guest = await connect()
        await guest.client.emit("hello")
        await guest.next_disconnect()
    assert [call.headers["ce-id"] for call in handler.posts()] == ["0"] * 4


@pytest.mark.parametrize("status", [400, 401, 404, 429])
async def test_a_refusing_handler_is_not_tried_again_and_the_connection_is_dropped(
    handler: Handler, status: int
) -> None:
    async def refuse(_: Received) -> web.Response:
        return web.Response(status=status)

    handler.reply = refuse
    async with a_room(handler) as (emulator, connect):
        guest = await connect()
        await guest.client.emit("hello")
        await guest.next_disconnect()
        assert emulator.hub.counters.events_failed == 1
    assert len(handler.posts()) == 1


async def test_the_connection_can_be_kept_when_an_event_fails(handler: Handler) -> None:
    async def refuse_once(_: Received) -> web.Response:
        return web.Response(status=400 if len(handler.posts()) == 1 else 204)

    handler.reply = refuse_once
    async with a_room(handler, on_event_failure="ignore") as (_, connect):
        guest = await connect()
        await guest.client.emit("first")
        await guest.client.emit("second")
        await handler.wait_for_posts(2)
        assert guest.client.connected


async def test_an_unreachable_handler_is_retried_until_it_is_there(handler: Handler) -> None:
    async with a_room(handler) as (emulator, connect):
        working = handler.url
        emulator.hub.upstream.url = "http://127.0.0.1:9/nobody"
        guest = await connect()
        await guest.client.emit("lost")
        await guest.next_disconnect()
        emulator.hub.upstream.url = working
        guest = await connect()
        await guest.client.emit("found")
        assert (await handler.wait_for_posts(1))[0].headers["ce-eventname"] == "found"


async def test_a_lost_answer_makes_a_duplicate_call(handler: Handler) -> None:
    async with a_room(handler) as (emulator, connect):
        emulator.set_faults(FaultPlan(upstream_5xx=UpstreamFailure(count=1, answer_lost=True)))
        guest = await connect()
        await guest.client.emit("hello")
        calls = await handler.wait_for_posts(2)
    assert [call.headers["ce-id"] for call in calls] == ["0", "0"]


async def test_an_injected_failure_does_not_reach_the_handler(handler: Handler) -> None:
    async with a_room(handler) as (emulator, connect):
        emulator.set_faults(FaultPlan(upstream_5xx=UpstreamFailure(count=2)))
        guest = await connect()
        await guest.client.emit("hello")
        assert len(await handler.wait_for_posts(1)) == 1
        assert emulator.hub.upstream.counters.upstream_faults == 2


async def test_system_events_are_off_unless_asked_for(handler: Handler) -> None:
    async with a_room(handler) as (_, connect):
        guest = await connect()
        await guest.client.emit("only")
        await handler.wait_for_posts(1)
        await guest.client.disconnect()
    assert [call.headers["ce-type"] for call in handler.posts()] == ["azure.webpubsub.user.only"]


async def test_system_events_tell_of_connect_and_disconnect(handler: Handler) -> None:
    async with a_room(handler, system_events=("connect", "connected", "disconnected")) as (_, connect):
        guest = await connect("alice")
        await handler.wait_for_posts(2)
        await guest.client.disconnect()
        connecting, connected, disconnected = await handler.wait_for_posts(3)
    assert connecting.headers["ce-type"] == "azure.webpubsub.sys.connect"
    body = json.loads(connecting.body)
    assert set(body) == {"claims", "query", "headers", "clientCertificates"}
    assert body["claims"]["sub"] == ["alice"]
    assert body["query"]["EIO"] == ["4"]
    assert "access_token" not in body["query"]
    assert connected.headers["ce-type"] == "azure.webpubsub.sys.connected"
    assert connected.body == "{}"
    assert disconnected.headers["ce-type"] == "azure.webpubsub.sys.disconnected"
    assert set(json.loads(disconnected.body)) == {"reason"}
    assert len({call.headers["ce-socketid"] for call in (connecting, connected, disconnected)}) == 1


async def test_a_handler_may_refuse_a_socket(handler: Handler) -> None:
    async def refuse(_: Received) -> web.Response:
        return web.Response(status=403)

    handler.reply = refuse
    async with a_room(handler, system_events=("connect",)) as (emulator, connect):
        with pytest.raises(socketio.exceptions.ConnectionError):
            await connect()
        assert emulator.hub.groups == {}


async def test_a_disconnect_by_rest_is_told_to_the_handler(handler: Handler) -> None:
    async with a_room(handler, system_events=("disconnected",)) as (emulator, connect):
        guest = await connect()
        async with open_service(emulator.endpoint, emulator.connection_string) as service:
            await service.send(guest.own_group(), "41")
        (call,) = await handler.wait_for_posts(1)
    assert call.headers["ce-eventname"] == "disconnected"
