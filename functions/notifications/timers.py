"""Timer: hints at texts whose first hint was lost."""

import azure.functions as func

from functions.notifications import service
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.timer_trigger(schedule="*/5 * * * * *", arg_name="timer")
async def sweep_texts(timer: func.TimerRequest) -> None:
    await service.sweep(await get_services())
