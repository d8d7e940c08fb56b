"""The orchestration and the reconciler, on a task hub that really replays and really forgets."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import azure.durable_functions as df
import pytest
from durabletask.client import OrchestrationStatus

from functions.closing import service, timers, workflow
from functions.closing.rules import sleep_s
from shared.db.pool import Connection
from shared.durable import ensure_running
from shared.runtime import Services
from tests.factories.bidding import let_close_pass
from tests.factories.durable import running_hub
from tests.factories.gala import Gala, make_gala, make_item

SECTION = {"org_id": "o", "section_id": "s"}


def closes(app: Services, gala: Gala) -> dict[str, Callable[[Any], Awaitable[Any]]]:
    """The activity, with this test's services."""

    async def close_due_items(_: Any) -> dict[str, Any]:
        closing = await service.close_due(app, gala.org_id, gala.section_id)
        return {"sleep_s": sleep_s(closing.next_close_in_s) if closing.still_open else None}

    return {"close_due_items": close_due_items}


async def ended(client: df.DurableFunctionsClient, instance_id: str) -> OrchestrationStatus:
    state = await client.wait_for_orchestration_completion(instance_id, timeout=15)
    assert state is not None
    return state.runtime_status


async def test_it_closes_sleeps_and_begins_again_until_nothing_is_open() -> None:
    answers = [{"sleep_s": 0.05}, {"sleep_s": 0.05}, {"sleep_s": None}]
    inputs: list[object] = []

    async def close_due_items(section: object) -> object:
        inputs.append(section)
        return answers[len(inputs) - 1]

    async with running_hub([workflow.close_section], {"close_due_items": close_due_items}) as client:
        assert await ensure_running(client, "close:s", service.CLOSE_SECTION, SECTION)
        assert await ended(client, "close:s") is OrchestrationStatus.COMPLETED
    assert inputs == [SECTION] * 3


async def test_an_event_wakes_it_before_its_time() -> None:
    asleep = asyncio.Event()
    calls = 0

    async def close_due_items(_: object) -> object:
        nonlocal calls
        calls += 1
        asleep.set()
        return {"sleep_s": 60 if calls == 1 else None}

    async with running_hub([workflow.close_section], {"close_due_items": close_due_items}) as client:
        await ensure_running(client, "close:s", service.CLOSE_SECTION, SECTION)
        await asyncio.wait_for(asleep.wait(), 15)
        await client.raise_orchestration_event("close:s", workflow.WAKE)
        assert await ended(client, "close:s") is OrchestrationStatus.COMPLETED
    assert calls == 2


async def test_a_second_start_is_harmless_and_an_ended_one_begins_anew() -> None:
    calls: list[object] = []
    goes_on = asyncio.Event()

    async def close_due_items(section: object) -> object:
        calls.append(section)
        await goes_on.wait()
        return {"sleep_s": None}

    async with running_hub([workflow.close_section], {"close_due_items": close_due_items}) as client:
        assert await ensure_running(client, "close:s", service.CLOSE_SECTION, SECTION)
        assert not await ensure_running(client, "close:s", service.CLOSE_SECTION, SECTION)
        goes_on.set()
        await ended(client, "close:s")
        assert await ensure_running(client, "close:s", service.CLOSE_SECTION, SECTION)
        await ended(client, "close:s")
    assert len(calls) == 2


async def test_reconcile_closes_and_starts_what_is_missing_after_the_hub_forgot(
    owner: Connection, app: Services
) -> None:
    gala = await make_gala(owner)
    item, later = await make_item(owner, gala), await make_item(owner, gala)
    instance_id = f"close:{gala.section_id}"
    async with running_hub([workflow.close_section], closes(app, gala)) as client:
        assert await timers.reconcile_once(app, client) == []
        state = await client.get_orchestration_state(instance_id)
        assert state is not None

    await let_close_pass(owner, item)
    restarted = Services(app.settings)  # another process, on an empty task hub
    try:
        async with running_hub([workflow.close_section], closes(app, gala)) as client:
            assert await client.get_orchestration_state(instance_id) is None
            assert await timers.reconcile_once(restarted, client) == []
            assert await owner.fetchval("SELECT status FROM items WHERE id = $1", item) == "unsold"
            assert await client.get_orchestration_state(instance_id) is not None

            await let_close_pass(owner, later)
            await client.raise_orchestration_event(instance_id, workflow.WAKE)
            assert await ended(client, instance_id) is OrchestrationStatus.COMPLETED
    finally:
        await restarted.close()
    assert await owner.fetchval("SELECT status FROM items WHERE id = $1", later) == "unsold"


async def test_only_one_process_reconciles(app: Services) -> None:
    async with service.reconcile_lock(app) as first, service.reconcile_lock(app) as second:
        assert (first, second) == (True, False)
    async with service.reconcile_lock(app) as again:
        assert again


async def test_a_part_that_fails_does_not_stop_the_others() -> None:
    ran: list[str] = []

    async def fails() -> None:
        raise OSError("the backend is away")

    async def works() -> None:
        ran.append("works")

    assert await timers.run_parts([timers.Part("fails", fails), timers.Part("works", works)]) == ["fails"]
    assert ran == ["works"]


async def test_what_cannot_be_closed_does_not_keep_the_others_open(owner: Connection, app: Services) -> None:
    gala = await make_gala(owner)
    item = await make_item(owner, gala)
    await let_close_pass(owner, item)
    [section] = await service.open_sections(app)
    gone = type(section)(section.org_id, section.event_id, section.event_id, -1.0)
    with pytest.raises(ExceptionGroup) as caught:
        await service.close_overdue(app, [gone, section])
    assert len(caught.value.exceptions) == 1
    assert await owner.fetchval("SELECT status FROM items") == "unsold"
