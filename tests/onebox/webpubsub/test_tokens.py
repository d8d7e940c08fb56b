import time

import jwt
import pytest

from onebox.webpubsub.tokens import Credentials, InvalidTokenError

KEY = "k" * 32
OTHER_KEY = "o" * 32
PATH = "/clients/socketio/hubs/augeo"


def token(key: str = KEY, **claims: object) -> str:
    content = {"aud": f"http://localhost:8080{PATH}", "exp": int(time.time()) + 60, **claims}
    return jwt.encode({name: value for name, value in content.items() if value is not None}, key, algorithm="HS256")


@pytest.fixture
def credentials() -> Credentials:
    return Credentials("http://localhost:8080", (KEY, OTHER_KEY))


def test_the_signature_is_the_one_microsoft_tests() -> None:
    credentials = Credentials("http://localhost:8080", ("7aab239577fd4f24bc919802fb629f5f",))
    assert (
        credentials.sign_connection("0f9c97a2f0bf4706afe87a14e0797b11")
        == "sha256=7767effcb3946f3e1de039df4b986ef02c110b1469d02c0a06f41b3b727ab561"
    )


def test_a_signature_is_made_with_each_key(credentials: Credentials) -> None:
    first, second = credentials.sign_connection("C1").split(",")
    assert first != second
    assert first == Credentials("http://localhost", (KEY,)).sign_connection("C1")


@pytest.mark.parametrize("key", [KEY, OTHER_KEY])
def test_both_keys_open(credentials: Credentials, key: str) -> None:
    assert credentials.verify(token(key, sub="alice"), PATH)["sub"] == "alice"


@pytest.mark.parametrize(
    "audience",
    [f"HTTP://LOCALHOST:8080{PATH}", f"http://127.0.0.1:8080{PATH}", [f"http://localhost:8080{PATH}"]],
)
def test_the_address_may_be_written_in_several_ways(credentials: Credentials, audience: object) -> None:
    assert credentials.verify(token(aud=audience), PATH)


def test_percent_encoding_does_not_matter(credentials: Credentials) -> None:
    address = "http://localhost:8080/api/hubs/h/users/a%40b/:send?filter=not%20%28true%29"
    assert credentials.verify(token(aud=address), "/api/hubs/h/users/a@b/:send?filter=not%20(true)")


@pytest.mark.parametrize(
    "bad",
    [
        None,
        "",
        "rubbish",
        token("x" * 32),
        token(exp=int(time.time()) - 301),
        token(exp=None),
        token(aud=None),
        token(aud=f"http://localhost:8080{PATH}/"),
        token(aud="http://localhost:8080/clients/socketio/hubs/other"),
        token(aud=f"http://elsewhere:8080{PATH}"),
        jwt.encode({"aud": f"http://localhost:8080{PATH}", "exp": int(time.time()) + 60}, KEY * 2, algorithm="HS512"),
        jwt.encode({"aud": f"http://localhost:8080{PATH}", "exp": int(time.time()) + 60}, "", algorithm="none"),
    ],
)
def test_other_tokens_are_refused(credentials: Credentials, bad: str | None) -> None:
    with pytest.raises(InvalidTokenError):
        credentials.verify(bad, PATH)


def test_a_public_endpoint_has_no_other_name() -> None:
    credentials = Credentials("https://rooms.example.org", (KEY,))
    with pytest.raises(InvalidTokenError):
        credentials.verify(token(), PATH)
    assert credentials.verify(token(aud=f"https://rooms.example.org{PATH}"), PATH)
    assert credentials.origin == "rooms.example.org"


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Credentials("http://localhost", ("short",))
