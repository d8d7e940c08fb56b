"""Access tokens: JWT, ES256, fifteen minutes, pinned algorithm and key id."""

import json
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.errors import Unauthorized
from shared.ids import id_of

ALGORITHM = "ES256"
AUDIENCE = "augeo"
ACCESS_TOKEN_S = 15 * 60
MAX_TOKEN_LENGTH = 4_096
CACHE_SIZE = 4_000  # verified signatures kept per process; a gala has about a thousand sessions

_id_of = lru_cache(4_096)(id_of)
"""Organization and event are in every token of a gala, and the other ids in each of their session: read once, and held once."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says."""

    session_id: UUID
    epoch: int
    role: str
    org_id: UUID
    event_id: UUID
    guest_id: UUID | None
    paddle_id: UUID | None
    expires_at: float


class TokenInvalid(Unauthorized):
    code = "token_invalid"
    title = "Your sign-in is not valid any more"


class Tokens:
    """Signs and verifies. A signature that was checked once is not checked again until the token ends."""

    def __init__(self, private_key_pem: str, key_id: str) -> None:
        key = load_pem_private_key(private_key_pem.encode(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "the signing key must be an EC key"
        self._private_key = key
        self._public_key = key.public_key()
        self._key_id = key_id
        self._algorithm = jwt.get_algorithm_by_name(ALGORITHM)
        self._header = jwt.encode({}, key, algorithm=ALGORITHM, headers={"kid": key_id}).partition(".")[0] + "."
        self._verified: dict[str, Claims] = {}

    def issue(self, claims: Claims) -> str:
        payload = {
            "aud": AUDIENCE,
            "iat": int(time.time()),
            "exp": int(claims.expires_at),
            "sub": str(claims.session_id),
            "epoch": claims.epoch,
            "role": claims.role,
            "org": str(claims.org_id),
            "event": str(claims.event_id),
            "guest": str(claims.guest_id) if claims.guest_id else None,
            "paddle": str(claims.paddle_id) if claims.paddle_id else None,
        }
        return jwt.encode(payload, self._private_key, algorithm=ALGORITHM, headers={"kid": self._key_id})

    def verify(self, token: str) -> Claims:
        """Raises TokenInvalid for anything but a live token of ours."""
        claims = self._verified.get(token)
        if claims is None:
            claims = self._check(token)
            if len(self._verified) >= CACHE_SIZE:
                self._verified.clear()
            self._verified[token] = claims
        if claims.expires_at <= time.time():
            self._verified.pop(token, None)
            raise TokenInvalid
        return claims

    def _check(self, token: str) -> Claims:
        if len(token) > MAX_TOKEN_LENGTH:
            raise TokenInvalid
        # Every token of ours begins with this very header; comparing it also pins algorithm and key before anything is parsed.
        if not token.startswith(self._header):
            raise TokenInvalid
        try:
            signed, _, signature = token.rpartition(".")
            if not self._algorithm.verify(signed.encode("ascii"), self._public_key, _decoded(signature)):
                raise TokenInvalid
            return _claims_in(json.loads(_decoded(signed[len(self._header) :])))
        except (KeyError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise TokenInvalid from error


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _claims_in(payload: dict[str, str | int | None]) -> Claims:
    """What a token with a good signature says. `jwt.decode` reads the header again, copies options and builds datetimes: 70 us of 220.

    Raises KeyError, TypeError or ValueError for what we would not have written.
    """
    now = time.time()
    if payload["aud"] != AUDIENCE or _number(payload["iat"]) > now or _number(payload.get("nbf", 0)) > now:
        raise TokenInvalid
    expires_at = _number(payload["exp"])
    if expires_at <= now:
        raise TokenInvalid
    guest, paddle = payload["guest"], payload["paddle"]
    return Claims(
        session_id=_id_of(_text(payload["sub"])),
        epoch=_number(payload["epoch"]),
        role=_text(payload["role"]),
        org_id=_id_of(_text(payload["org"])),
        event_id=_id_of(_text(payload["event"])),
        guest_id=None if guest is None else _id_of(_text(guest)),
        paddle_id=None if paddle is None else _id_of(_text(paddle)),
        expires_at=expires_at,
    )


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
