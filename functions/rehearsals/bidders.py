"""The simulated bidders: copied guests that bid by themselves, by the services that guests' phones reach."""

import random
from collections import Counter
from uuid import UUID, uuid4

from functions.accounts.identity import Caller
from functions.accounts.service import unsigned_claims
from functions.bids.schemas import PlaceBid
from functions.bids.service import place_bid
from functions.live import service as live
from functions.live.schemas import OfferLive
from functions.paddle_raise import service as paddle_raise
from functions.paddle_raise.schemas import OwnPledgeRequest
from functions.rehearsals import store
from functions.rehearsals.models import Bidder, Move, PhoneOffer, PhonePledge, Running, SilentBid
from functions.rehearsals.rules import CHANCES, choose_moves
from shared.errors import AppError
from shared.runtime import Services

DONE = "done"
MAX_REHEARSALS = 64  # whose chances are remembered


class SimulatedBidders:
    """Of all rehearsals that this process plays. Chance is seeded by the rehearsal, so that a turn can be told again."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._chances: dict[UUID, random.Random] = {}
        self.told: Counter[str] = Counter()
        """How often a move was done, or refused and why: what a guest would have read."""

    async def take_turn(self, rehearsal: Running) -> None:
        async with self._services.db.connection() as conn:
            scene = await store.read_scene(conn, rehearsal)
        chances = self._chances_of(rehearsal.event_id)
        for move in choose_moves(scene, [chances.random() for _ in range(CHANCES)]):
            try:
                await self._do(rehearsal, move)
                self.told[DONE] += 1
            except AppError as error:
                self.told[error.code] += 1

    def _chances_of(self, event_id: UUID) -> random.Random:
        if event_id not in self._chances:
            if len(self._chances) >= MAX_REHEARSALS:
                self._chances.clear()
            self._chances[event_id] = random.Random(event_id.int)  # noqa: S311 - nothing secret hangs on it
        return self._chances[event_id]

    async def _do(self, rehearsal: Running, move: Move) -> None:
        caller = _caller(rehearsal, move.bidder)
        match move:
            case SilentBid():
                body = {"item_id": str(move.item_id), move.field: move.cents, "confirmed": True, "household_ok": True}
                await place_bid(self._services, caller, uuid4(), PlaceBid.model_validate(body))
            case PhoneOffer():
                offer = OfferLive(amount_cents=move.ask_cents)
                await live.offer_live(self._services, caller, move.item_id, uuid4(), offer)
            case PhonePledge():
                pledge = OwnPledgeRequest.model_validate({"level_id": str(move.level_id), "confirmed": True})
                await paddle_raise.pledge_own(self._services, caller, move.appeal_id, uuid4(), pledge)


def _caller(rehearsal: Running, bidder: Bidder) -> Caller:
    return Caller(
        unsigned_claims(
            rehearsal.org_id, rehearsal.event_id, "donor", bidder.session_id, bidder.guest_id, bidder.paddle_id
        )
    )
