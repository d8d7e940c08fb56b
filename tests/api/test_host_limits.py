"""What never reaches a handler: requests that the host itself must refuse, sent as raw bytes to the real app on the real host."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from onebox.functions_host.running import RunningHost, running_host
from onebox.request_body import PATIENCE
from shared.db.pool import Connection
from shared.runtime import Services
from shared.settings import Settings
from tests.factories.bodies import make_scene
from tests.factories.environment import environment_of
from tests.factories.rows import stored_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def host(settings: Settings) -> AsyncIterator[RunningHost]:
    async with running_host(ROOT, environment_of(settings)) as running:
        yield running


async def exchange(host: RunningHost, *parts: bytes) -> tuple[int, bytes]:
    """Sends raw bytes and reads one answer: status, and everything that came until the host closed or fell silent."""
    address = urlsplit(host.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        async with asyncio.timeout(PATIENCE.grace_s + 20):
            for part in parts:
                writer.write(part)
                try:
                    await writer.drain()
                except ConnectionError:  # refused before it was all sent, as it should be
                    break
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
            )
            return int(head.split(b" ", 2)[1]), await reader.readexactly(length)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    length = [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([line, "Host: x", *length, *headers, "", ""]).encode() + body


async def test_what_the_host_refuses_stores_nothing_and_leaves_it_well(
    host: RunningHost, app: Services, owner: Connection
) -> None:
    scene = await make_scene(owner)
    token = f"Authorization: Bearer {scene.guest.token(app.tokens)}"
    typed = "Content-Type: application/json"
    bid = json.dumps({"item_id": str(scene.item_id), "max_cents": 10_000}).encode()
    key = f"Idempotency-Key: {uuid4()}"
    post = "POST /api/v1/bids HTTP/1.1"
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    cases: dict[str, tuple[set[int], tuple[bytes, ...]]] = {
        "D2 10 MB": ({413}, (request(post, token, key, typed, body=b" " * 10_000_000),)),
        "D3 endless chunks": (
            {413},
            (request(post, token, key, typed, "Transfer-Encoding: chunked"), *[chunk] * 2_000),
        ),
        "D8 gzip": ({400}, (request(post, token, key, typed, "Content-Encoding: gzip", body=b"\x1f\x8b" + bid),)),
        "D17 both lengths": (
            {400},
            (request(post, token, key, typed, "Transfer-Encoding: chunked", body=b"0\r\n\r\n" + bid),),
        ),
        "D17 two lengths": ({400}, (request(post, token, key, typed, "Content-Length: 3", body=bid),)),
        "D18 TRACE": ({400, 404, 405, 501}, (request("TRACE /api/v1/me HTTP/1.1", token),)),
        "D18 override": (
            {404, 405},
            (request("POST /api/v1/sessions/current HTTP/1.1", token, "X-HTTP-Method-Override: DELETE"),),
        ),
        "D19 header": ({431}, (request("GET /api/v1/me HTTP/1.1", token, "X-Long: " + "a" * 100_000),)),
        "D19 address": ({414}, (request(f"GET /api/v1/me?x={'a' * 100_000} HTTP/1.1", token),)),
        "B14 %00": ({400, 404}, (request("GET /api/v1/bids/%00 HTTP/1.1", token),)),
        "B11 ..%2f": ({400, 404}, (request("GET /api/v1/bids/..%2f..%2fme HTTP/1.1", token),)),
        "H22 token in the query": (
            {401},
            (request(f"GET /api/v1/me?access_token={scene.guest.token(app.tokens)} HTTP/1.1"),),
        ),
        "H23 two tokens": ({401}, (request("GET /api/v1/me HTTP/1.1", token, token),)),
        "H24 8 kB token": ({401}, (request("GET /api/v1/me HTTP/1.1", "Authorization: Bearer " + "a" * 8_000),)),
        "C10 CR LF": ({400}, (request("GET /api/v1/me HTTP/1.1", token, "X-Name: a\rb"),)),
        "HTTP/0.9 rubbish": ({400}, (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",)),
    }
    before = await stored_rows(owner)
    unfinished = request(post, token, key, typed, body=bid)[:-1]
    dribbling = asyncio.create_task(exchange(host, unfinished))  # it costs the others nothing
    wrong = {}
    for case, (expected, parts) in cases.items():
        status, answer = await exchange(host, *parts)
        told = answer.lower()
        is_problem = b'"trace_id"' in told and b'"code"' in told
        if (
            status not in expected
            or not is_problem
            or any(word in told for word in (b"traceback", b"select ", b'.py"'))
        ):
            wrong[case] = (status, answer[:200])
    status, answer = await dribbling
    assert (status, json.loads(answer)["code"]) == (408, "request_too_slow"), "D20"
    assert wrong == {}
    assert await stored_rows(owner) == before
    status, answer = await exchange(host, request(post, token, key, typed, body=bid))
    assert (status, json.loads(answer)["outcome"]) == (201, "leading"), "the control: a good request still works"
