"""Warehouses to be harmed, and what they hold."""

import contextlib
import datetime as dt
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from catalog import catalog
from demo.simulate import simulate
from deploy.cluster.postgres import Postgres
from ingest.changes.migrate import migrate
from ingest.changes.publish import Answers, publish
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import Checked, check_workbook
from ingest.problems import EXPLAIN
from warehouse import publisher, warehouse_named
from warehouse.file import FileWarehouse
from warehouse.kind import Warehouse
from warehouse.news import news
from warehouse.session import session

ROOT = pathlib.Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
AUGUST, JULY = RAW / "2022-08.xlsx", RAW / "2023-07.xlsx"
# when and by whom is not content: a retry is later than what it repeats
_KEPT = {
    "load": "FROM load SELECT * EXCLUDE (loaded_at) ORDER BY ALL",
    "observation": "FROM observation ORDER BY ALL",
    "area_observation": "FROM area_observation ORDER BY ALL",
    "citation": "FROM citation ORDER BY ALL",
    "reason": "FROM reason ORDER BY ALL",
}


@contextlib.contextmanager
def folder() -> Iterator[pathlib.Path]:
    with tempfile.TemporaryDirectory(prefix="kpi-prove-") as name:
        yield pathlib.Path(name)


def load(workbook: pathlib.Path, warehouse: Warehouse, state: pathlib.Path, *before: str):
    """`python -m ingest load` in a process of its own, under the command `before`; one that hangs
    is ended after two minutes, with code 124."""
    command = [
        "timeout",
        "-k",
        "5",
        "120",
        *before,
        sys.executable,
        "-m",
        "ingest",
        "load",
        str(workbook),
    ]
    around = os.environ | {"KPI_WAREHOUSE": str(warehouse), "KPI_STATE": str(state)}
    around["PYTHONPATH"] = str(ROOT)
    # Python tries folders for temporary files by writing one; a fault leaves it in the last, where
    # it runs
    return subprocess.run(
        command, cwd=state.parent, env=around, capture_output=True, text=True, check=False
    )


def contents(warehouse: Warehouse) -> str:
    """A hash of every stored row; equal for equal contents, on a file and in PostgreSQL. Asked of
    the server itself: what this process heard last may be older than another's publication."""
    if place := warehouse.shared_place:
        with session(place, "READER") as opened:
            news(place).tell(opened)
    seen = hashlib.sha256()
    with publisher.reading(warehouse) as con:
        for table, query in _KEPT.items():
            seen.update(repr((table, con.execute(query).fetchall())).encode())
    return seen.hexdigest()


@contextlib.contextmanager
def databases() -> Iterator[functools.partial]:
    """copy(file) makes a warehouse in a PostgreSQL of its own with what the file holds."""
    cluster = Postgres()
    try:
        os.environ |= cluster.environment()
        yield functools.partial(_in_database, cluster.address, iter(range(10**9)))
    finally:
        cluster.remove()


def _in_database(address: str, numbers: Iterator[int], file: FileWarehouse) -> Warehouse:
    database = warehouse_named(f"{address}/prove_{next(numbers)}")
    migrate(file, database, catalog())
    return database


def in_folder(place: pathlib.Path) -> FileWarehouse:
    """The file that is, or is to be, in a folder."""
    return FileWarehouse(place / "warehouse.duckdb")


def copied(file: FileWarehouse, target: pathlib.Path) -> FileWarehouse:
    target.mkdir(parents=True)
    shutil.copy(file, in_folder(target))
    return in_folder(target)


@functools.cache
def simulated(count: int) -> dict[dt.date, bytes]:
    """Workbooks of the first simulated months."""
    made = list(simulate(catalog()).items())[:count]
    return {m: write_report(Cover(m, simulated=True), t, catalog()) for m, t in made}


def published(warehouse: Warehouse, workbook: bytes, name: str) -> Checked:
    """Check and publish a simulated month, giving a reason for whatever asks for one."""
    checked = check_workbook(workbook, name, catalog(), warehouse, simulated=True)
    publish(warehouse, checked, "prove", catalog(), answers(checked))
    return checked


def answers(checked: Checked) -> Answers:
    asks = [p for p in checked.problems if p.severity == EXPLAIN]
    return {(p.code, p.sheet, p.cell): "模拟数据，如此设定" for p in asks}
