"""python -m demo: write the simulated workbooks and load them into data/demo/warehouse.duckdb,
unless that is done.

With --level town: ten years of 122 counties and 1,610 towns beside the reports, into
data/demo/town/.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import sys

from catalog import catalog, load_catalog
from demo import towns
from demo.simulate import simulate
from ingest.__main__ import main

# 云浮 reports nothing in 2024-07, so that the demo shows a city that is not ranked and a month that
# was published with a reason.
REASONS = [
    {
        "code": "city-not-reported",
        "sheet": "地市推广应用",
        "cell": "C24",
        "reason": "该市当月系统迁移，次月补报（模拟）",
    }
]
USER = "模拟程序"  # who loaded them; else the name of an account of this machine
FOLDER = pathlib.Path(__file__).parent.parent / "data" / "demo"


def build(folder: pathlib.Path) -> int:
    """Exit code of the load. A workbook that exists is not written again."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for month, tokens in simulate(catalog()).items():
        towns.write_month(raw, month, tokens, catalog(), areas=False)
    reasons = folder / "reasons.json"
    reasons.write_text(json.dumps(REASONS, ensure_ascii=False), encoding="utf-8")
    os.environ["KPI_WAREHOUSE"] = str(folder / "warehouse.duckdb")
    return main(
        ["load", "--simulated", "--reasons", str(reasons), *map(str, sorted(raw.glob("*.xlsx")))]
    )


def build_towns(folder: pathlib.Path, count: int) -> int:
    """Exit code of the load.

    Another process writes the next month's workbooks while this one loads: ten years take some
    twenty minutes.
    """
    raw, names = folder / "raw", folder / "catalog"
    raw.mkdir(parents=True, exist_ok=True)
    if not names.exists():
        towns.write_catalog(names)
    os.environ |= {"KPI_WAREHOUSE": str(folder / "warehouse.duckdb"), "KPI_CATALOG": str(names)}
    catalog.cache_clear()
    reports = towns.report_tokens(load_catalog(names), count)
    with concurrent.futures.ProcessPoolExecutor(1) as writer:
        written = [
            writer.submit(towns.write_month, raw, month, tokens, catalog())
            for month, tokens in reports.items()
        ]
        refused = [main(["load", "--simulated", *map(str, files.result())]) for files in written]
    return max(refused)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--level", choices=["city", "town"], default="city")
    parser.add_argument(
        "--months",
        type=int,
        choices=range(1, towns.MONTHS + 1),
        default=towns.MONTHS,
        metavar="N",
        help="of --level town: the newest N",
    )
    said = parser.parse_args()
    os.environ["KPI_USER"] = USER
    sys.exit(build(FOLDER) if said.level == "city" else build_towns(FOLDER / "town", said.months))
