"""Routes: paddles, and what guests decide about themselves."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.errors import OwnPaddle
from functions.guests import service
from functions.guests.errors import PaddleLockedAlready, PaddleNotLocked
from functions.guests.schemas import ChangePaddle, NameShown, PaddleChanged, PaddleList, ShowName
from functions.live.errors import PaddleUnknown
from shared.errors import IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()


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


@http_operation(
    blueprint,
    "POST",
    "paddles/{paddle_id}/lock",
    permission="paddle.lock",
    summary="Lock a paddle: it bids, buys and pledges no more; what it leads stays",
    request=ChangePaddle,
    responses={200: PaddleChanged},
    errors=(PaddleUnknown, PaddleLockedAlready, IdempotencyKeyReused),
    idempotent=True,
)
async def lock_paddle(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ChangePaddle)
    return acted_response(await service.lock_paddle(services, caller, path_id(req, "paddle_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "paddles/{paddle_id}/unlock",
    permission="paddle.unlock",
    summary="Let a locked paddle bid again",
    request=ChangePaddle,
    responses={200: PaddleChanged},
    errors=(PaddleUnknown, PaddleNotLocked, OwnPaddle, IdempotencyKeyReused),
    idempotent=True,
)
async def unlock_paddle(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ChangePaddle)
    return acted_response(await service.unlock_paddle(services, caller, path_id(req, "paddle_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "me/name",
    permission="name.own",
    summary="Whether my name may be on the screens of the room",
    request=ShowName,
    responses={200: NameShown},
    errors=(IdempotencyKeyReused,),
    idempotent=True,
)
async def show_name(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ShowName)
    return acted_response(await service.show_name(services, caller, key, command))
