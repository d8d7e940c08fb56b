"""Functions that show the host every trigger; used by the tests only."""

import asyncio
import json
import logging
import time
from typing import List  # noqa: UP035  (the worker runtime knows no other generic list in an Out)

import azure.durable_functions as df
import azure.functions as func
from orchestrations import orchestrations  # type: ignore[import-not-found]

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)
app.register_functions(orchestrations)

timer_runs: dict[str, list[dict[str, object]]] = {}


def _json(value: object, status_code: int = 200) -> func.HttpResponse:
    return func.HttpResponse(json.dumps(value), status_code=status_code, mimetype="application/json")


@app.route(route="empty")
async def empty(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse()


@app.route(route="echo", methods=["POST", "PUT"])
async def echo(req: func.HttpRequest) -> func.HttpResponse:
    return _json(
        {
            "method": req.method,
            "url": req.url,
            "headers": dict(req.headers),
            "params": dict(req.params),
            "body_hex": req.get_body().hex(),
        }
    )


@app.route(route="body_size", methods=["POST"])
async def body_size(req: func.HttpRequest) -> func.HttpResponse:
    return _json(len(req.get_body()))


@app.route(route="items/{item_id:int}")
async def item_by_number(req: func.HttpRequest) -> func.HttpResponse:
    return _json({"route": "int", **req.route_params})


@app.route(route="items/{slug}")
async def item_by_slug(req: func.HttpRequest) -> func.HttpResponse:
    return _json({"route": "slug", **req.route_params})


@app.route(route="items/newest")
async def newest_item(req: func.HttpRequest) -> func.HttpResponse:
    return _json({"route": "newest"})


@app.route(route="pages/{number?}")
async def page(req: func.HttpRequest) -> func.HttpResponse:
    return _json({"route": "optional", **req.route_params})


@app.route(route="files/{*rest}")
async def file(req: func.HttpRequest) -> func.HttpResponse:
    return _json({"route": "rest", **req.route_params})


@app.route(route="only_get", methods=["GET"])
async def only_get(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("got")


@app.route(route="cookies")
async def cookies(req: func.HttpRequest) -> func.HttpResponse:
    response = func.HttpResponse("sweet", headers={"X-Trace": "abc"})
    response.headers.add("Set-Cookie", "a=1; Path=/; HttpOnly")
    response.headers.add("Set-Cookie", "b=2; SameSite=Strict")
    return response


@app.route(route="text")
async def text(req: func.HttpRequest) -> str:
    return "grüße"


@app.route(route="no_content")
async def no_content(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse(status_code=204)


@app.route(route="not_encodable")
async def not_encodable(req: func.HttpRequest) -> func.HttpResponse:
    return {"a": "dict"}  # type: ignore[return-value]


@app.route(route="bad_header")
async def bad_header(req: func.HttpRequest) -> func.HttpResponse:
    response = func.HttpResponse("x")
    response.headers.extend([("X-Bad", "é\x01")])
    return response


@app.route(route="fails")
async def fails(req: func.HttpRequest) -> func.HttpResponse:
    raise ValueError("the secret reason")


@app.route(route="exits")
async def exits(req: func.HttpRequest) -> func.HttpResponse:
    raise SystemExit(3)


@app.route(route="exits_sync")
def exits_sync(req: func.HttpRequest) -> func.HttpResponse:
    raise SystemExit(3)


@app.route(route="cancels")
async def cancels(req: func.HttpRequest) -> func.HttpResponse:
    raise asyncio.CancelledError


@app.route(route="logs")
async def logs(req: func.HttpRequest) -> func.HttpResponse:
    logging.getLogger("sample").warning("bid_placed", extra={"item": 7})
    print("printed by the app")  # noqa: T201  (the test looks for it)
    return func.HttpResponse()


@app.route(route="slow")
async def slow(req: func.HttpRequest) -> func.HttpResponse:
    await asyncio.sleep(float(req.params.get("s", "0.5")))
    return func.HttpResponse("done")


@app.route(route="slow_sync")
def slow_sync(req: func.HttpRequest) -> func.HttpResponse:
    time.sleep(0.2)
    return func.HttpResponse("done")


@app.timer_trigger(schedule="* * * * * *", arg_name="timer", run_on_startup=True)
async def every_second(timer: func.TimerRequest) -> None:
    run: dict[str, object] = {"started": time.time(), "past_due": timer.past_due}
    timer_runs.setdefault("every_second", []).append(run)


@app.timer_trigger(schedule="%PERIOD%", arg_name="timer")
async def by_time_span(timer: func.TimerRequest) -> None:
    runs = timer_runs.setdefault("by_time_span", [])
    run: dict[str, object] = {"started": time.time(), "past_due": timer.past_due}
    runs.append(run)
    await asyncio.sleep(2.5)
    run["ended"] = time.time()


@app.route(route="timer_runs/{name}")
async def read_timer_runs(req: func.HttpRequest) -> func.HttpResponse:
    return _json(timer_runs.get(req.route_params["name"], []))


received: dict[str, list[dict[str, object]]] = {}


def _note(name: str, message: func.QueueMessage) -> None:
    received.setdefault(name, []).append(
        {
            "body_hex": message.get_body().hex(),
            "dequeue_count": message.dequeue_count,
            "id": message.id,
            "insertion_time": str(message.insertion_time),
        }
    )


@app.queue_trigger(arg_name="message", queue_name="%HINTS%", connection="AzureWebJobsStorage")
async def note_hint(message: func.QueueMessage) -> None:
    _note("hints", message)


@app.queue_trigger(arg_name="message", queue_name="always-fails", connection="AzureWebJobsStorage")
async def fail_always(message: func.QueueMessage) -> None:
    _note("always-fails", message)
    raise RuntimeError("never")


@app.queue_trigger(arg_name="message", queue_name="fails-once", connection="AzureWebJobsStorage")
async def fail_once(message: func.QueueMessage) -> None:
    _note("fails-once", message)
    if message.dequeue_count == 1:
        raise SystemExit(1)


@app.queue_trigger(arg_name="message", queue_name="chain", connection="AzureWebJobsStorage")
@app.queue_output(arg_name="$return", queue_name="%HINTS%", connection="AzureWebJobsStorage")
async def pass_on(message: func.QueueMessage) -> str:
    return "passed on: " + message.get_body().decode()


@app.route(route="enqueue/one", methods=["POST"])
@app.queue_output(arg_name="hint", queue_name="%HINTS%", connection="AzureWebJobsStorage")
async def enqueue_one(req: func.HttpRequest, hint: func.Out[str]) -> func.HttpResponse:
    hint.set(req.get_body().decode())
    return func.HttpResponse(status_code=202)


@app.route(route="enqueue/many", methods=["POST"])
@app.queue_output(arg_name="hints", queue_name="%HINTS%", connection="AzureWebJobsStorage")
async def enqueue_many(req: func.HttpRequest, hints: func.Out[List[str]]) -> func.HttpResponse:  # noqa: UP006
    hints.set(json.loads(req.get_body()))
    return func.HttpResponse(status_code=202)


@app.route(route="enqueue/too_large", methods=["POST"])
@app.queue_output(arg_name="hint", queue_name="%HINTS%", connection="AzureWebJobsStorage")
async def enqueue_too_large(req: func.HttpRequest, hint: func.Out[str]) -> func.HttpResponse:
    hint.set("x" * 70_000)
    return func.HttpResponse(status_code=202)


@app.route(route="received/{name}")
async def read_received(req: func.HttpRequest) -> func.HttpResponse:
    return _json(received.get(req.route_params["name"], []))
