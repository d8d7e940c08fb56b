"""The rooms' timers, as the host finds and calls them."""

from collections.abc import Awaitable, Callable

import azure.functions as func

import function_app
from functions.realtime.publisher import PULSE_S
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, Guest, make_item
from tests.functions.realtime.conftest import Enter, bid

type Timer = Callable[[func.TimerRequest], Awaitable[None]]


def timer(name: str) -> Timer:
    function_app.app.functions_bindings = None  # a second listing of the same app refuses its own names otherwise
    [found] = [one for one in function_app.app.get_functions() if one.get_function_name() == name]
    function_app.app.functions_bindings = None
    trigger = found.get_trigger()
    assert trigger is not None
    assert trigger.get_dict_repr()["schedule"] == f"*/{PULSE_S:.0f} * * * * *"
    handler: Timer = found.get_user_function()
    return handler


class Tick(func.TimerRequest):
    """A tick on time."""

    @property
    def past_due(self) -> bool:
        return False


async def test_the_timers_pulse_and_tell_what_nobody_told(
    owner: Connection, app: Services, gala: Gala, guest: Guest, enter: Enter
) -> None:
    item = await make_item(owner, gala)
    client = await enter(guest.claims())
    version = await bid(owner, gala, item)
    await timer("pulse_rooms")(Tick())
    assert (await client.next("pulse"))["items_version"] == version
    await timer("resend_unsent")(Tick())
    assert (await client.next("bid_placed"))["items"][0]["version"] == version
