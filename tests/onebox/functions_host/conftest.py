from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from onebox.functions_host import RunningHost, running_host
from onebox.services import services

SAMPLE_APP = Path(__file__).parent / "sample_app"


@pytest.fixture(scope="session")
async def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    async with services(tmp_path_factory.mktemp("azurite"), postgres=False, redis=False, fast=True) as running:
        yield {
            "AzureWebJobsStorage": running.storage_connection_string,
            "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": str(8 * 1024 * 1024),
            "HINTS": "hints",
            "PERIOD": "00:00:01",
        }


@pytest.fixture(scope="session")
async def host(sample_settings: dict[str, str]) -> AsyncIterator[RunningHost]:
    async with running_host(SAMPLE_APP, sample_settings) as running:
        yield running


@pytest.fixture(scope="session")
async def client(host: RunningHost) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(host.url, timeout=aiohttp.ClientTimeout(total=30)) as session:
        yield session
