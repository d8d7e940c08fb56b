"""Routes: the live auction on stage."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.approvals.errors import SecondPersonNeeded
from functions.bids.errors import (
    AlreadyLeading,
    BidTooLow,
    CardRequired,
    ConfirmRequired,
    ItemWithdrawn,
    MaxNotRaised,
    NotCheckedIn,
    PaddleLocked,
)
from functions.closing.errors import SectionUnknown
from functions.events.errors import ShowStopped
from functions.items.errors import ItemNotFound
from functions.live import service
from functions.live.errors import (
    AnotherLotRuns,
    AskBelowPrice,
    AskMoved,
    EntryNotLast,
    EventInCheckout,
    ItemAlreadySold,
    LiveOfferUnknown,
    LotChanged,
    LotNotRunning,
    LotNotWaiting,
    LotRunsAlready,
    NoAbsentee,
    NoConflict,
    NoCopiesLeft,
    NoUnderbidder,
    OfferedAlready,
    OfferedToOther,
    OfferIsOver,
    PaddleIsRight,
    PaddleUnknown,
    PhonesLocked,
    ReasonRequired,
    SaleConfirmedAlready,
    SaleInConflict,
    SaleNeedsLook,
    SaleReversed,
    SaleUnknown,
)
from functions.live.schemas import (
    Absentee,
    AddLot,
    AnswerSale,
    ConfirmSale,
    CorrectSale,
    EnterLive,
    LiveEntered,
    LiveOfferAnswer,
    LotAdded,
    OfferLive,
    OwnLive,
    OwnSale,
    ResolveSale,
    SaleChanged,
    SellLive,
    SetAbsentee,
    SoldLive,
    Stage,
    UndoSale,
)
from functions.stewarding.errors import ItemNotSold, ItemReleased
from shared.errors import AppError, IdempotencyKeyReused, NotFound
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

OF_LOT: tuple[type[AppError], ...] = (ItemNotFound, ItemWithdrawn, EventInCheckout, IdempotencyKeyReused)
OF_SALE: tuple[type[AppError], ...] = (SaleUnknown, SaleReversed, IdempotencyKeyReused)
OF_PADDLE: tuple[type[AppError], ...] = (PaddleUnknown, PaddleLocked, NotCheckedIn, ConfirmRequired)


@http_operation(
    blueprint,
    "GET",
    "events/{event_id}/stage",
    permission="stage.read",
    summary="What the stage and the clerks know of the live auction",
    responses={200: Stage},
    errors=(NotFound,),
)
async def read_stage(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_stage(services, caller, path_id(req, "event_id")))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/live-entries",
    permission="live.run",
    summary="One thing said on stage about a lot",
    request=EnterLive,
    responses={201: LiveEntered, 200: LiveEntered},
    errors=(
        *OF_LOT,
        *OF_PADDLE,
        LotChanged,
        ItemAlreadySold,
        LotNotRunning,
        LotRunsAlready,
        LotNotWaiting,
        AnotherLotRuns,
        AskBelowPrice,
        BidTooLow,
        AlreadyLeading,
        OfferedToOther,
        OfferIsOver,
        NoAbsentee,
        NoUnderbidder,
        EntryNotLast,
        ItemReleased,
    ),
    idempotent=True,
)
async def enter_live(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, EnterLive)
    return acted_response(await service.enter_live(services, caller, path_id(req, "item_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "live-sales",
    permission="live.sell",
    summary="Sold! A lot of the live auction to a paddle",
    request=SellLive,
    responses={201: SoldLive, 200: SoldLive},
    errors=(*OF_LOT, *OF_PADDLE, LotChanged, ItemAlreadySold, ItemNotSold, NoCopiesLeft, ReasonRequired),
    idempotent=True,
)
async def sell_live(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SellLive)
    return acted_response(await service.sell_live(services, caller, key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "live-sales/{sale_id}/undo",
    permission="live.sell",
    summary="Take a sale back; the lot runs again",
    request=UndoSale,
    responses={200: SaleChanged},
    errors=(*OF_SALE, ItemReleased),
    idempotent=True,
)
async def undo_sale(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, UndoSale)
    return acted_response(await service.undo_sale(services, caller, path_id(req, "sale_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "live-sales/{sale_id}/correct",
    permission="live.sell",
    summary="Put the paddle of a sale right, silently",
    request=CorrectSale,
    responses={200: SaleChanged},
    errors=(*OF_SALE, EventInCheckout, PaddleUnknown, PaddleLocked, PaddleIsRight),
    idempotent=True,
)
async def correct_sale(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, CorrectSale)
    return acted_response(await service.correct_sale(services, caller, path_id(req, "sale_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "live-sales/{sale_id}/confirm",
    permission="live.sell",
    summary="A second clerk, or the winner at the table, says that the sale is right",
    request=ConfirmSale,
    responses={200: SaleChanged},
    errors=(*OF_SALE, SaleNeedsLook, SaleInConflict, SaleConfirmedAlready, SecondPersonNeeded),
    idempotent=True,
)
async def confirm_sale(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ConfirmSale)
    return acted_response(await service.confirm_sale(services, caller, path_id(req, "sale_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "live-sales/{sale_id}/resolve",
    permission="live.sell",
    summary="Choose between two stations that differ",
    request=ResolveSale,
    responses={200: SaleChanged},
    errors=(*OF_SALE, EventInCheckout, NoConflict, PaddleLocked),
    idempotent=True,
)
async def resolve_sale(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, ResolveSale)
    return acted_response(await service.resolve_sale(services, caller, path_id(req, "sale_id"), key, command))


@http_operation(
    blueprint,
    "POST",
    "events/{event_id}/live-lots",
    permission="live.run",
    summary="Add a lot that nobody planned",
    request=AddLot,
    responses={201: LotAdded, 200: LotAdded},
    errors=(NotFound, EventInCheckout, SectionUnknown, IdempotencyKeyReused),
    idempotent=True,
)
async def add_lot(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, AddLot)
    return acted_response(await service.add_lot(services, caller, path_id(req, "event_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/live-offers",
    permission="live.offer",
    summary="Bid at the ask from a phone; it exists when the auctioneer takes it",
    request=OfferLive,
    responses={201: LiveOfferAnswer, 200: LiveOfferAnswer},
    errors=(
        *OF_LOT,
        PaddleLocked,
        NotCheckedIn,
        CardRequired,
        ShowStopped,
        ItemAlreadySold,
        LotNotRunning,
        PhonesLocked,
        OfferedToOther,
        AlreadyLeading,
        AskMoved,
        OfferedAlready,
    ),
    idempotent=True,
)
async def offer_live(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, OfferLive)
    return acted_response(await service.offer_live(services, caller, path_id(req, "item_id"), key, command), 201)


@http_operation(
    blueprint,
    "POST",
    "live-offers/{offer_id}/withdraw",
    permission="live.offer",
    summary="Take an offer back that was not taken",
    responses={200: LiveOfferAnswer},
    errors=(LiveOfferUnknown, OfferIsOver),
    idempotent=True,
)
async def withdraw_live_offer(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.withdraw_live_offer(services, caller, path_id(req, "offer_id"), key))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/absentee",
    permission="live.absentee",
    summary="Leave a maximum that goes up in the room for me",
    request=SetAbsentee,
    responses={201: Absentee, 200: Absentee},
    errors=(
        ItemNotFound,
        ItemWithdrawn,
        IdempotencyKeyReused,
        PaddleLocked,
        CardRequired,
        ShowStopped,
        ItemAlreadySold,
        LotRunsAlready,
        BidTooLow,
        MaxNotRaised,
        ConfirmRequired,
    ),
    idempotent=True,
)
async def set_absentee(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, SetAbsentee)
    return acted_response(await service.set_absentee(services, caller, path_id(req, "item_id"), key, command), 201)


@http_operation(
    blueprint,
    "GET",
    "me/live",
    permission="live.read_own",
    summary="My offers, absentee maxima and purchases of the live auction",
    responses={200: OwnLive},
    errors=(NotFound,),
)
async def read_own_live(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.read_own_live(services, caller))


@http_operation(
    blueprint,
    "POST",
    "live-sales/{sale_id}/mine",
    permission="live.confirm_own",
    summary="Yes, I bought this; or no, I did not",
    request=AnswerSale,
    responses={200: OwnSale},
    errors=(SaleUnknown, SaleReversed, SaleNeedsLook, SaleInConflict, EventInCheckout),
    idempotent=True,
)
async def answer_sale(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, AnswerSale)
    return acted_response(await service.answer_sale(services, caller, path_id(req, "sale_id"), key, command))
