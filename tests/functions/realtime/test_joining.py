"""Who gets into which rooms, and who is put out."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import jwt
import pytest

from functions.realtime.ledger import Ledger
from functions.realtime.publisher import Publisher
from functions.realtime.service import make_tickets
from functions.realtime.tickets import TICKET_S
from onebox.webpubsub import Emulator
from onebox.webpubsub.packets import group_name
from shared.clients.room_packets import RoomsUnavailable
from shared.db.pool import Connection
from shared.runtime import Services, use_services
from tests.factories.gala import Gala, Guest, make_gala, make_guest, make_staff_session
from tests.factories.http import send
from tests.functions.realtime.conftest import WAIT_S, Connect, Enter, MakeApp, negotiation


def groups(emulator: Emulator) -> set[str]:
    return {name for name, members in emulator.hub.groups.items() if members}


async def test_a_donor_joins_the_event_their_paddle_and_their_session(
    app: Services, emulator: Emulator, gala: Gala, guest: Guest, connect: Connect
) -> None:
    where = await negotiation(app, guest.claims())
    rooms = [f"event:{gala.event_id}", f"paddle:{guest.paddle_id}", f"session:{guest.session_id}"]
    assert where["rooms"] == rooms
    assert where["ticket_expires_in_s"] == TICKET_S
    client = await connect(where)
    answer = await client.join(where["ticket"])
    assert answer["rooms"] == rooms
    assert (answer["items_version"], answer["state_version"]) == (0, 1)
    assert {group_name("/", room) for room in rooms} <= groups(emulator)


@pytest.mark.parametrize(
    ("role", "is_staff"), [("coordinator", True), ("auctioneer", True), ("clerk", True), ("display", False)]
)
async def test_staff_join_the_staff_room_and_a_display_does_not(
    owner: Connection, app: Services, gala: Gala, role: str, is_staff: bool
) -> None:
    where = await negotiation(app, await make_staff_session(owner, gala, role))
    assert (f"staff:{gala.event_id}" in where["rooms"]) is is_staff
    assert not any(room.startswith("paddle:") for room in where["rooms"])


async def test_the_ack_counts_what_the_rooms_have_not_heard_yet(
    owner: Connection, app: Services, gala: Gala, guest: Guest, connect: Connect
) -> None:
    await owner.execute("UPDATE events SET version = 5 WHERE id = $1", gala.event_id)
    where = await negotiation(app, guest.claims())
    answer = await (await connect(where)).join(where["ticket"])
    assert answer["state_version"] == 5


def ticket_with(app: Services, guest: Guest, **changes: Any) -> str:
    """A ticket of ours with some claims changed, signed by our key."""
    tickets = app.single(make_tickets)
    good, _ = tickets.issue(guest.claims())
    payload = jwt.decode(good, tickets._key, algorithms=["HS256"], audience="augeo-room") | changes
    return jwt.encode(payload, tickets._key, algorithm="HS256")


async def test_bad_tickets_are_refused_and_open_no_room(
    owner: Connection, app: Services, emulator: Emulator, gala: Gala, guest: Guest, connect: Connect
) -> None:
    where = await negotiation(app, guest.claims())
    client = await connect(where)
    before = groups(emulator)
    header, payload, signature = where["ticket"].split(".")
    forged = jwt.encode({"aud": "augeo-room", "sub": str(guest.session_id), "exp": time.time() + 60}, "k" * 32)
    bad = [
        None,
        7,
        "",
        "x",
        "x" * 3_000,
        forged,
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{payload}.",
        where["access_token"],
        app.tokens.issue(guest.claims()),
        ticket_with(app, guest, exp=int(time.time()) - 1),
        ticket_with(app, guest, aud="augeo"),
        ticket_with(app, guest, event="x"),
    ]
    assert [await client.join(ticket) for ticket in bad] == [{"error": "ticket_invalid"}] * len(bad)
    rival = await make_guest(owner, gala)
    foreign = (await negotiation(app, rival.claims()))["ticket"]
    assert await client.join(foreign) == {"error": "ticket_foreign"}
    assert groups(emulator) == before
    assert "rooms" in await client.join(where["ticket"]), "the connection is still good"


async def test_clients_can_emit_nothing_but_join(
    app: Services, emulator: Emulator, guest: Guest, connect: Connect, enter: Enter, gala: Gala
) -> None:
    listener = await enter(guest.claims())
    client = await connect(await negotiation(app, guest.claims()))
    for event in ("bid_placed", "message", "Join", "join2"):
        assert await client.client.call(event, {"items": []}, timeout=5) == {"error": "unknown_event"}
    await client.client.emit("bid_placed", {"items": []})  # no ack is asked for: nothing comes back
    assert await client.join("x") == {"error": "ticket_invalid"}
    assert listener.heard.empty()
    assert client.heard.empty()


async def test_signing_out_puts_every_socket_of_the_session_out(
    app: Services, emulator: Emulator, gala: Gala, guest: Guest, connect: Connect, owner: Connection, enter: Enter
) -> None:
    other = await enter((await make_guest(owner, gala)).claims())
    where = await negotiation(app, guest.claims())
    phones = [await connect(where), await connect(where)]
    for phone in phones:
        await phone.join(where["ticket"])
    latecomer = await connect(where)
    answer = await send("DELETE", "/api/v1/sessions/current", token=guest.token(app.tokens))
    assert answer.status == 204
    async with asyncio.timeout(WAIT_S):
        for phone in phones:
            await phone.gone.wait()
    assert await latecomer.join(where["ticket"]) == {"error": "session_revoked"}
    assert group_name("/", f"session:{guest.session_id}") not in groups(emulator)
    assert not other.gone.is_set()


async def test_a_session_that_ends_elsewhere_while_its_socket_comes_in_is_put_out(
    app: Services, make_app: MakeApp, emulator: Emulator, gala: Gala, guest: Guest, connect: Connect
) -> None:
    """The list of ended sessions is ten seconds old at most; the mark in Redis is newer."""
    where = await negotiation(app, guest.claims())
    client = await connect(where)
    add_socket = app.rooms.add_socket

    async def end_meanwhile(socket_id: str, rooms: Any) -> None:
        await Ledger(make_app().cache, gala.event_id).end(guest.session_id)
        await add_socket(socket_id, rooms)

    app.rooms.add_socket = end_meanwhile  # type: ignore[method-assign]
    await client.client.emit("join", {"ticket": where["ticket"]})
    async with asyncio.timeout(WAIT_S):
        await client.gone.wait()
    assert group_name("/", f"event:{gala.event_id}") not in groups(emulator)


async def test_signing_out_succeeds_when_the_room_service_is_away(
    owner: Connection, make_app: MakeApp, gala: Gala, guest: Guest
) -> None:
    away = make_app(webpubsub_connection=f"Endpoint=http://127.0.0.1:1;AccessKey={'k' * 32};Version=1.0;")
    await use_services(away)
    assert (await send("DELETE", "/api/v1/sessions/current", token=guest.token(away.tokens))).status == 204
    assert away.single(Publisher).counters.failures == 1


async def test_a_join_that_the_room_service_refuses_is_told_so(app: Services, guest: Guest, connect: Connect) -> None:
    where = await negotiation(app, guest.claims())
    client = await connect(where)
    add_socket = app.rooms.add_socket

    async def refuse(socket_id: str, rooms: Any) -> None:
        raise RoomsUnavailable

    app.rooms.add_socket = refuse  # type: ignore[method-assign]
    assert await client.join(where["ticket"]) == {"error": "rooms_unavailable"}
    app.rooms.add_socket = add_socket  # type: ignore[method-assign]
    assert "rooms" in await client.join(where["ticket"])


async def test_a_revoked_token_negotiates_nothing(owner: Connection, app: Services, gala: Gala, guest: Guest) -> None:
    await send("DELETE", "/api/v1/sessions/current", token=guest.token(app.tokens))
    answer = await send("POST", "/api/v1/realtime/negotiate", token=guest.token(app.tokens))
    assert (answer.status, answer.code) == (401, "session_revoked")
    assert (await send("POST", "/api/v1/realtime/negotiate")).status == 401


async def test_the_room_and_the_guests_own_devices_hear_of_a_lock_within_a_second(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    other, clerk = await make_guest(owner, gala), await make_staff_session(owner, gala)
    mine, theirs, screen = [await enter(one) for one in (guest.claims(), other.claims(), clerk)]
    for act, event in (("lock", "paddle_locked"), ("unlock", "paddle_unlocked")):
        started = time.monotonic()
        answer = await send(
            "POST",
            f"/api/v1/paddles/{guest.paddle_id}/{act}",
            token=app.tokens.issue(clerk),
            key=uuid4(),
            json={"reason": "Asked for"},
        )
        assert answer.status == 200, answer.raw
        packets = [await one.next(event) for one in (mine, mine, theirs, screen)]
        assert time.monotonic() - started < 1.0
        assert {(packet["paddle_number"], packet["event_id"]) for packet in packets} == {
            (guest.number, str(gala.event_id))
        }, "the guest's device hears it twice: as one of the room, and as its paddle's"
    rest = [theirs.heard.get_nowait()[0] for _ in range(theirs.heard.qsize())]
    assert not [event for event in rest if event.startswith("paddle_")], "others hear it once"


async def test_a_guest_of_another_event_gets_no_room_of_this_one(owner: Connection, app: Services, gala: Gala) -> None:
    elsewhere = await make_guest(owner, await make_gala(owner))
    where = await negotiation(app, elsewhere.claims())
    assert not any(str(gala.event_id) in room for room in where["rooms"])
