"""Route: Twilio tells what became of a text."""

from urllib.parse import parse_qsl

import azure.functions as func

from functions.notifications import service
from functions.notifications.errors import CallbackUnsigned
from shared.errors import PayloadTooLarge
from shared.http.operation import PUBLIC, http_operation
from shared.http.responses import empty_response
from shared.runtime import get_services

blueprint = func.Blueprint()

MAX_CALLBACK_BYTES = 16 * 1024


@http_operation(
    blueprint,
    "POST",
    "webhooks/twilio/status",
    permission=PUBLIC,
    summary="Twilio's status callback",
    responses={204: None},
    errors=(CallbackUnsigned,),
    documented=False,
)
async def twilio_status(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    body = req.get_body()
    if len(body) > MAX_CALLBACK_BYTES:
        raise PayloadTooLarge
    params = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    signature = req.headers.get("x-twilio-signature")
    await service.record_callback(services, req.params.get("message", ""), params, signature)
    return empty_response()
