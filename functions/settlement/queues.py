"""Queue trigger: a stored webhook is to be handled. The row decides; a message whose row is gone or done has no effect."""

import json

import azure.functions as func

from functions.settlement import webhooks
from shared.runtime import get_services

blueprint = func.Blueprint()


@blueprint.queue_trigger(arg_name="message", queue_name=webhooks.QUEUE, connection="AzureWebJobsStorage")
async def handle_stripe_event(message: func.QueueMessage) -> None:
    body = json.loads(message.get_body())
    await webhooks.handle(await get_services(), str(body["account"]), str(body["event"]))
