import pytest

from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.clock import make_settable_clock
from tests.factories.gala import make_gala, make_guest
from tests.factories.raising import Room, make_room
from tests.factories.stewarding import START


@pytest.fixture
async def room(app: Services, owner: Connection) -> Room:
    """Paddles 101 to 104; the first level, 1,000, is called for."""
    await make_settable_clock(owner, START)
    gala = await make_gala(owner)
    guests = [await make_guest(owner, gala, admission="checked_in", name=f"Guest {n}") for n in range(1, 5)]
    room = await make_room(app, owner, guests=guests, gala=gala)
    await room.make(goal_cents=5_000_000)
    assert (await room.call(100_000)).status == 200
    return room
