"""Sessions for a crowd of screens: a room counts sessions, so screens that shared one would be taken for fewer."""

from collections.abc import Sequence
from dataclasses import replace

from bench.seeding import Gala
from onebox.seed.people import DemoGuest
from shared.db.pool import Connection
from shared.ids import new_id


async def add_devices(conn: Connection, gala: Gala, count: int) -> list[DemoGuest]:
    """`count` guests, each with a session of its own; the gala's guests take turns."""
    devices = [replace(gala.guests[k % len(gala.guests)], session_id=new_id()) for k in range(count)]
    await conn.executemany(
        "INSERT INTO sessions (id, org_id, event_id, role, guest_id, paddle_id, device, expires_at)"
        " VALUES ($1, $2, $3, 'donor', $4, $5, 'screen', clock_timestamp() + interval '1 day')",
        [(one.session_id, gala.org_id, gala.event_id, one.guest_id, one.paddle_id) for one in devices],
    )
    return devices


def paddle_tokens(gala: Gala, bidders: int) -> list[str]:
    guests: Sequence[DemoGuest] = gala.guests[:bidders]
    return [gala.issue(guest) for guest in guests]
