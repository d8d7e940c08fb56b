"""Access tokens: only a live ES256 token of our own key is believed (bad input, group H)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from shared.auth.tokens import ACCESS_TOKEN_S, Claims, TokenInvalid, Tokens
from shared.db.pool import Connection
from shared.ids import new_id
from shared.runtime import Services
from tests.factories.gala import make_gala, make_guest
from tests.factories.http import send
from tests.factories.settings import signing_key

KEY = load_pem_private_key(signing_key().encode(), password=None)
assert isinstance(KEY, ec.EllipticCurvePrivateKey)
PUBLIC_PEM = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(**overrides: object) -> Claims:
    ids = {name: new_id() for name in ("session_id", "org_id", "event_id", "guest_id", "paddle_id")}
    values: dict[str, object] = {**ids, "epoch": 1, "role": "donor", "expires_at": time.time() + ACCESS_TOKEN_S}
    return Claims(**(values | overrides))  # type: ignore[arg-type]  # a test's own


def payload(**overrides: object) -> dict[str, object]:
    now = int(time.time())
    ids: dict[str, object] = {name: str(uuid4()) for name in ("sub", "org", "event", "guest", "paddle")}
    merged = {"aud": "augeo", "iat": now, "exp": now + 900, "epoch": 1, "role": "donor", **ids} | overrides
    return {name: value for name, value in merged.items() if value is not ...}


def signed(*, kid: str | None = "test", headers: dict[str, object] | None = None, **overrides: object) -> str:
    assert isinstance(KEY, ec.EllipticCurvePrivateKey)
    head = ({} if kid is None else {"kid": kid}) | (headers or {})
    return jwt.encode(payload(**overrides), KEY, algorithm="ES256", headers=head)


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def by_hand(header: dict[str, object], signature: Callable[[bytes], bytes]) -> str:
    body = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(payload()).encode())}"
    return f"{body}.{b64(signature(body.encode()))}"


def edited_role() -> str:
    head, body, signature = signed().split(".")
    values = json.loads(base64.urlsafe_b64decode(body + "=="))
    return f"{head}.{b64(json.dumps(values | {'role': 'owner'}).encode())}.{signature}"


def foreign() -> str:
    return jwt.encode(payload(), ec.generate_private_key(ec.SECP256R1()), algorithm="ES256", headers={"kid": "test"})


BAD: dict[str, Callable[[], str]] = {
    "H1 alg none": lambda: by_hand({"alg": "none", "kid": "test"}, lambda _: b""),
    "H1 alg None": lambda: by_hand({"alg": "None", "kid": "test", "typ": "JWT"}, lambda _: b"x"),
    "H2 HS256 with the public key": lambda: by_hand(
        {"alg": "HS256", "kid": "test"}, lambda body: hmac.digest(PUBLIC_PEM, body, hashlib.sha256)
    ),
    "H3 other audience": lambda: signed(aud="other"),
    "H3 no audience": lambda: signed(aud=...),
    "H5 expired": lambda: signed(exp=int(time.time()) - 1),
    "H6 not yet": lambda: signed(nbf=int(time.time()) + 3600),
    "H6 issued ahead": lambda: signed(iat=int(time.time()) + 3600),
    "H7 no end": lambda: signed(exp=...),
    "no subject": lambda: signed(sub=...),
    "no organization": lambda: signed(org=...),
    "subject no id": lambda: signed(sub="x"),
    "epoch no number": lambda: signed(epoch="x"),
    "end no number": lambda: signed(exp="never"),
    "H8 kid a path": lambda: signed(kid="../../dev/null"),
    "H9 kid SQL": lambda: signed(kid="test' OR '1'='1"),
    "no kid": lambda: signed(kid=None),
    "H12 own jwk": foreign,
    "H13 signature cut": lambda: signed()[:-4],
    "H13 no signature": lambda: signed().rpartition(".")[0] + ".",
    "H14 foreign key": foreign,
    "H15 refresh token": lambda: "A" * 43,
    "H19 role edited": edited_role,
    "H24 8 kB": lambda: signed(padding="x" * 8_000),
    "critical extension": lambda: signed(headers={"crit": ["x"], "x": 1}),
    "empty": lambda: "",
    "dots": lambda: "..",
    "no ASCII": lambda: "é.é.é",
    "surrogate": lambda: "\ud800",
}


@pytest.mark.parametrize("case", BAD)
def test_a_token_that_is_not_ours_and_live_is_refused(case: str) -> None:
    tokens = Tokens(signing_key(), "test")
    for _ in range(2):  # the second time through what the first may have cached
        with pytest.raises(TokenInvalid):
            tokens.verify(BAD[case]())


@pytest.mark.parametrize("headers", [{"jku": "https://evil.example/keys"}, {"x5u": "https://evil.example/c"}])
def test_a_header_that_is_not_ours_is_refused_even_over_a_good_signature(headers: dict[str, object]) -> None:
    assert Tokens(signing_key(), "test").verify(signed(headers={})).role == "donor"
    with pytest.raises(TokenInvalid):
        Tokens(signing_key(), "test").verify(signed(headers=headers))


def test_what_was_issued_verifies_to_the_same_claims() -> None:
    tokens = Tokens(signing_key(), "test")
    for issued in (claims(), claims(role="clerk", guest_id=None, paddle_id=None)):
        verified = tokens.verify(tokens.issue(issued))
        assert int(verified.expires_at) == int(issued.expires_at)
        assert claims(**{name: getattr(verified, name) for name in Claims.__slots__}) == verified
        assert (verified.session_id, verified.paddle_id, verified.role) == (
            issued.session_id,
            issued.paddle_id,
            issued.role,
        )


def test_a_cached_token_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(signing_key(), "test")
    token = tokens.issue(claims())
    tokens.verify(token)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + ACCESS_TOKEN_S + 1)
    with pytest.raises(TokenInvalid):
        tokens.verify(token)


@pytest.mark.parametrize(
    "value", ["Bearer", "Bearer ", "Basic abc", "Token {}", "{}", "Bearer {},Bearer {}", "Bearer {} {}", "Bearer {},"]
)
async def test_another_form_of_the_authorization_header_is_401(app: Services, owner: Connection, value: str) -> None:
    token = (await make_guest(owner, await make_gala(owner))).token(app.tokens)
    answer = await send("GET", "/api/v1/me", headers={"authorization": value.replace("{}", token)})
    assert answer.status == 401
    assert answer.code in ("unauthorized", "token_invalid")


async def test_a_token_of_an_earlier_epoch_places_no_bid(app: Services, owner: Connection) -> None:
    ann = await make_guest(owner, await make_gala(owner))
    await owner.execute("UPDATE sessions SET epoch = 2 WHERE id = $1", ann.session_id)
    body = {"item_id": str(uuid4()), "max_cents": 100}
    answer = await send("POST", "/api/v1/bids", token=ann.token(app.tokens), key=uuid4(), json=body)
    assert (answer.status, answer.code) == (401, "session_revoked")
