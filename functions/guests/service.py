"""Paddles, and what guests decide about themselves."""

from typing import Literal
from uuid import UUID

import asyncpg

from functions.accounts.identity import Caller
from functions.guests import store
from functions.guests.errors import REFUSALS
from functions.guests.schemas import ChangePaddle, NameShown, Paddle, PaddleChanged, PaddleList, ShowName
from functions.realtime.service import announce_items, announce_paddle_locked, announce_paddle_unlocked
from functions.stewarding.service import act, guest_call, staff_call
from shared.errors import IdempotencyKeyReused
from shared.runtime import Services


async def list_paddles(services: Services, caller: Caller, event_id: UUID) -> PaddleList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.list_paddles(conn, caller.org_id, event_id)
    return PaddleList(paddles=[Paddle.model_validate(dict(row)) for row in rows])


async def lock_paddle(
    services: Services, caller: Caller, paddle_id: UUID, key: UUID, command: ChangePaddle
) -> tuple[PaddleChanged, bool]:
    """Raises PaddleUnknown, PaddleLockedAlready."""
    return await _change(services, caller, paddle_id, key, command, "locked")


async def unlock_paddle(
    services: Services, caller: Caller, paddle_id: UUID, key: UUID, command: ChangePaddle
) -> tuple[PaddleChanged, bool]:
    """Raises PaddleUnknown, PaddleNotLocked, OwnPaddle."""
    return await _change(services, caller, paddle_id, key, command, "active")


async def _change(
    services: Services,
    caller: Caller,
    paddle_id: UUID,
    key: UUID,
    command: ChangePaddle,
    status: Literal["active", "locked"],
) -> tuple[PaddleChanged, bool]:
    call = staff_call(caller, key, f"paddle_{status}", paddle_id, command)
    acted = await act(
        services,
        caller,
        lambda conn: store.change_paddle(conn, call, paddle_id, status, command.reason),
        REFUSALS,
        is_of_event=True,
    )
    async with services.db.transaction(caller.org_id) as conn:
        row = await store.find_paddle(conn, caller.org_id, caller.event_id, paddle_id)
    paddle = Paddle.model_validate(dict(row))
    if paddle.status == status:  # a repeat tells it again: the first try may have ended before the room was told
        announce = announce_paddle_locked if status == "locked" else announce_paddle_unlocked
        await announce(services, caller.org_id, caller.event_id, paddle_id, paddle.number)
    return PaddleChanged.model_validate({"paddle": paddle, "leads": acted.answer["leads"]}), acted.is_replay


async def show_name(services: Services, caller: Caller, key: UUID, command: ShowName) -> tuple[NameShown, bool]:
    try:
        async with services.db.transaction(caller.org_id) as conn:
            outcome = await store.show_name(conn, guest_call(caller, key), is_shown=command.is_shown)
    except asyncpg.UniqueViolationError as error:  # the same key at the same moment for another guest
        raise IdempotencyKeyReused from error
    if outcome.code != "done":
        raise REFUSALS[outcome.code]
    if not outcome.is_replay:
        announce_items(services, caller.org_id, caller.event_id, [])
    return NameShown(is_shown=command.is_shown), outcome.is_replay
