"""What staff do to items, straight at the database functions: for races, where a route would only be slower."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from uuid import UUID, uuid4

from functions.approvals import store as approvals
from functions.offers import store as offers
from functions.stewarding import store
from functions.stewarding.models import Call, Outcome
from shared.auth.tokens import Claims
from shared.db.pool import Connection
from tests.factories.gala import Guest

COUNTED = "SELECT id FROM counted_bids WHERE item_id = $1 ORDER BY seq"
RARELY = 0.004
"""An item that is withdrawn is out of every later race."""


def call_of(claims: Claims, key: UUID | None = None) -> Call:
    made = key or uuid4()
    return {
        "org": str(claims.org_id), "event": str(claims.event_id), "session": str(claims.session_id), "epoch": claims.epoch,
        "paddle": str(claims.paddle_id), "key": str(made), "hash": sha256(made.bytes).hexdigest(),
    }  # fmt: skip


class Acts:
    """Two managers who do at random whatever staff may do; `done` counts what was not refused."""

    def __init__(self, conn: Connection, rng: random.Random, two: Sequence[Claims], guests: Sequence[Guest]) -> None:
        self.conn, self.rng, self.guests = conn, rng, {guest.paddle_id: guest for guest in guests}
        self.sam, self.kim = two
        self.done: Counter[str] = Counter()

    async def one(self, item_id: UUID) -> None:
        acts: list[Callable[[UUID], Awaitable[Outcome]]] = [
            *[self.void] * 3, self.void_paddle, self.pause, self.extend, self.reopen, self.revoke, self.offer,
        ]  # fmt: skip
        act = self.withdraw if self.rng.random() < RARELY else self.rng.choice(acts)
        outcome = await act(item_id)
        if outcome.code == "done":
            self.done[act.__name__] += 1

    async def void(self, item_id: UUID) -> Outcome:
        counted = [row["id"] for row in await self.conn.fetch(COUNTED, item_id)]
        if not counted:
            return Outcome("nothing_to_void", False, {})
        gone = self.rng.sample(counted, min(len(counted), self.rng.randint(1, 2)))
        return await store.void_bids(self.conn, call_of(self.sam), item_id, gone, None, "entry_error", "")

    async def void_paddle(self, item_id: UUID) -> Outcome:
        number = self.rng.choice(list(self.guests.values())).number
        return await store.void_bids(self.conn, call_of(self.kim), item_id, None, number, "entry_error", "")

    async def pause(self, _item_id: UUID) -> Outcome:
        await store.pause_or_resume(self.conn, call_of(self.sam), None, None)
        return await store.pause_or_resume(self.conn, call_of(self.kim), None, 0)

    async def extend(self, item_id: UUID) -> Outcome:
        return await store.extend_item(self.conn, call_of(self.sam), item_id, 1, "")

    async def withdraw(self, item_id: UUID) -> Outcome:
        return await store.withdraw_item(self.conn, call_of(self.sam), item_id, "cannot_deliver", "")

    async def reopen(self, item_id: UUID) -> Outcome:
        return await self._by_two("reopen", item_id)

    async def revoke(self, item_id: UUID) -> Outcome:
        return await self._by_two("revoke_award", item_id)

    async def _by_two(self, action: str, item_id: UUID) -> Outcome:
        key = uuid4()
        asked = await approvals.ask(self.conn, call_of(self.sam, key), action, item_id, "system_fault", "")
        if asked.code != "done":
            return asked
        return await approvals.decide(self.conn, call_of(self.kim), key, "approved")

    async def offer(self, item_id: UUID) -> Outcome:
        key = uuid4()
        made = await offers.make_offer(self.conn, call_of(self.sam, key), item_id, None, None, 30)
        if made.code != "done":
            return made
        paddle_id = await self.conn.fetchval("SELECT paddle_id FROM offers WHERE id = $1", key)
        claims = self.guests[paddle_id].claims()
        return await offers.answer_offer(self.conn, call_of(claims), key, is_yes=self.rng.random() < 0.7)
