"""Loading a month (guard, sandboxed parse, tables, cells, rules, publish) against openpyxl.load_workbook of the same file."""

import pathlib
import subprocess
import sys
import tempfile

import openpyxl

from bench.timing import compare
from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.publish import publish

ROOT = pathlib.Path(__file__).parent.parent
FILE = ROOT / "data" / "raw" / "2022-08.xlsx"


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "warehouse.duckdb"
        publish(target, check_workbook((ROOT / "data/raw/2023-07.xlsx").read_bytes(), "2023-07.xlsx", catalog()), "bench", catalog())
        data, count = FILE.read_bytes(), iter(range(10**6))

        def load() -> None:
            # A trailing comment makes each file new, so that every load really publishes.
            fresh = data[:-2] + (2).to_bytes(2, "little") + next(count).to_bytes(2, "little")
            publish(target, check_workbook(fresh, FILE.name, catalog()), "bench", catalog())

        compare("load a month, in a running server", load, lambda: openpyxl.load_workbook(FILE), limit=3)
        compare("check a month, in a running server", lambda: check_workbook(data, FILE.name, catalog()), lambda: openpyxl.load_workbook(FILE), limit=3)
        command = [sys.executable, "-m", "ingest", "check", str(FILE)]
        parse = [sys.executable, "-c", f"import openpyxl; openpyxl.load_workbook({str(FILE)!r})"]
        compare("check a month, as a command", lambda: _quiet(command), lambda: _quiet(parse), limit=3, runs=5)


def _quiet(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
