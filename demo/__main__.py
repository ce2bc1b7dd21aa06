"""python -m demo: write the simulated workbooks and load them into data/demo/warehouse.duckdb, unless that is done."""

import datetime as dt
import json
import os
import pathlib
import sys

from catalog import catalog
from demo.simulate import simulate
from ingest.__main__ import main
from ingest.layout import Cover, write_report

# 云浮 reports nothing in 2024-07, so that the demo shows a city that is not ranked and a month that was published with a reason.
REASONS = [{"code": "city-not-reported", "sheet": "地市推广应用", "cell": "C24", "reason": "该市当月系统迁移，次月补报（模拟）"}]
FOLDER = pathlib.Path(__file__).parent.parent / "data" / "demo"


def build(folder: pathlib.Path) -> int:
    """Exit code of the load. A workbook that exists is not written again."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for month, tokens in simulate(catalog()).items():
        path = raw / f"{month:%Y-%m}.xlsx"
        if not path.exists():
            issued = (month + dt.timedelta(days=45)).replace(day=13)
            path.write_bytes(write_report(Cover(month, f"{month.year}年第{month.month}期", issued, "模拟数据（程序生成）", simulated=True), tokens, catalog()))
    reasons = folder / "reasons.json"
    reasons.write_text(json.dumps(REASONS, ensure_ascii=False), encoding="utf-8")
    os.environ["KPI_WAREHOUSE"] = str(folder / "warehouse.duckdb")
    return main(["load", "--simulated", "--reasons", str(reasons), *map(str, sorted(raw.glob("*.xlsx")))])


if __name__ == "__main__":
    sys.exit(build(FOLDER))
