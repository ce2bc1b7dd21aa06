"""Folders in the system's temporary one: held while their process lives, gone with it or with the
next one."""

import os
import pathlib
import subprocess
import sys
import tempfile

from tests.conftest import ROOT
from warehouse.scratch import Scratch

_HOLD = (
    "import time; from warehouse.scratch import Scratch; held = Scratch('extract'); "
    "print(held.name, flush=True); time.sleep(60)"
)


def test_what_a_killed_process_left_goes_with_the_next_folder_and_what_is_in_use_stays(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (killed, left), (living, used) = (_held_by_another(tmp_path) for _ in range(2))
    killed.kill()
    killed.wait()
    for folder in (left, used):
        os.utime(folder, (0, 0))  # made long ago
    own = Scratch("extract")
    try:
        assert [left.exists(), used.exists()] == [False, True]
        assert own.name in map(str, tmp_path.iterdir())
    finally:
        living.kill()
        living.wait()


def test_a_folder_made_a_moment_ago_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "kpi-extract-other").mkdir()
    Scratch("extract").cleanup()
    assert [p.name for p in tmp_path.iterdir()] == ["kpi-extract-other"]


def _held_by_another(folder: pathlib.Path) -> tuple[subprocess.Popen, pathlib.Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    return process, pathlib.Path(process.stdout.readline().strip())
