"""The starter of those who ask every few seconds leaves alone what runs."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import azure.durable_functions as df
import pytest
from durabletask.client import OrchestrationStatus

from functions.closing.service import CLOSE_SECTION
from functions.closing.workflow import close_section
from shared.durable import Starter
from shared.runtime import Services
from tests.factories.durable import running_hub

SECTION = {"org_id": "o", "section_id": "s"}


class Impatient(Starter):
    ASK_EVERY_S = 0.0


class Hub:
    """A client whose starts are counted, refused ones too, and an orchestration that ends when it is told."""

    def __init__(self) -> None:
        self.asked_for = 0
        self.ends = asyncio.Event()
        self.client: Any = None

    async def close_due_items(self, _: object) -> object:
        await self.ends.wait()
        return {"sleep_s": None}

    def count_starts(self, client: df.DurableFunctionsClient) -> None:
        self.client = client
        start = client.schedule_new_orchestration

        async def counted(*args: Any, **named: Any) -> str:
            self.asked_for += 1
            return await start(*args, **named)

        self.client.schedule_new_orchestration = counted


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    made = Hub()
    async with running_hub([close_section], {"close_due_items": made.close_due_items}) as client:
        made.count_starts(client)
        yield made
        made.ends.set()


async def test_what_runs_is_not_started_and_what_has_ended_is(app: Services, hub: Hub) -> None:
    starter = Impatient(app)
    answers = [await starter.ensure_running(hub.client, "close:s", CLOSE_SECTION, SECTION) for _ in range(3)]
    assert answers == [True, False, False]
    assert hub.asked_for == 1
    hub.ends.set()
    state = await hub.client.wait_for_orchestration_completion("close:s", timeout=15)
    assert state.runtime_status is OrchestrationStatus.COMPLETED
    assert await starter.ensure_running(hub.client, "close:s", CLOSE_SECTION, SECTION)
    assert hub.asked_for == 2
