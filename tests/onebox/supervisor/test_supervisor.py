"""The supervisor starts everything in order, mends what dies, stops all, and leaves nothing behind.

The stores are real; the other parts are small fakes, because what is tested is who is started when and kept alive.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import psutil
import pytest
from azure.storage.blob.aio import BlobServiceClient

from onebox.services import ProgramFailed
from onebox.services.ports import port_is_free
from onebox.supervisor.commands import Commands
from onebox.supervisor.port_plan import PortPlan, claimed_ports
from onebox.supervisor.supervisor import Options, Supervisor

FAKE = (sys.executable, "-S", str(Path(__file__).with_name("fake_part.py")))
SEED = {"seeded": True, "event": "gala", "links": {"auctioneer": {"url": "http://example.test/a"}}}
BASE = 21071


def printing(text: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", f"print('for people'); print({text!r})")


COMMANDS = Commands(
    rooms=FAKE,
    stripe=FAKE,
    twilio=FAKE,
    host=FAKE,
    frontdoor=FAKE,
    migrate=printing("done"),
    seed=printing(json.dumps(SEED)),
    tokens=printing(json.dumps({"auctioneer": "t"})),
)


class Spoken:
    """Lines for people, and a way to wait for one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._came = asyncio.Event()

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        self._came.set()

    async def wait_for(self, text: str) -> str:
        async with asyncio.timeout(15):
            while True:
                for line in self.lines:
                    if text in line:
                        return line
                self._came.clear()
                await self._came.wait()


@asynccontextmanager
async def running(
    data_dir: Path, app_dir: Path, say: Spoken, options: Options
) -> AsyncIterator[tuple[dict[str, object], PortPlan]]:
    ready: asyncio.Future[dict[str, object]] = asyncio.get_running_loop().create_future()
    with claimed_ports(BASE) as ports:
        task = asyncio.create_task(Supervisor(data_dir, app_dir, ports, options, say).run(ready.set_result))
        try:
            task.add_done_callback(lambda _: ready.done() or ready.cancel())
            await asyncio.wait([ready])
            if task.done():
                task.result()
            yield ready.result(), ports
        finally:
            task.cancel()
            await asyncio.wait({task})


def pid_of(data_dir: Path, part: str) -> int:
    return int(json.loads((data_dir / "run" / f"{part}.json").read_text())["pid"])


def owner_url(secrets: str, ports: PortPlan) -> str:
    return f"postgresql://postgres:{json.loads(secrets)['pg_owner_password']}@127.0.0.1:{ports.postgres}/augeo"


async def test_ready_json_tells_where_everything_is_and_stopping_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with running(data, tmp_path, Spoken(), Options(fast=True, commands=COMMANDS)) as (content, ports):
        on_disk = json.loads((data / "ready.json").read_text())
        assert on_disk == content
        assert (data / "ready.json").stat().st_mode & 0o777 == 0o600
        assert on_disk["event"] == "gala"
        assert "seeded" not in on_disk
        assert on_disk["tokens"] == {"auctioneer": "t"}
        assert on_disk["urls"]["api"] == f"http://127.0.0.1:{ports.api}/api/v1"
        assert on_disk["urls"]["app"] == f"http://127.0.0.1:{ports.app}"
        pids = [pid_of(data, file.stem) for file in (data / "run").glob("*.json")]
        assert len(pids) == 8
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert not (data / "ready.json").exists()
    assert all(port_is_free(port) for port in ports.all())


@pytest.mark.parametrize("seeded", [True, False])
async def test_the_time_of_the_seed_is_told_only_when_it_made_something(tmp_path: Path, seeded: bool) -> None:
    say = Spoken()
    commands = replace(COMMANDS, seed=printing(json.dumps({**SEED, "seeded": seeded})))
    async with running(tmp_path / "data", tmp_path, say, Options(fast=True, commands=commands)) as (content, _):
        assert content["event"] == "gala"
    assert [line.split()[0] for line in say.lines if line.split()[0] in {"migrate", "seed"}] == ["migrate", "seed"][
        : 1 + seeded
    ]


