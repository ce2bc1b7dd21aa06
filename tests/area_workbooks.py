"""A small province for tests: two counties of 广州 with three towns, two towns right below 东莞,
three indicators; and its workbooks."""

import csv
import datetime as dt
import io
import pathlib
import shutil

from openpyxl import Workbook

from catalog import Catalog, load_catalog
from catalog.loader import FOLDER

CODES = {"440103", "440103001", "440103002", "440104", "440104001", "441900006", "441900101"}
INDICATORS = {"city_citizen_users", "city_business_coverage", "city_business_active_users"}
MONTH = dt.date(2022, 8, 1)
COUNTY, TOWN = "县区推广应用", "镇街推广应用"
LABELS = ("注册用户数(万)", "覆盖率", "月活跃用户数")
COUNTIES = [
    ("广州", "荔湾区", "95.4", "88.10%", "5200"),
    ("广州", "越秀区", "80.2", "91.30%", "4800"),
]
TOWNS = [
    ("广州", "荔湾区", "沙面街道", "40.1", "87.20%", "2100"),
    ("广州", "荔湾区", "岭南街道", "52.0", "89.00%", "2900"),
    ("广州", "越秀区", "洪桥街道", "79.9", "91.30%", "4700"),
    ("东莞", None, "莞城街道", "30.5", "90.00%", "1500"),
    ("东莞", None, "石碣镇", "28.4", "", "1400"),
]


def small_catalog(folder: pathlib.Path) -> Catalog:
    """The project's catalogue with seven of its areas and three indicators for them."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    _edit(folder / "area.csv", lambda r: r if r["code"] in CODES else None)
    _edit(folder / "indicator.csv", lambda r: r if r["code"] in INDICATORS else r | {"down_to": ""})
    return load_catalog(folder)


def _edit(path: pathlib.Path, change) -> None:
    with open(path, encoding="utf-8", newline="") as f:
        rows = [new for row in csv.DictReader(f) if (new := change(row))]
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(*names: str, labels=LABELS, rows=()) -> list[tuple]:
    """A sheet's rows: title, platforms, headers, areas. The areas begin in row 4."""
    platforms = ("粤省事", "粤商通", "粤商通")[: len(labels)]
    return [
        ("粤系列平台推广应用情况（2022年8月）",),
        (*[None] * len(names), *platforms),
        (*names, *labels),
        *rows,
    ]


def workbook(
    counties=COUNTIES,
    towns=TOWNS,
    month: str = "2022年8月",
    merges: tuple[str, ...] = (),
    **sheets: list[tuple],
) -> bytes:
    """The month's workbook; `sheets` replaces whole sheets: county=…, town=…."""
    book = Workbook()
    cover = book.active
    cover.title = "说明"
    cover.append(("数据月份", month))
    for title, rows in (
        (COUNTY, sheets.get("county", table("地市", "县区", rows=counties))),
        (TOWN, sheets.get("town", table("地市", "县区", "镇街", rows=towns))),
    ):
        if rows:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(
                    [
                        cell.replace("2022年8月", month) if isinstance(cell, str) else cell
                        for cell in row
                    ]
                )
    for area in merges:
        title, cells = area.split("!")
        book[title].merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(rows: list[tuple], row: int, column: int, value) -> list[tuple]:
    """Rows with one cell changed."""
    new = [list(r) for r in rows]
    new[row][column] = value
    return [tuple(r) for r in new]
