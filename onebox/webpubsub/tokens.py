"""HS256 tokens of clients and of the data plane, and the signature on upstream calls."""

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import jwt

MIN_KEY_BYTES = 32
CLOCK_SKEW_S = 300
LOOPBACK_NAMES = ("127.0.0.1", "localhost")


class InvalidTokenError(Exception):
    """The request carries no token that this resource signed for this address."""


def _normalise(url: str) -> str:
    """Scheme and host in lower case, percent-encoding undone; the rest as it is."""
    parts = urlsplit(url)
    tail = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{unquote(parts.path)}{tail}"


@dataclass(frozen=True)
class Credentials:
    """The keys of the resource and the address it is known by."""

    endpoint: str
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        if any(len(key.encode()) < MIN_KEY_BYTES for key in self.keys):
            raise ValueError(f"an access key needs at least {MIN_KEY_BYTES} bytes")

    @property
    def origin(self) -> str:
        """Host without port: handlers compare it with the host of their connection string."""
        return urlsplit(self.endpoint).hostname or ""

    @property
    def connection_string(self) -> str:
        return f"Endpoint={self.endpoint};AccessKey={self.keys[0]};Version=1.0;"

    def _endpoints(self) -> Sequence[str]:
        parts = urlsplit(self.endpoint)
        if parts.hostname not in LOOPBACK_NAMES:
            return (self.endpoint,)
        port = f":{parts.port}" if parts.port else ""
        return tuple(f"{parts.scheme}://{name}{port}" for name in LOOPBACK_NAMES)

    def _decode(self, token: str) -> dict[str, Any]:
        for key in self.keys:
            try:
                claims: dict[str, Any] = jwt.decode(
                    token,
                    key,
                    algorithms=["HS256"],
                    leeway=CLOCK_SKEW_S,
                    options={"require": ["exp", "aud"], "verify_aud": False},
                )
            except jwt.InvalidSignatureError:
                continue
            except jwt.InvalidTokenError as error:
                raise InvalidTokenError(str(error)) from error
            return claims
        raise InvalidTokenError("the signature matches no access key")

    def verify(self, token: str | None, *paths: str) -> dict[str, Any]:
        """Claims of a token whose audience is this endpoint followed by one of the paths."""
        if not token:
            raise InvalidTokenError("a token is required")
        claims = self._decode(token)
        audience = claims["aud"]
        accepted = {_normalise(endpoint + path) for endpoint in self._endpoints() for path in paths}
        offered = audience if isinstance(audience, list) else [audience]
        if not any(isinstance(url, str) and _normalise(url) in accepted for url in offered):
            raise InvalidTokenError("the token is meant for another audience")
        return claims

    def issue_client_token(self, hub: str, claims: dict[str, Any], minutes: int) -> str:
        now = int(time.time())
        audience = f"{self.endpoint}/clients/socketio/hubs/{hub}"
        return jwt.encode(
            {"aud": audience, "iat": now, "exp": now + minutes * 60, **claims}, self.keys[0], algorithm="HS256"
        )

    def sign_connection(self, connection_id: str) -> str:
        """`sha256=<hex>` for each key, comma separated; only the connection id is signed, as by the service."""
        digests = (hmac.new(key.encode(), connection_id.encode(), hashlib.sha256).hexdigest() for key in self.keys)
        return ",".join(f"sha256={digest}" for digest in digests)
