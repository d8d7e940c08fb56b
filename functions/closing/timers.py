"""Timers: `reconcile` does by itself what orchestrations and publishers may have dropped; the canary bids; once an hour refused keys are swept."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import azure.durable_functions as df
import azure.functions as func

from functions.bids.service import sweep_attempts
from functions.closing import service
from functions.closing.canary import CanaryBidder
from functions.settlement import service as settlement
from shared.runtime import Services, get_services

log = logging.getLogger("augeo.reconcile")

blueprint = df.Blueprint()

RUN_TIMEOUT_S = 30.0
"""A run that hangs gives the lock to another process."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that reconcile heals; a part that fails does not keep the others from running."""

    name: str
    run: Callable[[], Awaitable[object]]


async def run_parts(parts: list[Part]) -> list[str]:
    """Runs them in order and returns the names of those that failed."""
    failed = []
    for part in parts:
        try:
            async with asyncio.timeout(RUN_TIMEOUT_S):
                await part.run()
        except Exception as error:
            log.error("reconcile_failed", extra={"part": part.name}, exc_info=error)
            failed.append(part.name)
    return failed


async def reconcile_once(services: Services, client: df.DurableFunctionsClient) -> list[str] | None:
    """None when another process holds the lock; else the parts that failed."""
    async with service.reconcile_lock(services) as is_holder:
        if not is_holder:
            return None
        return await run_parts(
            [
                Part("close", lambda: _close(services, client)),
                Part("reopen", lambda: service.reopen_healthy(services)),
                Part("settle", lambda: settlement.ensure_settling(services, client)),
            ]
        )


async def _close(services: Services, client: df.DurableFunctionsClient) -> None:
    sections = await service.open_sections(services)
    await service.close_overdue(services, sections)
    await service.each(sections, lambda section: service.ensure_closing(services, client, section))


@blueprint.timer_trigger(schedule="*/2 * * * * *", arg_name="timer")
@blueprint.durable_client_input(client_name="client")
async def reconcile(timer: func.TimerRequest, client: df.DurableFunctionsClient) -> None:
    await reconcile_once(await get_services(), client)


@blueprint.timer_trigger(schedule="*/3 * * * * *", arg_name="timer")
async def place_canary_bids(timer: func.TimerRequest) -> None:
    """A timer of its own, so that no slow part of reconcile passes for an outage."""
    services = await get_services()
    await services.single(CanaryBidder).bid()


@blueprint.timer_trigger(schedule="0 7 * * * *", arg_name="timer")
async def sweep_bid_attempts(timer: func.TimerRequest) -> None:
    services = await get_services()
    swept, swept_canary = await sweep_attempts(services), await service.sweep_canary_attempts(services)
    log.info("bid_attempts_swept", extra={"count": swept, "canary": swept_canary})
