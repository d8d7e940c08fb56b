"""Routes: sell a lot on stage, the paddles of the room."""

import json

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.errors import ItemNotFound, ItemWithdrawn, PaddleLocked
from functions.live import service
from functions.live.errors import EventInCheckout, ItemAlreadySold, PaddleUnknown
from functions.live.schemas import PaddleList, SellLive, SoldLive
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "live-sales",
    permission="live.sell",
    summary="Sold! A lot of the live auction to a paddle",
    request=SellLive,
    responses={201: SoldLive, 200: SoldLive},
    errors=(
        ItemNotFound,
        PaddleUnknown,
        ItemAlreadySold,
        ItemWithdrawn,
        PaddleLocked,
        EventInCheckout,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def sell_live(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    sale = await service.sell(services, caller, idempotency_key(req), parse_body(req, SellLive))
    body = json.dumps({"id": str(sale.id), "item": sale.item}).encode()
    return json_response(body, 200, {"Idempotency-Hit": "true"}) if sale.is_replay else json_response(body, 201)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/paddles",
    permission="paddle.list",
    summary="The paddles of the room",
    responses={200: PaddleList},
    errors=(NotFound,),
)
async def list_paddles(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_paddles(services, caller, path_id(req, "event_id")))
