"""What every test stands on: the real workbooks loaded into a warehouse of the session, and no way to the one in data/."""

import datetime as dt
import io
import pathlib

import openpyxl
import pytest

from catalog import catalog
from ingest.__main__ import main
from ingest.pipeline import check_workbook

ROOT = pathlib.Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
AUGUST = dt.date(2022, 8, 1)
JULY_2023 = dt.date(2023, 7, 1)


def run(arguments: list[str], warehouse: pathlib.Path, monkeypatch) -> int:
    """`python -m ingest …` in this process; argparse's own exit becomes its code."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    try:
        return main(arguments)
    except SystemExit as stop:
        return stop.code


def edited(workbook: bytes, changes: dict[str, object]) -> bytes:
    """The workbook with cells changed: {"地市推广应用!B5": "深训"}. None empties a cell."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for place, value in changes.items():
        sheet, address = place.rsplit("!", 1)
        book[sheet][address] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_sheet(workbook: bytes, title: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    del book[title]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def found(workbook: bytes, severities: tuple[str, ...] = ("阻断", "需说明")) -> list[tuple[str, str]]:
    """[(sheet!cell, code), …] of a workbook's serious problems."""
    return [(f"{p.sheet}!{p.cell}" if p.cell else "", p.code) for p in check_workbook(workbook, "测试.xlsx", catalog()).problems if p.severity in severities]


@pytest.fixture(scope="session")
def august() -> bytes:
    """The real month 2022-08."""
    return (RAW / "2022-08.xlsx").read_bytes()


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory) -> pathlib.Path:
    """A warehouse with everything in data/raw. Not to be changed."""
    path = tmp_path_factory.mktemp("real") / "warehouse.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        assert run(["load", *map(str, sorted(RAW.glob("*.xlsx")))], path, patch) == 0
    return path


@pytest.fixture(scope="session")
def simulated_warehouse(tmp_path_factory) -> pathlib.Path:
    """The demo's 36 simulated months. Not to be changed."""
    from demo.__main__ import build

    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_WAREHOUSE", "replaced by build")
        assert build(folder) == 0
    return folder / "warehouse.duckdb"


@pytest.fixture(autouse=True)
def _no_way_to_the_real_file(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
