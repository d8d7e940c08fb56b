"""durabletask's in-memory backend, with what keeps it from being more than a test double mended.

The stock backend binds all interfaces, starts a thread per timer and per running child, forgets children after 30 s,
lets a timer of one generation hit the next, delivers late and repeated activity results, and takes a failure without
a message for a success. Each override says which of these it mends. Nothing is persisted, by design: the database is
the truth and `reconcile` starts what is missing.
"""

import asyncio
import itertools
import logging
import math
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import durabletask.internal.orchestrator_service_pb2 as pb
import grpc  # type: ignore[import-untyped]
from durabletask.internal import helpers
from durabletask.internal.orchestrator_service_pb2_grpc import add_TaskHubSidecarServiceServicer_to_server
from durabletask.testing.in_memory_backend import InMemoryOrchestrationBackend, OrchestrationInstance

log = logging.getLogger(__name__)

_GRPC_THREADS = 128
"""One is held by every client that waits for an instance; the stock ten are used up by a dozen waiters."""
_WAIT_SLICE_S = 1.0
"""A waiting call looks this often whether its client is still there."""
NO_MESSAGE = "(no message)"

type Predicate = Callable[[OrchestrationInstance], bool]


def delay_until(moment: datetime) -> float:
    """In seconds, and never early: uvloop rounds to the nearest millisecond, from a clock that is behind by up to another."""
    return max(0.0, math.ceil((moment - datetime.now(UTC)).total_seconds() * 1000 + 1) / 1000)


def _cancel_all(handles: list[asyncio.TimerHandle]) -> None:
    for handle in handles:
        handle.cancel()


@dataclass(frozen=True, slots=True)
class _Parent:
    instance_id: str
    name: str
    task_id: int
    generation: int


