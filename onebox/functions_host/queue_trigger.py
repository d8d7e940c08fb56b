"""The queue trigger: polls, hands each message to the function, and moves to the poison queue what keeps failing."""

import asyncio
import base64
import binascii
import logging
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from azure.core.exceptions import AzureError, ResourceNotFoundError
from azure.storage.queue import QueueMessage

from onebox.functions_host.http_server import SendOutputs
from onebox.functions_host.queue_output import QueueOutputs, create_if_absent, send_to
from onebox.functions_host.settings import QueueOptions
from onebox.functions_host.storage import StorageConnections
from onebox.functions_host.worker import Datum, Function, FunctionApp, outputs_to_send

log = logging.getLogger(__name__)

_SHORTEST_POLL_S = 0.1
_LEASE_S = 600
"""How long a received message stays invisible; renewed at half time while its function runs. Azure's own number."""
_GIVE_BACK_S = 2.0
_POISON_SUFFIX = "-poison"


class UndecodableMessageError(ValueError):
    """A message that is not base64 although host.json says messages are."""


def decode_message(text: str, *, is_base64: bool) -> Any:
    """The datum of a message: text where it is UTF-8, else bytes."""
    if not is_base64:
        return Datum(text, "string")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UndecodableMessageError(str(error)) from error
    try:
        return Datum(content.decode(), "string")
    except UnicodeDecodeError:
        return Datum(content, "bytes")


def _time_datum(moment: datetime | None) -> Any:
    # A missing time would fail the invocation; the converter takes an empty one as none.
    return Datum(moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment is not None else "", "string")


def _metadata_of(message: QueueMessage) -> dict[str, Any]:
    return {
        "Id": Datum(message.id, "string"),
        "DequeueCount": Datum(message.dequeue_count, "int"),
        "ExpirationTime": _time_datum(message.expires_on),
        "InsertionTime": _time_datum(message.inserted_on),
        "NextVisibleTime": _time_datum(message.next_visible_on),
        "PopReceipt": Datum(message.pop_receipt, "string"),
    }


