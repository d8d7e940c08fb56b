"""The paddle raise: appeals, levels, pledges of staff and of phones, the second clerk, release (rules.md 5)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
from pydantic import BaseModel

from functions.accounts.identity import Caller
from functions.paddle_raise import store
from functions.paddle_raise.errors import REFUSALS, AppealUnknown
from functions.paddle_raise.models import Changed, Told
from functions.paddle_raise.schemas import (
    LEAST_OWN_CENTS,
    MAX_LEVELS_CALLED,
    AppealMade,
    CallLevel,
    CheckEntered,
    CheckPledge,
    Desk,
    DeskLevel,
    EnterLead,
    EnterPledge,
    LevelChanged,
    MakeAppeal,
    NamePledge,
    OwnPledge,
    OwnPledged,
    OwnPledgeList,
    OwnPledgeRequest,
    Pledge,
    PledgeChanged,
    PledgeEntered,
    PledgeList,
    SetPayBy,
    SettleCheck,
)
from functions.realtime.service import announce_items, announce_pledges_changed
from functions.stewarding.models import Call, Outcome
from functions.stewarding.service import staff_call
from shared.background import Background
from shared.db.pool import AnyConnection
from shared.errors import IdempotencyKeyReused, NotFound
from shared.runtime import Services

type Run = Callable[[AnyConnection], Awaitable[Outcome]]


async def _run[Answer](
    services: Services, caller: Caller, run: Run, read: Callable[[AnyConnection, Outcome], Awaitable[Answer]]
) -> tuple[Outcome, Answer]:
    """Runs one act and reads what it left, in one transaction; tells the room after it. Raises the refusal."""
    answer: Answer | None = None
    try:
        async with services.db.transaction(caller.org_id) as conn:
            outcome = await run(conn)
            if outcome.code == "done":
                answer = await read(conn, outcome)
    except asyncpg.UniqueViolationError as error:  # the same key at the same moment for something else
        raise IdempotencyKeyReused from error
    if answer is None:
        raise REFUSALS[outcome.code](members=outcome.answer)
    if not outcome.is_replay:
        announce_items(services, caller.org_id, caller.event_id, [])
    return outcome, answer


async def _act(services: Services, caller: Caller, run: Run) -> tuple[Told, Outcome]:
    """An act of staff: phones whose gifts it has changed are told too."""

    async def read(conn: AnyConnection, outcome: Outcome) -> tuple[Changed, Told]:
        changed = Changed.of(outcome)
        return changed, await store.told(conn, caller.org_id, changed.appeal_id, changed.pledge_ids, changed.level_id)

    outcome, (changed, told) = await _run(services, caller, run, read)
    if not outcome.is_replay:
        for paddle_id in set(changed.paddle_ids):
            telling = announce_pledges_changed(services, caller.org_id, caller.event_id, paddle_id, changed.appeal_id)
            services.single(Background).start("pledges changed", telling)
    return told, outcome


async def make_appeal(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: MakeAppeal
) -> tuple[AppealMade, bool]:
    """True: a replay, here and below."""
    caller.require_event(event_id)
    call = staff_call(caller, key, "make_appeal", event_id, command)
    match = (command.match_label, command.match_cap_cents, command.match_paddle_number)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.make_appeal(conn, call, command.title, command.goal_cents, command.level_cents, match)

    return _appeal(await _act(services, caller, run))


async def call_level(
    services: Services, caller: Caller, appeal_id: UUID, key: UUID, command: CallLevel
) -> tuple[AppealMade, bool]:
    call = staff_call(caller, key, "call_level", appeal_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.call_level(conn, call, appeal_id, command.level_id, command.amount_cents, MAX_LEVELS_CALLED)

    return _appeal(await _act(services, caller, run))


def _appeal(acted: tuple[Told, Outcome]) -> tuple[AppealMade, bool]:
    told, outcome = acted
    return AppealMade.model_validate({"appeal": told.appeal}), outcome.is_replay


async def close_appeals(conn: AnyConnection, caller: Caller, key: UUID) -> None:
    """In the transaction that opens checkout, which ends every appeal, and writes what its match has come to."""
    await store.close_appeals(conn, staff_call(caller, key, "open_checkout", caller.event_id))


async def enter_pledge(
    services: Services, caller: Caller, appeal_id: UUID, key: UUID, command: EnterPledge
) -> tuple[PledgeEntered, bool]:
    call = staff_call(caller, key, "enter_pledge", appeal_id, command)
    body = command.model_dump(mode="json", exclude={"level_id"})
    told, outcome = await _act(
        services, caller, lambda conn: store.enter_pledge(conn, call, appeal_id, command.level_id, body)
    )
    entered = {"outcome": outcome.answer["outcome"], "pledges": told.pledges, "appeal": told.appeal}
    return PledgeEntered.model_validate(entered), outcome.is_replay


async def enter_lead(
    services: Services, caller: Caller, appeal_id: UUID, key: UUID, command: EnterLead
) -> tuple[PledgeChanged, bool]:
    call = staff_call(caller, key, "enter_lead", appeal_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.enter_lead(conn, call, appeal_id, command.paddle_number, command.amount_cents, command.pay_by)

    return _pledge(await _act(services, caller, run))


def _pledge(acted: tuple[Told, Outcome]) -> tuple[PledgeChanged, bool]:
    told, outcome = acted
    return PledgeChanged.model_validate({"pledge": told.pledges[0], "appeal": told.appeal}), outcome.is_replay


async def call_lead(services: Services, caller: Caller, pledge_id: UUID, key: UUID) -> tuple[PledgeChanged, bool]:
    call = staff_call(caller, key, "call_lead", pledge_id)
    return _pledge(await _act(services, caller, lambda conn: store.call_lead(conn, call, pledge_id)))


async def undo_pledge(services: Services, caller: Caller, pledge_id: UUID, key: UUID) -> tuple[PledgeChanged, bool]:
    call = staff_call(caller, key, "undo_pledge", pledge_id)
    return _pledge(await _act(services, caller, lambda conn: store.undo_pledge(conn, call, pledge_id)))


async def name_pledge(
    services: Services, caller: Caller, pledge_id: UUID, key: UUID, command: NamePledge
) -> tuple[PledgeChanged, bool]:
    call = staff_call(caller, key, "name_pledge", pledge_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.name_pledge(conn, call, pledge_id, command.paddle_number, is_additional=command.is_additional)

    return _pledge(await _act(services, caller, run))


async def set_pay_by(
    services: Services, caller: Caller, pledge_id: UUID, key: UUID, command: SetPayBy
) -> tuple[PledgeChanged, bool]:
    call = staff_call(caller, key, "set_pay_by", pledge_id, command)
    return _pledge(await _act(services, caller, lambda conn: store.set_pay_by(conn, call, pledge_id, command.pay_by)))


async def check_pledge(
    services: Services, caller: Caller, appeal_id: UUID, key: UUID, command: CheckPledge
) -> tuple[CheckEntered, bool]:
    call = staff_call(caller, key, "check_pledge", appeal_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.check_pledge(conn, call, appeal_id, command.level_id, command.paddle_number, command.amount_cents)

    told, outcome = await _act(services, caller, run)
    return CheckEntered.model_validate({"id": key, "level": told.level}), outcome.is_replay


async def settle_check(
    services: Services, caller: Caller, level_id: UUID, key: UUID, command: SettleCheck
) -> tuple[LevelChanged, bool]:
    call = staff_call(caller, key, "settle_check", level_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.settle_check(conn, call, level_id, command.paddle_number, command.amount_cents, command.decision)

    return _level(await _act(services, caller, run))


def _level(acted: tuple[Told, Outcome]) -> tuple[LevelChanged, bool]:
    told, outcome = acted
    return LevelChanged.model_validate({"level": told.level, "appeal": told.appeal}), outcome.is_replay


async def release_level(services: Services, caller: Caller, level_id: UUID, key: UUID) -> tuple[LevelChanged, bool]:
    call = staff_call(caller, key, "release_level", level_id)
    return _level(await _act(services, caller, lambda conn: store.release_level(conn, call, level_id)))


async def reopen_level(services: Services, caller: Caller, level_id: UUID, key: UUID) -> tuple[LevelChanged, bool]:
    call = staff_call(caller, key, "reopen_level", level_id)
    return _level(await _act(services, caller, lambda conn: store.reopen_level(conn, call, level_id)))


async def read_desk(services: Services, caller: Caller, event_id: UUID) -> Desk:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        if not await store.find_event(conn, caller.org_id, event_id):
            raise NotFound
        appeal = await store.shown_appeal(conn, caller.org_id, event_id)
        if appeal is None:
            return Desk(appeal=None, levels=[], pledges=[], needs_look=[], leads=[])
        appeal_id = UUID(str(appeal["appeal_id"]))
        lists = await store.desk_pledge_ids(conn, caller.org_id, appeal_id)
        wanted = {one for ids in lists.values() for one in ids}
        rows = [Pledge.model_validate(row) for row in await store.pledge_rows(conn, caller.org_id, list(wanted))]
        levels = [DeskLevel.model_validate(row) for row in await store.levels(conn, caller.org_id, appeal_id)]
    chosen = {name: set(ids) for name, ids in lists.items()}
    of_list = {name: [row for row in rows if row.id in ids] for name, ids in chosen.items()}
    return Desk.model_validate({"appeal": appeal, "levels": levels, **of_list, "pledges": of_list["pledges"][::-1]})


async def list_pledges(services: Services, caller: Caller, appeal_id: UUID) -> PledgeList:
    async with services.db.transaction(caller.org_id) as conn:
        ids = await store.all_pledge_ids(conn, caller.org_id, caller.event_id, appeal_id)
        if ids is None:
            raise AppealUnknown
        rows = await store.pledge_rows(conn, caller.org_id, ids)
    return PledgeList(pledges=[Pledge.model_validate(row) for row in rows])


# The guest's own phone


def _own_call(caller: Caller, key: UUID, action: str, subject_id: UUID, body: BaseModel | None = None) -> Call:
    return {**staff_call(caller, key, action, subject_id, body), "paddle": str(caller.paddle_id)}


async def _own(services: Services, caller: Caller, run: Run) -> tuple[OwnPledge, Outcome]:
    async def read(conn: AnyConnection, outcome: Outcome) -> OwnPledge:
        pledge_id = UUID(str(outcome.answer["pledge_id"]))
        [row] = await store.own_pledges(conn, caller.org_id, caller.event_id, caller.paddle_id, pledge_id)
        return OwnPledge.model_validate(dict(row))

    outcome, pledge = await _run(services, caller, run, read)
    return pledge, outcome


async def pledge_own(
    services: Services, caller: Caller, appeal_id: UUID, key: UUID, command: OwnPledgeRequest
) -> tuple[OwnPledged, bool]:
    call = _own_call(caller, key, "pledge_own", appeal_id, command)
    body = command.model_dump(mode="json", exclude={"level_id"})

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.pledge_own(conn, call, appeal_id, command.level_id, body, LEAST_OWN_CENTS)

    pledge, outcome = await _own(services, caller, run)
    return OwnPledged.model_validate({"outcome": outcome.answer["outcome"], "pledge": pledge}), outcome.is_replay


async def undo_own_pledge(services: Services, caller: Caller, pledge_id: UUID, key: UUID) -> tuple[OwnPledge, bool]:
    call = _own_call(caller, key, "undo_own_pledge", pledge_id)
    pledge, outcome = await _own(services, caller, lambda conn: store.undo_own_pledge(conn, call, pledge_id))
    return pledge, outcome.is_replay


async def read_own_pledges(services: Services, caller: Caller) -> OwnPledgeList:
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.own_pledges(conn, caller.org_id, caller.event_id, caller.paddle_id)
    return OwnPledgeList(pledges=[OwnPledge.model_validate(dict(row)) for row in rows])
