"""The canary: every three seconds it bids on a hidden item of each event that can be held, the way guests bid, to tell an outage from a quiet room.

Its bid is a cent below the start, so that all the rules judge it and refuse it. An accepted bid every three seconds would be a row in the
append-only record for ever, and every total would have to leave it out; a refusal is a row in `bid_attempts`, which is swept within the hour. A
refusal alone would not show that writes reach the disk, because it is stored without waiting for that: so place_bids waits for the commit of
every batch that stamps the heartbeat. A stamp then stands for the public address, the token, a lane, the locks, the rules, a row and its commit.
It does not show that each lane of each process works, nor that the tables of bids and items can be written.
"""

import asyncio
import logging
import time
from uuid import UUID, uuid4

from functions.accounts.service import unsigned_claims
from functions.closing import store
from functions.closing.models import Canary
from shared.auth.tokens import ACCESS_TOKEN_S
from shared.clients.own_api import OwnApi, OwnApiUnreachable
from shared.errors import JsonValue
from shared.runtime import Services

log = logging.getLogger("augeo.canary")

BID_CENTS = 1
REFUSED = 409
"""What the bid is answered with when all is well."""
PATIENCE_S = 5.0
"""Longer than three seconds, so that a slow answer still counts; shorter than what makes an outage."""
TOKEN_AGE_S = ACCESS_TOKEN_S / 2


class CanaryBidder:
    """Bids for the canary of every event that must be heard now. One per process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._api = OwnApi(services.settings.api_url, PATIENCE_S)
        self._tokens: dict[UUID, tuple[str, float]] = {}
        self._silent: set[UUID] = set()

    async def bid(self) -> int:
        """Returns how many were heard."""
        async with self._services.db.connection() as conn:
            canaries = await store.canaries(conn)
        heard = await asyncio.gather(*(self._bid_once(canary) for canary in canaries))
        live = {canary.event_id for canary in canaries}
        self._tokens = {event_id: token for event_id, token in self._tokens.items() if event_id in live}
        self._silent &= live
        return sum(heard)

    async def _bid_once(self, canary: Canary) -> bool:
        body: dict[str, JsonValue] = {"item_id": str(canary.item_id), "exact_cents": BID_CENTS}
        try:
            status = await self._api.post("bids", self._token(canary), uuid4(), body)
            answer = str(status)
        except OwnApiUnreachable as error:
            status, answer = 0, str(error)
        if status != REFUSED:
            self._tokens.pop(canary.event_id, None)
        self._tell(canary.event_id, answer, is_heard=status == REFUSED)
        return status == REFUSED

    def _tell(self, event_id: UUID, answer: str, *, is_heard: bool) -> None:
        """A line when it falls silent and one when it is heard again, not one every three seconds."""
        if is_heard and event_id in self._silent:
            self._silent.discard(event_id)
            log.info("canary_heard_again", extra={"event_id": str(event_id)})
        elif not is_heard and event_id not in self._silent:
            self._silent.add(event_id)
            log.warning("canary_not_heard", extra={"event_id": str(event_id), "answer": answer})

    def _token(self, canary: Canary) -> str:
        known = self._tokens.get(canary.event_id)
        if known is not None and time.monotonic() < known[1]:
            return known[0]
        claims = unsigned_claims(
            canary.org_id, canary.event_id, "donor", canary.session_id, canary.guest_id, canary.paddle_id
        )
        token = self._services.tokens.issue(claims)
        self._tokens[canary.event_id] = token, time.monotonic() + TOKEN_AGE_S
        return token

    async def close(self) -> None:
        await self._api.close()
