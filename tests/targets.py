"""One made-up target in a warehouse of made-up figures, and a catalogue with rows added."""

import csv
import dataclasses
import datetime as dt
import shutil
from decimal import Decimal

import pandas as pd

from catalog import catalog, loader
from catalog.targets import read_targets
from ui.targets import sentences
from warehouse import loads, publisher, queries
from warehouse.file import FileWarehouse
from warehouse.loads import Contents, Load, Observation

ROW = {
    "code": "2024-1",
    "plan_year": "2024",
    "document": "试〔2024〕1号",
    "clause": "（一）",
    "platform": "kiosk",
    "name": "测试目标",
    "operator": "≥",
    "value": "220",
    "unit": "台",
    "kind": "level",
    "due": "2024-12-31",
    "indicator": "kiosk_terminals",
    "formed": "province",
    "measure": "cumulative",
    "basis": "confirmed",
    "grade": "official",
    "source_title": "测试要点",
    "source_url": "",
    "note": "",
}
FLOW = {
    "kind": "flow",
    "indicator": "kiosk_services",
    "formed": "new_in_year",
    "measure": "monthly",
    "unit": "项",
    "value": "120",
}
ACTIVE = {
    "indicator": "city_business_active_users",
    "formed": "city_sum",
    "measure": "monthly",
    "unit": "人",
}


def target(**fields: str) -> dict[str, str]:
    return ROW | fields


def judged(tmp_path, monkeypatch, row: dict, month: str, figures: dict) -> dict:
    """The target's row of the page in that data month, in a warehouse with these figures: {(month,
    measure, [member]): value}."""
    known = catalog()
    targets = read_targets(
        [row], {i.code: i for i in known.indicators}, {p.code for p in known.platforms}
    )
    observations = [
        _observation(row["indicator"], n, *key, value=value)
        for n, (key, value) in enumerate(figures.items(), 1)
    ]
    path = FileWarehouse(tmp_path / "targets.duckdb")
    with publisher.change(path, dataclasses.replace(known, targets=targets), fresh=True) as con:
        load = Load("public", None, "public", False, False, "测试.xlsx", "0", b"", "test")
        loads.insert_load(con, load, Contents(observations))
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    (found,) = queries.targets.targets(dt.date.fromisoformat(f"{month}-01"), []).to_dict("records")
    return found


def _observation(
    indicator: str, n: int, month: str, measure: str, member: str = "440000", *, value
) -> Observation:
    bound = {"超": "above", "近": "below"}.get(str(value)[0])
    number = Decimal(str(value).lstrip("超近"))
    return Observation(
        dt.date.fromisoformat(f"{month}-01"),
        indicator,
        member,
        measure,
        number,
        bound,
        str(value),
        0,
        "表",
        f"A{n}",
    )


def level(**months) -> dict:
    """level(m2024_06=160) → {("2024-06", "cumulative"): 160}"""
    return {(m[1:].replace("_", "-"), "cumulative"): value for m, value in months.items()}


def series(found: dict):
    return pd.Series(found)


def words(found: dict) -> str:
    return sentences.why(series(found))


def with_rows(folder, *rows: dict):
    folder = folder / "catalog"
    folder.mkdir(parents=True)
    for path in loader.FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    with open(folder / "target.csv", "a", encoding="utf-8", newline="") as f:
        csv.DictWriter(f, list(ROW)).writerows(rows)
    return folder
