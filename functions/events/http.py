"""Routes: an event, its catalogue, the snapshot at a screen's start and the changes for catching up."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.events import acts, service
from functions.events.errors import AnnouncementUnknown, AnnouncementWithdrawn, PhaseNotAllowed
from functions.events.schemas import (
    Announce,
    Announced,
    Changes,
    DisplayModeSet,
    EventDetails,
    PhaseSet,
    SetDisplayMode,
    SetPhase,
    Snapshot,
)
from functions.items.models import etag_of
from functions.items.schemas import ItemList
from functions.items.service import read_catalogue
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.conditional import PRIVATE, conditional_response
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id, query_int
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

MAX_VERSION = 10**15


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}",
    permission="catalogue.read",
    summary="An event and its sections",
    responses={200: EventDetails, 304: None},
    errors=(NotFound,),
)
async def read_event(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    caller.require_event(path_id(req, "event_id"))
    details, row = await service.read_event(services, caller.org_id, caller.event_id)
    return conditional_response(req, details.model_dump_json().encode(), f"W/{etag_of(repr(row).encode())}")


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/items",
    permission="catalogue.read",
    summary="All items of an event",
    responses={200: ItemList, 304: None},
    errors=(NotFound,),
)
async def list_items(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    caller.require_event(path_id(req, "event_id"))
    catalogue = await read_catalogue(services, caller.org_id, caller.event_id)
    return conditional_response(req, catalogue.body, catalogue.etag)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/snapshot",
    permission="catalogue.read",
    summary="Everything a screen needs at its start",
    responses={200: Snapshot, 304: None},
    errors=(NotFound,),
)
async def read_snapshot(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    caller.require_event(path_id(req, "event_id"))
    body, versions = await service.read_snapshot(services, caller.org_id, caller.event_id)
    return conditional_response(req, body, f"W/{etag_of(versions)}")


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/changes",
    permission="catalogue.read",
    summary="What changed since a client's items added up to `since`",
    responses={200: Changes},
    errors=(NotFound,),
    query={
        "since": "The last items_version that the client's own copies added up to. Without it, or when it is long ago, all items come;"
        " a client whose copies still do not add up after a call asks again without it."
    },
)
async def read_changes(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    caller.require_event(path_id(req, "event_id"))
    since = query_int(req, "since", default=-1, least=0, most=MAX_VERSION)
    body = await service.read_changes(services, caller.org_id, caller.event_id, since if since >= 0 else None)
    return json_response(body, headers={"Cache-Control": PRIVATE})


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/phase",
    permission="event.run",
    summary="Move the event to another phase",
    request=SetPhase,
    responses={200: PhaseSet},
    errors=(NotFound, PhaseNotAllowed, IdempotencyKeyReused),
    idempotent=True,
)
async def set_phase(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SetPhase)
    return acted_response(await acts.set_phase(services, caller, path_id(req, "event_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/announcements",
    permission="event.announce",
    summary="Say something to every screen",
    request=Announce,
    responses={201: Announced, 200: Announced},
    errors=(NotFound, IdempotencyKeyReused),
    idempotent=True,
)
async def announce(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, Announce)
    return acted_response(await acts.announce(services, caller, path_id(req, "event_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "announcements/{announcement_id}/withdraw",
    permission="event.announce",
    summary="Take an announcement back",
    responses={200: Announced},
    errors=(AnnouncementUnknown, AnnouncementWithdrawn, IdempotencyKeyReused),
    idempotent=True,
)
async def withdraw_announcement(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await acts.withdraw_announcement(services, caller, path_id(req, "announcement_id"), key))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/display-mode",
    permission="display.manage",
    summary="What the screens of the room show",
    request=SetDisplayMode,
    responses={200: DisplayModeSet},
    errors=(NotFound, IdempotencyKeyReused),
    idempotent=True,
)
async def set_display_mode(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SetDisplayMode)
    return acted_response(await acts.set_display_mode(services, caller, path_id(req, "event_id"), key, command))
