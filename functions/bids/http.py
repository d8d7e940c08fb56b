"""Routes: place a bid, type one for a guest, ask about a key, cancel it; one's own bids; what happened to an item."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids import dispute, history, service
from functions.bids.dispute_schemas import ItemRecord
from functions.bids.errors import REFUSALS, BidsBusy, BidUnknown, ItemNotFound, OwnPaddle, PaddleUnknown, SessionRevoked
from functions.bids.history_schemas import ItemHistory, OwnBids, OwnHistory
from functions.bids.schemas import (
    MAX_PADDLE_NUMBER,
    BidAnswer,
    EnterBid,
    EnteredBid,
    PlaceBid,
    PlacedBid,
)
from shared.http.cursor import query_cursor
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id, query_id, query_int
from shared.http.responses import NO_STORE, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

PAGE_DEFAULT, PAGE_MOST = 50, 100  # a busy item has some dozens of steps
PAGE = {
    "cursor": "The next_cursor of the page before.",
    "limit": f"At most so many, 1 to {PAGE_MOST}; {PAGE_DEFAULT} if absent.",
}


@http_operation(
    blueprint,
    "POST",
    "bids",
    permission="bid.place",
    summary="Place a bid",
    request=PlaceBid,
    responses={201: PlacedBid, 200: PlacedBid},
    errors=(*REFUSALS.values(), BidsBusy),
    idempotent=True,
)
async def place_bid(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, PlaceBid)
    judged = await service.place_bid(services, caller, key, command)
    # the item is JSON from the database already; a model in between would only be read, checked and written again
    body = f'{{"key":"{key}","outcome":"{judged.outcome}","item":{judged.item_json}}}'.encode()
    return json_response(body, 200, {"Idempotency-Hit": "true"}) if judged.is_replay else json_response(body, 201)


@http_operation(
    blueprint,
    "POST",
    "bids/entered",
    permission="bid.enter",
    summary="A bid that staff type for a guest",
    request=EnterBid,
    responses={201: EnteredBid, 200: EnteredBid},
    errors=(*REFUSALS.values(), PaddleUnknown, OwnPaddle, BidsBusy),
    idempotent=True,
)
async def enter_bid(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, EnterBid)
    judged = await service.enter_bid(services, caller, key, command)
    number = command.paddle_number
    body = f'{{"key":"{key}","outcome":"{judged.outcome}","paddle_number":{number},"item":{judged.item_json}}}'.encode()
    return json_response(body, 200, {"Idempotency-Hit": "true"}) if judged.is_replay else json_response(body, 201)


@http_operation(
    blueprint,
    "GET",
    "bids/entered/{key}",
    permission="bid.enter",
    summary="What became of a bid that staff typed?",
    responses={200: BidAnswer},
    errors=(BidUnknown, PaddleUnknown, OwnPaddle),
    query={"paddle_number": "The paddle that the bid was typed for."},
)
async def read_entered_bid(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    key, number = path_id(req, "key"), query_int(req, "paddle_number", least=1, most=MAX_PADDLE_NUMBER)
    return json_response(await service.read_entered_bid(services, caller, key, number))


@http_operation(
    blueprint,
    "GET",
    "bids/{key}",
    permission="bid.read_own",
    summary="What became of a bid?",
    responses={200: BidAnswer},
    errors=(BidUnknown,),
)
async def read_bid(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_bid(services, caller, path_id(req, "key")))


@http_operation(
    blueprint,
    "POST",
    "bids/{key}/cancel",
    permission="bid.place",
    summary="What became of a bid? If it has not arrived it never will",
    responses={200: BidAnswer},
    errors=(BidUnknown,),
)
async def cancel_bid(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.cancel_bid(services, caller, path_id(req, "key")))


@http_operation(
    blueprint,
    "GET",
    "me/bids",
    permission="bid.read_own",
    summary="My bids, with my own limits",
    responses={200: OwnBids},
)
async def own_bids(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await history.own_bids(services, caller))


@http_operation(
    blueprint,
    "GET",
    "me/bids/history",
    permission="bid.read_own",
    summary="My bids one by one, newest first, each with what became of it",
    responses={200: OwnHistory},
    query={**PAGE, "item_id": "Only of this item."},
)
async def own_bid_history(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    before, limit = query_cursor(req, history.OwnPlace.read), _page_limit(req)
    return json_response(await history.own_history(services, caller, query_id(req, "item_id"), before, limit))


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/bids",
    permission="catalogue.read",
    summary="What happened to an item, newest first, in plain sentences",
    responses={200: ItemHistory},
    errors=(ItemNotFound,),
    query=PAGE,
)
async def item_bids(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    item_id = path_id(req, "item_id")
    before, limit = query_cursor(req, history.read_step_cursor), _page_limit(req)
    return json_response(await history.item_history(services, caller, item_id, before, limit))


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/dispute",
    permission="item.dispute",
    summary="Everything that happened to an item, for staff who must answer a guest",
    responses={200: ItemRecord},
    errors=(ItemNotFound, SessionRevoked),
)
async def item_record(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    return json_response(await dispute.item_record(services, caller, path_id(req, "item_id")))


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/dispute/file",
    permission="item.dispute",
    summary="The same as PDF",
    responses={200: None},
    errors=(ItemNotFound, SessionRevoked),
)
async def item_record_file(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    name, content = await dispute.record_file(services, caller, path_id(req, "item_id"))
    headers = {"Cache-Control": NO_STORE, "Content-Disposition": f'inline; filename="{name}"'}
    return func.HttpResponse(content, status_code=200, headers=headers, mimetype="application/pdf")


def _page_limit(req: func.HttpRequest) -> int:
    return query_int(req, "limit", default=PAGE_DEFAULT, least=1, most=PAGE_MOST)
