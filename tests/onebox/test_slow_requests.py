"""D20: a request that dribbles in ends, and costs others nothing. With the bounds of the real parts, only shorter."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession, web

from onebox.errors import RequestTooSlow
from onebox.problem_protocol import ProblemProtocol, problem_answer
from onebox.request_body import Patience, read_body
from shared.errors import PayloadTooLarge

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
LIMIT = 1_000
NEVER_S = 600.0
BETWEEN_BYTES_S = 0.01


@asynccontextmanager
async def listening(patience: Patience, *, first_request_s: float = NEVER_S) -> AsyncIterator[str]:
    """Answers with the length of the body, or refuses it as the host and the front door do."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        try:
            body = await read_body(request, LIMIT, Patience(NEVER_S) if request.path == "/others" else patience)
        except (PayloadTooLarge, RequestTooSlow) as error:
            refusal = problem_answer(error, request)
            refusal.force_close()
            return refusal
        return web.Response(text=str(len(body)))

    server = web.Server(handle)
    listener = await asyncio.get_running_loop().create_server(
        lambda: ProblemProtocol(server, first_request_s=first_request_s), "127.0.0.1", 0
    )
    try:
        yield f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    finally:
        listener.close()
        await server.shutdown(1)


async def dribble(address: str, head: bytes, byte: bytes) -> bytes:
    """Sends one byte after the other until the server answers or closes. Its answer, if any."""
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))

    async def send() -> None:
        writer.write(head)
        with contextlib.suppress(ConnectionError):
            while True:
                writer.write(byte)
                await writer.drain()
                await asyncio.sleep(BETWEEN_BYTES_S)

    sending = asyncio.create_task(send())
    try:
        async with asyncio.timeout(30):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            return head + await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return b""
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def ask(address: str) -> str:
    async with ClientSession() as session, session.post(f"http://{address}/others", data=b"x" * 17) as answer:
        return await answer.text()


@pytest.mark.parametrize(
    ("head", "byte"),
    [(HEAD + b"Content-Length: 900\r\n\r\n", b"x"), (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n")],
    ids=["length", "chunks"],
)
async def test_a_body_that_dribbles_is_refused_and_others_are_answered_meanwhile(head: bytes, byte: bytes) -> None:
    async with listening(Patience(grace_s=0.2, bytes_per_s=1_000_000)) as address:
        dribbling = asyncio.create_task(dribble(address, head, byte))
        others = [await ask(address) for _ in range(20)]
        answer = await dribbling
    assert others == ["17"] * 20
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"request_too_slow"' in answer
    assert b"connection: close" in answer.lower()


async def test_a_body_that_never_comes_is_refused() -> None:
    async with listening(Patience(grace_s=0.1)) as address:
        assert (await dribble(address, HEAD + b"Content-Length: 900\r\n\r\n", b"")).startswith(b"HTTP/1.1 408 ")


async def test_endless_chunks_are_refused_for_their_size_where_they_are_not_too_slow() -> None:
    async with listening(Patience(grace_s=NEVER_S)) as address:
        answer = await dribble(address, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"64\r\n" + b"x" * 100 + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_slow_body_is_read_as_long_as_enough_of_it_comes() -> None:
    """The control: it takes longer than the grace, but its first byte has bought it time."""
    async with listening(Patience(grace_s=0.1, bytes_per_s=0.01)) as address:
        answer = await dribble(address, HEAD + b"Content-Length: 60\r\nConnection: close\r\n\r\nx", b"x")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"60")


async def test_headers_that_dribble_end_with_the_connection_and_others_are_answered_meanwhile() -> None:
    async with listening(Patience(), first_request_s=0.2) as address:
        dribbling = asyncio.create_task(dribble(address, HEAD + b"X-Long: ", b"a"))
        others = [await ask(address) for _ in range(20)]
        assert await dribbling == b""
    assert others == ["17"] * 20


async def test_a_connection_that_says_nothing_is_closed() -> None:
    async with listening(Patience(), first_request_s=0.1) as address:
        assert await dribble(address, b"", b"") == b""


async def test_a_request_in_time_keeps_its_connection() -> None:
    """The control: the connection lives past the time for its first request."""
    request = HEAD + b"Content-Length: 1\r\n\r\nx"
    async with listening(Patience(), first_request_s=0.5) as address:
        host, port = address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        for pause_s in (0.6, 0.0):
            writer.write(request)
            assert (await reader.readuntil(b"\r\n\r\n1")).startswith(b"HTTP/1.1 200 ")
            await asyncio.sleep(pause_s)
        writer.close()
        await writer.wait_closed()
