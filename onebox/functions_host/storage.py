"""Queue Storage clients, one per connection setting."""

import os
from collections.abc import Mapping
from typing import Any

from azure.storage.queue.aio import QueueClient, QueueServiceClient

from onebox.functions_host.worker import AppLoadError

DEFAULT_CONNECTION = "AzureWebJobsStorage"
_DEVELOPMENT_STORAGE = (
    "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
    "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
    "QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;"
)
"""What `UseDevelopmentStorage=true` stands for; key and account are published by Microsoft and the same everywhere."""
_RETRIES = 2
"""The listeners have their own back-off; the client's must not hide a dead service for a minute."""


def connection_of(binding: Mapping[str, Any]) -> str:
    return str(binding.get("connection") or DEFAULT_CONNECTION)


class StorageConnections:
    def __init__(self) -> None:
        self._services: dict[str, QueueServiceClient] = {}

    def queue(self, binding: Mapping[str, Any], *, suffix: str = "") -> QueueClient:
        """The client of the queue that a binding names."""
        setting = connection_of(binding)
        service = self._services.get(setting)
        if service is None:
            service = QueueServiceClient.from_connection_string(_connection_string(setting), retry_total=_RETRIES)
            self._services[setting] = service
        return service.get_queue_client(str(binding["queueName"]).lower() + suffix)

    async def close(self) -> None:
        for service in self._services.values():
            await service.close()


def _connection_string(setting: str) -> str:
    text = os.environ.get(f"AzureWebJobs{setting}") or os.environ.get(setting)
    if not text:
        raise AppLoadError(f"the app setting {setting}, a storage connection string, is missing")
    return _DEVELOPMENT_STORAGE if text.strip().rstrip(";").lower() == "usedevelopmentstorage=true" else text
