"""What is mended in the in-memory backend, without a host: each test fails on the stock backend."""

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import durabletask.internal.orchestrator_service_pb2 as pb
import psutil
import pytest
from durabletask.internal import helpers

from onebox.functions_host.durable.backend import NO_MESSAGE, DurableBackend, delay_until
from onebox.functions_host.durable.pump import InProcessCall, RpcAbortedError

CALL: Any = InProcessCall()


@pytest.fixture
async def backend() -> AsyncIterator[DurableBackend]:
    backend = DurableBackend(asyncio.get_running_loop())
    yield backend
    await asyncio.to_thread(backend.stop, 0)


@pytest.mark.parametrize("away_us", [1, 499, 1_000, 1_499, 999_501, 60_000_499])
def test_a_timer_is_set_for_whole_milliseconds_and_one_more(away_us: int) -> None:
    moment = datetime.now(UTC) + timedelta(microseconds=away_us)
    delay_s = delay_until(moment)
    assert round(delay_s * 1000) / 1000 == delay_s, "uvloop has nothing to round"
    assert delay_s >= (moment - datetime.now(UTC)).total_seconds() + 0.001
    assert delay_until(moment - timedelta(hours=1)) == 0


def _start(backend: DurableBackend, instance_id: str = "i", **options: Any) -> None:
    backend.StartInstance(pb.CreateInstanceRequest(instanceId=instance_id, name="o", **options), CALL)


def _next_item(backend: DurableBackend) -> pb.WorkItem:
    """The next work item; an empty queue is a failed test, not a wait."""
    assert backend._orchestration_queue or backend._activity_queue, "nothing is to be done"
    items = backend.GetWorkItems(pb.GetWorkItemsRequest(), CALL)
    return next(items)


def _run(backend: DurableBackend, *actions: pb.OrchestratorAction) -> pb.OrchestratorRequest:
    """Take the next orchestrator item and answer it with these actions."""
    item = _next_item(backend)
    request = item.orchestratorRequest
    backend.CompleteOrchestratorTask(
        pb.OrchestratorResponse(instanceId=request.instanceId, actions=actions, completionToken=item.completionToken),
        CALL,
    )
    return request


def _timer(task_id: int, seconds: float) -> pb.OrchestratorAction:
    return helpers.new_create_timer_action(task_id, datetime.now(UTC) + timedelta(seconds=seconds))


def _activity(task_id: int) -> pb.OrchestratorAction:
    return helpers.new_schedule_task_action(task_id, "a", None, None)


def _child(task_id: int, instance_id: str) -> pb.OrchestratorAction:
    return helpers.new_create_sub_orchestration_action(task_id, "c", instance_id, None, None)


def _end(status: Any = pb.ORCHESTRATION_STATUS_COMPLETED, **details: Any) -> pb.OrchestratorAction:
    return helpers.new_complete_orchestration_action(99, status, **details)


def _events(request: pb.OrchestratorRequest) -> list[str]:
    return [str(event.WhichOneof("eventType")) for event in request.newEvents]


def _result(item: pb.WorkItem, **outcome: Any) -> pb.ActivityResponse:
    request = item.activityRequest
    return pb.ActivityResponse(
        instanceId=request.orchestrationInstance.instanceId,
        taskId=request.taskId,
        completionToken=item.completionToken,
        **outcome,
    )


async def test_grpc_listens_on_loopback_only(backend: DurableBackend) -> None:
    port = int(backend.start().rpartition(":")[2])
    addresses = {
        connection.laddr.ip
        for connection in psutil.Process().net_connections("tcp")
        if connection.laddr.port == port and connection.status == psutil.CONN_LISTEN
    }
    assert {address.removeprefix("::ffff:") for address in addresses} == {"127.0.0.1"}


async def test_neither_timers_nor_children_take_threads(backend: DurableBackend) -> None:
    before = threading.active_count()
    _start(backend)
    _run(backend, *(_timer(n, 3600) for n in range(50)), *(_child(n, f"child-{n}") for n in range(50, 100)))
    assert threading.active_count() == before


async def test_timers_of_an_ended_instance_are_cancelled(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _timer(1, 3600), _activity(2))
    await asyncio.sleep(0)
    (handle,) = backend._timers["i"].values()
    assert handle is not None
    backend.CompleteActivityTask(_result(_next_item(backend)), CALL)
    _run(backend, _end())
    await asyncio.sleep(0)
    assert handle.cancelled()
    assert not backend._timers


async def test_child_reports_however_late_it_ends_and_knows_its_parent(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _child(7, "child"))
    request = _run(backend, _end(result='"done"'))
    (started,) = [event.executionStarted for event in request.newEvents if event.HasField("executionStarted")]
    assert started.parentInstance.orchestrationInstance.instanceId == "i"
    assert started.parentInstance.taskScheduledId == 7
    request = _run(backend)
    (event,) = [e for e in request.newEvents if e.HasField("subOrchestrationInstanceCompleted")]
    assert event.subOrchestrationInstanceCompleted.result.value == '"done"'


