"""Durable orchestrations through the host: the SDK's client, the pump, the mended backend."""

import asyncio
import json
import time
import uuid
from typing import Any

import aiohttp
import pytest
from yarl import URL

from onebox.functions_host import RunningHost


async def _start(client: aiohttp.ClientSession, name: str, value: Any = None, instance_id: str = "") -> dict[str, Any]:
    async with client.post(f"/api/start/{name}/{instance_id}".rstrip("/"), json=value) as answer:
        assert answer.status == 202
        links: dict[str, Any] = json.loads(await answer.read())
        return links


async def _wait(client: aiohttp.ClientSession, instance_id: str) -> dict[str, Any]:
    async with client.get(f"/api/wait/{instance_id}") as answer:
        assert answer.status == 200
        state: dict[str, Any] = await answer.json()
        return state


async def _output(client: aiohttp.ClientSession, name: str, value: Any = None) -> Any:
    links = await _start(client, name, value)
    state = await _wait(client, links["id"])
    assert state["status"] == "COMPLETED", state
    return json.loads(state["output"])


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("chained", 1, 32),
        ("CHAINED", 1, 32),
        ("fanned_out", 100, 9900),
        ("null_input", None, "NoneType"),
        ("counting", 30, "counted"),
        ("parent", {"name": "chained", "input": 1}, {"child": 32}),
        ("event_or_timer", 0.3, "timer"),
    ],
)
async def test_orchestration_completes_with_its_result(
    client: aiohttp.ClientSession, name: str, value: Any, expected: Any
) -> None:
    assert await _output(client, name, value) == expected


async def test_a_timer_is_not_due_before_its_time(client: aiohttp.ClientSession) -> None:
    assert await _output(client, "timed", 1.0) >= 1.0, "never early"


async def test_external_event_wins_over_a_longer_timer(client: aiohttp.ClientSession) -> None:
    started = time.perf_counter()
    links = await _start(client, "event_or_timer", 60)
    async with client.post(f"/api/event/{links['id']}/wake", json={"why": "test"}) as answer:
        assert answer.status == 202
    state = await _wait(client, links["id"])
    assert json.loads(state["output"]) == {"why": "test"}
    assert time.perf_counter() - started < 30


async def test_timer_of_an_earlier_generation_does_not_wake_the_next(client: aiohttp.ClientSession) -> None:
    links = await _start(client, "generations", 0)
    async with client.post(f"/api/event/{links['id']}/wake") as answer:
        assert answer.status == 202
    state = await _wait(client, links["id"])
    output = json.loads(state["output"])
    assert output["generation"] == 1
    assert output["seconds"] >= 3, "the first generation's timer was due after 1.5 s"


async def test_failed_activity_keeps_its_type_and_message(client: aiohttp.ClientSession) -> None:
    links = await _start(client, "parent", {"name": "failing", "input": "broken"})
    output = json.loads((await _wait(client, links["id"]))["output"])
    assert "broken" in output["message"]
    links = await _start(client, "failing", "")
    state = await _wait(client, links["id"])
    assert state["status"] == "FAILED", "a failure without a message is still a failure"


async def test_failed_child_tells_its_parent_what_kind_of_failure_it_was(client: aiohttp.ClientSession) -> None:
    links = await _start(client, "parent", {"name": "raising", "input": "lost"})
    output = json.loads((await _wait(client, links["id"]))["output"])
    assert output == {"failed": "builtins.LookupError", "message": "lost"}


@pytest.mark.parametrize("name", ["exiting", "calls_exiting_activity", "calls_unknown_activity", "nobody_is_named_so"])
async def test_every_work_item_is_answered(client: aiohttp.ClientSession, name: str) -> None:
    links = await _start(client, name)
    state = await _wait(client, links["id"])
    assert state["status"] == "FAILED"
    assert state["message"]


async def test_activity_is_retried_as_its_policy_says(client: aiohttp.ClientSession) -> None:
    assert await _output(client, "retried", uuid.uuid4().hex) == 3


async def test_management_addresses_follow_an_instance_through_its_life(
    client: aiohttp.ClientSession, host: RunningHost
) -> None:
    instance_id = f"close:{uuid.uuid4()}/1"
    async with client.post(
        f"/runtime/webhooks/durabletask/orchestrators/event_or_timer/{instance_id.replace('/', '%2F')}", json=60
    ) as answer:
        assert answer.status == 202
        links = await answer.json()
    assert links["id"] == instance_id
    assert links["statusQueryGetUri"].startswith(host.url)
    async with client.post(
        f"/runtime/webhooks/durabletask/orchestrators/event_or_timer/{instance_id.replace('/', '%2F')}", json=60
    ) as answer:
        assert answer.status == 409

    def address(name: str) -> URL:
        return URL(links[name], encoded=True)

    async with client.get(address("statusQueryGetUri")) as answer:
        assert answer.status == 202
        assert answer.headers["Retry-After"] == "5"
        assert (await answer.json())["runtimeStatus"] in {"Pending", "Running"}
    event = links["sendEventPostUri"].replace("{eventName}", "wake")
    async with client.post(URL(event, encoded=True), data=b"{") as answer:
        assert answer.status == 400
    async with client.post(URL(event, encoded=True), json="up") as answer:
        assert answer.status == 202
    async with asyncio.timeout(10):
        while True:
            async with client.get(address("statusQueryGetUri")) as answer:
                status = await answer.json()
            if answer.status == 200:
                break
    assert (status["runtimeStatus"], status["input"], status["output"]) == ("Completed", 60, "up")
    async with client.post(URL(event, encoded=True), json="again") as answer:
        assert answer.status == 410
    async with client.delete(address("purgeHistoryDeleteUri")) as answer:
        assert await answer.json() == {"instancesDeleted": 1}
    async with client.get(address("statusQueryGetUri")) as answer:
        assert answer.status == 404


async def test_terminated_instance_ends_with_its_reason(client: aiohttp.ClientSession) -> None:
    links = await _start(client, "event_or_timer", 60)
    async with client.post(URL(links["terminatePostUri"].replace("{text}", "enough"), encoded=True)) as answer:
        assert answer.status == 202
    state = await _wait(client, links["id"])
    assert state["status"] == "TERMINATED"
    assert json.loads(state["output"]) == "enough"


async def test_many_waiting_clients_do_not_hold_up_other_instances(client: aiohttp.ClientSession) -> None:
    waiting = [await _start(client, "event_or_timer", 60) for _ in range(20)]
    waits = [asyncio.create_task(_wait(client, links["id"])) for links in waiting]
    started = time.perf_counter()
    assert await _output(client, "chained", 1) == 32
    assert time.perf_counter() - started < 5
    for links in waiting:
        async with client.post(f"/api/event/{links['id']}/wake", json=1) as answer:
            assert answer.status == 202
    assert all(state["is_completed"] for state in await asyncio.gather(*waits))