async def test_a_part_that_dies_is_started_again_and_one_line_says_so(tmp_path: Path) -> None:
    data, say = tmp_path / "data", Spoken()
    async with running(data, tmp_path, say, Options(fast=True, commands=COMMANDS)) as (_, ports):
        for part in ("twilio", "postgres"):
            before = pid_of(data, part)
            os.kill(before, signal.SIGKILL)
            line = await say.wait_for(f"{part} was ended by signal 9")
            assert "starting it again in 0.5 s" in line
            await say.wait_for(f"{part} runs again")
            assert pid_of(data, part) != before
        settings = json.loads((data / "secrets.json").read_text())
        conn = await asyncpg.connect(
            host="127.0.0.1", port=ports.postgres, user="app", password=settings["pg_app_password"], database="augeo"
        )
        assert await conn.fetchval("SELECT 1") == 1
        await conn.close()


async def test_a_failing_migration_stops_the_start_with_its_last_words(tmp_path: Path) -> None:
    failing = (sys.executable, "-S", "-c", "import sys; sys.exit('relation bids is broken')")
    commands = Commands(rooms=FAKE, stripe=FAKE, twilio=FAKE, host=FAKE, frontdoor=FAKE, migrate=failing)
    with pytest.RaisesGroup(pytest.RaisesExc(ProgramFailed, match="relation bids is broken"), flatten_subgroups=True):
        async with running(tmp_path / "data", tmp_path, Spoken(), Options(fast=True, commands=commands)):
            pytest.fail("it must not become ready")


async def test_services_leaves_the_host_out_and_writes_the_settings_for_func_start(tmp_path: Path) -> None:
    (tmp_path / "local.settings.json").write_text('{"Values": {"MINE": "kept"}, "Host": {"CORS": "*"}}')
    options = Options(with_host=False, fast=True, commands=COMMANDS)
    async with running(tmp_path / "data", tmp_path, Spoken(), options) as (content, ports):
        assert port_is_free(ports.api)
        written = json.loads((tmp_path / "local.settings.json").read_text())
        assert written["Host"] == {"CORS": "*"}
        values = written["Values"]
        assert values["MINE"] == "kept"
        assert values["FUNCTIONS_WORKER_RUNTIME"] == "python"
        assert values["AUGEO_PG_URL"].startswith("postgresql://app:")
        assert "AUGEO_PG_ADMIN_URL" not in values
        conn = await asyncpg.connect(values["AUGEO_PG_URL"])
        await conn.close()
        async with BlobServiceClient.from_connection_string(values["AzureWebJobsStorage"]) as blobs:
            access = await blobs.get_container_client("media").get_container_access_policy()
            assert access["public_access"] == "blob"
        assert content["event"] == "gala"


async def test_a_second_start_keeps_data_secrets_and_ports(tmp_path: Path) -> None:
    data = tmp_path / "data"
    options = Options(with_host=False, fast=True, commands=COMMANDS)
    seen: list[tuple[str, PortPlan]] = []
    for statement in ("CREATE TABLE kept AS SELECT 42 AS answer", "SELECT answer FROM kept"):
        async with running(data, tmp_path, Spoken(), options) as (_, ports):
            secrets = (data / "secrets.json").read_text()
            conn = await asyncpg.connect(owner_url(secrets, ports))
            answer = await conn.fetchval(statement)
            await conn.close()
            seen.append((secrets, ports))
    assert answer == 42
    assert seen[0] == seen[1]


async def test_two_instances_at_once_take_different_ports() -> None:
    with claimed_ports(BASE) as one, claimed_ports(BASE) as two:
        assert not set(one.all()) & set(two.all())


async def test_a_block_with_one_taken_port_is_left_to_its_owner() -> None:
    with claimed_ports(BASE) as free:
        pass
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", free.redis)
    async with server:
        with claimed_ports(BASE) as plan:
            assert free.redis not in plan.all()
