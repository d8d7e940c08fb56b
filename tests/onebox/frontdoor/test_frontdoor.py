"""The one origin serves every face, passes requests on unchanged, and says when the host is down."""

import asyncio
import contextlib
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from onebox.frontdoor import FrontDoor, running_frontdoor

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    for name, text in {
        "index.html": "donor",
        "auctioneer/index.html": "auctioneer",
        "display.html": "display",
        "assets/app-3f2a.js": "code",
        "sw.js": "worker",
        "../secret.txt": "secret",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield session


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/", 200, "donor"),
        ("/items/7", 200, "donor"),
        ("/auctioneer", 200, "auctioneer"),
        ("/auctioneer/lots/3", 200, "auctioneer"),
        ("/display/hall", 200, "display"),
        ("/assets/app-3f2a.js", 200, "code"),
        ("/assets/app-gone.js", 404, "Not found\n"),
        ("/%2e%2e/secret.txt", 404, "Not found\n"),
        ("/..%2fsecret.txt", 404, "Not found\n"),
        ("/a%00b", 200, "donor"),
    ],
)
async def test_every_address_gets_its_face(
    dist: Path, client: aiohttp.ClientSession, path: str, status: int, body: str
) -> None:
    async with (
        running_frontdoor(FrontDoor(dist, NOBODY, NOBODY)) as address,
        client.get(URL(address + path, encoded=True)) as answer,
    ):
        assert (answer.status, await answer.text()) == (status, body)


async def test_hashed_files_are_kept_for_ever_and_pages_are_asked_for_again(
    dist: Path, client: aiohttp.ClientSession
) -> None:
    async with running_frontdoor(FrontDoor(dist, NOBODY, NOBODY)) as address:
        async with client.get(f"{address}/assets/app-3f2a.js") as answer:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        for path in ("/", "/sw.js", "/auctioneer/x"):
            async with client.get(address + path) as answer:
                assert answer.headers["Cache-Control"] == "no-cache"
                again = {"If-None-Match": answer.headers["ETag"]}
            async with client.get(address + path, headers=again) as answer:
                assert answer.status == 304


async def test_large_files_are_packed_for_those_who_take_it(dist: Path, client: aiohttp.ClientSession) -> None:
    code = "const augeo = 'gala';\n" * 200
    (dist / "assets/app-big.js").write_text(code)
    async with running_frontdoor(FrontDoor(dist, NOBODY, NOBODY)) as address:
        url, browser = f"{address}/assets/app-big.js", {"Accept-Encoding": "br, gzip"}
        async with client.get(url, headers=browser) as packed:
            body = await packed.read()
            assert gzip.decompress(body).decode() == code
            assert len(body) < len(code) / 5
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.content_type in {"text/javascript", "application/javascript"}
            assert "default-src 'none'" in packed.headers["Content-Security-Policy"]
        async with client.get(url, headers={"Accept-Encoding": "identity"}) as plain:
            assert await plain.text() == code
            assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
            assert packed.headers["ETag"] == "W/" + plain.headers["ETag"]
        for etag in (packed.headers["ETag"], plain.headers["ETag"]):
            async with client.get(url, headers={**browser, "If-None-Match": etag}) as again:
                assert (again.status, await again.read()) == (304, b"")
        (dist / "assets/app-big.js").write_text(code + "// changed")
        async with client.get(url, headers={**browser, "If-None-Match": packed.headers["ETag"]}) as changed:
            assert gzip.decompress(await changed.read()).decode() == code + "// changed"
        async with client.get(url, headers={**browser, "Range": "bytes=0-4"}) as part:
            assert (part.status, await part.read()) == (206, b"const")


async def exchange(address: str, *parts: bytes) -> tuple[int, dict[str, Any]]:
    """Sends raw bytes, and reads one answer even where the server closes before it has read them all."""
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        async with asyncio.timeout(15):
            for part in parts:
                writer.write(part)
                with contextlib.suppress(ConnectionError):
                    await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            assert b"application/problem+json" in head
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return int(head.split()[1]), json.loads(await reader.readexactly(length))
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


GET = b"GET /api/v1/me HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/v1/bids HTTP/1.1\r\nHost: x\r\n"
CHUNK = b"100000\r\n" + b" " * 0x100000 + b"\r\n"


