"""Who belongs together: households, and staff who bid with a paddle of their own."""

from uuid import UUID

from shared.db.pool import Connection
from shared.ids import new_id
from tests.factories.gala import Gala, Guest


async def make_household(conn: Connection, gala: Gala, *guests: Guest) -> UUID:
    """Puts the guests' paddles into one household."""
    household_id = new_id()
    await conn.execute(
        "INSERT INTO households (org_id, id, event_id, name) VALUES ($1, $2, $3, 'Garcia')",
        gala.org_id,
        household_id,
        gala.event_id,
    )
    await conn.execute(
        "UPDATE paddles SET household_id = $1 WHERE id = ANY ($2)", household_id, [guest.paddle_id for guest in guests]
    )
    return household_id


async def let_be_guest(conn: Connection, user_id: UUID, guest: Guest) -> None:
    """The member of staff bids with this guest's paddle."""
    await conn.execute("UPDATE guests SET user_id = $1 WHERE id = $2", user_id, guest.guest_id)
