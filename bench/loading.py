"""Loading a month (guard, sandboxed parse, tables, cells, rules, publish) against
openpyxl.load_workbook of the same file: processor time of this process and all it started, as on a
busy machine seconds say how many others wait."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial

import openpyxl

from bench import processes
from bench.timing import compare
from catalog import catalog
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from warehouse.file import FileWarehouse

ROOT = pathlib.Path(__file__).parent.parent
FILE = ROOT / "data" / "raw" / "2022-08.xlsx"


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        base, target = (FileWarehouse(pathlib.Path(folder) / n) for n in ("base.db", "target.db"))
        _publish(base, (ROOT / "data/raw/2023-07.xlsx").read_bytes(), "2023-07.xlsx")
        data = FILE.read_bytes()

        def load() -> None:
            # Every run publishes into a warehouse that does not have the month yet, and that the
            # server has open: a link is the same file. The checksums are written in place.
            pathlib.Path(target).unlink(missing_ok=True)
            os.link(base, target)
            shutil.copy(f"{base}.sums", f"{target}.sums")
            _publish(target, data, FILE.name)

        against = partial(compare, limit=3, clock=partial(processes.cpu_seconds, [os.getpid()]))
        parse = _five(lambda: openpyxl.load_workbook(FILE))
        against("load a month five times, in a running server", _five(load), parse)
        check = _five(lambda: check_workbook(data, FILE.name, catalog(), base))
        against("check a month five times, in a running server", check, parse)
        started = [sys.executable, "-c", f"import openpyxl; openpyxl.load_workbook({str(FILE)!r})"]
        against(
            "check a month, as a command",
            lambda: _quiet([sys.executable, "-m", "ingest", "check", str(FILE)]),
            lambda: _quiet(started),
            runs=5,
        )


def _five(work: Callable[[], object]) -> Callable[[], None]:
    """Linux counts a process in hundredths of a second."""

    def five() -> None:
        for _ in range(5):
            work()

    return five


def _publish(target: FileWarehouse, data: bytes, name: str) -> None:
    assert publish(
        target,
        check_workbook(data, name, catalog(), target if target.exists() else None),
        "bench",
        catalog(),
    ).new


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
