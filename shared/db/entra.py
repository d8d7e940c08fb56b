"""Signing in to Azure's PostgreSQL: with a token of the app's identity where the address holds no password."""

import ssl
from collections.abc import Awaitable, Callable
from typing import TypedDict
from urllib.parse import urlsplit

AZURE_DOMAIN = ".postgres.database.azure.com"
SCOPE = "https://ossrdbms-aad.database.windows.net/.default"


class ConnectOptions(TypedDict, total=False):
    password: Callable[[], Awaitable[str]]
    ssl: ssl.SSLContext


def connect_options(url: str) -> ConnectOptions:
    """What asyncpg needs besides `url`: nothing on this machine; in Azure a fresh token per connection, and the server's certificate checked."""
    address = urlsplit(url)
    if address.password is not None or not (address.hostname or "").endswith(AZURE_DOMAIN):
        return {}
    return {"password": entra_token, "ssl": ssl.create_default_context()}


async def entra_token() -> str:
    from azure.identity.aio import DefaultAzureCredential  # only here, which keeps a cold start short

    async with DefaultAzureCredential() as credential:
        return (await credential.get_token(SCOPE)).token
