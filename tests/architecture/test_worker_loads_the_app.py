"""Microsoft's own worker runtime loads the app: it refuses bindings and annotations that an import does not mind."""

import aiohttp

from onebox.functions_host.running import running_host
from onebox.services import RunningServices
from onebox.supervisor.data_dir import REPOSITORY
from shared.settings import Settings
from tests.factories.settings import environment


async def test_the_worker_loads_every_function_and_answers(cloud: RunningServices, settings: Settings) -> None:
    async with running_host(REPOSITORY, environment(settings)) as host, aiohttp.ClientSession() as http:
        async with http.get(f"{host.url}/api/v1/health/live") as live:
            assert live.status == 200
        async with http.get(f"{host.url}/api/v1/health/ready") as ready:
            assert (ready.status, (await ready.json())["cache"]) == (200, "up")
