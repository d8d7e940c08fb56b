"""SIGTERM, bad apps and the key switch: hosts of their own."""

import asyncio
import base64
import signal
import time
from pathlib import Path

import aiohttp
import pytest
from azure.storage.queue.aio import QueueServiceClient

from onebox.functions_host import HostStartError, running_host

from .conftest import SAMPLE_APP

SLOW_APP = """
import asyncio
import azure.functions as func

app = func.FunctionApp()


@app.route(route="slow", auth_level=func.AuthLevel.ANONYMOUS)
async def slow(req: func.HttpRequest) -> func.HttpResponse:
    print("slow began", flush=True)
    await asyncio.sleep(float(req.params["s"]))
    return func.HttpResponse("done")


@app.route(route="keyed", auth_level=func.AuthLevel.FUNCTION)
async def keyed(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("in")


@app.route(route="admin_only", auth_level=func.AuthLevel.ADMIN)
async def admin_only(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("in")
"""


@pytest.fixture
def slow_app(tmp_path: Path) -> Path:
    (tmp_path / "function_app.py").write_text(SLOW_APP)
    (tmp_path / "host.json").write_text('{"version": "2.0", "extensions": {"http": {"routePrefix": ""}}}')
    return tmp_path


async def test_sigterm_lets_a_request_in_flight_finish_and_then_exits_with_0(slow_app: Path) -> None:
    async with running_host(slow_app, {}) as host, aiohttp.ClientSession(host.url) as session:
        request = asyncio.create_task(session.get("/slow?s=1").__aenter__())
        await host.log_record(event="slow began")
        host.process.send_signal(signal.SIGTERM)
        answer = await request
        assert (answer.status, await answer.text()) == (200, "done")
        assert answer.headers["Connection"] == "close"
        assert await host.terminate() == 0
        await host.log_record(event="host_stopped")


async def test_sigterm_does_not_wait_for_ever(slow_app: Path) -> None:
    arguments = ("--drain-seconds", "0.5")
    async with running_host(slow_app, {}, arguments=arguments) as host, aiohttp.ClientSession(host.url) as session:
        request = asyncio.create_task(session.get("/slow?s=60").__aenter__())
        await host.log_record(event="slow began")
        started = time.perf_counter()
        assert await host.terminate() == 0
        assert time.perf_counter() - started < 8
        await host.log_record(event="invocations_abandoned", count=1)
        with pytest.raises(aiohttp.ClientError):
            await request


async def test_sigterm_ends_a_host_with_every_trigger_cleanly(sample_settings: dict[str, str]) -> None:
    async with running_host(SAMPLE_APP, sample_settings | {"HINTS": "hints-of-another-host"}) as host:
        async with (
            aiohttp.ClientSession(host.url) as session,
            session.post("/api/start/event_or_timer", json=60) as answer,
        ):
            assert answer.status == 202
        assert await host.terminate() == 0
        assert not [record for record in host.log_records() if record.get("level") in ("error", "critical")]


QUEUE_APP = """
import asyncio
import azure.functions as func

app = func.FunctionApp()


@app.queue_trigger(arg_name="message", queue_name="given-back", connection="AzureWebJobsStorage")
async def hold(message: func.QueueMessage) -> None:
    print("holding", flush=True)
    await asyncio.sleep(60)
"""


async def test_message_in_hand_is_given_back_when_the_time_is_up(
    tmp_path: Path, sample_settings: dict[str, str]
) -> None:
    (tmp_path / "function_app.py").write_text(QUEUE_APP)
    connection = sample_settings["AzureWebJobsStorage"]
    async with QueueServiceClient.from_connection_string(connection) as storage:
        queue = await storage.create_queue("given-back")
        await queue.send_message(base64.b64encode(b"hint").decode())
        async with running_host(tmp_path, sample_settings, arguments=("--drain-seconds", "0.2")) as host:
            await host.log_record(event="holding")
            assert await queue.receive_message() is None
            assert await host.terminate() == 0
        message = await queue.receive_message()
        assert message is not None
        assert message.dequeue_count == 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import nothing_of_this_name", "nothing_of_this_name"),
        ("", "Could not find top level function app instances"),
        ("import azure.functions as func\napp = func.FunctionApp()\n"
         "@app.timer_trigger(schedule='never', arg_name='t')\nasync def t(t: func.TimerRequest) -> None: ...", "never"),
        ("import azure.functions as func\napp = func.FunctionApp()\n"
         "@app.timer_trigger(schedule='%GONE%', arg_name='t')\nasync def t(t: func.TimerRequest) -> None: ...", "GONE"),
        ("import azure.functions as func\napp = func.FunctionApp()\n"
         "@app.blob_trigger(path='a', arg_name='b', connection='X')\nasync def b(b: func.InputStream) -> None: ...",
         "blobTrigger is not supported"),
    ],
)  # fmt: skip
async def test_app_that_cannot_be_run_says_why(tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "function_app.py").write_text(source)
    with pytest.raises(HostStartError, match=said):
        async with running_host(tmp_path, {}):
            pytest.fail("the host started")


async def test_keys_are_checked_only_when_asked_for(slow_app: Path) -> None:
    async with (
        running_host(slow_app, {}) as host,
        aiohttp.ClientSession(host.url) as session,
        session.get("/keyed") as answer,
    ):
        assert answer.status == 200
    keys = {"ONEBOX_FUNCTION_KEY": "f-key", "ONEBOX_MASTER_KEY": "m-key"}
    expected = {
        ("/slow?s=0", None): 200,
        ("/keyed", None): 401,
        ("/keyed", "wrong"): 401,
        ("/keyed", "f-key"): 200,
        ("/keyed", "m-key"): 200,
        ("/keyed?code=f-key", None): 200,
        ("/admin_only", "f-key"): 401,
        ("/admin_only", "m-key"): 200,
    }
    async with (
        running_host(slow_app, keys, arguments=("--check-keys",)) as host,
        aiohttp.ClientSession(host.url) as session,
    ):
        for (path, key), status in expected.items():
            headers = {} if key is None else {"x-functions-key": key}
            async with session.get(path, headers=headers) as answer:
                assert answer.status == status, (path, key)


async def test_local_settings_reach_the_app_but_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "local.settings.json").write_text('{"Values": {"COLOUR": "red", "SHAPE": "round"}}')
    (tmp_path / "function_app.py").write_text(
        "import os\nimport azure.functions as func\n"
        "SEEN = os.environ['COLOUR'] + ' ' + os.environ['SHAPE']\n"
        "app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)\n"
        "@app.route(route='seen')\n"
        "async def seen(req: func.HttpRequest) -> func.HttpResponse:\n    return func.HttpResponse(SEEN)\n"
    )
    async with (
        running_host(tmp_path, {"COLOUR": "blue"}) as host,
        aiohttp.ClientSession(host.url) as session,
        session.get("/api/seen") as answer,
    ):
        assert await answer.text() == "blue round"
