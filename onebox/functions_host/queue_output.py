"""The queue output binding: turns what the worker encoded into queue messages."""

import asyncio
import base64
import json
from collections.abc import Mapping
from typing import Any

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from onebox.functions_host.storage import StorageConnections, connection_of


class OutputError(RuntimeError):
    """An output that cannot be turned into messages."""


def _text_of(item: Any) -> str:
    """One element of a JSON output: a text, a QueueMessage (`{"id", "body"}`), or any other value as JSON."""
    if isinstance(item, str):
        return item
    if isinstance(item, dict) and set(item) == {"id", "body"}:
        return str(item["body"])
    return json.dumps(item)


def messages_of(datum: Any) -> list[str | bytes]:
    match datum.type:
        case "string" | "bytes":
            return [datum.value]
        case "json":
            value = json.loads(datum.value)
            return [_text_of(item) for item in value] if isinstance(value, list) else [_text_of(value)]
        case None:
            return []
    raise OutputError(f"a queue output cannot be of the kind {datum.type!r}")


def encode_message(message: str | bytes, *, as_base64: bool) -> str:
    if as_base64:
        return base64.b64encode(message.encode() if isinstance(message, str) else message).decode()
    return message if isinstance(message, str) else message.decode()


async def create_if_absent(queue: QueueClient) -> None:
    try:
        await queue.create_queue()
    except ResourceExistsError:
        return


async def send_to(queue: QueueClient, text: str) -> None:
    """Send, and create the queue first if there is none."""
    try:
        await queue.send_message(text)
    except ResourceNotFoundError:
        await create_if_absent(queue)
        await queue.send_message(text)


class QueueOutputs:
    def __init__(self, connections: StorageConnections, *, encodes_base64: bool) -> None:
        self._connections = connections
        self._encodes_base64 = encodes_base64
        self._listeners: dict[tuple[str, str], asyncio.Event] = {}

    def arrival_event(self, binding: Mapping[str, Any]) -> asyncio.Event:
        """Set whenever this host itself sends to the queue, so that its listener need not wait for the next poll."""
        key = (connection_of(binding), str(binding["queueName"]).lower())
        return self._listeners.setdefault(key, asyncio.Event())

    async def send(self, binding: Mapping[str, Any], datum: Any) -> None:
        queue = self._connections.queue(binding)
        for message in messages_of(datum):
            await send_to(queue, encode_message(message, as_base64=self._encodes_base64))
        listener = self._listeners.get((connection_of(binding), str(binding["queueName"]).lower()))
        if listener is not None:
            listener.set()
