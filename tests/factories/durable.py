"""A task hub in memory that runs orchestrators for real, replays included; activities run on the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import azure.durable_functions as df
from azure.functions.decorators.function_app import FunctionBuilder
from durabletask.client import AsyncTaskHubGrpcClient
from durabletask.task import ActivityContext
from durabletask.worker import TaskHubGrpcWorker

from onebox.functions_host.durable.backend import DurableBackend

type Activity = Callable[[Any], Awaitable[Any]]


def orchestrator_of(decorated: object) -> Callable[..., Any]:
    """The generator function behind `@blueprint.orchestration_trigger`."""
    builder = cast(FunctionBuilder, decorated)
    handle: Any = builder.build().get_user_function()
    return cast(Callable[..., Any], handle.orchestrator_function)


@asynccontextmanager
async def running_hub(
    orchestrators: Sequence[object], activities: Mapping[str, Activity]
) -> AsyncIterator[df.DurableFunctionsClient]:
    """Yields a client. What the hub knew is gone when the block ends."""
    loop = asyncio.get_running_loop()
    backend = DurableBackend(loop)
    address = backend.start()
    worker = TaskHubGrpcWorker(host_address=address)
    for decorated in orchestrators:
        worker.add_orchestrator(orchestrator_of(decorated))
    for name, activity in activities.items():
        worker.add_activity(_on_loop(loop, name, activity))
    worker.start()  # type: ignore[no-untyped-call]
    client = AsyncTaskHubGrpcClient(host_address=address)
    try:
        yield cast(df.DurableFunctionsClient, client)
    finally:
        await client.close()
        await asyncio.to_thread(worker.stop)
        await asyncio.to_thread(backend.stop)


def _on_loop(loop: asyncio.AbstractEventLoop, name: str, activity: Activity) -> Callable[[ActivityContext, Any], Any]:
    def run(_: ActivityContext, value: Any) -> Any:
        async def answer() -> Any:
            return await activity(value)

        return asyncio.run_coroutine_threadsafe(answer(), loop).result(timeout=20)

    run.__name__ = name
    return run
