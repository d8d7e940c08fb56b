"""Selling a lot on stage."""

from uuid import UUID

import asyncpg

from functions.accounts.identity import Caller
from functions.accounts.service import check_session
from functions.bids.errors import ItemNotFound, ItemWithdrawn, PaddleLocked
from functions.live import store
from functions.live.errors import EventInCheckout, ItemAlreadySold, PaddleUnknown
from functions.live.models import LockedItem, LockedPaddle, Sale
from functions.live.schemas import Paddle, PaddleList, SellLive
from functions.notifications.service import hint
from functions.realtime.service import announce_items
from shared.db.pool import AnyConnection
from shared.errors import IdempotencyKeyReused
from shared.http.requests import body_hash
from shared.runtime import Services


async def sell(services: Services, caller: Caller, key: UUID, command: SellLive) -> Sale:
    """Sells a lot to a paddle, once per key. Raises why not."""
    try:
        async with services.db.transaction(caller.org_id) as conn:
            sale = await _sell(conn, caller, key, command)
    except asyncpg.UniqueViolationError as error:  # the same key at the same moment for another lot
        raise IdempotencyKeyReused from error
    if sale.message_id is not None:
        announce_items(services, caller.org_id, caller.event_id, [command.item_id])
        hint(services, caller.org_id, [sale.message_id])
    return sale


async def _sell(conn: AnyConnection, caller: Caller, key: UUID, command: SellLive) -> Sale:
    await check_session(conn, caller)
    org_id, event_id = caller.org_id, caller.event_id
    paddle = await store.lock_paddle(conn, org_id, event_id, command.paddle_number)
    item = await store.lock_item(conn, org_id, event_id, command.item_id)
    recorded = await store.recorded_sale(conn, org_id, event_id, key)
    if recorded is not None:
        if recorded.body_hash != body_hash(command):
            raise IdempotencyKeyReused
        return Sale(key, await store.item_state(conn, org_id, event_id, recorded.item_id), message_id=None)
    paddle = _check(item, paddle)
    if await store.checkout_is_open(conn, org_id, event_id):
        raise EventInCheckout
    message_id = await store.record_sale(
        conn, org_id, event_id, key, paddle.id, command, body_hash(command), entered_by=caller.session_id
    )
    return Sale(key, await store.item_state(conn, org_id, event_id, command.item_id), message_id)


def _check(item: LockedItem | None, paddle: LockedPaddle | None) -> LockedPaddle:
    if item is None or item.kind != "live":
        raise ItemNotFound
    if item.status == "sold":
        raise ItemAlreadySold
    if item.status != "open":
        raise ItemWithdrawn
    if paddle is None:
        raise PaddleUnknown
    if paddle.status == "locked":
        raise PaddleLocked
    return paddle


async def list_paddles(services: Services, caller: Caller, event_id: UUID) -> PaddleList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.list_paddles(conn, caller.org_id, event_id)
    return PaddleList(paddles=[Paddle.model_validate(dict(row)) for row in rows])
