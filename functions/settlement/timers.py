"""Timer: finishes payments, receipts and webhooks that were dropped. Apart from reconcile, so that a slow provider delays no close."""

import asyncio
import logging
from collections.abc import Awaitable

import azure.functions as func

from functions.settlement import service, webhooks
from shared.runtime import Services, get_services

log = logging.getLogger("augeo.settlement")

blueprint = func.Blueprint()

SIMULTANEOUS = 8


async def sweep(services: Services) -> int:
    """Returns how much of it failed; each failure is logged and found again by the next run."""
    slots = asyncio.Semaphore(SIMULTANEOUS)

    async def attempt(what: str, work: Awaitable[object]) -> bool:
        async with slots:
            try:
                await work
            except Exception as error:
                log.error("sweep_failed", extra={"what": what}, exc_info=error)
                return False
        return True

    work = [attempt("invoice", service.settle_step(services, *one)) for one in await service.work_due(services)]
    work += [attempt("webhook", webhooks.handle(services, *one)) for one in await webhooks.events_due(services)]
    return (await asyncio.gather(*work)).count(False)


@blueprint.timer_trigger(schedule="*/5 * * * * *", arg_name="timer")
async def sweep_settlements(timer: func.TimerRequest) -> None:
    await sweep(await get_services())
