"""The HTTP trigger, over the wire."""

import asyncio
import gzip
import io
import json
import time

import aiohttp
import pytest
from multidict import CIMultiDict
from yarl import URL

from onebox.functions_host import RunningHost


async def test_method_query_headers_and_body_reach_the_function_exactly(
    client: aiohttp.ClientSession, host: RunningHost
) -> None:
    target = "/api/echo?a=1&a=2&empty=&u=%C3%BC+x"
    body = bytes(range(256)) * 3
    async with client.post(
        URL(f"{host.url}{target}", encoded=True), data=body, headers=CIMultiDict([("X-Twice", "1"), ("X-Twice", "2")])
    ) as answer:
        seen = await answer.json()
    assert answer.status == 200
    assert answer.content_type == "application/json"
    assert seen["method"] == "POST"
    assert seen["body_hex"] == body.hex()
    assert seen["params"] == {"a": "1,2", "empty": "", "u": "ü x"}
    assert seen["headers"]["x-twice"] == "1,2"
    assert seen["url"] == f"{host.url}{target}"


async def test_compressed_body_is_not_unpacked(client: aiohttp.ClientSession) -> None:
    packed = gzip.compress(b"hello")
    async with client.post("/api/echo", data=packed, headers={"Content-Encoding": "gzip"}) as answer:
        assert (await answer.json())["body_hex"] == packed.hex()


async def test_chunked_body_is_read_whole(client: aiohttp.ClientSession) -> None:
    async def chunks() -> object:
        for _ in range(50):
            yield b"x" * 1000
            await asyncio.sleep(0)

    async with client.post("/api/body_size", data=chunks()) as answer:
        assert await answer.json() == 50_000


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_body_over_the_limit_is_refused_with_413(client: aiohttp.ClientSession, is_chunked: bool) -> None:
    big = b"x" * (8 * 1024 * 1024 + 1)

    async def chunks() -> object:
        for start in range(0, len(big), 65536):
            yield big[start : start + 65536]

    try:
        async with client.post("/api/body_size", data=chunks() if is_chunked else io.BytesIO(big)) as answer:
            assert answer.status == 413
            assert answer.content_type == "application/problem+json"
    except aiohttp.ClientOSError:
        # The host closes after its answer; a client still sending may see the reset first.
        assert is_chunked or len(big) > 65536
    async with client.post("/api/body_size", data=io.BytesIO(big[:-1])) as answer:
        assert await answer.json() == len(big) - 1


async def test_expect_100_continue_is_answered(client: aiohttp.ClientSession) -> None:
    async with client.post("/api/body_size", data=b"abc", expect100=True) as answer:
        assert await answer.json() == 3


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/items/42", {"route": "int", "item_id": "42"}),
        ("/api/items/forty-two", {"route": "slug", "slug": "forty-two"}),
        ("/api/items/a%20b", {"route": "slug", "slug": "a b"}),
        ("/API/Items/NEWEST", {"route": "newest"}),
        ("/api/items/newest/", {"route": "newest"}),
        ("/api/pages", {"route": "optional"}),
        ("/api/pages/7", {"route": "optional", "number": "7"}),
        ("/api/files/a/b/c.txt", {"route": "rest", "rest": "a/b/c.txt"}),
    ],
)
async def test_route_templates_match_as_in_azure(
    client: aiohttp.ClientSession, path: str, expected: dict[str, str]
) -> None:
    async with client.get(path) as answer:
        assert await answer.json() == expected


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/unknown"), ("GET", "/items/1"), ("POST", "/api/only_get"), ("OPTIONS", "/api/only_get"),
     ("HEAD", "/api/only_get"), ("GET", "/api/items/1/2"), ("GET", "/apiitems/1")],
)  # fmt: skip
async def test_unknown_route_or_method_is_a_404_problem(client: aiohttp.ClientSession, method: str, path: str) -> None:
    async with client.request(method, path) as answer:
        assert answer.status == 404
        assert answer.content_type == "application/problem+json"
        if method != "HEAD":
            problem = json.loads(await answer.read())
            assert (problem["code"], len(problem["trace_id"])) == ("route_not_found", 32)


