"""Routes: rehearsals: a copy of the event with simulated bidders."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.rehearsals import service
from functions.rehearsals.errors import EventIsRehearsal, RehearsalRunning, RehearsalUnknown
from functions.rehearsals.schemas import RehearsalEnded, RehearsalList, RehearsalStarted, StartRehearsal
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/rehearsals",
    permission="rehearsal.run",
    summary="Copy the event to practise on",
    request=StartRehearsal,
    responses={201: RehearsalStarted, 200: RehearsalStarted},
    errors=(
        NotFound,
        EventIsRehearsal,
        RehearsalRunning,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def start_rehearsal(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, StartRehearsal)
    return acted_response(await service.start_rehearsal(services, caller, path_id(req, "event_id"), key, command), 201)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/rehearsals",
    permission="rehearsal.run",
    summary="The rehearsals of the event",
    responses={200: RehearsalList},
    errors=(NotFound,),
)
async def list_rehearsals(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_rehearsals(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "rehearsals/{rehearsal_id}/end",
    permission="rehearsal.run",
    summary="End a rehearsal",
    responses={200: RehearsalEnded},
    errors=(
        RehearsalUnknown,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def end_rehearsal(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.end_rehearsal(services, caller, path_id(req, "rehearsal_id"), key))
