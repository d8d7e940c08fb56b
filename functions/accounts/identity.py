"""Who calls: the token's claims, held against the permission of the route and the sessions that have ended."""

import time
from dataclasses import dataclass
from uuid import UUID

import azure.functions as func

from functions.accounts import store
from functions.accounts.errors import SessionRevoked
from functions.accounts.permissions import may
from shared.auth.tokens import Claims, TokenInvalid
from shared.errors import Forbidden, NotFound, Unauthorized
from shared.http.operation import current_operation
from shared.runtime import Services
from shared.single_flight import SingleFlight

REVOKED_MAX_AGE_S = 10.0


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller, good for the permission of the route that asked."""

    claims: Claims

    @property
    def org_id(self) -> UUID:
        return self.claims.org_id

    @property
    def event_id(self) -> UUID:
        return self.claims.event_id

    @property
    def session_id(self) -> UUID:
        return self.claims.session_id

    @property
    def is_donor(self) -> bool:
        return self.claims.role == "donor"

    @property
    def paddle_id(self) -> UUID:
        """The donor's paddle; only donors reach the routes that use it."""
        assert self.claims.paddle_id is not None
        return self.claims.paddle_id

    @property
    def guest_id(self) -> UUID:
        assert self.claims.guest_id is not None
        return self.claims.guest_id

    def require_event(self, event_id: UUID) -> None:
        """Another event looks exactly like one that does not exist."""
        if event_id != self.claims.event_id:
            raise NotFound


class RevokedSessions:
    """The sessions that ended lately, at most ten seconds old."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._ids: frozenset[UUID] = frozenset()
        self._read_at: float | None = None
        self._reading: SingleFlight[None] = SingleFlight()

    async def contains(self, session_id: UUID) -> bool:
        while self._read_at is None or time.monotonic() - self._read_at > REVOKED_MAX_AGE_S:
            await self._reading.do(self._read)
        return session_id in self._ids

    async def _read(self) -> None:
        asked_at, reading = time.monotonic(), self._reading
        async with self._services.db.connection() as conn:
            ids = await store.revoked_session_ids(conn)
        if self._reading is reading:
            self._ids, self._read_at = ids, asked_at

    def forget(self) -> None:
        """Read again at the next call, and not by a question that is under way: this process has just ended a session itself."""
        self._read_at = None
        self._reading = SingleFlight()


def _claims_of(services: Services, req: func.HttpRequest) -> Claims:
    scheme, _, token = str(req.headers.get("authorization", "")).partition(" ")
    if not token:
        raise Unauthorized
    if scheme.lower() != "bearer" or "," in token:
        raise TokenInvalid
    return services.tokens.verify(token.strip())


async def identify(services: Services, req: func.HttpRequest, *, checks_session_itself: bool = False) -> Caller:
    """The caller of the current route. Raises 401 or 403.

    `checks_session_itself`: the route's own transaction looks the session up, which is stricter and spares a read here.
    """
    claims = _claims_of(services, req)
    if not checks_session_itself and await services.single(RevokedSessions).contains(claims.session_id):
        raise SessionRevoked
    if not may(claims.role, current_operation().permission):
        raise Forbidden
    return Caller(claims)
