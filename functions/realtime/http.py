"""Routes: where to connect, and the two that the room service calls."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.realtime import service, upstream
from functions.realtime.schemas import Negotiation
from shared.clients.room_packets import RoomsUnavailable
from shared.http.operation import PUBLIC, http_operation
from shared.http.responses import NO_STORE, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "realtime/negotiate",
    permission="room.join",
    summary="Where to hear what changes, and a ticket for it",
    responses={200: Negotiation},
    errors=(RoomsUnavailable,),
)
async def negotiate(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.negotiate(services, caller.claims))


@http_operation(
    blueprint,
    "OPTIONS",
    "realtime/upstream/{secret}",
    permission=PUBLIC,
    summary="The room service asks whether it may call",
    documented=False,
)
async def allow_upstream(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    origin = upstream.check_origin(services, req)
    return func.HttpResponse(b"", status_code=200, headers={"WebHook-Allowed-Origin": origin})


@http_operation(
    blueprint,
    "POST",
    "realtime/upstream/{secret}",
    permission=PUBLIC,
    summary="A client's packet, by way of the room service",
    documented=False,
)
async def hear_upstream(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    upstream.check_origin(services, req)
    upstream.check_signature(services, req)
    answer = await upstream.answer_event(services, req)
    return func.HttpResponse(
        answer, status_code=200 if answer else 204, headers={"Cache-Control": NO_STORE}, mimetype="text/plain"
    )
