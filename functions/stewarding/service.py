"""What staff do to the running auction: pause, resume, extend, withdraw, void; and a bidder's wish to be let out of a revived lead.

No act brings a close nearer than the orchestration of its section looks by itself (closing/rules.py), so none needs to wake it.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import asyncpg
from pydantic import BaseModel

from functions.accounts.identity import Caller
from functions.notifications.service import hint
from functions.realtime.service import announce_items
from functions.stewarding import store
from functions.stewarding.errors import REFUSALS
from functions.stewarding.models import Acted, Call, Outcome
from functions.stewarding.schemas import (
    Change,
    ChangedItem,
    ChangedItems,
    ExtendItem,
    PauseBidding,
    ResumeBidding,
    StepBack,
    StepBackList,
    StepBackRequested,
    VoidBids,
    WithdrawItem,
)
from shared.db.pool import AnyConnection
from shared.errors import AppError, IdempotencyKeyReused
from shared.http.requests import body_hash
from shared.runtime import Services

LIST_LIMIT = 200


def staff_call(caller: Caller, key: UUID, action: str, subject_id: UUID, body: BaseModel | None = None) -> Call:
    """What a database function needs to know of a call; the hash holds a repeated key to what it asked for first."""
    meaning = f"{action} {subject_id} ".encode() + (body_hash(body) if body is not None else b"")
    return {
        "org": str(caller.org_id),
        "event": str(caller.event_id),
        "session": str(caller.session_id),
        "epoch": caller.claims.epoch,
        "key": str(key),
        "hash": hashlib.sha256(meaning).hexdigest(),
    }


async def act(
    services: Services,
    caller: Caller,
    run: Callable[[AnyConnection], Awaitable[Outcome]],
    refusals: Mapping[str, type[AppError]] = REFUSALS,
    *,
    is_of_event: bool = False,
) -> Acted:
    """Runs one act in its transaction, tells the room and the guests after it. Raises the refusal, after what it has to leave is committed.

    `is_of_event`: it changes the event's state also where it changes no item.
    """
    try:
        async with services.db.transaction(caller.org_id) as conn:
            outcome = await run(conn)
            item_ids = outcome.item_ids if outcome.code == "done" else []
            items = await store.item_states(conn, caller.org_id, caller.event_id, item_ids) if item_ids else []
            texts = await store.waiting_texts(conn, caller.org_id, item_ids) if item_ids else []
    except asyncpg.UniqueViolationError as error:  # the same key at the same moment for something else
        raise IdempotencyKeyReused from error
    if outcome.code != "done":
        raise refusals[outcome.code](members=outcome.answer)
    if not outcome.is_replay and (item_ids or is_of_event):
        announce_items(services, caller.org_id, caller.event_id, item_ids)
        hint(services, caller.org_id, texts)
    return Acted(outcome.is_replay, outcome.answer, items)


async def pause(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: PauseBidding
) -> tuple[ChangedItems, bool]:
    """Without a section the whole show stops, live lots and gifts included. True: a replay."""
    caller.require_event(event_id)
    call = staff_call(caller, key, "pause", event_id, command)
    return await _pause_or_resume(services, caller, call, command.section_id, None)


async def resume(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: ResumeBidding
) -> tuple[ChangedItems, bool]:
    caller.require_event(event_id)
    call = staff_call(caller, key, "resume", event_id, command)
    return await _pause_or_resume(services, caller, call, command.section_id, command.in_s)


async def _pause_or_resume(
    services: Services, caller: Caller, call: Call, section_id: UUID | None, in_s: int | None
) -> tuple[ChangedItems, bool]:
    acted = await act(
        services, caller, lambda conn: store.pause_or_resume(conn, call, section_id, in_s), is_of_event=True
    )
    body = {"items": acted.items, "resumes_at": acted.answer["resumes_at"]}
    return ChangedItems.model_validate(body), acted.is_replay


async def extend(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: ExtendItem
) -> tuple[ChangedItem, bool]:
    call = staff_call(caller, key, "extend", item_id, command)
    acted = await act(
        services, caller, lambda conn: store.extend_item(conn, call, item_id, command.seconds, command.reason)
    )
    return await changed_item(services, caller, acted), acted.is_replay


async def withdraw(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: WithdrawItem
) -> tuple[ChangedItem, bool]:
    call = staff_call(caller, key, "withdraw", item_id, command)
    acted = await act(
        services, caller, lambda conn: store.withdraw_item(conn, call, item_id, command.reason, command.note)
    )
    return await changed_item(services, caller, acted), acted.is_replay


async def void_bids(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: VoidBids
) -> tuple[ChangedItem, bool]:
    call = staff_call(caller, key, "void", item_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.void_bids(
            conn, call, item_id, command.bid_ids, command.paddle_number, command.reason, command.note
        )

    acted = await act(services, caller, run)
    return await changed_item(services, caller, acted), acted.is_replay


async def changed_item(services: Services, caller: Caller, acted: Acted) -> ChangedItem:
    async with services.db.transaction(caller.org_id) as conn:
        change = await store.find_change(conn, caller.org_id, acted.id_of("change_id"))
    return ChangedItem.model_validate({"item": acted.items[0], "change": Change.model_validate(dict(change))})


def guest_call(caller: Caller, key: UUID) -> Call:
    """Like a staff call, of a guest with their own paddle."""
    return {
        "org": str(caller.org_id),
        "event": str(caller.event_id),
        "session": str(caller.session_id),
        "epoch": caller.claims.epoch,
        "paddle": str(caller.paddle_id),
        "key": str(key),
    }


async def ask_step_back(services: Services, caller: Caller, item_id: UUID, key: UUID) -> tuple[StepBackRequested, bool]:
    """Raises NotRevived, StepBackOver."""
    try:
        async with services.db.transaction(caller.org_id) as conn:
            asked = await store.ask_step_back(conn, guest_call(caller, key), item_id)
    except asyncpg.UniqueViolationError as error:  # the key asked about another item before
        raise IdempotencyKeyReused from error
    if asked["code"] != "done":
        raise REFUSALS[asked["code"]]
    return StepBackRequested(requested_at=asked["requested_at"]), asked["is_replay"]


async def list_step_backs(services: Services, caller: Caller, event_id: UUID) -> StepBackList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.step_backs(conn, caller.org_id, event_id, LIST_LIMIT)
    return StepBackList(step_backs=[StepBack.model_validate(dict(row)) for row in rows])