async def test_child_that_continues_as_new_still_knows_its_parent(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _child(7, "child"))
    _run(backend, _end(pb.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, result="1"))
    request = _run(backend, _end(result="2"))
    (started,) = [event.executionStarted for event in request.newEvents if event.HasField("executionStarted")]
    assert started.parentInstance.orchestrationInstance.instanceId == "i"
    assert "subOrchestrationInstanceCompleted" in _events(_run(backend))


async def test_failed_child_keeps_its_kind_of_failure(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _child(7, "child"))
    details = pb.TaskFailureDetails(errorType="builtins.KeyError", errorMessage="")
    _run(backend, _end(pb.ORCHESTRATION_STATUS_FAILED, failure_details=details))
    (event,) = [e for e in _run(backend).newEvents if e.HasField("subOrchestrationInstanceFailed")]
    failure = event.subOrchestrationInstanceFailed.failureDetails
    assert (failure.errorType, failure.errorMessage) == ("builtins.KeyError", NO_MESSAGE)


async def test_repeated_activity_result_is_delivered_once(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _activity(1))
    item = _next_item(backend)
    for _ in range(3):
        backend.CompleteActivityTask(_result(item), CALL)
    assert _events(_run(backend)).count("taskCompleted") == 1
    backend.CompleteActivityTask(_result(item), CALL)
    assert not backend._orchestration_queue


async def test_activity_result_of_an_earlier_generation_is_dropped(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _activity(1), _end(pb.ORCHESTRATION_STATUS_CONTINUED_AS_NEW, result="2"))
    _run(backend, _activity(1))
    stale, current = _next_item(backend), _next_item(backend)
    assert not backend.is_wanted("i", 1, stale.completionToken)
    backend.CompleteActivityTask(_result(stale), CALL)
    assert not backend._orchestration_queue
    backend.CompleteActivityTask(_result(current), CALL)
    assert "taskCompleted" in _events(_run(backend))


async def test_timer_of_a_replaced_instance_does_not_reach_its_successor(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _timer(1, 0.05), _end())
    policy = pb.OrchestrationIdReusePolicy(replaceableStatus=[pb.ORCHESTRATION_STATUS_COMPLETED])
    _start(backend, orchestrationIdReusePolicy=policy)
    _run(backend, _timer(1, 3600))
    fired = asyncio.Event()
    asyncio.get_running_loop().call_later(0.2, fired.set)
    await fired.wait()
    assert not backend._orchestration_queue


async def test_failure_without_a_message_is_a_failure(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _activity(1))
    details = pb.TaskFailureDetails(errorType="builtins.ValueError")
    backend.CompleteActivityTask(_result(_next_item(backend), failureDetails=details), CALL)
    (event,) = [e for e in _run(backend).newEvents if e.HasField("taskFailed")]
    assert event.taskFailed.failureDetails.errorMessage == NO_MESSAGE


async def test_start_in_the_future_is_held_until_then(backend: DurableBackend) -> None:
    start_at = datetime.now(UTC) + timedelta(seconds=0.2)
    _start(backend, scheduledStartTimestamp=helpers.new_timestamp(start_at))
    assert not backend._orchestration_queue
    due = asyncio.Event()
    asyncio.get_running_loop().call_later(0.5, due.set)
    await due.wait()
    assert "executionStarted" in _events(_run(backend))


async def test_existing_instance_is_refused_and_an_ended_one_replaced(backend: DurableBackend) -> None:
    policy = pb.OrchestrationIdReusePolicy(replaceableStatus=[pb.ORCHESTRATION_STATUS_COMPLETED])
    _start(backend, orchestrationIdReusePolicy=policy)
    with pytest.raises(RpcAbortedError):
        _start(backend, orchestrationIdReusePolicy=policy)
    _run(backend, _end())
    _start(backend, orchestrationIdReusePolicy=policy)
    assert "executionStarted" in _events(_run(backend))


async def test_terminating_recursively_ends_the_children(backend: DurableBackend) -> None:
    _start(backend)
    _run(backend, _child(1, "child"))
    _run(backend, _timer(1, 3600))
    backend.TerminateInstance(pb.TerminateRequest(instanceId="i", recursive=True), CALL)
    terminated = {item.instanceId for item in (_run(backend), _run(backend)) if "executionTerminated" in _events(item)}
    assert terminated == {"i", "child"}


async def test_waiting_for_an_instance_has_no_limit_but_the_callers(backend: DurableBackend) -> None:
    _start(backend)

    class Caller(InProcessCall):
        def time_remaining(self) -> float | None:
            return None

    caller: Any = Caller()
    wait = asyncio.create_task(
        asyncio.to_thread(backend.WaitForInstanceCompletion, pb.GetInstanceRequest(instanceId="i"), caller)
    )
    _run(backend, _end(result="1"))
    response = await wait
    assert response.orchestrationState.orchestrationStatus == pb.ORCHESTRATION_STATUS_COMPLETED
    _start(backend, "other")
    wait = asyncio.create_task(
        asyncio.to_thread(backend.WaitForInstanceCompletion, pb.GetInstanceRequest(instanceId="other"), caller)
    )
    caller.end()
    with pytest.raises(RpcAbortedError):
        await wait
