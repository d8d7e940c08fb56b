"""The live auction: what is said on stage, what is sold, and what guests do from their phones (rules.md 4)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid5

import asyncpg
from pydantic import BaseModel

from functions.accounts.errors import SessionRevoked
from functions.accounts.identity import Caller
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
from functions.live import errors, store
from functions.live.schemas import (
    Absentee,
    AddLot,
    AnswerSale,
    ConfirmSale,
    CorrectSale,
    EnterLive,
    LiveEntered,
    LiveOffer,
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
from functions.notifications.service import hint
from functions.realtime.service import announce_items, announce_won
from functions.stewarding.errors import ItemNotSold, ItemReleased
from functions.stewarding.models import Call, Outcome
from functions.stewarding.service import guest_call, staff_call
from shared.db.pool import AnyConnection
from shared.errors import AppError, IdempotencyKeyReused, JsonValue
from shared.http.requests import body_hash
from shared.runtime import Services

CONFIRM_LIMIT = 100
"""One run of the timer; the next comes two seconds later."""

OF_OTHER_NOUNS: tuple[type[AppError], ...] = (
    *(SessionRevoked, IdempotencyKeyReused, ItemNotFound, SectionUnknown, ItemWithdrawn, ItemNotSold, ItemReleased),
    *(ShowStopped, SecondPersonNeeded, AlreadyLeading, BidTooLow, CardRequired, ConfirmRequired, MaxNotRaised),
    *(NotCheckedIn, PaddleLocked),
)
OWN = tuple(one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, AppError))
REFUSALS: dict[str, type[AppError]] = {error.code: error for error in (*OF_OTHER_NOUNS, *OWN)}
"""Why a database function of this folder may refuse."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act answered, now or by an earlier call of the same key, with its lots as they are now."""

    is_replay: bool
    answer: dict[str, JsonValue]
    items: dict[UUID, dict[str, JsonValue]]

    def id_of(self, name: str) -> UUID:
        return UUID(str(self.answer[name]))


async def _act(
    services: Services,
    caller: Caller,
    run: Callable[[AnyConnection], Awaitable[Outcome]],
    about: UUID | None = None,
) -> Acted:
    """Runs one act in its transaction, tells the room and the guests after it. A refusal carries the lot `about` as it is."""
    try:
        async with services.db.transaction(caller.org_id) as conn:
            outcome = await run(conn)
            ids = outcome.item_ids if outcome.code == "done" else [about] if about is not None else []
            items = await store.item_states(conn, caller.org_id, caller.event_id, ids) if ids else {}
            texts = await store.waiting_texts(conn, caller.org_id, ids) if ids else []
    except asyncpg.UniqueViolationError as error:  # the same key at the same moment for something else
        raise IdempotencyKeyReused from error
    if outcome.code != "done":
        members = dict(outcome.answer) | ({"item": items[about]} if about in items else {})
        raise REFUSALS[outcome.code](members=members)
    if not outcome.is_replay:
        announce_items(services, caller.org_id, caller.event_id, ids)
        hint(services, caller.org_id, texts)
    return Acted(outcome.is_replay, outcome.answer, items)


def _body(command: BaseModel) -> dict[str, JsonValue]:
    body: dict[str, JsonValue] = command.model_dump(mode="json")
    return body


def _guest_call(caller: Caller, key: UUID, command: BaseModel) -> Call:
    return {**guest_call(caller, key), "hash": body_hash(command).hex()}


async def read_stage(services: Services, caller: Caller, event_id: UUID) -> Stage:
    caller.require_event(event_id)
    async with services.db.transaction(caller.org_id) as conn:
        return Stage.model_validate(await store.read_stage(conn, caller.org_id, event_id))


async def enter_live(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: EnterLive
) -> tuple[LiveEntered, bool]:
    """True: a replay, here and below."""
    call = staff_call(caller, key, "enter_live", item_id, command)
    acted = await _act(services, caller, lambda conn: store.enter(conn, call, item_id, _body(command)), item_id)
    return LiveEntered.model_validate({"id": key, "item": acted.items[item_id]}), acted.is_replay


