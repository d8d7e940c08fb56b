"""Routes: who is next, make and take back an offer, a guest's own offers and their answers."""

import azure.functions as func

from functions.accounts.identity import identify
from functions.bids.errors import ItemIsLive, ItemWithdrawn, PaddleLocked
from functions.items.errors import ItemNotFound
from functions.live.errors import ItemAlreadySold
from functions.offers import service
from functions.offers.errors import (
    AboveTheirBest,
    NoNextBidder,
    OfferAnswered,
    OfferExpired,
    OfferTooLow,
    OfferUnknown,
    OfferWaiting,
    OfferWithdrawn,
)
from functions.offers.schemas import MakeOffer, NextBidder, OfferAnswer, OfferList
from functions.stewarding.errors import ActNotForKind, ItemStillOpen, OwnItem
from shared.errors import AppError, IdempotencyKeyReused
from shared.http.operation import http_operation
from shared.http.requests import idempotency_key, parse_body, path_id
from shared.http.responses import acted_response, json_response
from shared.runtime import get_services

blueprint = func.Blueprint()

NOT_TO_OFFER: tuple[type[AppError], ...] = (
    ItemNotFound,
    ItemStillOpen,
    ItemAlreadySold,
    ItemWithdrawn,
    ItemIsLive,
    ActNotForKind,
    NoNextBidder,
    OwnItem,
)
ANSWERED: tuple[type[AppError], ...] = (
    OfferUnknown,
    OfferAnswered,
    OfferExpired,
    OfferWithdrawn,
    IdempotencyKeyReused,
)


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/next-bidder",
    permission="offer.make",
    summary="Whom the rules put next, and at which price",
    responses={200: NextBidder},
    errors=NOT_TO_OFFER,
)
async def read_next_bidder(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.next_bidder(services, caller, path_id(req, "item_id")))


@http_operation(
    blueprint,
    "POST",
    "items/{item_id}/offers",
    permission="offer.make",
    summary="Offer an unsold item to the next bidder",
    request=MakeOffer,
    responses={201: OfferAnswer, 200: OfferAnswer},
    errors=(*NOT_TO_OFFER, OfferWaiting, OfferTooLow, AboveTheirBest, PaddleLocked, IdempotencyKeyReused),
    idempotent=True,
)
async def make_offer(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, command = idempotency_key(req), parse_body(req, MakeOffer)
    return acted_response(await service.make_offer(services, caller, path_id(req, "item_id"), key, command), 201)


@http_operation(
    blueprint,
    "GET",
    "items/{item_id}/offers",
    permission="offer.make",
    summary="The offers of an item",
    responses={200: OfferList},
    errors=(ItemNotFound,),
)
async def list_item_offers(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.offers_of_item(services, caller, path_id(req, "item_id")))


@http_operation(
    blueprint,
    "POST",
    "offers/{offer_id}/withdraw",
    permission="offer.make",
    summary="Take an offer back that was not answered",
    responses={200: OfferAnswer},
    errors=(*ANSWERED, OwnItem),
    idempotent=True,
)
async def withdraw_offer(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key = idempotency_key(req)
    return acted_response(await service.withdraw_offer(services, caller, path_id(req, "offer_id"), key))


@http_operation(
    blueprint,
    "GET",
    "me/offers",
    permission="offer.answer_own",
    summary="What is offered to me",
    responses={200: OfferList},
)
async def own_offers(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req)
    return json_response(await service.own_offers(services, caller))


@http_operation(
    blueprint,
    "POST",
    "offers/{offer_id}/accept",
    permission="offer.answer_own",
    summary="Yes: the item is mine at this price",
    responses={200: OfferAnswer},
    errors=(*ANSWERED, PaddleLocked),
    idempotent=True,
)
async def accept_offer(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, offer_id = idempotency_key(req), path_id(req, "offer_id")
    return acted_response(await service.answer_offer(services, caller, offer_id, key, is_yes=True))


@http_operation(
    blueprint,
    "POST",
    "offers/{offer_id}/decline",
    permission="offer.answer_own",
    summary="No, thank you",
    responses={200: OfferAnswer},
    errors=ANSWERED,
    idempotent=True,
)
async def decline_offer(req: func.HttpRequest) -> func.HttpResponse:
    services = await get_services()
    caller = await identify(services, req, checks_session_itself=True)
    key, offer_id = idempotency_key(req), path_id(req, "offer_id")
    return acted_response(await service.answer_offer(services, caller, offer_id, key, is_yes=False))
