"""The three stores start, answer, refuse strangers, keep their data and heal after a crash."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import psutil
import pytest
import redis.asyncio
from azure.storage.blob.aio import BlobServiceClient
from azure.storage.queue.aio import QueueServiceClient
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from onebox.services import Azurite, Postgres, Redis, services


async def test_all_three_answer_their_own_clients(tmp_path: Path) -> None:
    async with services(tmp_path, fast=True) as running:
        conn = await asyncpg.connect(running.pg_url)
        assert await conn.fetchval("SELECT current_database()") == "augeo"
        await conn.close()
        client = redis.asyncio.Redis.from_url(running.redis_url)
        assert await client.incr("bids") == 1
        await client.aclose()
        async with BlobServiceClient.from_connection_string(running.storage_connection_string) as blobs:
            container = await blobs.create_container("photos")
            await container.upload_blob("a.txt", b"lot 1")
            assert await (await container.download_blob("a.txt")).readall() == b"lot 1"
        async with QueueServiceClient.from_connection_string(running.storage_connection_string) as queues:
            queue = await queues.create_queue("hints")
            await queue.send_message("7")
            message = await queue.receive_message()
            assert message is not None
            assert message.content == "7"


async def test_the_app_role_is_no_superuser_and_a_wrong_password_is_refused(tmp_path: Path) -> None:
    async with services(tmp_path, redis=False, azurite=False, fast=True) as running:
        conn = await asyncpg.connect(running.pg_app_url)
        row = await conn.fetchrow("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        await conn.close()
        assert row is not None
        assert tuple(row) == ("app", False, False)
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(running.pg_app_url, password="wrong")


async def test_postgres_keeps_its_data_and_its_settings_over_a_kill_9(tmp_path: Path) -> None:
    database = Postgres(tmp_path)
    await database.start()
    conn = await asyncpg.connect(database.url)
    assert await conn.fetchval("SHOW fsync") == "on"
    assert await conn.fetchval("SHOW max_connections") == "200"
    await conn.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    await conn.close()
    assert database.process is not None
    os.kill(database.process.pid, signal.SIGKILL)
    await database.process.wait()
    assert not await database.healthy()

    again = Postgres(tmp_path)
    await again.start()
    try:
        assert again.url.rpartition(":")[0] == database.url.rpartition(":")[0]
        conn = await asyncpg.connect(again.url)
        assert await conn.fetchval("SELECT answer FROM kept") == 42
        await conn.close()
    finally:
        await again.stop()
        await database.stop()


async def test_an_orphaned_postgres_is_stopped_before_a_new_one_starts(tmp_path: Path) -> None:
    orphan = Postgres(tmp_path, fast=True)
    await orphan.start()
    assert orphan.process is not None
    successor = Postgres(tmp_path, fast=True)
    await successor.start()
    try:
        await orphan.process.wait()
        assert await successor.healthy()
    finally:
        await successor.stop()
        await orphan.stop()


async def test_postgres_as_root_needs_no_rights_on_the_folders_above(tmp_path: Path) -> None:
    """Root's own folders are private, and pytest makes its temporary folder private again in every run."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    async with services(private / "data", redis=False, azurite=False, fast=True) as running:
        conn = await asyncpg.connect(running.pg_url)
        assert not await conn.fetchval("SELECT pg_stat_file('base', true) IS NULL")
        await conn.close()
    assert private.stat().st_mode & 0o777 == 0o700


async def test_a_lost_secrets_file_is_replaced(tmp_path: Path) -> None:
    async with services(tmp_path, redis=False, azurite=False, fast=True):
        pass
    (tmp_path / "secrets.json").unlink()
    async with services(tmp_path, redis=False, azurite=False, fast=True) as running:
        assert running.postgres is not None
        assert await running.postgres.healthy()
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


async def test_redis_refuses_who_has_no_password(tmp_path: Path) -> None:
    async with services(tmp_path, postgres=False, azurite=False) as running:
        port = running.redis_url.rpartition(":")[2].removesuffix("/0")
        stranger = redis.asyncio.Redis(host="127.0.0.1", port=int(port), retry=Retry(NoBackoff(), 0))
        with pytest.raises(redis.AuthenticationError):
            await stranger.ping()
        await stranger.aclose()


async def test_azurite_keeps_blobs_over_a_restart(tmp_path: Path) -> None:
    for attempt in range(2):
        storage = Azurite(tmp_path)
        await storage.start()
        try:
            async with BlobServiceClient.from_connection_string(storage.connection_string) as blobs:
                if attempt == 0:
                    container = await blobs.create_container("kept")
                    await container.upload_blob("receipt", b"pdf")
                else:
                    blob = blobs.get_blob_client("kept", "receipt")
                    assert await (await blob.download_blob()).readall() == b"pdf"
        finally:
            await storage.stop()


async def test_stores_named_by_the_environment_are_used_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with services(tmp_path / "theirs", azurite=False, fast=True) as theirs:
        monkeypatch.setenv("AUGEO_PG_URL", theirs.pg_url)
        monkeypatch.setenv("AUGEO_REDIS_URL", theirs.redis_url)
        async with services(tmp_path / "ours", azurite=False) as ours:
            assert (ours.pg_url, ours.redis_url) == (theirs.pg_url, theirs.redis_url)
            conn = await asyncpg.connect(ours.pg_app_url)
            assert await conn.fetchval("SELECT current_user") == "app"
            await conn.close()
        assert theirs.redis is not None
        assert await theirs.redis.healthy(), "stopping ours must not stop theirs"


async def test_a_redis_that_does_not_answer_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUGEO_REDIS_URL", "redis://127.0.0.1:1/0")
    with pytest.raises(RuntimeError, match="AUGEO_REDIS_URL"):
        await Redis(tmp_path).start()


OWNER_SCRIPT = """
import asyncio, pathlib, sys
from onebox.services import services

async def main():
    async with services(pathlib.Path(sys.argv[1]), fast=True) as s:
        print(*(part.process.pid for part in (s.postgres, s.redis, s.azurite)), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the pid files of the next start do it")
async def test_stores_end_when_their_owner_is_killed_without_warning(tmp_path: Path) -> None:
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER_SCRIPT, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert owner.stdout is not None
    stores = [psutil.Process(int(pid)) for pid in (await owner.stdout.readline()).split()]
    assert len(stores) == 3
    owner.kill()
    await owner.wait()
    _, alive = await asyncio.to_thread(psutil.wait_procs, stores, timeout=15)
    assert not alive
    async with services(tmp_path, fast=True) as running:
        conn = await asyncpg.connect(running.pg_url)
        await conn.close()
