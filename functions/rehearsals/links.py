"""Sign-in links of a rehearsal, derived from the call that started it: a repeat of the call gives the same ones, and only their hashes are stored."""

import hashlib
import hmac
from uuid import UUID

LINK_LENGTH = 40  # of hexadecimal digits: 160 bits


class RehearsalLinks:
    """Every process derives the same secret from the app's signing key."""

    def __init__(self, signing_key: str) -> None:
        self._secret = hashlib.sha256(b"augeo rehearsal link\0" + signing_key.encode()).digest()

    def link(self, org_id: UUID, event_id: UUID, key: UUID, role: str) -> str:
        subject = f"{org_id}:{event_id}:{key}:{role}"
        return hmac.new(self._secret, subject.encode(), hashlib.sha256).hexdigest()[:LINK_LENGTH]
