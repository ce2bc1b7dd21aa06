"""Files of figures, the same for a click on 下载 and for an address: CSV, Parquet, JSON, XLSX, and
the warehouse itself."""

import contextvars
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

import pandas as pd

from export.about import about
from export.about_areas import about_areas, area_levels
from export.about_ledger import about_ledger
from export.choice import AreaChoice, Choice, LedgerChoice, Refused
from export.xlsx import to_xlsx
from warehouse import configured_warehouse, queries
from warehouse.extract import NO_COLUMN, extract, filters
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


def open_figures(choice: Choice, kind: str) -> BinaryIO:
    """The chosen figures as an open file that nobody has to remove.

    Raises Refused for more rows than a sheet should have.
    """
    look_back_to(choice.known)
    if kind == "xlsx":
        return extract().file(lambda target: target.write_bytes(_workbook(choice)))
    chosen = filters(**choice.filters)
    return extract().answer_file(
        choice.question, kind, **chosen, limit=choice.limit, offset=choice.offset
    )


def open_areas(choice: AreaChoice, kind: str) -> BinaryIO:
    """The chosen counties or towns as an open file that nobody has to remove.

    Raises Refused for more rows than a sheet should have.
    """
    look_back_to(choice.known)
    if kind == "xlsx":
        return extract().file(lambda target: target.write_bytes(_area_workbook(choice)))
    return extract().answer_file(choice.question, kind, **choice.parameters, limit=choice.limit)


def open_ledger(choice: LedgerChoice, kind: str) -> BinaryIO:
    """The chosen clauses of the ledger as an open file that nobody has to remove."""
    look_back_to(choice.known)
    if kind == "xlsx":
        return extract().file(lambda target: target.write_bytes(_ledger_workbook(choice)))
    return extract().answer_file("ledger_file", kind, **choice.parameters)


def ledger_bytes(choice: LedgerChoice, kind: str) -> bytes:
    """The chosen clauses for a download button; where the caller looks stays as it is."""
    return _bytes(open_ledger, choice, kind)


def areas_bytes(choice: AreaChoice, kind: str) -> bytes:
    """The chosen counties or towns for a download button, as a workbook in the wide form that
    people read; where the caller looks stays as it is."""
    return _bytes(open_areas, replace(choice, layout="wide") if kind == "xlsx" else choice, kind)


def figures_bytes(choice: Choice, kind: str) -> bytes:
    """The chosen figures for a download button; where the caller looks stays as it is."""
    return _bytes(open_figures, choice, kind)


def open_warehouse() -> BinaryIO:
    """A copy of the published warehouse without the workbooks.

    Raises FileNotFoundError where nothing is published.
    """
    return extract().file(lambda target: write_copy(configured_warehouse(), target))


def _bytes(open_file: Callable[..., BinaryIO], choice: AnyChoice, kind: str) -> bytes:
    with contextvars.copy_context().run(open_file, choice, kind) as file:
        return (BOM if kind == "csv" else b"") + file.read()


def _workbook(choice: Choice) -> bytes:
    ask = queries.download.wide_figures if choice.layout == "wide" else queries.download.figures
    frame = _at_most(ask(min(choice.limit, XLSX_ROWS + 1), choice.offset, True, **choice.filters))
    levels = _levels(choice) if choice.layout == "wide" else None
    return to_xlsx(frame, about(choice, frame), _numbers(frame, choice.layout), levels)


def _numbers(frame: pd.DataFrame, layout: str) -> set[str]:
    """The columns that hold printed numbers: of the wide form all that name no place and no
    nature."""
    places = {"月份", "地区或阶段", "地区代码", "数据月份", "地市", "县区", "镇街", "区划代码"}
    return (
        set(frame.columns) - places - {"性质", "标记", NO_COLUMN} if layout == "wide" else {"数值"}
    )


def _area_workbook(choice: AreaChoice) -> bytes:
    ask = queries.areas.wide_area_rows if choice.layout == "wide" else queries.areas.area_rows
    frame = _at_most(ask(**choice.parameters, limit=min(choice.limit, XLSX_ROWS + 1), printed=True))
    levels = area_levels(choice) if choice.layout == "wide" else None
    return to_xlsx(frame, about_areas(choice, frame), _numbers(frame, choice.layout), levels)


def _ledger_workbook(choice: LedgerChoice) -> bytes:
    frame = queries.targets.ledger_file(**choice.parameters)
    return to_xlsx(frame, about_ledger(choice, frame), {"计划年度", "迟报天数"})


def _at_most(frame: pd.DataFrame) -> pd.DataFrame:
    if len(frame) > XLSX_ROWS:
        raise Refused(f"超过 {XLSX_ROWS:,} 行的数据请用 CSV 或 Parquet，或加上筛选。")
    return frame


def _levels(choice: Choice) -> list[tuple[str, str]]:
    """(platform, indicator with measure and unit) over each column of the wide form."""
    columns = queries.download.figure_columns(**choice.filters)
    named = [
        (r["platform_name"], r["label"].removeprefix(r["platform_name"]).strip())
        for _, r in columns.iterrows()
    ]
    left = [("", "月份"), ("", "地区或阶段"), ("", "地区代码")]
    return [*left, *(named or [("", NO_COLUMN)]), ("", "性质"), ("", "标记")]
