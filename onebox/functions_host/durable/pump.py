"""Takes work items from the backend and runs them as invocations, in process.

Every item is answered, also when its function is unknown, raises, exits, or when the host itself is wrong: the backend
never hands an unanswered item out again.
"""

import asyncio
import base64
import logging
import threading
from collections.abc import Mapping
from typing import Any, NoReturn

import durabletask.internal.orchestrator_service_pb2 as pb
import grpc  # type: ignore[import-untyped]
from durabletask.internal import helpers
from google.protobuf import wrappers_pb2  # type: ignore[import-untyped]

from onebox.functions_host.durable.backend import NO_MESSAGE, DurableBackend
from onebox.functions_host.http_server import FixedInputs
from onebox.functions_host.settings import DurableOptions
from onebox.functions_host.worker import Datum, Function, FunctionApp, InvocationResult

log = logging.getLogger(__name__)


class RpcAbortedError(Exception):
    """What a gRPC method aborted with, where there is no gRPC call to abort."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        super().__init__(details)
        self.code = code


class InProcessCall:
    """Stands for the gRPC context of a call made in process."""

    def __init__(self) -> None:
        self._is_active = True

    def is_active(self) -> bool:
        return self._is_active

    def end(self) -> None:
        self._is_active = False

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        raise RpcAbortedError(code, details)


def _failure_of(result: InvocationResult) -> pb.TaskFailureDetails:
    if isinstance(result.exception, Exception):
        details = helpers.new_failure_details(result.exception)
    else:
        details = pb.TaskFailureDetails(errorType=type(result.exception).__name__, errorMessage=result.error)
    details.errorMessage = details.errorMessage or NO_MESSAGE
    return details


def _host_failure(message: str) -> pb.TaskFailureDetails:
    return pb.TaskFailureDetails(errorType="FunctionInvocationFailed", errorMessage=message, isNonRetriable=True)


def _names_of(functions: list[Function], key: str) -> dict[str, Function]:
    """By the name that work items carry: the binding's own, else the function's; case does not matter."""
    return {str(function.trigger.get(key) or function.name).lower(): function for function in functions}


class Pump:
    def __init__(
        self, app: FunctionApp, backend: DurableBackend, options: DurableOptions, *, fixed_inputs: FixedInputs
    ) -> None:
        self._app = app
        self._backend = backend
        self._fixed_inputs = fixed_inputs
        self._orchestrators: Mapping[str, Function] = _names_of(
            app.with_trigger("orchestrationTrigger"), "orchestration"
        )
        self._activities: Mapping[str, Function] = _names_of(app.with_trigger("activityTrigger"), "activity")
        self._orchestrator_slots = asyncio.Semaphore(options.max_concurrent_orchestrators)
        self._activity_slots = asyncio.Semaphore(options.max_concurrent_activities)
        self._call = InProcessCall()
        self._loop = asyncio.get_running_loop()
        self._running: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._take_items, name="durable-pump", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Hand out nothing more."""
        self._call.end()

    async def drain(self, timeout_s: float) -> None:
        if self._running:
            await asyncio.wait(self._running, timeout=timeout_s)
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        await asyncio.to_thread(self._backend.stop, 0.1)
        await asyncio.to_thread(self._thread.join)

    def _take_items(self) -> None:
        for item in self._backend.GetWorkItems(pb.GetWorkItemsRequest(), self._call):
            self._loop.call_soon_threadsafe(self._begin, item)

    def _begin(self, item: pb.WorkItem) -> None:
        task = asyncio.create_task(self._answer(item))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _answer(self, item: pb.WorkItem) -> None:
        try:
            match item.WhichOneof("request"):
                case "orchestratorRequest":
                    await self._answer_orchestrator(item.orchestratorRequest, item.completionToken)
                case "activityRequest":
                    await self._answer_activity(item.activityRequest, item.completionToken)
                case "entityRequestV2":
                    self._refuse_entity(item.entityRequestV2, item.completionToken)
                case kind:
                    log.error("work_item_of_unknown_kind", extra={"kind": kind})
        except Exception:  # the edge: nothing is left that could answer
            log.exception("work_item_not_answered")

    # Orchestrators

    async def _answer_orchestrator(self, request: pb.OrchestratorRequest, token: str) -> None:
        try:
            async with self._orchestrator_slots:
                response = await self._run_orchestrator(request)
        except Exception as error:
            log.exception("orchestrator_item_failed", extra={"instance_id": request.instanceId})
            response = _failed_orchestration(_host_failure(f"the host failed: {type(error).__name__}"))
        response.instanceId = request.instanceId
        response.completionToken = token
        self._backend.CompleteOrchestratorTask(response, self._call)

    async def _run_orchestrator(self, request: pb.OrchestratorRequest) -> pb.OrchestratorResponse:
        events = [*request.pastEvents, *request.newEvents]
        # After continue-as-new or a restart there are several; the last one counts.
        name = [event.executionStarted.name for event in events if event.HasField("executionStarted")][-1]
        function = self._orchestrators.get(name.lower())
        if function is None:
            return _failed_orchestration(_host_failure(f"no orchestrator function is named {name!r}"))
        encoded = base64.b64encode(request.SerializeToString()).decode()
        result = await self._app.invoke(
            function, [(str(function.trigger["name"]), Datum(encoded, "string")), *self._fixed_inputs(function)]
        )
        if not result.ok:
            return _failed_orchestration(_failure_of(result))
        response = pb.OrchestratorResponse()
        response.ParseFromString(base64.b64decode(str(result.returned.value).strip('"')))
        return response

    # Activities

    async def _answer_activity(self, request: pb.ActivityRequest, token: str) -> None:
        instance_id = request.orchestrationInstance.instanceId
        response = pb.ActivityResponse(instanceId=instance_id, taskId=request.taskId, completionToken=token)
        try:
            async with self._activity_slots:
                if not self._backend.is_wanted(instance_id, request.taskId, token):
                    return
                await self._run_activity(request, response)
        except Exception as error:
            log.exception("activity_item_failed", extra={"instance_id": instance_id, "activity": request.name})
            response.ClearField("result")
            response.failureDetails.CopyFrom(_host_failure(f"the host failed: {type(error).__name__}"))
        self._backend.CompleteActivityTask(response, self._call)

    async def _run_activity(self, request: pb.ActivityRequest, response: pb.ActivityResponse) -> None:
        function = self._activities.get(request.name.lower())
        if function is None:
            response.failureDetails.CopyFrom(_host_failure(f"no activity function is named {request.name!r}"))
            return
        # An input left out is JSON's null; an empty text would reach the function as ''.
        text = request.input.value if request.HasField("input") and request.input.value else "null"
        result = await self._app.invoke(
            function, [(str(function.trigger["name"]), Datum(text, "json")), *self._fixed_inputs(function)]
        )
        if not result.ok:
            response.failureDetails.CopyFrom(_failure_of(result))
        elif result.returned is not None and result.returned.value is not None:
            response.result.CopyFrom(wrappers_pb2.StringValue(value=_json_text(result.returned)))

    # Entities are not offered; an operation that comes all the same gets an answer

    def _refuse_entity(self, request: pb.EntityRequest, token: str) -> None:
        batch, infos = helpers.convert_to_entity_batch_request(request)
        failure = pb.OperationResultFailure(failureDetails=_host_failure("entities are not supported by this host"))
        self._backend.CompleteEntityTask(
            pb.EntityBatchResult(
                results=[pb.OperationResult(failure=failure) for _ in batch.operations],
                entityState=request.entityState,
                completionToken=token,
                operationInfos=infos,
            ),
            self._call,
        )


def _json_text(returned: Any) -> str:
    return returned.value if isinstance(returned.value, str) else bytes(returned.value).decode()


def _failed_orchestration(details: pb.TaskFailureDetails) -> pb.OrchestratorResponse:
    action = helpers.new_complete_orchestration_action(-1, pb.ORCHESTRATION_STATUS_FAILED, failure_details=details)
    return pb.OrchestratorResponse(actions=[action])
