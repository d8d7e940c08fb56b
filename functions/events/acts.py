"""What managers do to the event as a whole: its phase, announcements, what the screens show."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from functions.accounts.identity import Caller
from functions.events import store
from functions.events.errors import AnnouncementUnknown, AnnouncementWithdrawn, PhaseNotAllowed
from functions.events.schemas import (
    Announce,
    Announced,
    Announcement,
    DisplayModeSet,
    PhaseSet,
    SetDisplayMode,
    SetPhase,
)
from functions.stewarding.errors import REFUSALS as ACT_REFUSALS
from functions.stewarding.models import Acted, Outcome
from functions.stewarding.service import act, staff_call
from shared.db.pool import AnyConnection
from shared.errors import AppError
from shared.runtime import Services

REFUSALS: dict[str, type[AppError]] = {
    **ACT_REFUSALS,
    **{error.code: error for error in (PhaseNotAllowed, AnnouncementUnknown, AnnouncementWithdrawn)},
}


async def set_phase(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: SetPhase
) -> tuple[PhaseSet, bool]:
    """Raises PhaseNotAllowed with the phase that it has."""
    caller.require_event(event_id)
    call = staff_call(caller, key, "set_phase", event_id, command)
    acted = await _act(services, caller, lambda conn: store.set_phase(conn, call, command.phase))
    return PhaseSet.model_validate(acted.answer), acted.is_replay


async def set_display_mode(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: SetDisplayMode
) -> tuple[DisplayModeSet, bool]:
    caller.require_event(event_id)
    call = staff_call(caller, key, "set_display_mode", event_id, command)
    acted = await _act(services, caller, lambda conn: store.set_display_mode(conn, call, command.mode))
    return DisplayModeSet.model_validate(acted.answer), acted.is_replay


async def announce(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: Announce
) -> tuple[Announced, bool]:
    caller.require_event(event_id)
    call = staff_call(caller, key, "announce", event_id, command)
    acted = await _act(services, caller, lambda conn: store.announce(conn, call, command.text, command.minutes))
    return await _announced(services, caller, acted)


async def withdraw_announcement(
    services: Services, caller: Caller, announcement_id: UUID, key: UUID
) -> tuple[Announced, bool]:
    """Raises AnnouncementUnknown, AnnouncementWithdrawn."""
    call = staff_call(caller, key, "withdraw_announcement", announcement_id)
    acted = await _act(services, caller, lambda conn: store.withdraw_announcement(conn, call, announcement_id))
    return await _announced(services, caller, acted)


async def _act(services: Services, caller: Caller, run: Callable[[AnyConnection], Awaitable[Outcome]]) -> Acted:
    return await act(services, caller, run, REFUSALS, is_of_event=True)


async def _announced(services: Services, caller: Caller, acted: Acted) -> tuple[Announced, bool]:
    async with services.db.transaction(caller.org_id) as conn:
        row = await store.find_announcement(conn, caller.org_id, acted.id_of("announcement_id"))
    return Announced(announcement=Announcement.model_validate(dict(row))), acted.is_replay
