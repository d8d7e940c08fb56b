"""Queue trigger: a text waits. The row decides; a message whose row is gone or done has no effect."""

import json
from uuid import UUID

import azure.functions as func

from functions.notifications import service
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.queue_trigger(arg_name="message", queue_name=service.QUEUE, connection="AzureWebJobsStorage")
async def send_text(message: func.QueueMessage) -> None:
    body = json.loads(message.get_body())
    await service.send_message(await get_services(), UUID(body["org"]), UUID(body["id"]))
