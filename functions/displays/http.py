"""Routes: the screens in the room."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.displays import service
from functions.displays.errors import CodeUnknown, DisplayRevoked, DisplayUnknown, PairingUnknown
from functions.displays.schemas import (
    CollectPairing,
    CommandDisplay,
    DisplayChanged,
    DisplayList,
    DisplayReported,
    PairDisplay,
    PairingCollected,
    PairingOpened,
    ReportDisplay,
)
from shared.errors import IdempotencyKeyReused, NotFound, TooFast
from shared.http.operation import PUBLIC, http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/displays",
    permission="display.manage",
    summary="The screens of the event and whether they are alive",
    responses={200: DisplayList},
    errors=(NotFound,),
)
async def list_displays(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_displays(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/displays",
    permission="display.manage",
    summary="Sign a screen in by the code it shows",
    request=PairDisplay,
    responses={201: DisplayChanged, 200: DisplayChanged},
    errors=(NotFound, CodeUnknown, IdempotencyKeyReused),
    idempotent=True,
)
async def pair_display(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, PairDisplay)
    return acted_response(await service.pair_display(services, caller, path_id(req, "event_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "displays/{display_id}/mode",
    permission="display.manage",
    summary="What one screen shows",
    request=CommandDisplay,
    responses={200: DisplayChanged},
    errors=(DisplayUnknown, DisplayRevoked, IdempotencyKeyReused),
    idempotent=True,
)
async def command_display(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, CommandDisplay)
    return acted_response(await service.command_display(services, caller, path_id(req, "display_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "displays/{display_id}/revoke",
    permission="display.manage",
    summary="Sign a screen out",
    responses={200: DisplayChanged},
    errors=(DisplayUnknown, DisplayRevoked, IdempotencyKeyReused),
    idempotent=True,
)
async def revoke_display(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.revoke_display(services, caller, path_id(req, "display_id"), key))


@http_operation(
    blueprint,
    "POST",
    "display-pairings",
    permission=PUBLIC,
    summary="A screen asks for a code to show",
    responses={201: PairingOpened},
    errors=(TooFast,),
)
async def open_pairing(req: func.HttpRequest) -> func.HttpResponse:
    return json_response(await service.open_pairing(await get_services()), 201)


@http_operation(
    blueprint,
    "POST",
    "display-pairings/{pairing_id}/collect",
    permission=PUBLIC,
    summary="Has somebody typed the code? Then the screen's session",
    request=CollectPairing,
    responses={200: PairingCollected},
    errors=(PairingUnknown,),
)
async def collect_pairing(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    pairing_id, command = path_id(req, "pairing_id"), parse_body(req, CollectPairing)
    return json_response(await service.collect_pairing(services, pairing_id, command))


@http_operation(
    blueprint,
    "POST",
    "displays/me/seen",
    permission="display.report",
    summary="A screen says that it is alive and what it shows",
    request=ReportDisplay,
    responses={200: DisplayReported},
)
async def report_display(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.report_display(services, caller, parse_body(req, ReportDisplay)))
