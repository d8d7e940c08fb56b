"""From a bid to the clients in the room, over the real wire."""

from typing import Any
from uuid import uuid4

from functions.realtime.events import PACKETS
from functions.realtime.publisher import Publisher
from onebox.webpubsub import Emulator
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_guest, make_item, make_staff_session
from tests.factories.http import Answer, send
from tests.functions.realtime.conftest import Enter

CANARY_CENTS = 7_654_321


async def bid(app: Services, guest: Guest, item: object, max_cents: int) -> Answer:
    answer = await send(
        "POST",
        "/api/v1/bids",
        token=guest.token(app.tokens),
        key=uuid4(),
        json={"item_id": str(item), "max_cents": max_cents, "confirmed": True},
    )
    assert answer.status == 201, answer.raw
    return answer


async def test_a_bid_by_http_reaches_two_stock_clients(
    owner: Connection, app: Services, gala: Gala, enter: Enter
) -> None:
    item = await make_item(owner, gala, title="Übernachtung am See")
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    display = await make_staff_session(owner, gala, "display")
    listeners = [await enter(ann.claims()), await enter(display)]
    answer = await bid(app, bob, item, 20_000)
    for listener in listeners:
        packet = await listener.next("bid_placed")
        PACKETS["bid_placed"].model_validate(packet)
        assert packet["items"] == [answer.body["item"]]
        assert packet["items_version"] == 2
        board = await listener.next("leaderboard_update")
        PACKETS["leaderboard_update"].model_validate(board)
        assert board["state"]["leaderboard"][0]["title"] == "Übernachtung am See"
        assert board["state_version"] == board["items_version"] + 1


async def test_no_frame_holds_a_maximum_or_a_reserve(
    owner: Connection, app: Services, gala: Gala, enter: Enter
) -> None:
    item = await make_item(owner, gala, reserve_cents=CANARY_CENTS + 1)
    ann, bob = await make_guest(owner, gala), await make_guest(owner, gala)
    listener = await enter(ann.claims())
    await bid(app, bob, item, CANARY_CENTS)
    heard: list[Any] = [await listener.next("bid_placed"), await listener.next("leaderboard_update")]
    assert str(CANARY_CENTS) not in repr(heard)
    assert str(CANARY_CENTS + 1) not in repr(heard)


async def test_bids_that_come_together_share_packets(
    owner: Connection, app: Services, emulator: Emulator, gala: Gala, enter: Enter
) -> None:
    items = [await make_item(owner, gala) for _ in range(5)]
    ann = await make_guest(owner, gala)
    listener = await enter(ann.claims())
    for item in items:
        await bid(app, ann, item, 20_000)
    await app.single(Publisher).settle()
    versions: dict[str, int] = {}
    while len(versions) < 5:
        for state in (await listener.next("bid_placed"))["items"]:
            versions[state["id"]] = state["version"]
    assert versions == {str(item): 2 for item in items}
    assert app.single(Publisher).counters.failures == 0
