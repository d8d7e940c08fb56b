"""Routes: ask for a reopening or a revocation, see what waits for a second person, approve, decline."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.approvals import service
from functions.approvals.errors import (
    ApprovalDecided,
    ApprovalExpired,
    ApprovalUnknown,
    ApprovalWaiting,
    SecondPersonNeeded,
    SectionNotHeld,
)
from functions.approvals.schemas import ApprovalList, AskApproval, AskedApproval, DecidedApproval
from functions.bids.errors import ItemIsLive, ItemWithdrawn
from functions.items.errors import ItemNotFound
from functions.live.errors import EventInCheckout
from functions.stewarding.errors import ActNotForKind, AwardBilled, ItemNotSold, ItemReleased, ItemStillOpen, OwnItem
from shared.errors import AppError, IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

OF_AWARD: tuple[type[AppError], ...] = (
    ItemStillOpen,
    ItemWithdrawn,
    ItemIsLive,
    ActNotForKind,
    ItemReleased,
    AwardBilled,
    OwnItem,
    IdempotencyKeyReused,
)


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/reopenings",
    permission="award.ask",
    summary="Ask a second person to reopen a closed item",
    request=AskApproval,
    responses={202: AskedApproval, 200: AskedApproval},
    errors=(ItemNotFound, EventInCheckout, ApprovalWaiting, *OF_AWARD),
    idempotent=True,
)
async def ask_reopening(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, AskApproval)
    return acted_response(await service.ask(services, caller, "reopen", path_id(req, "item_id"), key, command), 202)


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/revocations",
    permission="award.ask",
    summary="Ask a second person to take a sold item from its winner",
    request=AskApproval,
    responses={202: AskedApproval, 200: AskedApproval},
    errors=(ItemNotFound, ItemNotSold, ApprovalWaiting, *OF_AWARD),
    idempotent=True,
)
async def ask_revocation(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, AskApproval)
    return acted_response(
        await service.ask(services, caller, "revoke_award", path_id(req, "item_id"), key, command), 202
    )


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/approvals",
    permission="approval.decide",
    summary="What waits, or waited, for a second person",
    responses={200: ApprovalList},
    errors=(NotFound,),
)
async def list_approvals(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_approvals(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "approvals/{approval_id}/approve",
    permission="approval.decide",
    summary="Approve, as another person than who asked, and do it",
    responses={200: DecidedApproval},
    errors=(
        ApprovalUnknown,
        ApprovalDecided,
        ApprovalExpired,
        SecondPersonNeeded,
        ItemNotSold,
        EventInCheckout,
        SectionNotHeld,
        *OF_AWARD,
    ),
    idempotent=True,
)
async def approve(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.approve(services, caller, path_id(req, "approval_id"), key))


@http_operation(
    blueprint,
    "POST",
    "approvals/{approval_id}/decline",
    permission="approval.decide",
    summary="Decline, or take back what one asked for",
    responses={200: DecidedApproval},
    errors=(ApprovalUnknown, ApprovalDecided, ApprovalExpired, IdempotencyKeyReused),
    idempotent=True,
)
async def decline(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.decline(services, caller, path_id(req, "approval_id"), key))
