"""Orchestrations in the durabletask-native form, and the routes that start and wake them."""

import asyncio
import json
from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df
import azure.functions as func
from durabletask import task
from durabletask.client import OrchestrationStatus

orchestrations = df.Blueprint(http_auth_level=func.AuthLevel.ANONYMOUS)

type Steps = Generator[task.Task[Any], Any, Any]
attempts: dict[str, int] = {}


@orchestrations.route(route="start/{name}/{instance_id?}", methods=["POST"])
@orchestrations.durable_client_input(client_name="client")
async def start(req: func.HttpRequest, client: df.DurableFunctionsClient) -> func.HttpResponse:
    body = req.get_body()
    instance_id = await client.schedule_new_orchestration(
        req.route_params["name"],
        input=json.loads(body) if body else None,
        instance_id=req.route_params.get("instance_id"),
    )
    return client.create_check_status_response(req, instance_id)


@orchestrations.route(route="wait/{instance_id}")
@orchestrations.durable_client_input(client_name="client")
async def wait(req: func.HttpRequest, client: df.DurableFunctionsClient) -> func.HttpResponse:
    state = await client.wait_for_orchestration_completion(req.route_params["instance_id"], timeout=60)
    if state is None:
        return func.HttpResponse(status_code=404)
    failure = state.failure_details
    return func.HttpResponse(
        json.dumps(
            {
                "status": state.runtime_status.name,
                "output": state.serialized_output,
                "error_type": failure.error_type if failure else None,
                "message": failure.message if failure else None,
                "is_completed": state.runtime_status == OrchestrationStatus.COMPLETED,
            }
        ),
        mimetype="application/json",
    )


@orchestrations.route(route="event/{instance_id}/{name}", methods=["POST"])
@orchestrations.durable_client_input(client_name="client")
def raise_event(req: func.HttpRequest, client: df.SyncDurableFunctionsClient) -> func.HttpResponse:
    client.raise_orchestration_event(
        req.route_params["instance_id"], req.route_params["name"], data=json.loads(req.get_body() or b"null")
    )
    return func.HttpResponse(status_code=202)


@orchestrations.activity_trigger(input_name="number")
async def double(number: int) -> int:
    return number * 2


@orchestrations.activity_trigger(input_name="nothing")
async def tell_type(nothing: Any) -> str:
    return type(nothing).__name__


@orchestrations.activity_trigger(input_name="seconds")
async def nap(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


@orchestrations.activity_trigger(input_name="message")
async def fail(message: str) -> None:
    raise KeyError(message) if message else ValueError()


@orchestrations.activity_trigger(input_name="code")
async def exit_activity(code: int) -> None:
    raise SystemExit(code)


@orchestrations.activity_trigger(input_name="key")
async def fail_twice(key: str) -> int:
    attempts[key] = attempts.get(key, 0) + 1
    if attempts[key] < 3:
        raise RuntimeError("not yet")
    return attempts[key]


@orchestrations.orchestration_trigger(context_name="context")
def chained(context: task.OrchestrationContext, number: int) -> Steps:
    for _ in range(5):
        number = yield context.call_activity("double", input=number)
    return number


@orchestrations.orchestration_trigger(context_name="context")
def fanned_out(context: task.OrchestrationContext, count: int) -> Steps:
    results = yield task.when_all([context.call_activity("double", input=number) for number in range(count)])
    return sum(results)


@orchestrations.orchestration_trigger(context_name="context")
def null_input(context: task.OrchestrationContext, _: None) -> Steps:
    return (yield context.call_activity("tell_type"))


@orchestrations.orchestration_trigger(context_name="context")
def timed(context: task.OrchestrationContext, seconds: float) -> Steps:
    started = context.current_utc_datetime
    yield context.create_timer(started + timedelta(seconds=seconds))
    return (context.current_utc_datetime - started).total_seconds()


@orchestrations.orchestration_trigger(context_name="context")
def event_or_timer(context: task.OrchestrationContext, seconds: float) -> Steps:
    event = context.wait_for_external_event("wake")
    timer = context.create_timer(timedelta(seconds=seconds))
    winner = yield task.when_any([event, timer])
    return event.get_result() if winner is event else "timer"


@orchestrations.orchestration_trigger(context_name="context")
def generations(context: task.OrchestrationContext, generation: int) -> Steps:
    """The first generation is woken by an event and leaves its short timer behind; the second waits for longer."""
    started = context.current_utc_datetime
    event = context.wait_for_external_event("wake")
    timer = context.create_timer(timedelta(seconds=1.5 if generation == 0 else 3))
    winner = yield task.when_any([event, timer])
    if winner is event and generation == 0:
        context.continue_as_new(1)
        return None
    return {"generation": generation, "seconds": (context.current_utc_datetime - started).total_seconds()}


@orchestrations.orchestration_trigger(context_name="context")
def counting(context: task.OrchestrationContext, left: int) -> Steps:
    yield context.call_activity("double", input=left)
    if left > 0:
        context.continue_as_new(left - 1)
        return None
    return "counted"


@orchestrations.orchestration_trigger(context_name="context")
def failing(context: task.OrchestrationContext, message: str) -> Steps:
    yield context.call_activity("fail", input=message)


@orchestrations.orchestration_trigger(context_name="context")
def raising(context: task.OrchestrationContext, message: str) -> Steps:
    raise LookupError(message)


@orchestrations.orchestration_trigger(context_name="context")
def exiting(context: task.OrchestrationContext, _: None) -> Steps:
    raise SystemExit(4)


@orchestrations.orchestration_trigger(context_name="context")
def calls_exiting_activity(context: task.OrchestrationContext, _: None) -> Steps:
    yield context.call_activity("exit_activity", input=4)


@orchestrations.orchestration_trigger(context_name="context")
def calls_unknown_activity(context: task.OrchestrationContext, _: None) -> Steps:
    yield context.call_activity("nobody", input=1)


@orchestrations.orchestration_trigger(context_name="context")
def retried(context: task.OrchestrationContext, key: str) -> Steps:
    policy = task.RetryPolicy(first_retry_interval=timedelta(milliseconds=50), max_number_of_attempts=3)
    return (yield context.call_activity("fail_twice", input=key, retry_policy=policy))


@orchestrations.orchestration_trigger(context_name="context")
def parent(context: task.OrchestrationContext, child: dict[str, Any]) -> Steps:
    try:
        result = yield context.call_sub_orchestrator(child["name"], input=child["input"])
    except task.TaskFailedError as error:
        return {"failed": error.details.error_type, "message": error.details.message}
    return {"child": result}
