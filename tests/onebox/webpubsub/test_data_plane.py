"""Refusals of the data plane, as Microsoft's own emulator of plain Web PubSub gives them."""

import io
import time
from typing import Any

import aiohttp
import jwt
import pytest

from onebox.webpubsub import DEFAULT_ACCESS_KEY, Emulator
from tests.onebox.webpubsub.conftest import HUB, Connect, Service

TEXT = {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("path", "options", "status"),
    [
        ("/:send", {"content": "42[]", "headers": {"Content-Type": "text/html"}}, 415),
        ("/:send", {"content": "{", "headers": {"Content-Type": "application/json"}}, 400),
        ("/:send", {"content": b"\xff", "headers": TEXT}, 400),
        ("/:send", {"content": io.BytesIO(b"4" * 1_048_577), "headers": TEXT}, 400),
        ("/:send", {"content": "42[]", "headers": TEXT, "params": {"messageTtlSeconds": "301"}}, 400),
        ("/groups/" + "g" * 1025 + "/:send", {"content": "42[]", "headers": TEXT}, 400),
        ("/:addToGroups", {"content": "{", "headers": {"Content-Type": "application/json"}}, 400),
        ("/:addToGroups", {"json": {"groups": "g", "filter": ""}}, 400),
        ("/:addToGroups", {"json": {"groups": ["g"], "filter": "nonsense"}}, 400),
        ("/:addToGroups", {"json": ["g"]}, 400),
        ("/:generateToken", {"params": {"minutesToExpire": "0"}}, 400),
        ("/:generateToken", {"params": {"clientType": "MQTT"}}, 400),
    ],
)
async def test_a_request_that_is_wrong_is_refused_with_the_error_body(
    service: Service, path: str, options: dict[str, Any], status: int
) -> None:
    response = await service.call("POST", path, **options)
    assert response.status_code == status
    assert set(response.json()) == {"code", "message", "target", "details", "inner"}
    assert response.headers["x-ms-error-code"] == response.json()["code"]


async def test_a_connection_that_is_gone_cannot_be_put_into_a_group(service: Service) -> None:
    response = await service.call("PUT", "/groups/0~Lw~cm0/connections/nobody")
    assert response.status_code == 404


async def test_a_send_without_length_is_refused(emulator: Emulator, http: aiohttp.ClientSession) -> None:
    async def body() -> Any:
        yield b"42[]"

    url = f"{emulator.endpoint}/api/hubs/{HUB}/:send"
    token = jwt.encode({"aud": url, "exp": int(time.time()) + 60}, DEFAULT_ACCESS_KEY, algorithm="HS256")
    headers = {**TEXT, "Authorization": f"Bearer {token}"}
    async with http.post(url, data=body(), headers=headers) as response:
        assert response.status == 400


@pytest.mark.parametrize("audience", ["/api/hubs/augeo/:send?filter=", "/api/hubs/augeo/:send", None, "/other"])
async def test_the_token_names_the_address_with_or_without_query(
    emulator: Emulator, http: aiohttp.ClientSession, audience: str | None
) -> None:
    headers = dict(TEXT)
    if audience is not None:
        claims = {"aud": emulator.endpoint + audience, "exp": int(time.time()) + 60}
        headers["Authorization"] = f"Bearer {jwt.encode(claims, DEFAULT_ACCESS_KEY, algorithm='HS256')}"
    async with http.post(f"{emulator.endpoint}/api/hubs/augeo/:send?filter=", data="42[]", headers=headers) as response:
        assert response.status == (
            202 if audience in ("/api/hubs/augeo/:send?filter=", "/api/hubs/augeo/:send") else 401
        )


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('"42[\\"quoted\\"]"', "application/json"),
        ('42["cut', "text/plain"),
        ("hello", "text/plain"),
    ],
)
async def test_what_no_client_could_read_is_counted_and_not_delivered(
    emulator: Emulator, service: Service, connect: Connect, body: str, content_type: str
) -> None:
    guest = await connect()
    response = await service.call("POST", "/:send", content=body, headers={"Content-Type": content_type})
    assert response.status_code == 202
    await service.send(guest.own_group(), '42["mark"]')
    assert await guest.next_event() == ("mark", ())
    assert emulator.hub.counters.malformed_sends == 1


async def test_health_needs_no_token(emulator: Emulator, http: aiohttp.ClientSession) -> None:
    async with http.head(f"{emulator.endpoint}/api/health") as response:
        assert response.status == 200
