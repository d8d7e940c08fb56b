"""One supervised program: started in its own process group, logged to a file, found again after a crash."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import psutil

LAUNCH = Path(__file__).with_name("launch.py")
POLL_S = 0.02
LOG_BYTES = 10_000_000
"""A log file larger than this is started anew; the one before is kept."""

type StopStep = tuple[signal.Signals, float]
GENTLY: tuple[StopStep, ...] = ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0))


class ProgramFailed(RuntimeError):
    """A program ended, or did not answer, while it was being started. The text ends with its last words."""


class ChildProcess:
    """Start with `start`, end with `stop`; both may be called again."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        run_dir: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
        stop_steps: Sequence[StopStep] = GENTLY,
        pipe_stdout: bool = False,
    ) -> None:
        self.name = name
        self.log_path = run_dir / "logs" / f"{name}.log"
        self._pid_path = run_dir / "run" / f"{name}.json"
        self._command = list(command)
        self._env = env
        self._cwd = cwd
        self._user = user
        self._stop_steps = stop_steps
        self._pipe_stdout = pipe_stdout
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int:
        assert self._process is not None, f"{self.name} was not started"
        return self._process.pid

    @property
    def stdout(self) -> asyncio.StreamReader:
        assert self._process is not None, f"{self.name} was not started"
        assert self._process.stdout is not None, f"{self.name} has no piped output"
        return self._process.stdout

    async def start(self) -> None:
        assert not self.is_running, f"{self.name} runs already"
        await asyncio.to_thread(self._prepare)
        with self.log_path.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-S", str(LAUNCH),
                str(os.getpid()), str(int(self._stop_steps[0][0])), self._user or "-",
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if self._pipe_stdout else log,
                stderr=log,
                env=None if self._env is None else dict(self._env),
                cwd=self._cwd,
                start_new_session=True,  # so that Ctrl-C reaches only the supervisor, which then stops in order
            )  # fmt: skip
        write_pid_file(self._pid_path, self._process.pid)

    async def start_until(self, healthy: Callable[[], Awaitable[bool]], timeout_s: float) -> None:
        """Starts and waits until it answers. Raises ProgramFailed when it ends, or is too late, and then leaves nothing running."""
        await self.start()
        deadline = asyncio.get_running_loop().time() + timeout_s
        while not await healthy():
            if not self.is_running or asyncio.get_running_loop().time() > deadline:
                failure = self.failure("did not start")
                await self.stop()
                raise failure
            await asyncio.sleep(POLL_S)

    async def wait(self) -> int:
        assert self._process is not None, f"{self.name} was not started"
        return await self._process.wait()

    async def stop(self) -> None:
        """Send the stop signals in turn, each with its own patience, then clear what the group left behind."""
        if self._process is None:
            return
        process, self._process = self._process, None
        for step, patience_s in self._stop_steps:
            if process.returncode is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(step)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), patience_s)
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        self._pid_path.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        try:
            with self.log_path.open("rb") as log:
                log.seek(max(0, self.log_path.stat().st_size - 8192))
                return b"\n".join(log.read().splitlines()[-lines:]).decode(errors="replace")
        except FileNotFoundError:
            return ""

    def failure(self, what: str) -> ProgramFailed:
        return ProgramFailed(f"{self.name} {what}; the end of {self.log_path}:\n{self.last_words()}")

    def _prepare(self) -> None:
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self._pid_path.parent.mkdir(parents=True, exist_ok=True)
        stop_left_over(self._pid_path, self._stop_steps)
        with contextlib.suppress(FileNotFoundError):
            if self.log_path.stat().st_size > LOG_BYTES:
                self.log_path.replace(self.log_path.with_suffix(".log.1"))


def write_pid_file(path: Path, pid: int) -> None:
    """A pid alone may belong to somebody else after a reboot, hence the time of birth beside it."""
    try:
        born = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return
    path.write_text(json.dumps({"pid": pid, "born": born}))


def left_over(path: Path) -> psutil.Process | None:
    """The living process that a pid file of an earlier run names, if it is still the same one."""
    try:
        record = json.loads(path.read_text())
        process = psutil.Process(int(record["pid"]))
        same = abs(process.create_time() - float(record["born"])) < 1.0
    except (FileNotFoundError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None
    return process if same and process.status() != psutil.STATUS_ZOMBIE else None


def stop_left_over(path: Path, stop_steps: Sequence[StopStep] = GENTLY) -> bool:
    """End what an earlier run, killed without warning, left behind; true when there was something."""
    process = left_over(path)
    path.unlink(missing_ok=True)
    if process is None:
        return False
    for step, patience_s in stop_steps:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(step)
        try:
            process.wait(patience_s)
        except psutil.TimeoutExpired:
            continue
        return True
    raise ProgramFailed(f"process {process.pid} of an earlier run does not end; stop it by hand: kill -9 {process.pid}")