class QueueListener:
    def __init__(
        self,
        app: FunctionApp,
        function: Function,
        options: QueueOptions,
        connections: StorageConnections,
        outputs: QueueOutputs,
        *,
        send_outputs: SendOutputs,
        fixed_inputs: list[tuple[str, Any]],
    ) -> None:
        binding: Mapping[str, Any] = function.trigger
        self._app = app
        self._function = function
        self._options = options
        self._send_outputs = send_outputs
        self._fixed_inputs = fixed_inputs
        self._queue = connections.queue(binding)
        self._poison_queue = connections.queue(binding, suffix=_POISON_SUFFIX)
        self._arrival = outputs.arrival_event(binding)
        self._has_room = asyncio.Event()
        self._handling: set[asyncio.Task[None]] = set()
        self._polling: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._refill_below = max(1, options.batch_size // 2)

    def start(self) -> None:
        self._polling = asyncio.create_task(self._poll_for_ever(), name=f"queue {self._function.name}")

    def stop(self) -> None:
        """Receive no more. A receive under way is not broken off: its messages would stay invisible for minutes."""
        self._is_stopping = True
        self._arrival.set()
        self._has_room.set()

    async def drain(self, timeout_s: float) -> None:
        """Wait for what was received; what is not done by then is given back to the queue."""
        try:
            async with asyncio.timeout(timeout_s):
                if self._polling is not None:
                    await self._polling
                if self._handling:
                    await asyncio.wait(self._handling)
        except TimeoutError:
            # A cancelled handler gives its message back.
            for task in self._handling:
                task.cancel()
            if self._handling:
                await asyncio.wait(self._handling, timeout=_GIVE_BACK_S)

    async def _poll_for_ever(self) -> None:
        longest_s = max(_SHORTEST_POLL_S, self._options.max_polling_interval.total_seconds())
        wait_s = _SHORTEST_POLL_S
        while not self._is_stopping:
            self._arrival.clear()
            try:
                messages = await self._receive()
            except AzureError as error:
                log.warning("queue_not_reachable", extra={"queue": self._queue.queue_name, "error": str(error)})
                messages = []
            except Exception:  # the edge: a trigger must not end because one poll went wrong
                log.exception("queue_poll_failed", extra={"queue": self._queue.queue_name})
                messages = []
            if messages:
                wait_s = _SHORTEST_POLL_S
                for message in messages:
                    self._start_handling(message)
                await self._room()
                continue
            if not self._is_stopping:
                await self._wait_for_arrival(wait_s)
            # A little chance keeps the listeners of several queues from polling in step.
            wait_s = min(longest_s, wait_s * (1.5 + random.random()))

    async def _wait_for_arrival(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._arrival.wait()
        except TimeoutError:
            return

    async def _receive(self) -> list[QueueMessage]:
        pages = self._queue.receive_messages(
            messages_per_page=self._options.batch_size, visibility_timeout=_LEASE_S
        ).by_page()
        try:
            return [message async for message in await anext(pages)]
        except StopAsyncIteration:
            return []
        except ResourceNotFoundError:
            await create_if_absent(self._queue)
            return []

    def _start_handling(self, message: QueueMessage) -> None:
        task = asyncio.create_task(self._handle(message))
        self._handling.add(task)
        task.add_done_callback(self._handled)

    def _handled(self, task: asyncio.Task[None]) -> None:
        self._handling.discard(task)
        if len(self._handling) <= self._refill_below:
            self._has_room.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("queue_message_not_settled", exc_info=task.exception())

    async def _room(self) -> None:
        """Wait until few enough messages are in hand that another batch may be fetched."""
        while len(self._handling) > self._refill_below and not self._is_stopping:
            self._has_room.clear()
            await self._has_room.wait()

    async def _handle(self, message: QueueMessage) -> None:
        try:
            datum = decode_message(message.content, is_base64=self._options.encodes_base64)
        except UndecodableMessageError:
            await self._move_to_poison(message, "it is not base64")
            return
        dequeue_count = message.dequeue_count or 1
        if dequeue_count > self._options.max_dequeue_count:
            await self._move_to_poison(message, f"it was received {dequeue_count} times")
            return
        renewal = asyncio.create_task(self._renew(message))
        try:
            succeeded = await self._invoke(message, datum)
        except asyncio.CancelledError:
            await self._queue.update_message(message, visibility_timeout=0)
            raise
        finally:
            renewal.cancel()
            await asyncio.wait([renewal])
        if succeeded:
            await self._queue.delete_message(message.id, message.pop_receipt)
        elif dequeue_count >= self._options.max_dequeue_count:
            await self._move_to_poison(message, f"it failed {dequeue_count} times")
        else:
            retry_after_s = int(self._options.visibility_timeout.total_seconds())
            await self._queue.update_message(message, visibility_timeout=retry_after_s)
            if retry_after_s == 0:
                self._arrival.set()

    async def _invoke(self, message: QueueMessage, datum: Any) -> bool:
        parameter = str(self._function.trigger["name"])
        result = await self._app.invoke(
            self._function, [(parameter, datum), *self._fixed_inputs], _metadata_of(message)
        )
        if result.ok:
            try:
                await self._send_outputs(self._function, outputs_to_send(self._function, result))
            except Exception:
                log.exception("output_not_sent", extra={"function": self._function.name})
                return False
        return result.ok

    async def _renew(self, message: QueueMessage) -> None:
        while True:
            await asyncio.sleep(_LEASE_S / 2)
            renewed = await self._queue.update_message(message, visibility_timeout=_LEASE_S)
            message.pop_receipt = renewed.pop_receipt

    async def _move_to_poison(self, message: QueueMessage, reason: str) -> None:
        """Copy first, delete after: a crash between leaves two copies, never none."""
        log.warning(
            "queue_message_poisoned",
            extra={"queue": self._queue.queue_name, "message_id": message.id, "reason": reason},
        )
        await send_to(self._poison_queue, message.content)
        await self._queue.delete_message(message.id, message.pop_receipt)
