"""What Augeo needs of Web PubSub for Socket.IO, said with Microsoft's service client and a stock Socket.IO client.

Runs against the emulator, or against a real Serverless resource whose connection string is in AUGEO_CONTRACT_WEBPUBSUB
(hub `augeo`, no event handler). "Does not receive" is shown by a later packet that arrives first.
"""

import asyncio
import os
import uuid

import jwt
import pytest
import socketio  # type: ignore[import-untyped]
from azure.core.exceptions import HttpResponseError

from onebox.webpubsub.packets import group_name
from tests.onebox.webpubsub.conftest import HUB, Connect, Guest, Service

emulator_only = pytest.mark.skipif(
    bool(os.environ.get("AUGEO_CONTRACT_WEBPUBSUB")), reason="what the real service does here is not documented"
)


@pytest.fixture
def room() -> str:
    return f"event:{uuid.uuid4()}"


async def mark(service: Service, guest: Guest) -> None:
    await service.send(guest.own_group(), '42["mark"]')


async def test_a_room_member_receives_and_others_do_not(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    member, stranger = await contract_connect("alice"), await contract_connect("bob")
    await contract_service.enter(member, room)
    await contract_service.send(group_name("/", room), '42["bid_placed",{"amount":1250,"name":"Zoë"}]')
    await mark(contract_service, stranger)
    assert await member.next_event() == ("bid_placed", ({"amount": 1250, "name": "Zoë"},))
    assert await stranger.next_event() == ("mark", ())


async def test_a_socket_is_in_the_room_of_its_own_id(contract_service: Service, contract_connect: Connect) -> None:
    guest = await contract_connect()
    await contract_service.send(guest.own_group(), '42["hello",1,"two",[3]]')
    assert await guest.next_event() == ("hello", (1, "two", [3]))


async def test_a_namespace_is_a_group_of_its_own(contract_service: Service, contract_connect: Connect) -> None:
    main = await contract_connect()
    side = await contract_connect(namespaces=("/side",))
    await contract_service.send(group_name("/side"), '42/side,["only_side"]')
    await mark(contract_service, main)
    assert await side.next_event() == ("only_side", ())
    assert await main.next_event() == ("mark", ())


async def test_a_socket_that_left_the_room_receives_nothing(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    guest = await contract_connect()
    await contract_service.enter(guest, room)
    await contract_service.change_groups("removeFromGroups", f"'{guest.own_group()}' in groups", group_name("/", room))
    await contract_service.send(group_name("/", room), '42["missed"]')
    await mark(contract_service, guest)
    assert await guest.next_event() == ("mark", ())


async def test_a_filter_keeps_one_member_out(contract_service: Service, contract_connect: Connect, room: str) -> None:
    first, second = await contract_connect(), await contract_connect()
    await contract_service.enter(first, room)
    await contract_service.enter(second, room)
    await contract_service.send(group_name("/", room), '42["news"]', filter=f"not ('{first.own_group()}' in groups)")
    await mark(contract_service, first)
    assert await second.next_event() == ("news", ())
    assert await first.next_event() == ("mark", ())


async def test_and_binds_tighter_than_or(contract_service: Service, contract_connect: Connect, room: str) -> None:
    first, second = await contract_connect(), await contract_connect()
    for guest in (first, second):
        await contract_service.enter(guest, room)
    shared = group_name("/", room)
    condition = f"'{first.own_group()}' in groups or '{second.own_group()}' in groups and not ('{shared}' in groups)"
    await contract_service.client.send_to_all('42["either"]', content_type="text/plain", filter=condition)
    await mark(contract_service, second)
    assert await first.next_event() == ("either", ())
    assert await second.next_event() == ("mark", ())


async def test_an_invalid_filter_is_refused(contract_service: Service) -> None:
    with pytest.raises(HttpResponseError) as refusal:
        await contract_service.client.send_to_all("42[]", content_type="text/plain", filter="groups in")
    assert refusal.value.status_code == 400


async def test_excluded_connections_receive_nothing(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    first, second = await contract_connect(), await contract_connect()
    for guest in (first, second):
        await contract_service.enter(guest, room)
    await contract_service.send(group_name("/", room), '42["news"]', excluded=[first.client.eio.sid])
    await mark(contract_service, first)
    assert await second.next_event() == ("news", ())
    assert await first.next_event() == ("mark", ())


async def test_a_send_to_nobody_is_accepted(contract_service: Service, room: str) -> None:
    response = await contract_service.call(
        "POST", f"/groups/{group_name('/', room)}/:send", content="42[]", headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 202


async def test_a_connection_can_be_put_into_a_group_and_taken_out(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    guest = await contract_connect()
    group, connection_id = group_name("/", room), guest.client.eio.sid
    assert not await contract_service.client.group_exists(group)
    await contract_service.client.add_connection_to_group(group, connection_id)
    assert await contract_service.client.group_exists(group)
    await contract_service.send(group, '42["inside"]')
    assert await guest.next_event() == ("inside", ())
    await contract_service.client.remove_connection_from_group(group, connection_id)
    assert not await contract_service.client.group_exists(group)


async def test_the_connections_of_a_group_are_listed_page_by_page(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    guests = [await contract_connect(f"user {number}") for number in range(3)]
    for guest in guests:
        await contract_service.enter(guest, room)
    listed = {
        (member.connection_id, member.user_id)
        async for member in contract_service.client.list_connections(group=group_name("/", room), maxpagesize=2)
    }
    assert listed == {(guest.client.eio.sid, f"user {number}") for number, guest in enumerate(guests)}


async def test_a_closed_connection_is_gone(contract_service: Service, contract_connect: Connect) -> None:
    guest = await contract_connect()
    connection_id = guest.client.eio.sid
    assert await contract_service.client.connection_exists(connection_id)
    await contract_service.client.close_connection(connection_id, reason="bye now")
    assert (await guest.next_disconnect())[0] == "/"
    assert not await contract_service.client.connection_exists(connection_id)


async def test_a_connection_without_a_token_is_refused(contract_service: Service) -> None:
    client = socketio.AsyncClient(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            contract_service.endpoint, socketio_path=f"/clients/socketio/hubs/{HUB}", transports=["polling"]
        )


async def test_all_transports_receive(contract_service: Service, contract_connect: Connect, room: str) -> None:
    polling = await contract_connect(transports=["polling"])
    websocket = await contract_connect(transports=["websocket"])
    upgraded = await contract_connect(transports=["polling", "websocket"])
    guests = (polling, websocket, upgraded)
    for guest in guests:
        await contract_service.enter(guest, room)
    for number in range(3):
        await contract_service.send(group_name("/", room), f'42["n",{number}]')
    for guest in guests:
        assert sorted([await guest.next_event() for _ in range(3)]) == [("n", (0,)), ("n", (1,)), ("n", (2,))]
    assert [guest.transport for guest in guests] == ["polling", "websocket", "websocket"]


async def test_the_disconnect_packet_ends_the_socket(contract_service: Service, contract_connect: Connect) -> None:
    guest = await contract_connect()
    await contract_service.send(guest.own_group(), "41")
    assert await guest.next_disconnect() == ("/", "server disconnect")


@emulator_only
async def test_the_disconnect_packet_takes_the_socket_out_of_its_rooms(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    guest = await contract_connect(namespaces=("/", "/side"))
    await contract_service.enter(guest, room)
    await contract_service.send(guest.own_group(), "41")
    await guest.next_disconnect()
    assert not await contract_service.client.group_exists(group_name("/", room))
    assert await contract_service.client.group_exists(guest.own_group("/side"))


@emulator_only
async def test_the_closing_disconnect_packet_reaches_no_client(
    contract_service: Service, contract_connect: Connect
) -> None:
    guest = await contract_connect(namespaces=("/", "/side"))
    connection_id = guest.client.eio.sid
    await contract_service.send(guest.own_group(), '41{"close":true}')
    ended = {await guest.next_disconnect(), await guest.next_disconnect()}
    assert ("/", "server disconnect") in ended
    assert not await contract_service.client.connection_exists(connection_id)


@emulator_only
async def test_users_can_be_sent_to_grouped_and_closed(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    user = f"{room}/alice@example.com"
    guest = await contract_connect(user)
    group = group_name("/", room)
    assert await contract_service.client.user_exists(user)
    await contract_service.client.send_to_user(user, '42["to_user"]', content_type="text/plain")
    assert await guest.next_event() == ("to_user", ())
    await contract_service.client.add_user_to_group(group, user)
    assert await contract_service.client.group_exists(group)
    await contract_service.client.remove_user_from_group(group, user)
    assert not await contract_service.client.group_exists(group)
    await contract_service.client.close_user_connections(user)
    await guest.next_disconnect()
    assert not await contract_service.client.user_exists(user)


@emulator_only
async def test_two_packets_in_one_send_become_two_packets(contract_service: Service, contract_connect: Connect) -> None:
    guest = await contract_connect()
    await contract_service.send(guest.own_group(), '42["one"]\x1e42["two"]')
    assert await guest.next_event() == ("one", ())
    assert await guest.next_event() == ("two", ())


@emulator_only
async def test_a_generated_token_names_user_and_audience(contract_service: Service) -> None:
    response = await contract_service.call("POST", "/:generateToken", params={"userId": "u1", "minutesToExpire": "5"})
    claims = jwt.decode(response.json()["token"], options={"verify_signature": False})
    assert claims["aud"] == f"{contract_service.endpoint}/clients/socketio/hubs/{HUB}"
    assert claims["sub"] == "u1"
    assert claims["exp"] - claims["iat"] == 300


async def test_a_broadcast_reaches_a_full_room_in_order(
    contract_service: Service, contract_connect: Connect, room: str
) -> None:
    guests = await asyncio.gather(*(contract_connect() for _ in range(20)))
    for guest in guests:
        await contract_service.enter(guest, room)
    for version in range(5):
        await contract_service.send(group_name("/", room), f'42["state",{version}]')
    for guest in guests:
        received = [await guest.next_event() for _ in range(5)]
        assert sorted(received) == [("state", (version,)) for version in range(5)]
