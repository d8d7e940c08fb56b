"""Closing what is due. The orchestration and the reconciler call the same function; called twice it does nothing the second time."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

import azure.durable_functions as df

from functions.accounts.identity import Caller
from functions.approvals.errors import REFUSALS
from functions.closing import store
from functions.closing.errors import SectionUnknown
from functions.closing.models import Closing, HeldSection, OpenSection
from functions.closing.schemas import ReopenedSection
from functions.notifications.service import hint
from functions.realtime.service import announce_items
from functions.stewarding.service import act, staff_call
from shared.db.pool import AnyConnection
from shared.durable import Starter
from shared.runtime import Services

log = logging.getLogger("augeo.closing")

CLOSE_SECTION = "close_section"
"""The name of the orchestration; changing the order of its yields needs a new name."""


async def close_due(services: Services, org_id: UUID, section_id: UUID) -> Closing:
    """Closes every due item of the section, or holds it after an outage, and tells the room. Raises SectionUnknown."""
    async with services.db.transaction(org_id) as conn:
        closing = await store.close_due(conn, org_id, section_id)
        if closing is None:
            raise SectionUnknown
        item_ids = [item.item_id for item in closing.items]
        message_ids = await store.won_message_ids(conn, org_id, item_ids) if item_ids else []
    if closing.items:
        became = Counter(item.status for item in closing.items)
        log.info("section_closed", extra={"section_id": str(section_id), **became})
        announce_items(services, org_id, closing.event_id, item_ids)
        hint(services, org_id, message_ids)
    return closing


async def close_donations(conn: AnyConnection, org_id: UUID, event_id: UUID) -> None:
    """In the transaction that opens checkout: a donation has no close of its own."""
    await store.close_donations(conn, org_id, event_id)


async def open_sections(services: Services) -> list[OpenSection]:
    async with services.db.connection() as conn:
        return await store.open_sections(conn)


async def close_overdue(services: Services, sections: list[OpenSection]) -> None:
    """Closes what an orchestration should have closed by now."""
    due = [section for section in sections if section.is_due]
    await each(due, lambda section: close_due(services, section.org_id, section.section_id))


async def reopen_healthy(services: Services) -> None:
    """Reopens the held sections whose guests could bid for a minute."""
    async with services.db.connection() as conn:
        held = await store.held_sections(conn)
    await each([section for section in held if section.is_healthy], lambda section: _reopen(services, section))


async def _reopen(services: Services, section: HeldSection) -> None:
    async with services.db.transaction(section.org_id) as conn:
        item_ids = await store.unhold_section(conn, section.org_id, section.section_id)
    log.info("section_reopened", extra={"section_id": str(section.section_id), "items": len(item_ids)})
    announce_items(services, section.org_id, section.event_id, item_ids)


async def unhold(services: Services, caller: Caller, section_id: UUID, key: UUID) -> tuple[ReopenedSection, bool]:
    """Staff need not wait for that minute. True: a replay. Raises SectionUnknown, SectionNotHeld."""
    call = staff_call(caller, key, "unhold", section_id)
    acted = await act(services, caller, lambda conn: store.unhold_by_staff(conn, call, section_id), REFUSALS)
    return ReopenedSection.model_validate({"items": acted.items}), acted.is_replay


async def sweep_canary_attempts(services: Services) -> int:
    async with services.db.connection() as conn:
        return await store.sweep_canary_attempts(conn)


async def ensure_closing(services: Services, client: df.DurableFunctionsClient, section: OpenSection) -> bool:
    """Starts the section's orchestration where none runs: at the start of the evening, and after the task hub forgot it."""
    return await services.single(Starter).ensure_running(
        client,
        f"close:{section.section_id}",
        CLOSE_SECTION,
        {"org_id": str(section.org_id), "section_id": str(section.section_id)},
    )


async def each[T](things: Iterable[T], act: Callable[[T], Awaitable[object]]) -> None:
    """Acts on every thing, also after one failed; raises what failed at the end."""
    failures: list[Exception] = []
    for thing in things:
        try:
            await act(thing)
        except Exception as error:  # noqa: BLE001  (raised below, together)
            failures.append(error)
    if failures:
        raise ExceptionGroup("some could not be healed", failures)


@asynccontextmanager
async def reconcile_lock(services: Services) -> AsyncIterator[bool]:
    """Whether this process is the one that reconciles now."""
    async with services.db.connection() as conn, conn.transaction():
        yield await store.try_reconcile_lock(conn)
