"""One supervisor per data folder; reset wipes only what onebox made, and never under a running one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onebox.services.child_process import write_pid_file
from onebox.services.ports import free_port, port_is_free
from onebox.supervisor.data_dir import DataDirUnusable, held, reset


def test_a_second_supervisor_on_one_folder_is_refused_with_the_command_that_stops_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with held(folder), pytest.raises(DataDirUnusable, match=f"kill {os.getpid()}"), held(folder):
        pytest.fail("two at once")
    with held(folder):
        pass


def test_what_an_earlier_run_left_behind_has_ended_before_anything_else(tmp_path: Path) -> None:
    folder, port = tmp_path / "data", free_port()
    with held(folder):
        (folder / "run").mkdir()
    serve = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", serve], stdout=subprocess.PIPE) as left:
        assert left.stdout is not None
        left.stdout.readline()
        write_pid_file(folder / "run" / "host.json", left.pid)
        assert not port_is_free(port)
        with held(folder):
            assert port_is_free(port), "the new run would have to move to other ports"


def test_reset_refuses_while_it_runs_and_wipes_after(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with held(folder):
        (folder / "secrets.json").write_text("{}")
        with pytest.raises(DataDirUnusable, match="stop it with"):
            reset(folder)
    assert (folder / "secrets.json").exists()
    assert reset(folder)
    assert not folder.exists()
    assert not reset(folder)


def test_a_folder_with_other_files_is_neither_used_nor_wiped(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(DataDirUnusable, match="other files"), held(tmp_path):
        pytest.fail("used")
    with pytest.raises(DataDirUnusable, match="not made by onebox"):
        reset(tmp_path)
    assert (tmp_path / "thesis.tex").exists()
