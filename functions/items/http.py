"""Routes: one item, and the history of its price."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.schemas import BidHistory
from functions.bids.service import public_history
from functions.items import service
from functions.items.errors import ItemNotFound
from functions.items.models import etag_of
from functions.items.schemas import ItemDocument
from shared.http.conditional import conditional_response
from shared.http.operation import http_operation
from shared.http.requests import path_id, query_int
from shared.http.responses import json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

HISTORY_DEFAULT = 50
HISTORY_MOST = 200  # a busy item has some dozens of steps


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}",
    permission="catalogue.read",
    summary="One item",
    responses={200: ItemDocument, 304: None},
    errors=(ItemNotFound,),
)
async def read_item(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    item = await service.read_item(services, caller.org_id, caller.event_id, path_id(req, "item_id"))
    return conditional_response(req, item.document, etag_of(item.document))


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/bids",
    permission="catalogue.read",
    summary="How an item's price came about, newest first",
    responses={200: BidHistory},
    errors=(ItemNotFound,),
    query={"limit": f"At most so many, 1 to {HISTORY_MOST}; {HISTORY_DEFAULT} if absent."},
)
async def item_bids(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    item_id = path_id(req, "item_id")
    limit = query_int(req, "limit", default=HISTORY_DEFAULT, least=1, most=HISTORY_MOST)
    await service.read_item(services, caller.org_id, caller.event_id, item_id)
    return json_response(await public_history(services, caller, item_id, limit))
