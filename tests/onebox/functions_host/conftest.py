from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from onebox.functions_host import RunningHost, running_host

SAMPLE_APP = Path(__file__).parent / "sample_app"
SETTINGS = {"PERIOD": "00:00:01", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": str(8 * 1024 * 1024)}


@pytest.fixture(scope="session")
async def host() -> AsyncIterator[RunningHost]:
    async with running_host(SAMPLE_APP, SETTINGS) as running:
        yield running


@pytest.fixture(scope="session")
async def client(host: RunningHost) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(host.url, timeout=aiohttp.ClientTimeout(total=30)) as session:
        yield session
