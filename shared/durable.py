"""Starting durable orchestrations: the one way to do it, harmless when repeated."""

import time
from collections.abc import Mapping
from typing import Any

import azure.durable_functions as df
import grpc  # type: ignore[import-untyped]
from durabletask.internal import orchestrator_service_pb2 as pb

from shared.errors import JsonValue
from shared.runtime import Services

# An instance in one of these states has nothing left to do and may be replaced; a running one is left alone.
_ENDED = (
    pb.ORCHESTRATION_STATUS_COMPLETED,
    pb.ORCHESTRATION_STATUS_FAILED,
    pb.ORCHESTRATION_STATUS_TERMINATED,
)


async def ensure_running(
    client: df.DurableFunctionsClient, instance_id: str, orchestrator: str, value: Mapping[str, JsonValue]
) -> bool:
    """Starts the orchestration unless it runs already. Returns whether it was started. `instance_id` is derived from what it is about."""
    try:
        await client.schedule_new_orchestration(
            orchestrator,
            input=dict(value),
            instance_id=instance_id,
            reuse_id_policy=pb.OrchestrationIdReusePolicy(replaceableStatus=list(_ENDED)),
        )
    except grpc.aio.AioRpcError as error:
        if _code(error) is grpc.StatusCode.ALREADY_EXISTS:
            return False
        raise
    return True


def _code(error: Any) -> object:
    return error.code()


async def _is_running(client: df.DurableFunctionsClient, instance_id: str) -> bool:
    state = await client.get_orchestration_state(instance_id, fetch_payloads=False)
    return state is not None and state.runtime_status.value not in _ENDED


class Starter:
    """`ensure_running` for those who call it every few seconds: the backend is asked about the same instance at most every ten.

    It is asked whether the instance runs before it is asked for a start: a start that is refused is logged by the library as
    one, and in Azure costs a write.
    """

    ASK_EVERY_S = 10.0
    MAX_REMEMBERED = 10_000

    def __init__(self, services: Services) -> None:
        self._asked_at: dict[str, float] = {}

    async def ensure_running(
        self, client: df.DurableFunctionsClient, instance_id: str, orchestrator: str, value: Mapping[str, JsonValue]
    ) -> bool:
        if time.monotonic() - self._asked_at.get(instance_id, float("-inf")) < self.ASK_EVERY_S:
            return False
        if len(self._asked_at) >= self.MAX_REMEMBERED:
            self._asked_at.clear()
        was_started = not await _is_running(client, instance_id) and await ensure_running(
            client, instance_id, orchestrator, value
        )
        self._asked_at[instance_id] = time.monotonic()
        return was_started
