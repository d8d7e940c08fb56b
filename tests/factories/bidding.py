from datetime import datetime, timedelta
from uuid import UUID, uuid4

from functions.bids import store
from functions.bids.models import NewBid
from shared.clock import utc_now
from shared.db.pool import Connection
from shared.ids import new_id
from tests.factories.gala import Guest


def past() -> datetime:
    return utc_now() - timedelta(minutes=1)


def bid_by(guest: Guest, item_id: UUID, amount_cents: int) -> NewBid:
    return NewBid(
        id=new_id(),
        key=uuid4(),
        org_id=guest.org_id,
        event_id=guest.event_id,
        paddle_id=guest.paddle_id,
        session_id=guest.session_id,
        epoch=1,
        item_id=item_id,
        kind="max",
        amount_cents=amount_cents,
        body_hash=b"body",
        confirmed=True,
    )


async def place(conn: Connection, guest: Guest, item_id: UUID, amount_cents: int) -> str:
    """The code of the outcome."""
    [judged] = await store.place_bids(conn, [bid_by(guest, item_id, amount_cents)])
    return judged.code


async def let_close_pass(conn: Connection, *item_ids: UUID, seconds: float = 1) -> None:
    """As if the close had come: an item's own close may move back only here. Bids stay valid by what they saw."""
    await conn.execute(
        "UPDATE items SET closes_at = now() - make_interval(secs => $2), planned_closes_at = now() - make_interval(secs => $2)"
        " WHERE id = ANY ($1)",
        list(item_ids),
        seconds,
    )
