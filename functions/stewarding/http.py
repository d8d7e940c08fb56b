"""Routes: pause and resume, extend, withdraw, void; a bidder steps back."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.errors import ItemClosed, ItemHeld, ItemWithdrawn
from functions.closing.errors import SectionUnknown
from functions.items.errors import ItemNotFound
from functions.live.errors import ItemAlreadySold
from functions.stewarding import service
from functions.stewarding.errors import (
    ActNotForKind,
    AwardBilled,
    NothingToPause,
    NothingToResume,
    NothingToVoid,
    NotRevived,
    OwnItem,
    StepBackOver,
)
from functions.stewarding.schemas import (
    ChangedItem,
    ChangedItems,
    ExtendItem,
    PauseBidding,
    ResumeBidding,
    StepBackList,
    StepBackRequested,
    VoidBids,
    WithdrawItem,
)
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/pause",
    permission="auction.pause",
    summary="Stop the clocks of the event, or of one section",
    request=PauseBidding,
    responses={200: ChangedItems},
    errors=(NotFound, SectionUnknown, NothingToPause, IdempotencyKeyReused),
    idempotent=True,
)
async def pause_bidding(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, PauseBidding)
    return acted_response(await service.pause(services, caller, path_id(req, "event_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/resume",
    permission="auction.pause",
    summary="Let the clocks go on, announced some seconds before",
    request=ResumeBidding,
    responses={200: ChangedItems},
    errors=(NotFound, SectionUnknown, NothingToResume, IdempotencyKeyReused),
    idempotent=True,
)
async def resume_bidding(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ResumeBidding)
    return acted_response(await service.resume(services, caller, path_id(req, "event_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/extend",
    permission="item.extend",
    summary="Move an item's close, with its extra time",
    request=ExtendItem,
    responses={200: ChangedItem},
    errors=(ItemNotFound, ItemClosed, ItemHeld, ItemWithdrawn, ActNotForKind, OwnItem, IdempotencyKeyReused),
    idempotent=True,
)
async def extend_item(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ExtendItem)
    return acted_response(await service.extend(services, caller, path_id(req, "item_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/withdraw",
    permission="item.withdraw",
    summary="Withdraw an item: its bids end, nobody owes anything",
    request=WithdrawItem,
    responses={200: ChangedItem},
    errors=(ItemNotFound, ItemClosed, ItemWithdrawn, ItemAlreadySold, AwardBilled, OwnItem, IdempotencyKeyReused),
    idempotent=True,
)
async def withdraw_item(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, WithdrawItem)
    return acted_response(await service.withdraw(services, caller, path_id(req, "item_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/voids",
    permission="bid.void",
    summary="Void bids on an open item; what remains is worked out again",
    request=VoidBids,
    responses={201: ChangedItem, 200: ChangedItem},
    errors=(
        ItemNotFound,
        ItemClosed,
        ItemHeld,
        ItemWithdrawn,
        NothingToVoid,
        AwardBilled,
        OwnItem,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def void_bids(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, VoidBids)
    return acted_response(await service.void_bids(services, caller, path_id(req, "item_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/step-back",
    permission="lead.step_back",
    summary="Ask staff to be let out of a lead that came back by their change",
    responses={201: StepBackRequested, 200: StepBackRequested},
    errors=(ItemNotFound, NotRevived, StepBackOver, IdempotencyKeyReused),
    idempotent=True,
)
async def ask_step_back(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.ask_step_back(services, caller, path_id(req, "item_id"), key), 201)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/step-backs",
    permission="step_back.read",
    summary="Who asks to be let out of a lead",
    responses={200: StepBackList},
    errors=(NotFound,),
)
async def list_step_backs(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_step_backs(services, caller, path_id(req, "event_id")))
