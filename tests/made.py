"""Warehouses as tests find them: made once by the program itself, for all workers and runs, and
copied."""

import fcntl
import functools
import hashlib
import os
import pathlib
import shutil
import tempfile
import time

import pytest

from ingest.__main__ import main
from warehouse.file import FileWarehouse
from warehouse.kind import Warehouse
from warehouse.session import session

ROOT = pathlib.Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"


def run(arguments: list[str], warehouse: Warehouse, monkeypatch) -> int:
    """`python -m ingest …` in this process; argparse's own exit becomes its code."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    try:
        return main(arguments)
    except SystemExit as stop:
        return stop.code


def built(name: str) -> FileWarehouse:
    """One file for all workers and runs, as long as nothing that makes it changes."""
    folder = pathlib.Path(tempfile.gettempdir()) / f"kpi-tests-{os.getuid()}" / _content()
    folder.mkdir(parents=True, exist_ok=True)
    for other in set(folder.parent.iterdir()) - {folder}:
        if time.time() - other.stat().st_mtime > 24 * 3600:
            shutil.rmtree(other, ignore_errors=True)
    with open(folder / f"{name}.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / name).exists():
            with (
                tempfile.TemporaryDirectory(dir=folder) as new,
                pytest.MonkeyPatch.context() as patch,
            ):
                patch.delenv("KPI_REVIEW", raising=False)  # else it would hold drafts, no loads
                make = _load_simulated if name == "simulated" else _load_real
                os.replace(make(pathlib.Path(new), name), folder / name)
    return FileWarehouse(folder / name)


@functools.cache
def _content() -> str:
    """A hash of all that a built warehouse follows from."""
    made_by = ("access", "catalog", "data/raw", "demo", "ingest", "warehouse", "words")
    files = [f for room in made_by for f in (ROOT / room).rglob("*") if f.is_file()]
    seen = hashlib.sha256()
    for file in sorted([*files, ROOT / "requirements.txt"]):
        if "__pycache__" not in file.parts:
            seen.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return seen.hexdigest()[:20]


def copy(file: FileWarehouse, target: Warehouse) -> Warehouse:
    if isinstance(target, FileWarehouse):
        shutil.copy(file, target)
        return target
    with pytest.MonkeyPatch.context() as patch:
        assert run(["migrate", str(file), str(target)], target, patch) == 0
    return target


def twin(one: Warehouse, other: Warehouse) -> Warehouse:
    if isinstance(one, FileWarehouse):
        shutil.copytree(one.folder, other.folder, dirs_exist_ok=True)
    else:
        with session(other.at, "USER") as opened:
            opened.do("CREATE SCHEMA {}")
            for table in ("publication", "piece"):
                old, new = (f"{w.at.namespace}.{table}" for w in (one, other))
                opened.connection.execute(f"CREATE TABLE {new} (LIKE {old} INCLUDING ALL)")
                opened.connection.execute(f"INSERT INTO {new} TABLE {old}")
    return other


def _load_real(folder: pathlib.Path, name: str) -> FileWarehouse:
    path = FileWarehouse(folder / "warehouse.duckdb")
    files = RAW.glob("2023-07.xlsx" if name == "partial" else "*.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        assert run(["load", *map(str, sorted(files))], path, patch) == 0
    return path


def _load_simulated(folder: pathlib.Path, _: str) -> FileWarehouse:
    from demo.__main__ import build

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_WAREHOUSE", "replaced by build")
        assert build(folder) == 0
    return FileWarehouse(folder / "warehouse.duckdb")
