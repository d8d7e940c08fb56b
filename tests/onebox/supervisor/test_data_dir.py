"""One supervisor per data folder; reset wipes only what onebox made, and never under a running one."""

import os
from pathlib import Path

import pytest

from onebox.supervisor.data_dir import DataDirUnusable, held, reset


def test_a_second_supervisor_on_one_folder_is_refused_with_the_command_that_stops_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with held(folder), pytest.raises(DataDirUnusable, match=f"kill {os.getpid()}"), held(folder):
        pytest.fail("two at once")
    with held(folder):
        pass


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