@pytest.mark.parametrize(
    ("parts", "status", "code"),
    [
        ((POST + b"Content-Length: 16777217\r\n\r\n",), 413, "payload_too_large"),
        ((POST + b"Content-Length: 16777217\r\nExpect: 100-continue\r\n\r\n",), 413, "payload_too_large"),
        ((POST + b"Transfer-Encoding: chunked\r\n\r\n", *[CHUNK] * 17), 413, "payload_too_large"),
        ((b"GET /api/v1/me?x=" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",), 414, "address_too_long"),
        ((GET + b"X-Long: " + b"a" * 9_000 + b"\r\n\r\n",), 431, "headers_too_large"),
        ((GET + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n",), 431, "headers_too_large"),
        ((b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",), 400, "unreadable"),
    ],
    ids=["length", "asked first", "chunks", "address", "header", "headers", "rubbish"],
)
async def test_what_is_too_large_is_refused_as_a_problem_and_never_passed_on(
    dist: Path, parts: tuple[bytes, ...], status: int, code: str
) -> None:
    asked: list[str] = []

    async def host(req: web.Request) -> web.Response:
        asked.append(req.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", host)
    async with (
        TestServer(app) as server,
        running_frontdoor(FrontDoor(dist, str(server.make_url("")), NOBODY)) as address,
    ):
        refused_with, problem = await exchange(address, *parts)
        assert (refused_with, problem["status"], problem["code"]) == (status, status, code)
        assert len(problem["trace_id"]) == 32
        assert asked == []
        async with aiohttp.ClientSession() as session, session.post(f"{address}/api/x", data=b" " * 0x100000) as answer:
            assert answer.status == 200, "the control: what is not too large goes through"


async def test_the_policy_allows_the_room_service_and_no_stranger(dist: Path, client: aiohttp.ClientSession) -> None:
    door = FrontDoor(dist, NOBODY, NOBODY, ["http://127.0.0.1:7072"], ["http://127.0.0.1:10000"])
    async with running_frontdoor(door) as address, client.get(address) as answer:
        rules = {rule.split()[0]: rule.split()[1:] for rule in answer.headers["Content-Security-Policy"].split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert rules["connect-src"] == [
        "'self'",
        "https://api.stripe.com",
        "http://127.0.0.1:7072",
        "ws://127.0.0.1:7072",
    ]
    assert "http://127.0.0.1:10000" in rules["img-src"]
    assert rules.pop("style-src") == ["'self'", "'unsafe-inline'"]
    assert not [rule for rule in rules.values() if {"*", "'unsafe-inline'", "'unsafe-eval'"} & set(rule)]


async def test_an_unbuilt_frontend_says_which_command_builds_it(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    door = FrontDoor(tmp_path, NOBODY, NOBODY)
    async with running_frontdoor(door) as address, client.get(f"{address}/auctioneer") as answer:
        assert answer.status == 503
        assert "npm run build" in await answer.text()


async def test_a_request_reaches_the_host_unchanged_and_so_does_its_answer(
    dist: Path, client: aiohttp.ClientSession
) -> None:
    seen: list[tuple[str, str, bytes, str, str]] = []

    async def host(req: web.Request) -> web.Response:
        seen.append(
            (req.method, req.raw_path, await req.read(), req.headers["X-Forwarded-For"], req.headers["Idempotency-Key"])
        )
        answer = web.Response(status=409, body=b'{"code":"bid_too_low"}', content_type="application/problem+json")
        answer.headers.add("Set-Cookie", "a=1")
        answer.headers.add("Set-Cookie", "b=2")
        return answer

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", host)
    async with TestServer(app) as server:
        door = FrontDoor(dist, str(server.make_url("")), NOBODY)
        async with running_frontdoor(door) as address:
            headers = {"Idempotency-Key": "k", "X-Forwarded-For": "203.0.113.9"}
            url = URL(f"{address}/api/v1/bids/a%2Fb?q=%20x+y&q=2", encoded=True)
            async with client.post(url, data=b"\x00\xff", headers=headers) as answer:
                assert answer.status == 409
                assert answer.content_type == "application/problem+json"
                assert await answer.read() == b'{"code":"bid_too_low"}'
                assert answer.headers.getall("Set-Cookie") == ["a=1", "b=2"]
    assert seen == [("POST", "/api/v1/bids/a%2Fb?q=%20x+y&q=2", b"\x00\xff", "203.0.113.9, 127.0.0.1", "k")]


async def test_a_host_that_is_down_is_503_and_one_that_breaks_off_is_502(
    dist: Path, client: aiohttp.ClientSession
) -> None:
    async with (
        running_frontdoor(FrontDoor(dist, NOBODY, NOBODY)) as address,
        client.get(f"{address}/api/v1/items", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"}) as answer,
    ):
        assert answer.status == 503
        assert answer.content_type == "application/problem+json"
        assert answer.headers["Retry-After"] == "1"
        problem = await answer.json(content_type=None)
        assert (problem["code"], problem["trace_id"]) == ("host_down", "ab" * 16)

    async def break_off(req: web.Request) -> web.Response:
        assert req.transport is not None
        req.transport.close()
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/x", break_off)
    async with (
        TestServer(app) as server,
        running_frontdoor(FrontDoor(dist, str(server.make_url("")), NOBODY)) as address,
        client.post(f"{address}/api/x") as answer,
    ):
        assert answer.status == 502
        problem = await answer.json(content_type=None)
        assert (problem["code"], len(problem["trace_id"])) == ("host_failed", 32)


async def test_pictures_come_from_the_container_and_cannot_run_scripts(
    dist: Path, client: aiohttp.ClientSession
) -> None:
    async def blob(req: web.Request) -> web.Response:
        assert not req.query_string, "a listing must not be reachable"
        return web.Response(body=b"<svg/>", content_type="image/svg+xml")

    app = web.Application()
    app.router.add_get("/account/media/lots/7.svg", blob)
    async with (
        TestServer(app) as server,
        running_frontdoor(FrontDoor(dist, NOBODY, str(server.make_url("/account/media")))) as address,
    ):
        async with client.get(f"{address}/media/lots/7.svg?comp=list") as answer:
            assert (answer.status, await answer.read()) == (200, b"<svg/>")
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        async with client.put(f"{address}/media/lots/7.svg") as answer:
            assert answer.status == 405
