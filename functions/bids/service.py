"""Placing a bid, and learning what became of it."""

from dataclasses import replace
from uuid import UUID

from functions.accounts.identity import Caller
from functions.accounts.service import user_id_of
from functions.bids import store
from functions.bids.batcher import BidBatcher
from functions.bids.errors import REFUSALS, BidUnknown, OwnPaddle, PaddleUnknown
from functions.bids.models import Judged, NewBid
from functions.bids.schemas import BidAmount, BidAnswer, EnterBid, PlaceBid
from functions.realtime.service import announce_items
from shared.http.requests import body_hash
from shared.ids import new_id
from shared.runtime import Services


def make_batcher(services: Services) -> BidBatcher:
    """The batcher of this process; rooms hear of a change after its commit, and never delay it."""
    return BidBatcher(
        services.settings.pg_url.get_secret_value(),
        services.settings.bid_lanes,
        lambda org_id, event_id, item_ids: announce_items(services, org_id, event_id, item_ids),
    )


async def place_bid(services: Services, caller: Caller, key: UUID, command: PlaceBid) -> Judged:
    """Raises the refusal as an error with the item's state. The session is checked in the bid's own transaction."""
    return await _place(services, _new_bid(caller, key, command, caller.paddle_id))


def _new_bid(caller: Caller, key: UUID, command: BidAmount, paddle_id: UUID) -> NewBid:
    kind, amount_cents = command.kind_and_cents
    return NewBid(
        id=new_id(),
        key=key,
        org_id=caller.org_id,
        event_id=caller.event_id,
        paddle_id=paddle_id,
        session_id=caller.session_id,
        epoch=caller.claims.epoch,
        item_id=command.item_id,
        kind=kind,
        amount_cents=amount_cents,
        body_hash=body_hash(command),
        confirmed=command.confirmed,
        units=command.units,
        household_ok=command.household_ok,
    )


async def _place(services: Services, bid: NewBid) -> Judged:
    judged = await services.single(make_batcher).place(bid)
    if judged.code != "accepted":
        members = judged.detail | ({"item": judged.item} if judged.item else {})
        raise REFUSALS[judged.code](members=members)
    return judged


async def enter_bid(services: Services, caller: Caller, key: UUID, command: EnterBid) -> Judged:
    """A bid that staff type for a guest; judged like the guest's own. Raises PaddleUnknown, OwnPaddle, or the refusal."""
    user_id = await user_id_of(services, caller)
    paddle_id = await _entry_paddle(services, caller, command.paddle_number, user_id)
    bid = _new_bid(caller, key, command, paddle_id)
    return await _place(services, replace(bid, entered_by=user_id, entry_reason=command.reason))


async def _entry_paddle(services: Services, caller: Caller, number: int, user_id: UUID) -> UUID:
    async with services.db.transaction(caller.org_id) as conn:
        paddle = await store.entry_paddle(conn, caller.org_id, caller.event_id, number, user_id)
    if paddle is None:
        raise PaddleUnknown
    if paddle.is_own_side:
        raise OwnPaddle
    return paddle.id


async def read_entered_bid(services: Services, caller: Caller, key: UUID, number: int) -> BidAnswer:
    """What became of a bid that staff typed. Raises PaddleUnknown, OwnPaddle, BidUnknown."""
    paddle_id = await _entry_paddle(services, caller, number, await user_id_of(services, caller))
    async with services.db.transaction(caller.org_id) as conn:
        if not await store.is_entered(conn, caller.org_id, paddle_id, key):
            raise BidUnknown
    return await _read_key(services, caller, paddle_id, key)


async def read_bid(services: Services, caller: Caller, key: UUID) -> BidAnswer:
    """Raises BidUnknown when the key was never judged; then `cancel_bid` makes sure that it never will be."""
    return await _read_key(services, caller, caller.paddle_id, key)


async def _read_key(services: Services, caller: Caller, paddle_id: UUID, key: UUID) -> BidAnswer:
    async with services.db.connection() as conn:
        found = await store.bid_outcome(conn, caller.org_id, caller.event_id, paddle_id, key)
    if found is None:
        raise BidUnknown
    return BidAnswer.model_validate(
        {"key": key, "code": found.code, "outcome": found.outcome, "decided_at": found.decided_at, "item": found.state}
    )


async def cancel_bid(services: Services, caller: Caller, key: UUID) -> BidAnswer:
    """Answers the key if it was judged, else voids it, so that a late packet never becomes a bid."""
    async with services.db.connection() as conn:
        await store.void_bid_key(conn, caller.org_id, caller.event_id, caller.paddle_id, key)
    return await read_bid(services, caller, key)


async def sweep_attempts(services: Services) -> int:
    """Drops refused keys older than thirty days. Returns how many."""
    async with services.db.connection() as conn:
        return await store.sweep_bid_attempts(conn)
