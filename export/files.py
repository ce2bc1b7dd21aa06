"""Files of figures, the same for a click on 下载 and for an address: CSV, Parquet, JSON, XLSX, and
the warehouse itself."""

import contextvars
from dataclasses import replace
from typing import BinaryIO

import pandas as pd

from export.about import about
from export.about_areas import about_areas, area_levels
from export.about_ledger import about_ledger
from export.choice import AreaChoice, Choice, LedgerChoice, Refused
from export.xlsx import to_xlsx
from warehouse import configured_warehouse, queries
from warehouse.extract import NO_COLUMN, extract
from warehouse.reader import look_back_to
from warehouse.snapshot import write_copy

AnyChoice = Choice | AreaChoice | LedgerChoice
BOM = b"\xef\xbb\xbf"  # without it Chinese Excel reads a CSV as GBK
XLSX_ROWS = 100_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "duckdb": "application/vnd.duckdb",
}


def open_file(choice: AnyChoice, kind: str) -> BinaryIO:
    """What is chosen as an open file that nobody has to remove.

    Raises Refused for more rows than a sheet should have.
    """
    look_back_to(choice.known)
    if kind == "xlsx":
        return extract().file(lambda target: target.write_bytes(_workbook(choice)))
    return extract().answer_file(choice.question, kind, **choice.parameters)


def file_bytes(choice: AnyChoice, kind: str) -> bytes:
    """The same for a download button; where the caller looks stays as it is."""
    with contextvars.copy_context().run(open_file, choice, kind) as file:
        return (BOM if kind == "csv" else b"") + file.read()


def areas_bytes(choice: AreaChoice, kind: str) -> bytes:
    """Counties or towns for a download button: a workbook in the wide form that people read."""
    return file_bytes(replace(choice, layout="wide") if kind == "xlsx" else choice, kind)


def open_warehouse() -> BinaryIO:
    """A copy of the published warehouse without the workbooks.

    Raises FileNotFoundError where nothing is published.
    """
    return extract().file(lambda target: write_copy(configured_warehouse(), target))


def rows(choice: AnyChoice) -> pd.DataFrame:
    """What is chosen, numbers as texts with the decimals of their source."""
    return getattr(queries.download, choice.question)(printed=True, **choice.parameters)


def _workbook(choice: AnyChoice) -> bytes:
    most = replace(choice, limit=min(choice.limit, XLSX_ROWS + 1))
    frame = rows(most)
    if len(frame) > XLSX_ROWS:
        raise Refused(f"超过 {XLSX_ROWS:,} 行的数据请用 CSV 或 Parquet，或加上筛选。")
    if isinstance(choice, LedgerChoice):
        return to_xlsx(frame, about_ledger(choice, frame), {"计划年度", "迟报天数"})
    wide = choice.layout == "wide"
    numbers = _numbers(frame) if wide else {"数值"}
    if isinstance(choice, AreaChoice):
        levels = area_levels(choice) if wide else None
        return to_xlsx(frame, about_areas(choice, frame), numbers, levels)
    return to_xlsx(frame, about(choice, frame), numbers, _levels(choice) if wide else None)


def _numbers(frame: pd.DataFrame) -> set[str]:
    """The columns of a wide form that hold printed numbers: all that name no place and no
    nature."""
    places = {"月份", "地区或阶段", "地区代码", "数据月份", "地市", "县区", "镇街", "区划代码"}
    return set(frame.columns) - places - {"性质", "标记", NO_COLUMN}


def _levels(choice: Choice) -> list[tuple[str, str]]:
    """(platform, indicator with measure and unit) over each column of the wide form."""
    columns = queries.download.figure_columns(**choice.filters)
    named = [
        (r["platform_name"], r["label"].removeprefix(r["platform_name"]).strip())
        for _, r in columns.iterrows()
    ]
    left = [("", "月份"), ("", "地区或阶段"), ("", "地区代码")]
    return [*left, *(named or [("", NO_COLUMN)]), ("", "性质"), ("", "标记")]
