"""Access tokens: JWT, ES256, fifteen minutes, pinned algorithm and key id."""

import time
from dataclasses import dataclass
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shared.errors import Unauthorized

ALGORITHM = "ES256"
AUDIENCE = "augeo"
ACCESS_TOKEN_S = 15 * 60
MAX_TOKEN_LENGTH = 4_096
CACHE_SIZE = 10_000  # verified signatures kept per process; a gala has about a thousand sessions


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
        try:
            # Every token of ours begins with this very header; comparing it also pins algorithm and key before anything is parsed.
            if not token.startswith(self._header):
                raise TokenInvalid
            payload = jwt.decode(
                token,
                self._public_key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"require": ["exp", "iat", "sub", "aud"]},
            )
            return Claims(
                session_id=UUID(payload["sub"]),
                epoch=int(payload["epoch"]),
                role=str(payload["role"]),
                org_id=UUID(payload["org"]),
                event_id=UUID(payload["event"]),
                guest_id=UUID(payload["guest"]) if payload.get("guest") else None,
                paddle_id=UUID(payload["paddle"]) if payload.get("paddle") else None,
                expires_at=float(payload["exp"]),
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise TokenInvalid from error
