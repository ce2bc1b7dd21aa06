"""A few counties and towns beside the real months, for tests: rows as a workbook would
bring them."""

import datetime as dt
import pathlib
import shutil

from catalog import catalog
from warehouse import loads, publisher
from warehouse.file import FileWarehouse

AUGUST, JULY, MAY = dt.date(2022, 8, 1), dt.date(2022, 7, 1), dt.date(2022, 5, 1)
USERS, COVERAGE = "city_citizen_users", "city_business_coverage"
YUEXIU_HONGQIAO, YUEXIU_BEIJING = "440104001", "440104003"
MONTHS = {
    MAY: {("440103", USERS): "50.0"},
    JULY: {("440103", USERS): "90.0", ("440104", USERS): "70.0", ("440105", USERS): "75.0"},
    AUGUST: {
        ("440103", USERS): "60.0",
        ("440104", USERS): "80.0",
        ("440105", USERS): "80.0",
        ("440106", USERS): "",
        ("440103", COVERAGE): "91.50",
        ("440104", COVERAGE): "88.00",
        (YUEXIU_HONGQIAO, USERS): "5.0",
        (YUEXIU_BEIJING, USERS): "7.5",
        ("440106001", USERS): "2.0",
        ("441900003", USERS): "3.0",
        ("441900101", USERS): "9.0",
    },
}


def few_areas(shared, folder: pathlib.Path) -> FileWarehouse:
    """A file with the real months and these."""
    path = FileWarehouse(folder / "w.duckdb")
    shutil.copy(shared("real", "file"), path)
    for month, cells in MONTHS.items():
        put(path, month, cells)
    return path


def put(path: FileWarehouse, month: dt.date, cells: dict[tuple[str, str], str]) -> int:
    """Publishes one month of (area, indicator) → printed text; the number of the load."""
    file = f"{month:%Y-%m}-areas.xlsx"
    load = loads.Load("area", month, "report", False, False, file, str(month), b"x", "张三")
    with publisher.change(path, catalog()) as con:
        return loads.insert_load(
            con,
            load,
            loads.Contents(areas=loads.AreaRows(f"({' UNION ALL '.join(_rows(month, cells))})")),
        )


def _rows(month: dt.date, cells: dict[tuple[str, str], str]) -> list[str]:
    rows = []
    for n, ((area, indicator), token) in enumerate(cells.items(), 4):
        sheet = "县区推广应用" if len(area) == 6 else "镇街推广应用"
        value, decimals = (token, len(token.split(".")[1])) if token else ("NULL", "NULL")
        rows.append(
            f"SELECT DATE '{month}' AS month, '{indicator}' AS indicator_code, '{area}' AS "
            f"area_code, {value}::DECIMAL(18, 4) AS value, '{token}' AS token,"
            f" {decimals}::SMALLINT AS decimals, '{sheet}' AS source_sheet, 'E{n}' AS source_cell"
        )
    return rows