async def test_head_has_the_length_but_not_the_body(client: aiohttp.ClientSession) -> None:
    async with client.head("/api/text") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Length"] == str(len("grüße".encode()))
        assert await answer.read() == b""
    async with client.get("/api/text") as answer:
        assert await answer.text() == "grüße"


async def test_options_reaches_a_function_that_takes_any_method(client: aiohttp.ClientSession) -> None:
    async with client.options("/api/empty") as answer:
        assert answer.status == 200


async def test_every_cookie_and_header_is_sent(client: aiohttp.ClientSession) -> None:
    async with client.get("/api/cookies") as answer:
        assert sorted(answer.headers.getall("Set-Cookie")) == ["a=1; HttpOnly; Path=/", "b=2; SameSite=Strict"]
        assert answer.headers["X-Trace"] == "abc"


async def test_no_content_has_neither_body_nor_length(client: aiohttp.ClientSession) -> None:
    async with client.get("/api/no_content") as answer:
        assert answer.status == 204
        assert "Content-Length" not in answer.headers
        assert await answer.read() == b""


@pytest.mark.parametrize("name", ["fails", "exits", "exits_sync", "cancels", "not_encodable"])
async def test_failing_function_is_a_500_problem_and_the_host_lives(
    client: aiohttp.ClientSession, host: RunningHost, name: str
) -> None:
    async with client.get(f"/api/{name}") as answer:
        assert answer.status == 500
        assert answer.content_type == "application/problem+json"
        assert "secret" not in await answer.text()
    record = await host.log_record(event="function_failed", function=name)
    assert "Traceback" in record["traceback"]
    async with client.get("/api/empty") as answer:
        assert answer.status == 200


async def test_header_that_would_break_its_line_is_not_sent(client: aiohttp.ClientSession) -> None:
    async with client.get("/api/bad_header") as answer:
        assert answer.status == 500
        assert "X-Bad" not in answer.headers


async def test_a_hundred_slow_async_requests_run_at_once(host: RunningHost) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(host.url, connector=connector) as session:

        async def request() -> int:
            async with session.get("/api/slow?s=0.5") as answer:
                return answer.status

        started = time.perf_counter()
        statuses = await asyncio.gather(*(request() for _ in range(100)))
        elapsed_s = time.perf_counter() - started
    assert statuses == [200] * 100
    assert elapsed_s < 5, "one after the other they would take 50 s"


async def test_sync_functions_do_not_block_async_ones(client: aiohttp.ClientSession) -> None:
    sync_requests = [asyncio.create_task(client.get("/api/slow_sync").__aenter__()) for _ in range(3)]
    async with client.get("/api/empty") as answer:
        assert answer.status == 200
    assert not all(task.done() for task in sync_requests)
    for answer in await asyncio.gather(*sync_requests):
        assert await answer.text() == "done"


async def test_what_a_function_logs_is_one_json_line_with_its_invocation(
    client: aiohttp.ClientSession, host: RunningHost
) -> None:
    async with client.get("/api/logs") as answer:
        assert answer.status == 200
    record = await host.log_record(event="bid_placed", logger="sample", level="warning", item=7)
    assert len(record["invocation_id"]) == 36
    await host.log_record(event="printed by the app")


async def test_pipelined_requests_are_answered_in_order(host: RunningHost) -> None:
    address = URL(host.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    requests = [f"GET /api/items/{number} HTTP/1.1\r\nHost: x\r\n\r\n" for number in range(5)]
    writer.write("".join(requests).encode())
    for number in range(5):
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert f'"item_id": "{number}"' in (await reader.readexactly(length)).decode()
    writer.write(b"GET /api/empty HTTP/1.0\r\n\r\n")
    assert b"Connection: close" in await reader.read()
    writer.close()
    await writer.wait_closed()
