"""Queue trigger and output against Azurite."""

import asyncio
import base64
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient, QueueServiceClient


@pytest.fixture
async def storage(sample_settings: dict[str, str]) -> AsyncIterator[QueueServiceClient]:
    async with QueueServiceClient.from_connection_string(sample_settings["AzureWebJobsStorage"]) as service:
        yield service


async def _send(queue: QueueClient, text: str) -> None:
    """The host creates the queues it listens to; until then there is nothing to send to."""
    async with asyncio.timeout(10):
        while True:
            try:
                await queue.send_message(base64.b64encode(text.encode()).decode())
            except ResourceNotFoundError:
                continue
            return


async def _received(client: aiohttp.ClientSession, name: str, text: str, at_least: int = 1) -> list[dict[str, Any]]:
    """Ask the app until it has noted this message often enough."""
    async with asyncio.timeout(20):
        while True:
            async with client.get(f"/api/received/{name}") as answer:
                everything = await answer.json()
            found = [note for note in everything if note["body_hex"] == text.encode().hex()]
            if len(found) >= at_least:
                return found
            async with client.get("/api/slow?s=0.05"):
                pass


async def _is_empty(queue: QueueClient) -> None:
    async with asyncio.timeout(10):
        while (await queue.get_queue_properties()).approximate_message_count:
            pass


async def test_message_reaches_the_function_once_with_its_metadata(
    client: aiohttp.ClientSession, storage: QueueServiceClient
) -> None:
    text = f"grüße {uuid.uuid4()}"
    queue = storage.get_queue_client("hints")
    await _send(queue, text)
    (note,) = await _received(client, "hints", text)
    assert note["dequeue_count"] == 1
    assert note["insertion_time"].startswith("20")
    await _is_empty(queue)


async def test_out_parameter_sends_one_message(client: aiohttp.ClientSession) -> None:
    text = f"one {uuid.uuid4()}"
    async with client.post("/api/enqueue/one", data=text) as answer:
        assert answer.status == 202
    assert len(await _received(client, "hints", text)) == 1


async def test_out_list_sends_a_message_for_each_element(client: aiohttp.ClientSession) -> None:
    texts = [f"{number} {uuid.uuid4()}" for number in range(40)]
    async with client.post("/api/enqueue/many", data=json.dumps(texts)) as answer:
        assert answer.status == 202
    for text in texts:
        assert len(await _received(client, "hints", text)) == 1


async def test_returned_value_goes_to_the_return_queue(
    client: aiohttp.ClientSession, storage: QueueServiceClient
) -> None:
    text = str(uuid.uuid4())
    await _send(storage.get_queue_client("chain"), text)
    await _received(client, "hints", f"passed on: {text}")


async def test_output_that_cannot_be_sent_fails_the_request(client: aiohttp.ClientSession) -> None:
    async with client.post("/api/enqueue/too_large") as answer:
        assert answer.status == 500
        assert (await answer.json())["code"] == "output_not_sent"


async def test_failed_message_comes_again_and_the_duplicate_is_told_by_its_count(
    client: aiohttp.ClientSession, storage: QueueServiceClient
) -> None:
    text = str(uuid.uuid4())
    queue = storage.get_queue_client("fails-once")
    await _send(queue, text)
    first, second = await _received(client, "fails-once", text, at_least=2)
    assert (first["dequeue_count"], second["dequeue_count"]) == (1, 2)
    assert first["id"] == second["id"]
    await _is_empty(queue)


async def test_message_that_fails_five_times_lands_in_the_poison_queue(
    client: aiohttp.ClientSession, storage: QueueServiceClient
) -> None:
    text = str(uuid.uuid4())
    queue = storage.get_queue_client("always-fails")
    await _send(queue, text)
    notes = await _received(client, "always-fails", text, at_least=5)
    assert [note["dequeue_count"] for note in notes] == [1, 2, 3, 4, 5]
    poison = storage.get_queue_client("always-fails-poison")
    async with asyncio.timeout(10):
        message = None
        while message is None:
            try:
                message = await poison.receive_message()
            except ResourceNotFoundError:
                continue
    assert base64.b64decode(message.content).decode() == text
    await _is_empty(queue)


async def test_message_that_is_no_base64_lands_in_the_poison_queue(
    client: aiohttp.ClientSession, storage: QueueServiceClient
) -> None:
    await _send(storage.get_queue_client("hints"), "make sure the queue is there")
    await storage.get_queue_client("hints").send_message("not base64!")
    poison = storage.get_queue_client("hints-poison")
    async with asyncio.timeout(10):
        message = None
        while message is None:
            try:
                message = await poison.receive_message()
            except ResourceNotFoundError:
                continue
    assert message.content == "not base64!"
