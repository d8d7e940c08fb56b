"""Timer: simulated bidders bid, and rehearsals whose time is up end."""

import azure.functions as func

from functions.rehearsals import service
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.timer_trigger(schedule="*/2 * * * * *", arg_name="timer")
async def play_rehearsals(timer: func.TimerRequest) -> None:
    await service.play(await get_services())
