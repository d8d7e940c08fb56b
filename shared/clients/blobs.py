"""Blob Storage: photos (public container) and receipts (private container)."""

from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.blob import ContentSettings
from azure.storage.blob.aio import BlobServiceClient

from shared.clients.errors import BlobsUnavailable
from shared.clients.storage_account import app_identity, keyless_endpoint

TIMEOUT_S = 10
# The library's own retries last over a minute while Storage is away; here a row and a sweeper bring every call again.
_CONNECTION: dict[str, Any] = {"retry_total": 0, "connection_timeout": 3, "read_timeout": TIMEOUT_S}


class Blobs:
    """Small files, whole."""

    def __init__(self, connection_string: str) -> None:
        endpoint = keyless_endpoint(connection_string, "BlobEndpoint")
        self._identity = app_identity() if endpoint else None
        self._client = (
            BlobServiceClient(endpoint, credential=self._identity, **_CONNECTION)
            if endpoint
            else BlobServiceClient.from_connection_string(connection_string, **_CONNECTION)
        )

    async def ensure_container(self, container: str, *, public: bool) -> None:
        """`public`: anybody may read its blobs, nobody may list them."""
        try:
            await self._client.create_container(container, public_access="blob" if public else None)
        except ResourceExistsError:
            pass
        except (AzureError, OSError) as error:
            raise BlobsUnavailable from error

    async def upload(self, container: str, name: str, content: bytes, content_type: str) -> None:
        """Writes the blob, over an older one of the same name."""
        blob = self._client.get_blob_client(container, name)
        try:
            await blob.upload_blob(
                content, overwrite=True, content_settings=ContentSettings(content_type=content_type), timeout=TIMEOUT_S
            )
        except (AzureError, OSError) as error:
            raise BlobsUnavailable from error

    async def download(self, container: str, name: str) -> bytes | None:
        """The blob's content, or None when there is no such blob."""
        blob = self._client.get_blob_client(container, name)
        try:
            return await (await blob.download_blob(timeout=TIMEOUT_S)).readall()
        except ResourceNotFoundError:
            return None
        except (AzureError, OSError) as error:
            raise BlobsUnavailable from error

    async def close(self) -> None:
        await self._client.close()
        if self._identity is not None:
            await self._identity.close()
