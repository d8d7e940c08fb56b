"""Queue Storage: hints with an id in them; the row in PostgreSQL decides."""

from contextlib import suppress
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import TextBase64EncodePolicy
from azure.storage.queue.aio import QueueServiceClient

from shared.clients.errors import QueuesUnavailable
from shared.clients.storage_account import app_identity, keyless_endpoint

TIMEOUT_S = 5
# The library's own retries last over a minute while Storage is away; here a row and a sweeper bring every call again.
_CONNECTION: dict[str, Any] = {"retry_total": 0, "connection_timeout": 3, "read_timeout": TIMEOUT_S}


class Queues:
    def __init__(self, connection_string: str) -> None:
        endpoint = keyless_endpoint(connection_string, "QueueEndpoint")
        self._identity = app_identity() if endpoint else None
        self._client = (
            QueueServiceClient(endpoint, credential=self._identity, **_CONNECTION)
            if endpoint
            else QueueServiceClient.from_connection_string(connection_string, **_CONNECTION)
        )

    async def send(self, queue: str, text: str) -> None:
        """Puts one message; makes the queue where it is missing. Raises QueuesUnavailable."""
        client = self._client.get_queue_client(queue, message_encode_policy=TextBase64EncodePolicy())
        try:
            try:
                await client.send_message(text, timeout=TIMEOUT_S)
            except ResourceNotFoundError:
                with suppress(ResourceExistsError):  # another process made it at the same moment
                    await client.create_queue(timeout=TIMEOUT_S)
                await client.send_message(text, timeout=TIMEOUT_S)
        except (AzureError, OSError) as error:
            raise QueuesUnavailable from error

    async def close(self) -> None:
        await self._client.close()
        if self._identity is not None:
            await self._identity.close()