async def add_lot(
    services: Services, caller: Caller, event_id: UUID, key: UUID, command: AddLot
) -> tuple[LotAdded, bool]:
    """The lot's id and the key of its opening are made from the key, so that a repeat goes on where the first call stopped."""
    caller.require_event(event_id)
    item_id = uuid5(key, "lot")
    call = staff_call(caller, key, "add_lot", event_id, command)
    acted = await _act(services, caller, lambda conn: store.add_lot(conn, call, item_id, _body(command)))
    item = acted.items[item_id]
    if command.open_now:
        opening = EnterLive(kind="open", pass_running=True)
        opened, _ = await enter_live(services, caller, item_id, uuid5(key, "open"), opening)
        item = _body(opened.item)
    return LotAdded.model_validate({"item": item, "lot": acted.answer["lot"]}), acted.is_replay


async def sell_live(services: Services, caller: Caller, key: UUID, command: SellLive) -> tuple[SoldLive, bool]:
    """Sells a lot, once per key. A second station agrees with the first, or makes a conflict that stays until it is resolved."""
    call = staff_call(caller, key, "live_sale", command.item_id, command)
    acted = await _act(services, caller, lambda conn: store.sell(conn, call, _body(command)), command.item_id)
    if acted.answer["outcome"] == "agreed" and not acted.is_replay:
        await _tell_winner(services, caller, acted.id_of("sale_id"))
    body = {
        "id": acted.answer["sale_id"],
        "outcome": acted.answer["outcome"],
        "item": acted.items[command.item_id],
    }
    return SoldLive.model_validate(body), acted.is_replay


async def undo_sale(
    services: Services, caller: Caller, sale_id: UUID, key: UUID, command: UndoSale
) -> tuple[SaleChanged, bool]:
    call = staff_call(caller, key, "undo_sale", sale_id, command)
    return await _change_sale(services, caller, lambda conn: store.undo_sale(conn, call, sale_id, command.reason))


async def correct_sale(
    services: Services, caller: Caller, sale_id: UUID, key: UUID, command: CorrectSale
) -> tuple[SaleChanged, bool]:
    call = staff_call(caller, key, "correct_sale", sale_id, command)
    number = command.paddle_number
    return await _change_sale(services, caller, lambda conn: store.correct_sale(conn, call, sale_id, number))


async def confirm_sale(
    services: Services, caller: Caller, sale_id: UUID, key: UUID, command: ConfirmSale
) -> tuple[SaleChanged, bool]:
    call = staff_call(caller, key, "confirm_sale", sale_id, command)
    changed, is_replay = await _change_sale(
        services, caller, lambda conn: store.confirm_sale(conn, call, sale_id, command.by)
    )
    if not is_replay:
        await _tell_winner(services, caller, sale_id)
    return changed, is_replay


async def resolve_sale(
    services: Services, caller: Caller, sale_id: UUID, key: UUID, command: ResolveSale
) -> tuple[SaleChanged, bool]:
    call = staff_call(caller, key, "resolve_sale", sale_id, command)
    return await _change_sale(services, caller, lambda conn: store.resolve_sale(conn, call, sale_id, command.keep))


async def _change_sale(
    services: Services, caller: Caller, run: Callable[[AnyConnection], Awaitable[Outcome]]
) -> tuple[SaleChanged, bool]:
    acted = await _act(services, caller, run)
    async with services.db.transaction(caller.org_id) as conn:
        sale = await store.find_sale(conn, caller.org_id, acted.id_of("sale_id"))
    body = {"id": sale["id"], "refund_due_cents": sale["refund_due_cents"], "item": acted.items[sale["item_id"]]}
    return SaleChanged.model_validate(body), acted.is_replay


