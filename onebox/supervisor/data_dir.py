"""The folder that holds everything `make up` keeps, and the one supervisor that may use it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onebox.services.child_process import left_over, stop_left_over, write_pid_file
from onebox.services.file_lock import AlreadyLocked, exclusive_lock
from onebox.services.postgres import stop_orphan

REPOSITORY = Path(__file__).resolve().parents[2]
MARKER = "this-folder-belongs-to-augeo-onebox"
"""Without it a folder is neither used nor wiped: AUGEO_DATA_DIR may be mistyped."""


class DataDirUnusable(RuntimeError):
    """The text says what to do."""


def data_dir() -> Path:
    return Path(os.environ.get("AUGEO_DATA_DIR") or REPOSITORY / ".onebox").resolve()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Be the only supervisor of this folder, which is made if need be. What an earlier one left running is ended first."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if not marker.exists():
        if any(folder.iterdir()):
            raise DataDirUnusable(f"{folder} holds other files; name an empty folder in AUGEO_DATA_DIR")
        marker.touch()
    pid_file = folder / "supervisor.json"
    try:
        with exclusive_lock(folder / "supervisor.lock", wait=False):
            write_pid_file(pid_file, os.getpid())
            _end_left_overs(folder)
            try:
                yield
            finally:
                pid_file.unlink(missing_ok=True)
    except AlreadyLocked as error:
        running = left_over(pid_file)
        command = f"kill {running.pid}" if running else "Ctrl-C in its terminal"
        raise DataDirUnusable(f"Augeo is running on {folder}; stop it with: {command}") from error


def _end_left_overs(folder: Path) -> None:
    """After a kill -9 they take a moment to end; until then they hold the ports that this run would like to have again."""
    stop_orphan(folder / "pg")  # first, because it knows how a database likes to be stopped
    for pid_file in (folder / "run").glob("*.json"):
        stop_left_over(pid_file)


def reset(folder: Path) -> bool:
    """Forget everything; false when there was nothing. Refuses while it runs."""
    if not folder.exists():
        return False
    if not (folder / MARKER).exists():
        raise DataDirUnusable(f"{folder} was not made by onebox; remove it by hand if you mean it")
    with held(folder):
        sockets = folder / "pg-socket"
        if sockets.is_symlink():
            shutil.rmtree(sockets.resolve(), ignore_errors=True)  # the system's temporary folder is swept by others too
        shutil.rmtree(folder)
    return True
