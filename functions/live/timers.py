"""Timers: a sale that nobody disputes for a minute is confirmed."""

import azure.functions as func

from functions.live import service
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.timer_trigger(schedule="*/2 * * * * *", arg_name="timer")
async def confirm_due_sales(timer: func.TimerRequest) -> None:
    await service.confirm_due_sales(await get_services())