class DurableBackend(InMemoryOrchestrationBackend):
    """Every override runs under the backend's lock, which is re-entrant."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # The stock limit on history aborts the call and strands the instance.
        super().__init__(max_history_size=sys.maxsize, port=0)
        self._loop = loop
        self._generations: dict[str, int] = {}
        self._generation_numbers = itertools.count(1)
        self._timers: dict[str, dict[int, asyncio.TimerHandle | None]] = {}
        self._open_activities: dict[tuple[str, int], str] = {}
        self._parents: dict[str, _Parent] = {}
        self._not_before: set[str] = set()

    def start(self) -> str:
        """Listen on a free port of the loopback interface; the stock backend opens all interfaces without a key."""
        self._shutdown_event.clear()
        server = grpc.server(ThreadPoolExecutor(max_workers=_GRPC_THREADS, thread_name_prefix="durable-grpc"))
        add_TaskHubSidecarServiceServicer_to_server(self, server)  # type: ignore[no-untyped-call]
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self._server = server
        return f"127.0.0.1:{port}"

    def stop(self, grace: float | None = None) -> None:
        with self._lock:
            for instance_id in list(self._timers):
                self._cancel_timers(instance_id)
        super().stop(grace)

    # Starting and waiting

    def StartInstance(
        self, request: pb.CreateInstanceRequest, context: grpc.ServicerContext
    ) -> pb.CreateInstanceResponse:
        """Honours a start in the future, and begins a new generation where an ended instance is replaced."""
        with self._lock:
            replaced = self._instances.get(request.instanceId)
            response = super().StartInstance(request, context)
            instance_id = response.instanceId
            if self._instances.get(instance_id) is not replaced:
                self._begin_generation(instance_id)
            if request.HasField("scheduledStartTimestamp"):
                start_at = request.scheduledStartTimestamp.ToDatetime(tzinfo=UTC)
                if start_at > datetime.now(UTC):
                    self._hold_until(instance_id, start_at)
            return response

    def _hold_until(self, instance_id: str, start_at: datetime) -> None:
        self._not_before.add(instance_id)
        if instance_id in self._orchestration_queue_set:
            self._orchestration_queue_set.discard(instance_id)
            self._orchestration_queue.remove(instance_id)

        def release() -> None:
            self._not_before.discard(instance_id)
            self._enqueue_orchestration(instance_id)

        self._call_at(start_at, release)

    def _enqueue_orchestration(self, instance_id: str) -> None:
        if instance_id not in self._not_before:
            super()._enqueue_orchestration(instance_id)

    def WaitForInstanceStart(
        self, request: pb.GetInstanceRequest, context: grpc.ServicerContext
    ) -> pb.GetInstanceResponse:
        return self._wait_for(request, context, lambda instance: instance.status != pb.ORCHESTRATION_STATUS_PENDING)

    def WaitForInstanceCompletion(
        self, request: pb.GetInstanceRequest, context: grpc.ServicerContext
    ) -> pb.GetInstanceResponse:
        return self._wait_for(request, context, self._is_terminal_status_check)

    def _wait_for(
        self, request: pb.GetInstanceRequest, context: grpc.ServicerContext, predicate: Predicate
    ) -> pb.GetInstanceResponse:
        """Wait as long as the client does. The stock wait gives up after 30 s where the client set no limit."""
        with self._lock:
            if request.instanceId not in self._instances:
                return pb.GetInstanceResponse(exists=False)
        while context.is_active() and not self._shutdown_event.is_set():
            left_s = context.time_remaining()
            slice_s = _WAIT_SLICE_S if left_s is None else min(_WAIT_SLICE_S, left_s)
            if slice_s <= 0:
                break
            instance = self._wait_for_state(request.instanceId, predicate, timeout=slice_s)
            if instance is not None:
                with self._lock:
                    return self._build_instance_response(instance, request.getInputsAndOutputs)
        context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, f"instance {request.instanceId!r} did not get there in time")
        raise AssertionError("abort returned")

    # Generations: an instance id outlives its executions, and nothing of an old execution may reach a new one

    def _generation_of(self, instance_id: str) -> int:
        return self._generations.get(instance_id, 0)

    def _begin_generation(self, instance_id: str) -> None:
        self._generations[instance_id] = next(self._generation_numbers)
        self._cancel_timers(instance_id)
        for key in [key for key in self._open_activities if key[0] == instance_id]:
            del self._open_activities[key]

    def _create_instance_internal(
        self, instance_id: str, name: str, encoded_input: str | None = None, version: str | None = None
    ) -> None:
        super()._create_instance_internal(instance_id, name, encoded_input, version)
        self._begin_generation(instance_id)

    def _process_complete_orchestration_action(
        self, instance: OrchestrationInstance, complete_action: pb.CompleteOrchestrationAction
    ) -> None:
        super()._process_complete_orchestration_action(instance, complete_action)
        if complete_action.orchestrationStatus == pb.ORCHESTRATION_STATUS_CONTINUED_AS_NEW:
            self._begin_generation(instance.instance_id)
            parent = self._parents.get(instance.instance_id)
            if parent is not None:
                self._name_parent(instance, parent)

    def _prepare_rewind(self, instance: OrchestrationInstance, reason: str | None = None) -> None:
        self._begin_generation(instance.instance_id)
        super()._prepare_rewind(instance, reason)

    # Timers: the event loop's heap instead of a sleeping thread each; cancelled when nobody waits for them

    def _call_at(self, fire_at: datetime, fire: Callable[[], None]) -> None:
        """Run `fire` under the lock at `fire_at`, on the loop."""

        def locked() -> None:
            with self._lock:
                if not self._shutdown_event.is_set():
                    fire()

        self._loop.call_soon_threadsafe(self._loop.call_later, delay_until(fire_at), locked)

    def _process_create_timer_action(self, instance: OrchestrationInstance, action: pb.OrchestratorAction) -> None:
        timer_id = action.id
        fire_at = action.createTimer.fireAt.ToDatetime(tzinfo=UTC)
        instance.history.append(helpers.new_timer_created_event(timer_id, fire_at))
        if instance.status == pb.ORCHESTRATION_STATUS_PENDING:
            instance.status = pb.ORCHESTRATION_STATUS_RUNNING
        instance_id, generation = instance.instance_id, self._generation_of(instance.instance_id)
        timers = self._timers.setdefault(instance_id, {})
        timers[timer_id] = None

        def fire() -> None:
            with self._lock:
                if self._generation_of(instance_id) != generation or self._timers.get(instance_id) is not timers:
                    return
                timers.pop(timer_id, None)
                self._deliver(instance_id, helpers.new_timer_fired_event(timer_id, fire_at))

        def schedule() -> None:
            with self._lock:
                if timer_id in timers and self._timers.get(instance_id) is timers:
                    timers[timer_id] = self._loop.call_later(delay_until(fire_at), fire)

        self._loop.call_soon_threadsafe(schedule)

    def _cancel_timers(self, instance_id: str) -> None:
        handles = [handle for handle in self._timers.pop(instance_id, {}).values() if handle is not None]
        if handles:
            # Cancelling is for the loop's own thread; `fire` finds its timer gone until then.
            self._loop.call_soon_threadsafe(_cancel_all, handles)

    def _schedule_delayed_entity_operation(self, entity_id: str, event: pb.HistoryEvent, fire_at: datetime) -> None:
        self._call_at(fire_at, lambda: self._queue_entity_operation(entity_id, event))

    def _deliver(self, instance_id: str, event: pb.HistoryEvent) -> None:
        """Hand an event to an instance that can still use it."""
        instance = self._instances.get(instance_id)
        if instance is None or self._is_terminal_status(instance.status):
            return
        instance.pending_events.append(event)
        instance.last_updated_at = datetime.now(UTC)
        self._enqueue_orchestration(instance_id)

    # Activities: one result each

    def _process_schedule_task_action(self, instance: OrchestrationInstance, action: pb.OrchestratorAction) -> None:
        super()._process_schedule_task_action(instance, action)
        self._open_activities[instance.instance_id, action.id] = str(instance.completion_token)

    def is_wanted(self, instance_id: str, task_id: int, token: str) -> bool:
        """Whether an activity still belongs to the execution that scheduled it."""
        with self._lock:
            return self._open_activities.get((instance_id, task_id)) == token

    def CompleteActivityTask(
        self, request: pb.ActivityResponse, context: grpc.ServicerContext
    ) -> pb.CompleteTaskResponse:
        """Drops repeated and late results, and a failure without a message stays a failure."""
        with self._lock:
            key = (request.instanceId, request.taskId)
            instance = self._instances.get(request.instanceId)
            if instance is None or self._open_activities.get(key) != request.completionToken:
                log.info("activity_result_dropped", extra={"instance_id": request.instanceId})
                return pb.CompleteTaskResponse()
            del self._open_activities[key]
            if self._is_terminal_status(instance.status):
                return pb.CompleteTaskResponse()
            if request.HasField("failureDetails") and not request.failureDetails.errorMessage:
                request.failureDetails.errorMessage = NO_MESSAGE
            return super().CompleteActivityTask(request, context)

    # Children: told apart by a table instead of a waiting thread each, however long they run

    def _watch_sub_orchestration(self, parent_instance_id: str, sub_instance_id: str, task_id: int) -> None:
        parent_instance = self._instances[parent_instance_id]
        parent = _Parent(parent_instance_id, parent_instance.name, task_id, self._generation_of(parent_instance_id))
        self._parents[sub_instance_id] = parent
        child = self._instances.get(sub_instance_id)
        if child is not None:
            self._name_parent(child, parent)
            self._report_to_parent(child)

    @staticmethod
    def _name_parent(child: OrchestrationInstance, parent: _Parent) -> None:
        """Fill `parentInstance`, which the stock backend leaves out and built-in orchestrators insist on."""
        for event in child.pending_events:
            if event.HasField("executionStarted"):
                info = event.executionStarted.parentInstance
                info.taskScheduledId = parent.task_id
                info.name.value = parent.name
                info.orchestrationInstance.instanceId = parent.instance_id

    def _report_to_parent(self, child: OrchestrationInstance) -> None:
        if not self._is_terminal_status(child.status):
            return
        parent = self._parents.pop(child.instance_id, None)
        if parent is None or self._generation_of(parent.instance_id) != parent.generation:
            return
        if child.status == pb.ORCHESTRATION_STATUS_COMPLETED:
            event = helpers.new_sub_orchestration_completed_event(parent.task_id, child.output)
        else:
            event = helpers.new_sub_orchestration_failed_event(parent.task_id, Exception("was terminated"))
            if child.failure_details is not None:
                # The child's own details, so that the parent can tell what kind of failure it was.
                event.subOrchestrationInstanceFailed.failureDetails.CopyFrom(child.failure_details)
        details = event.subOrchestrationInstanceFailed.failureDetails
        if event.HasField("subOrchestrationInstanceFailed") and not details.errorMessage:
            details.errorMessage = NO_MESSAGE
        self._deliver(parent.instance_id, event)

    def CompleteOrchestratorTask(
        self, request: pb.OrchestratorResponse, context: grpc.ServicerContext
    ) -> pb.CompleteTaskResponse:
        with self._lock:
            response = super().CompleteOrchestratorTask(request, context)
            instance = self._instances.get(request.instanceId)
            if instance is not None and self._is_terminal_status(instance.status):
                self._cancel_timers(instance.instance_id)
                self._report_to_parent(instance)
            return response

    def _terminate_instance_internal(self, instance_id: str, output: str | None, recursive: bool = False) -> None:
        super()._terminate_instance_internal(instance_id, output)
        if recursive:
            for child_id in [child for child, parent in self._parents.items() if parent.instance_id == instance_id]:
                self._terminate_instance_internal(child_id, output, recursive=True)

    def PurgeInstances(
        self, request: pb.PurgeInstancesRequest, context: grpc.ServicerContext
    ) -> pb.PurgeInstancesResponse:
        with self._lock:
            response = super().PurgeInstances(request, context)
            for instance_id in self._generations.keys() - self._instances.keys():
                del self._generations[instance_id]
            return response

    # What the host asks directly

    def instance_state(self, instance_id: str) -> pb.OrchestrationState | None:
        with self._lock:
            instance = self._instances.get(instance_id)
            if instance is None:
                return None
            return self._build_instance_response(instance, include_payloads=True).orchestrationState

    def is_ended(self, instance_id: str) -> bool:
        with self._lock:
            instance = self._instances.get(instance_id)
            return instance is not None and self._is_terminal_status(instance.status)
