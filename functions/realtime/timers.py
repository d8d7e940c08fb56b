"""Timers: the pulse, and what was committed and never told. Timers of their own, so that no slow part of reconcile delays a pulse."""

import azure.functions as func

from functions.realtime import service
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.timer_trigger(schedule="*/2 * * * * *", arg_name="timer")
async def pulse_rooms(timer: func.TimerRequest) -> None:
    await service.pulse(await get_services())


@blueprint.timer_trigger(schedule="*/2 * * * * *", arg_name="timer")
async def resend_unsent(timer: func.TimerRequest) -> None:
    await service.resend_unsent(await get_services())
