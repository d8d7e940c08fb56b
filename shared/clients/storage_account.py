"""How the app signs in to its storage account: with the key of a connection string, or as itself where the string names addresses only."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azure.identity.aio import DefaultAzureCredential


def keyless_endpoint(connection_string: str, name: str) -> str | None:
    """The address `name` (`BlobEndpoint`, `QueueEndpoint`) of a connection string without a key or signature; else None."""
    parts = dict(part.split("=", 1) for part in connection_string.split(";") if "=" in part)
    if parts.keys() & {"AccountKey", "SharedAccessSignature", "UseDevelopmentStorage"}:
        return None
    return parts.get(name)


def app_identity() -> "DefaultAzureCredential":
    """The identity of the function app; the library finds it by AZURE_CLIENT_ID."""
    from azure.identity.aio import DefaultAzureCredential  # only here: it is slow to load, and one machine needs none

    return DefaultAzureCredential()
