"""Routes: an event, its catalogue, the snapshot at a screen's start and the changes for catching up."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.events import service
from functions.events.schemas import Changes, EventDetails, Snapshot
from functions.items.models import etag_of
from functions.items.schemas import ItemList
from functions.items.service import read_catalogue
from shared.errors import NotFound
from shared.http.conditional import PRIVATE, conditional_response
from shared.http.operation import http_operation
from shared.http.requests import path_id, query_int
from shared.http.responses import json_response
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
