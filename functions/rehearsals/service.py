"""Rehearsals: a copy of the event to practise on, and its simulated bidders."""

from collections.abc import Sequence
from typing import Literal, get_args
from uuid import UUID

from functions.accounts.identity import Caller
from functions.accounts.service import link_hash
from functions.realtime.service import announce_items
from functions.rehearsals import store
from functions.rehearsals.bidders import SimulatedBidders
from functions.rehearsals.errors import REFUSALS, RehearsalUnknown
from functions.rehearsals.links import RehearsalLinks
from functions.rehearsals.schemas import (
    Rehearsal,
    RehearsalEnded,
    RehearsalList,
    RehearsalSession,
    RehearsalStarted,
    StartRehearsal,
)
from functions.stewarding.service import act, staff_call
from shared.runtime import Services

type RehearsalRole = Literal["owner", "coordinator", "auctioneer", "clerk", "display"]

LIST_LIMIT = 50


def make_links(services: Services) -> RehearsalLinks:
    return RehearsalLinks(services.settings.jwt_private_key.get_secret_value())


def roles_handed_on(role: str) -> tuple[RehearsalRole, ...]:
    """Nobody makes a seat above their own."""
    roles: tuple[RehearsalRole, ...] = get_args(RehearsalRole.__value__)
    return roles if role == "owner" else tuple(one for one in roles if one != "owner")


async def start_rehearsal(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: StartRehearsal
) -> tuple[RehearsalStarted, bool]:
    """True: a replay, with the same links. Raises EventIsRehearsal, RehearsalRunning."""
    caller.require_event(event_id)
    call = staff_call(caller, key, "start_rehearsal", event_id, command)
    links = services.single(make_links)
    sessions = [
        RehearsalSession(role=role, link=links.link(caller.org_id, event_id, key, role))
        for role in roles_handed_on(caller.claims.role)
    ]
    hashes: dict[str, str] = {one.role: link_hash(one.link).hex() for one in sessions}
    acted = await act(
        services,
        caller,
        lambda conn: store.start_rehearsal(conn, call, command.minutes, command.bidders, hashes),
        REFUSALS,
    )
    rehearsal = _of(await _rehearsals(services, caller), acted.id_of("rehearsal_id"))
    made = acted.answer["roles"]  # by the first call: the same person may have called as something else
    assert isinstance(made, list)
    return RehearsalStarted(
        rehearsal=rehearsal, sessions=[one for one in sessions if one.role in made]
    ), acted.is_replay


async def _rehearsals(services: Services, caller: Caller) -> list[Rehearsal]:
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.rehearsals(conn, caller.org_id, caller.event_id, LIST_LIMIT)
    return [Rehearsal.model_validate(dict(row)) for row in rows]


def _of(rehearsals: Sequence[Rehearsal], rehearsal_id: UUID) -> Rehearsal:
    """Raises RehearsalUnknown: a replay of what has long left the list."""
    found = next((one for one in rehearsals if one.event_id == rehearsal_id), None)
    if found is None:
        raise RehearsalUnknown
    return found


async def list_rehearsals(services: Services, caller: Caller, event_id: UUID) -> RehearsalList:
    caller.require_event(event_id)
    return RehearsalList(rehearsals=await _rehearsals(services, caller))


async def end_rehearsal(
    services: Services, caller: Caller, rehearsal_id: UUID, key: UUID
) -> tuple[RehearsalEnded, bool]:
    """By staff of the event, or of the rehearsal itself. Raises RehearsalUnknown."""
    call = staff_call(caller, key, "end_rehearsal", rehearsal_id)
    acted = await act(services, caller, lambda conn: store.end_rehearsal(conn, call, rehearsal_id), REFUSALS)
    announce_items(services, caller.org_id, rehearsal_id, [])
    return RehearsalEnded(rehearsal=_of(await _rehearsals(services, caller), rehearsal_id)), acted.is_replay


async def play(services: Services) -> None:
    """Ends what is overdue, and lets the simulated bidders of every running rehearsal that no other process plays have their turn."""
    async with services.db.connection() as conn:
        ended = await store.end_overdue(conn)
        running = await store.running(conn)
    for one in ended:
        announce_items(services, one.org_id, one.event_id, [])
    bidders = services.single(SimulatedBidders)
    for rehearsal in running:
        async with services.db.connection() as conn, conn.transaction():
            if await store.try_play_lock(conn, rehearsal.event_id):
                await bidders.take_turn(rehearsal)
