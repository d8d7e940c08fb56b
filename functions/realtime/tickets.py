"""Tickets: which rooms a session may join, signed, good for two minutes, made with each negotiation."""

import hashlib
import time
from dataclasses import dataclass
from uuid import UUID

import jwt

from functions.accounts.permissions import STAFF
from functions.realtime.errors import TicketForeign, TicketInvalid
from shared.auth.tokens import Claims

TICKET_S = 120
MAX_TICKET_LENGTH = 2_048
AUDIENCE = "augeo-room"
ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Ticket:
    session_id: UUID
    org_id: UUID
    event_id: UUID
    rooms: tuple[str, ...]


def event_room(event_id: UUID) -> str:
    return f"event:{event_id}"


def paddle_room(paddle_id: UUID) -> str:
    return f"paddle:{paddle_id}"


def session_room(session_id: UUID) -> str:
    return f"session:{session_id}"


def rooms_of(role: str, session_id: UUID, event_id: UUID, paddle_id: UUID | None) -> tuple[str, ...]:
    """The rooms of a session: everybody hears the event, a donor their paddle, staff what is theirs."""
    rooms = [event_room(event_id)]
    if role == "donor" and paddle_id is not None:
        rooms.append(paddle_room(paddle_id))
    if role in STAFF:
        rooms.append(f"staff:{event_id}")
    return (*rooms, session_room(session_id))


class Tickets:
    """Signs and verifies. Every process derives the same key from the app's signing key."""

    def __init__(self, signing_key: str) -> None:
        self._key = hashlib.sha256(b"augeo room ticket\0" + signing_key.encode()).digest()

    def issue(self, claims: Claims) -> tuple[str, tuple[str, ...]]:
        rooms = rooms_of(claims.role, claims.session_id, claims.event_id, claims.paddle_id)
        payload = {
            "aud": AUDIENCE,
            "exp": int(time.time()) + TICKET_S,
            "sub": str(claims.session_id),
            "org": str(claims.org_id),
            "event": str(claims.event_id),
            "rooms": rooms,
        }
        return jwt.encode(payload, self._key, algorithm=ALGORITHM), rooms

    def verify(self, text: object, user_id: str) -> Ticket:
        """`user_id` is the subject of the socket's own connection. Raises TicketInvalid or TicketForeign."""
        if not isinstance(text, str) or len(text) > MAX_TICKET_LENGTH:
            raise TicketInvalid
        try:
            payload = jwt.decode(
                text,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["exp", "sub", "aud"]},
            )
            ticket = Ticket(
                session_id=UUID(payload["sub"]),
                org_id=UUID(payload["org"]),
                event_id=UUID(payload["event"]),
                rooms=tuple(str(room) for room in payload["rooms"]),
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise TicketInvalid from error
        if str(ticket.session_id) != user_id:
            raise TicketForeign
        return ticket
