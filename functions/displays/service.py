"""The screens in the room: signed in by a code that they show, told what to show, and watched."""

import secrets
import time
from datetime import timedelta
from uuid import UUID

import asyncpg

from functions.accounts.errors import SessionRevoked
from functions.accounts.identity import Caller, RevokedSessions
from functions.accounts.service import SESSION_LIFETIME, link_hash
from functions.displays import store
from functions.displays.errors import REFUSALS, PairingUnknown
from functions.displays.models import CollectedSession
from functions.displays.schemas import (
    CollectPairing,
    CommandDisplay,
    Display,
    DisplayChanged,
    DisplayList,
    DisplayReported,
    DisplaySession,
    PairDisplay,
    PairingCollected,
    PairingOpened,
    ReportDisplay,
)
from functions.realtime.service import announce_display_command, end_session
from functions.stewarding.models import Acted
from functions.stewarding.service import act, staff_call
from shared.auth.tokens import ACCESS_TOKEN_S, Claims
from shared.errors import TooFast
from shared.ids import new_id
from shared.runtime import Services

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
PAIRING_LIFETIME = timedelta(minutes=10)
MOST_WAITING = 200
"""Screens that show a code, in all of the database: anybody may ask for one."""
TRIES = 5
"""To find a code that no other waiting screen shows; a second is needed once in millions."""


async def open_pairing(services: Services) -> PairingOpened:
    """Raises TooFast."""
    pairing_id, secret = new_id(), secrets.token_urlsafe(32)
    async with services.db.connection() as conn:
        for _ in range(TRIES):
            code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
            opened = await store.open_pairing(conn, pairing_id, code, link_hash(secret), MOST_WAITING, PAIRING_LIFETIME)
            if opened.code != "code_taken":
                break
    if opened.expires_at is None:
        raise TooFast(retry_after_s=60)
    return PairingOpened(id=pairing_id, code=code, secret=secret, expires_at=opened.expires_at)


async def collect_pairing(services: Services, pairing_id: UUID, command: CollectPairing) -> PairingCollected:
    """The session once; a screen whose answer was lost shows a new code. Raises PairingUnknown."""
    refresh_token = secrets.token_urlsafe(32)
    async with services.db.connection() as conn:
        collected = await store.collect_pairing(conn, pairing_id, link_hash(command.secret), link_hash(refresh_token))
    if collected is None:
        raise PairingUnknown
    if collected.session is None:
        return PairingCollected(status="waiting", session=None)
    return PairingCollected(status="paired", session=_session(services, collected.session, refresh_token))


def _session(services: Services, session: CollectedSession, refresh_token: str) -> DisplaySession:
    claims = Claims(
        session_id=session.session_id,
        epoch=session.epoch,
        role="display",
        org_id=session.org_id,
        event_id=session.event_id,
        guest_id=None,
        paddle_id=None,
        expires_at=time.time() + ACCESS_TOKEN_S,
    )
    return DisplaySession(
        access_token=services.tokens.issue(claims),
        access_expires_in_s=ACCESS_TOKEN_S,
        refresh_token=refresh_token,
        session_id=session.session_id,
        role="display",
        org_id=session.org_id,
        event_id=session.event_id,
    )


async def list_displays(services: Services, caller: Caller, event_id: UUID) -> DisplayList:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.list_displays(conn, caller.org_id, event_id)
    return DisplayList(displays=[Display.model_validate(dict(row)) for row in rows])


async def pair_display(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: PairDisplay
) -> tuple[DisplayChanged, bool]:
    """Raises CodeUnknown."""
    caller.require_event(event_id)
    call = staff_call(caller, key, "pair_display", event_id, command)
    acted = await act(
        services,
        caller,
        lambda conn: store.pair_display(conn, call, command.code, command.name, SESSION_LIFETIME),
        REFUSALS,
    )
    return _changed(await _find(services, caller, acted), acted)


async def command_display(
    services: Services, caller: Caller, display_id: UUID, key: UUID, command: CommandDisplay
) -> tuple[DisplayChanged, bool]:
    """Raises DisplayUnknown, DisplayRevoked."""
    call = staff_call(caller, key, "command_display", display_id, command)
    acted = await act(
        services, caller, lambda conn: store.command_display(conn, call, display_id, command.mode), REFUSALS
    )
    row = await _find(services, caller, acted)
    await announce_display_command(services, caller.org_id, caller.event_id, row["session_id"], row["mode"])
    return _changed(row, acted)


async def revoke_display(
    services: Services, caller: Caller, display_id: UUID, key: UUID
) -> tuple[DisplayChanged, bool]:
    """Raises DisplayUnknown, DisplayRevoked."""
    call = staff_call(caller, key, "revoke_display", display_id)
    acted = await act(services, caller, lambda conn: store.revoke_display(conn, call, display_id), REFUSALS)
    row = await _find(services, caller, acted)
    services.single(RevokedSessions).forget()
    await end_session(services, row["session_id"], role="display", event_id=caller.event_id, paddle_id=None)
    return _changed(row, acted)


async def _find(services: Services, caller: Caller, acted: Acted) -> asyncpg.Record:
    async with services.db.transaction(caller.org_id) as conn:
        return await store.find_display(conn, caller.org_id, caller.event_id, acted.id_of("display_id"))


def _changed(row: asyncpg.Record, acted: Acted) -> tuple[DisplayChanged, bool]:
    return DisplayChanged(display=Display.model_validate(dict(row))), acted.is_replay


async def report_display(services: Services, caller: Caller, command: ReportDisplay) -> DisplayReported:
    """Raises SessionRevoked."""
    async with services.db.connection() as conn:
        row = await store.report_display(conn, caller.session_id, caller.claims.epoch, command.shows)
    if row is None:
        raise SessionRevoked
    return DisplayReported.model_validate(dict(row))
