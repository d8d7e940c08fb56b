"""Guests and staff that do not exist. Numbers are from the range that is reserved for stories."""

import hashlib
import hmac
import itertools
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

FIRST_NAMES = (
    "Maria", "Ana", "Ben", "Chloe", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Keiko",
    "Liam", "Mina", "Noah", "Olga", "Priya", "Quinn", "Rosa", "Sam", "Tara", "Umar", "Vera", "Wei",
)  # fmt: skip
LAST_NAMES = (
    "Garcia",
    "Petrov",
    "Okafor",
    "Lindqvist",
    "Chen",
    "Moreau",
    "Haddad",
    "O'Brien",
    "Tanaka",
    "Weiss",
    "Dlamini",
    "Rossi",
)
STAFF = {
    "coordinator": "Sam Reyes",
    "auctioneer": "Ada Bright",
    "clerk": "Jo Park",
    "owner": "Robin Vale",
    "finance": "Max Idris",
}
FIRST_PADDLE = 101


@dataclass(frozen=True, slots=True)
class DemoGuest:
    number: int
    name: str
    phone: str
    link: str
    guest_id: UUID
    paddle_id: UUID
    session_id: UUID

    @property
    def phone_last4(self) -> str:
        return self.phone[-4:]


def demo_guests(count: int, event_id: UUID, link_secret: bytes) -> list[DemoGuest]:
    """`count` guests with paddles from 101; the same every time, so that a second start prints the same links."""
    names = [f"{first} {last}" for last, first in itertools.product(LAST_NAMES, FIRST_NAMES)]
    assert count <= len(names), "there are not that many names"
    return [
        DemoGuest(
            number=number,
            name=names[number - FIRST_PADDLE],
            phone=f"+1500555{number:04d}",
            link=personal_link(link_secret, f"guest:{event_id}:{number}"),
            guest_id=uuid5(event_id, f"guest:{number}"),
            paddle_id=uuid5(event_id, f"paddle:{number}"),
            session_id=uuid5(event_id, f"session:guest:{number}"),
        )
        for number in range(FIRST_PADDLE, FIRST_PADDLE + count)
    ]


def personal_link(secret: bytes, subject: str) -> str:
    """The token of a sign-in link, derived so that it need not be stored in clear anywhere."""
    return hmac.new(secret, subject.encode(), hashlib.sha256).hexdigest()[:40]


def named_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"augeo-onebox:{name}")