async def _tell_winner(services: Services, caller: Caller, sale_id: UUID) -> None:
    """A sale that is confirmed, and whose paddle is known, is told to that paddle's own devices."""
    async with services.db.transaction(caller.org_id) as conn:
        sale = await store.find_sale(conn, caller.org_id, sale_id)
    if sale["confirmed_at"] is not None:
        await announce_won(
            services, caller.org_id, caller.event_id, sale["paddle_id"], sale["item_id"], sale_id, sale["amount_cents"]
        )


async def offer_live(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: OfferLive
) -> tuple[LiveOfferAnswer, bool]:
    call = _guest_call(caller, key, command)
    amount = command.amount_cents
    acted = await _act(services, caller, lambda conn: store.offer(conn, call, item_id, amount), item_id)
    return await _offer_answer(services, caller, acted)


async def withdraw_live_offer(
    services: Services, caller: Caller, offer_id: UUID, key: UUID
) -> tuple[LiveOfferAnswer, bool]:
    call = guest_call(caller, key)
    acted = await _act(services, caller, lambda conn: store.withdraw_offer(conn, call, offer_id))
    return await _offer_answer(services, caller, acted)


async def _offer_answer(services: Services, caller: Caller, acted: Acted) -> tuple[LiveOfferAnswer, bool]:
    async with services.db.transaction(caller.org_id) as conn:
        offer = LiveOffer.model_validate(dict(await store.find_offer(conn, caller.org_id, acted.id_of("offer_id"))))
    body = {"offer": offer, "item": acted.items[offer.item_id]}
    return LiveOfferAnswer.model_validate(body), acted.is_replay


async def set_absentee(
    services: Services, caller: Caller, item_id: UUID, key: UUID, command: SetAbsentee
) -> tuple[Absentee, bool]:
    call = _guest_call(caller, key, command)
    confirmed = command.confirmed
    acted = await _act(
        services,
        caller,
        lambda conn: store.set_absentee(conn, call, item_id, command.max_cents, confirmed=confirmed),
        item_id,
    )
    return Absentee(item_id=item_id, max_cents=command.max_cents), acted.is_replay


async def read_own_live(services: Services, caller: Caller) -> OwnLive:
    ids = (caller.org_id, caller.event_id, caller.paddle_id)
    async with services.db.transaction(caller.org_id) as conn:
        body = {
            "offers": [dict(row) for row in await store.own_offers(conn, *ids)],
            "absentee": [dict(row) for row in await store.own_absentee(conn, *ids)],
            "sales": [dict(row) for row in await store.own_sales(conn, *ids)],
        }
    return OwnLive.model_validate(body)


async def answer_sale(
    services: Services, caller: Caller, sale_id: UUID, key: UUID, command: AnswerSale
) -> tuple[OwnSale, bool]:
    call = guest_call(caller, key)
    acted = await _act(services, caller, lambda conn: store.answer_sale(conn, call, sale_id, is_mine=command.is_mine))
    if not acted.is_replay:
        await _tell_winner(services, caller, sale_id)
    async with services.db.transaction(caller.org_id) as conn:
        sale = await store.find_sale(conn, caller.org_id, sale_id)
    body = {
        "id": sale_id,
        "item_id": sale["item_id"],
        "amount_cents": sale["amount_cents"],
        "is_confirmed": sale["confirmed_at"] is not None,
        "is_disowned": sale["issue"] == "disowned",
    }
    return OwnSale.model_validate(body), acted.is_replay


async def confirm_due_sales(services: Services) -> int:
    """What nobody has confirmed or disputed for a minute is confirmed. Returns how many."""
    async with services.db.connection() as conn:
        sales = await store.confirm_due(conn, CONFIRM_LIMIT)
    for sale in sales:
        announce_items(services, sale.org_id, sale.event_id, [sale.item_id])
        await announce_won(
            services, sale.org_id, sale.event_id, sale.paddle_id, sale.item_id, sale.sale_id, sale.amount_cents
        )
    return len(sales)
