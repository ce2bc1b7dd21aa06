"""Loading a month (guard, sandboxed parse, tables, cells, rules, publish) against
openpyxl.load_workbook of the same file."""

import os
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

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
            # server has open: a link is the same file.
            for suffix in ("", ".sums"):
                pathlib.Path(f"{target}{suffix}").unlink(missing_ok=True)
                os.link(f"{base}{suffix}", f"{target}{suffix}")
            _publish(target, data, FILE.name)

        compare(
            "load a month, in a running server", load, lambda: openpyxl.load_workbook(FILE), limit=3
        )
        compare(
            "check a month, in a running server",
            lambda: check_workbook(data, FILE.name, catalog(), base),
            lambda: openpyxl.load_workbook(FILE),
            limit=3,
        )
        command = [sys.executable, "-m", "ingest", "check", str(FILE)]
        parse = [sys.executable, "-c", f"import openpyxl; openpyxl.load_workbook({str(FILE)!r})"]
        compare(
            "check a month, as a command",
            lambda: _quiet(command),
            lambda: _quiet(parse),
            limit=3,
            runs=5,
        )


def _publish(target: FileWarehouse, data: bytes, name: str) -> None:
    assert publish(
        target,
        check_workbook(data, name, catalog(), target if target.exists() else None),
        "bench",
        catalog(),
    ).new


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
