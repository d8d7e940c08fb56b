"""Calls that claim to come from the room service."""

import hashlib
import hmac
from typing import Any

import pytest

from functions.realtime.service import make_tickets
from onebox.webpubsub import Emulator
from shared.db.pool import Connection
from shared.runtime import Services
from tests.factories.gala import Gala, make_guest
from tests.factories.http import Answer, send
from tests.functions.realtime.conftest import SECRET

PATH = f"/api/v1/realtime/upstream/{SECRET}"
CONNECTION = "0f9c97a2f0bf4706afe87a14e0797b11"


@pytest.fixture
def headers(app: Services, emulator: Emulator) -> dict[str, str]:
    key = app.settings.webpubsub_connection.get_secret_value().split("AccessKey=")[1].split(";")[0]
    return {
        "webhook-request-origin": "127.0.0.1",
        "ce-connectionid": CONNECTION,
        "ce-signature": "sha256=" + hmac.new(key.encode(), CONNECTION.encode(), hashlib.sha256).hexdigest(),
        "ce-type": "azure.webpubsub.user.join",
        "ce-eventname": "join",
        "ce-namespace": "/",
        "ce-socketid": "S1",
        "ce-hub": "augeo",
        "content-type": "text/plain",
    }


async def post(
    headers: dict[str, str], body: bytes = b'420["join",{}]', path: str = PATH, changed: dict[str, str] | None = None
) -> Answer:
    given = {name: value for name, value in (headers | (changed or {})).items() if value}
    return await send("POST", path, body=body, headers=given)


async def test_validation_names_the_origin_of_our_service_only(app: Services) -> None:
    answer = await send("OPTIONS", PATH, headers={"webhook-request-origin": "127.0.0.1"})
    assert (answer.status, answer.headers["webhook-allowed-origin"]) == (200, "127.0.0.1")
    for origin in ("evil.example", "", "127.0.0.1.evil.example"):
        assert (await send("OPTIONS", PATH, headers={"webhook-request-origin": origin})).code == "origin_refused"


@pytest.mark.parametrize("secret", ["wrong", SECRET + "x", SECRET[:-1], SECRET.upper()])
async def test_a_wrong_secret_finds_nothing(headers: dict[str, str], secret: str) -> None:
    path = f"/api/v1/realtime/upstream/{secret}"
    assert (await post(headers, path=path)).status == 404
    assert (await send("OPTIONS", path, headers={"webhook-request-origin": "127.0.0.1"})).status == 404


async def test_a_call_with_the_services_signature_is_answered(headers: dict[str, str]) -> None:
    answer = await post(headers)
    assert (answer.status, answer.raw) == (200, b'430[{"error":"ticket_invalid"}]')
    assert answer.headers["content-type"] == "text/plain"
    two_keys = f"sha256={'0' * 64},{headers['ce-signature'].upper()}"
    assert (await post(headers, changed={"ce-signature": two_keys})).status == 200


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "x", "sha256=é", ","])
async def test_a_call_without_it_is_refused(headers: dict[str, str], signature: str) -> None:
    assert (await post(headers, changed={"ce-signature": signature})).code == "upstream_unsigned"


async def test_a_signature_of_another_connection_is_refused(headers: dict[str, str]) -> None:
    assert (await post(headers, changed={"ce-connectionid": "another"})).code == "upstream_unsigned"
    assert (await post(headers, changed={"ce-connectionid": ""})).code == "upstream_unsigned"


async def test_a_foreign_origin_is_refused(headers: dict[str, str]) -> None:
    assert (await post(headers, changed={"webhook-request-origin": "evil.example"})).code == "origin_refused"


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        (b"", 204, b""),
        (b"42", 204, b""),
        (b'42["join",{}]', 204, b""),
        (b'427["bid",{}]', 200, b'437[{"error":"unknown_event"}]'),
        (b'427["join"', 200, b'437[{"error":"unknown_event"}]'),
        (b"427[]", 200, b'437[{"error":"unknown_event"}]'),
        (b"427[{}]", 200, b'437[{"error":"unknown_event"}]'),
        (b'427["join"]', 200, b'437[{"error":"ticket_invalid"}]'),
        (b'427["join","x"]', 200, b'437[{"error":"ticket_invalid"}]'),
        (b'42/ns,7["join",{}]', 204, b""),
        (b"42" + b"[" * 4_000, 204, b""),
        (b"427" + b"[" * 4_000, 200, b'437[{"error":"unknown_event"}]'),
        (b"9" * 5_000, 400, None),
        (b"42\xff", 400, None),
    ],
)
async def test_any_packet_has_a_definite_answer(
    headers: dict[str, str], body: bytes, status: int, answer: bytes | None
) -> None:
    given = await post(headers, body)
    assert given.status == status
    if answer is not None:
        assert given.raw == answer


async def test_a_ticket_is_worth_nothing_to_a_connection_without_a_user(
    owner: Connection, app: Services, gala: Gala, headers: dict[str, str]
) -> None:
    guest = await make_guest(owner, gala)
    ticket, _ = app.single(make_tickets).issue(guest.claims())
    body = f'421["join",{{"ticket":"{ticket}"}}]'.encode()
    assert (await post(headers, body)).raw == b'431[{"error":"ticket_foreign"}]'
    joined: Any = await post(headers, body, changed={"ce-userid": str(guest.session_id)})
    assert b'"rooms":["event:' in joined.raw
    assert b"unknown_event" in (await post(headers, body, changed={"ce-namespace": "/admin"})).raw
