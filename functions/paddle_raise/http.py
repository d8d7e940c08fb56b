"""Routes: the paddle raise."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.errors import ConfirmRequired, NotCheckedIn, PaddleLocked
from functions.events.errors import ShowStopped
from functions.live.errors import EventInCheckout, PaddleUnknown
from functions.paddle_raise import service
from functions.paddle_raise.errors import (
    AppealClosed,
    AppealRunning,
    AppealUnknown,
    LeadCalled,
    LevelNotCalled,
    LevelNotReleased,
    LevelOver,
    LevelReleased,
    LevelUnknown,
    LevelUnresolved,
    NotALead,
    NothingToSettle,
    NotYourEntry,
    PledgeBilled,
    PledgeDuplicate,
    PledgeHasDonor,
    PledgeReversedAlready,
    PledgeTooSmall,
    PledgeUnknown,
    TooManyLevels,
)
from functions.paddle_raise.schemas import (
    AppealMade,
    CallLevel,
    CheckEntered,
    CheckPledge,
    Desk,
    EnterLead,
    EnterPledge,
    LevelChanged,
    MakeAppeal,
    NamePledge,
    OwnPledge,
    OwnPledged,
    OwnPledgeList,
    OwnPledgeRequest,
    PledgeChanged,
    PledgeEntered,
    PledgeList,
    SetPayBy,
    SettleCheck,
)
from shared.errors import AppError, IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

OF_LEVEL: tuple[type[AppError], ...] = (LevelUnknown, LevelReleased, EventInCheckout)
OF_PADDLE: tuple[type[AppError], ...] = (PaddleUnknown, PaddleLocked, NotCheckedIn)
OF_PLEDGE: tuple[type[AppError], ...] = (PledgeUnknown, PledgeReversedAlready, EventInCheckout)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/raise",
    permission="raise.read",
    summary="The paddle raise as staff see it",
    responses={200: Desk},
    errors=(NotFound,),
)
async def read_desk(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_desk(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/appeals",
    permission="raise.edit",
    summary="Plan an appeal with its levels, goal and match",
    request=MakeAppeal,
    responses={201: AppealMade, 200: AppealMade},
    errors=(NotFound, PaddleUnknown, EventInCheckout, IdempotencyKeyReused),
    idempotent=True,
)
async def make_appeal(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, MakeAppeal)
    return acted_response(await service.make_appeal(services, caller, path_id(req, "event_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "appeals/{appeal_id}/level",
    permission="raise.run",
    summary="What the auctioneer calls for now, or the end of the appeal",
    request=CallLevel,
    responses={200: AppealMade},
    errors=(
        AppealUnknown,
        LevelUnknown,
        LevelReleased,
        AppealRunning,
        TooManyLevels,
        EventInCheckout,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def call_level(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, CallLevel)
    return acted_response(await service.call_level(services, caller, path_id(req, "appeal_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "appeals/{appeal_id}/pledges",
    permission="pledge.enter",
    summary="A hand that a clerk saw",
    request=EnterPledge,
    responses={201: PledgeEntered, 200: PledgeEntered},
    errors=(AppealUnknown, *OF_LEVEL, *OF_PADDLE, ConfirmRequired, PledgeDuplicate, IdempotencyKeyReused),
    idempotent=True,
)
async def enter_pledge(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, EnterPledge)
    return acted_response(await service.enter_pledge(services, caller, path_id(req, "appeal_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "appeals/{appeal_id}/leads",
    permission="raise.edit",
    summary="A lead gift that was promised before",
    request=EnterLead,
    responses={201: PledgeChanged, 200: PledgeChanged},
    errors=(AppealUnknown, EventInCheckout, PaddleUnknown, PaddleLocked, IdempotencyKeyReused),
    idempotent=True,
)
async def enter_lead(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, EnterLead)
    return acted_response(await service.enter_lead(services, caller, path_id(req, "appeal_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "appeals/{appeal_id}/checks",
    permission="pledge.enter",
    summary="What the second clerk saw",
    request=CheckPledge,
    responses={201: CheckEntered, 200: CheckEntered},
    errors=(*OF_LEVEL, IdempotencyKeyReused),
    idempotent=True,
)
async def check_pledge(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, CheckPledge)
    return acted_response(await service.check_pledge(services, caller, path_id(req, "appeal_id"), key, command), 201)


@http_operation(
    blueprint,
    "GET",
    "appeals/{appeal_id}/pledges",
    permission="raise.read",
    summary="Everything that was ever recorded",
    responses={200: PledgeList},
    errors=(AppealUnknown,),
)
async def list_pledges(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.list_pledges(services, caller, path_id(req, "appeal_id")))


@http_operation(
    blueprint,
    "POST",
    "pledges/{pledge_id}/undo",
    permission="pledge.enter",
    summary="Take a pledge back; it stays in the list",
    responses={200: PledgeChanged},
    errors=(*OF_PLEDGE, NotYourEntry, LevelReleased, IdempotencyKeyReused),
    idempotent=True,
)
async def undo_pledge(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.undo_pledge(services, caller, path_id(req, "pledge_id"), key))


@http_operation(
    blueprint,
    "POST",
    "pledges/{pledge_id}/name",
    permission="pledge.enter",
    summary="Who the unknown donor was",
    request=NamePledge,
    responses={200: PledgeChanged},
    errors=(*OF_PLEDGE, *OF_PADDLE, PledgeHasDonor, PledgeDuplicate, LevelReleased, IdempotencyKeyReused),
    idempotent=True,
)
async def name_pledge(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, NamePledge)
    return acted_response(await service.name_pledge(services, caller, path_id(req, "pledge_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "pledges/{pledge_id}/pay-by",
    permission="pledge.enter",
    summary="How a pledge will be paid",
    request=SetPayBy,
    responses={200: PledgeChanged},
    errors=(*OF_PLEDGE, IdempotencyKeyReused),
    idempotent=True,
)
async def set_pay_by(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SetPayBy)
    return acted_response(await service.set_pay_by(services, caller, path_id(req, "pledge_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "pledges/{pledge_id}/call",
    permission="raise.run",
    summary="The auctioneer has called a lead gift",
    responses={200: PledgeChanged},
    errors=(*OF_PLEDGE, NotALead, LeadCalled, IdempotencyKeyReused),
    idempotent=True,
)
async def call_lead(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.call_lead(services, caller, path_id(req, "pledge_id"), key))


@http_operation(
    blueprint,
    "POST",
    "levels/{level_id}/differences",
    permission="pledge.enter",
    summary="Settle a difference between the two clerks",
    request=SettleCheck,
    responses={200: LevelChanged},
    errors=(*OF_LEVEL, NothingToSettle, PledgeDuplicate, IdempotencyKeyReused),
    idempotent=True,
)
async def settle_check(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SettleCheck)
    return acted_response(await service.settle_check(services, caller, path_id(req, "level_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "levels/{level_id}/release",
    permission="raise.release",
    summary="From here on the pledges of this level are billed",
    responses={200: LevelChanged},
    errors=(*OF_LEVEL, LevelUnresolved, IdempotencyKeyReused),
    idempotent=True,
)
async def release_level(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.release_level(services, caller, path_id(req, "level_id"), key))


@http_operation(
    blueprint,
    "POST",
    "levels/{level_id}/reopen",
    permission="raise.release",
    summary="Hold the level again",
    responses={200: LevelChanged},
    errors=(LevelUnknown, LevelNotReleased, PledgeBilled, EventInCheckout, IdempotencyKeyReused),
    idempotent=True,
)
async def reopen_level(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.reopen_level(services, caller, path_id(req, "level_id"), key))


@http_operation(
    blueprint,
    "POST",
    "appeals/{appeal_id}/own-pledges",
    permission="pledge.own",
    summary="Give from my own phone",
    request=OwnPledgeRequest,
    responses={201: OwnPledged, 200: OwnPledged},
    errors=(
        AppealUnknown,
        AppealClosed,
        LevelNotCalled,
        LevelReleased,
        PaddleLocked,
        PledgeTooSmall,
        ConfirmRequired,
        PledgeDuplicate,
        ShowStopped,
        EventInCheckout,
        IdempotencyKeyReused,
    ),
    idempotent=True,
)
async def pledge_own(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, OwnPledgeRequest)
    return acted_response(await service.pledge_own(services, caller, path_id(req, "appeal_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "own-pledges/{pledge_id}/undo",
    permission="pledge.own",
    summary="Take my own gift back, while its level is called for",
    responses={200: OwnPledge},
    errors=(*OF_PLEDGE, LevelOver, ShowStopped, IdempotencyKeyReused),
    idempotent=True,
)
async def undo_own_pledge(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.undo_own_pledge(services, caller, path_id(req, "pledge_id"), key))


@http_operation(
    blueprint,
    "GET",
    "me/pledges",
    permission="pledge.own",
    summary="What I have given",
    responses={200: OwnPledgeList},
)
async def read_own_pledges(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_own_pledges(services, caller))
