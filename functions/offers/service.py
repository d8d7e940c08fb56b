"""The offer to the next bidder: staff make it, the guest answers before its deadline, and only a yes awards the item."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from functions.accounts.identity import Caller
from functions.items.errors import ItemNotFound
from functions.notifications.service import hint
from functions.offers import store
from functions.offers.errors import REFUSALS
from functions.offers.schemas import MakeOffer, NextBidder, Offer, OfferAnswer, OfferList
from functions.stewarding.models import Outcome
from functions.stewarding.service import act, guest_call, staff_call
from shared.db.pool import AnyConnection
from shared.runtime import Services


async def next_bidder(services: Services, caller: Caller, item_id: UUID) -> NextBidder:
    """Raises NoNextBidder, or why nothing can be offered of the item."""
    call = staff_call(caller, item_id, "next_bidder", item_id)
    async with services.db.transaction(caller.org_id) as conn:
        outcome = await store.next_bidder(conn, call, item_id)
    if outcome.code != "done":
        raise REFUSALS[outcome.code]
    return NextBidder.model_validate(outcome.answer)


async def make_offer(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: MakeOffer
) -> tuple[OfferAnswer, bool]:
    call = staff_call(caller, key, "offer", item_id, command)

    def run(conn: AnyConnection) -> Awaitable[Outcome]:
        return store.make_offer(conn, call, item_id, command.paddle_number, command.amount_cents, command.minutes)

    return await _answer(services, caller, run)


async def withdraw_offer(services: Services, caller: Caller, offer_id: UUID, key: UUID) -> tuple[OfferAnswer, bool]:
    call = staff_call(caller, key, "withdraw_offer", offer_id)
    return await _answer(services, caller, lambda conn: store.withdraw_offer(conn, call, offer_id))


async def answer_offer(
    services: Services, caller: Caller, offer_id: UUID, key: UUID, *, is_yes: bool
) -> tuple[OfferAnswer, bool]:
    """The guest's own answer."""
    call = guest_call(caller, key)
    return await _answer(services, caller, lambda conn: store.answer_offer(conn, call, offer_id, is_yes=is_yes))


async def _answer(
    services: Services, caller: Caller, run: Callable[[AnyConnection], Awaitable[Outcome]]
) -> tuple[OfferAnswer, bool]:
    acted = await act(services, caller, run, REFUSALS)
    offer_id = acted.id_of("offer_id")
    async with services.db.transaction(caller.org_id) as conn:
        row = await store.find_offer(conn, caller.org_id, caller.event_id, offer_id)
        texts = await store.text_of_offer(conn, caller.org_id, offer_id)
    hint(services, caller.org_id, texts)
    return OfferAnswer(offer=Offer.model_validate(dict(row))), acted.is_replay


async def own_offers(services: Services, caller: Caller) -> OfferList:
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.offers_of_paddle(conn, caller.org_id, caller.event_id, caller.paddle_id)
    return OfferList(offers=[Offer.model_validate(dict(row)) for row in rows])


async def offers_of_item(services: Services, caller: Caller, item_id: UUID) -> OfferList:
    async with services.db.transaction(caller.org_id) as conn:
        rows = await store.offers_of_item(conn, caller.org_id, caller.event_id, item_id)
    if rows is None:
        raise ItemNotFound
    return OfferList(offers=[Offer.model_validate(dict(row)) for row in rows])
