"""Routes: one item."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.items import service
from functions.items.errors import ItemNotFound
from functions.items.models import etag_of
from functions.items.schemas import ItemDocument
from shared.http.conditional import conditional_response
from shared.http.operation import http_operation
from shared.http.requests import path_id
from shared.runtime import get_services

blueprint = func.Blueprint()


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
