"""What a workbook says about itself: the labelled fields (数据月份 and others), and every other
place that names a month."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from ingest.forms.report import Cover
from ingest.problems import Problem, problem
from ingest.tables.entries import Found
from ingest.tables.locate import MONTHLY_HEADER, shown
from ingest.workbook.sheets import Cell, Sheet

COVER_FIELD = re.compile(
    r"(数据月份|期号|印发日期|资料来源|来源网址|数据范围|数据性质)\s*[:：]?\s*(.*)", re.DOTALL
)
_YEAR_MONTH = re.compile(
    r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月份?)?(?:\s*[-/.]?\s*(\d{1,2})\s*日?)?"
)
_TITLE_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?!\d{1,2}日)")


@dataclass(frozen=True)
class Field:
    """One labelled field: its text and the cell that holds it."""

    sheet: Sheet
    cell: Cell
    text: str


@dataclass(frozen=True)
class Named:
    """A place that names a month: with its year, or (a column header such as 8月新增) without."""

    year: int | None
    month: int
    sheet: Sheet
    cell: Cell

    def agrees(self, month: dt.date) -> bool:
        return self.month == month.month and self.year in (None, month.year)


def read_cover(sheets: list[Sheet], found: Found) -> tuple[Cover | None, list[Problem]]:
    """The cover, or None if the month cannot be told.

    A month stated differently in two places is a problem, never a choice.
    """
    fields = _fields(sheets)
    stated = fields.get("数据月份")
    elsewhere = _named_months(sheets, found)
    with_year = [n for n in elsewhere if n.year]
    if stated and stated.text:
        month = _month(stated.text)
        if month is None:
            return None, [
                problem(
                    "month-unreadable", stated.sheet.title, stated.cell.address, found=stated.text
                )
            ]
    elif with_year:
        (year, number), _ = Counter((n.year, n.month) for n in with_year).most_common(1)[0]
        month = dt.date(year, number, 1)
    else:
        return None, [problem("month-not-found")]
    issued_on, problems = _issued_on(fields.get("印发日期"))
    cover = Cover(
        month,
        _text(fields, "期号"),
        issued_on,
        _text(fields, "资料来源"),
        _text(fields, "来源网址"),
        partial=_text(fields, "数据范围") == "部分",
        simulated=_text(fields, "数据性质") == "模拟数据",
    )
    return cover, problems + _contradictions(month, stated, elsewhere)


def _fields(sheets: list[Sheet]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for sheet in sheets:
        for (row, column), cell in sorted(sheet.cells.items()):
            match = COVER_FIELD.fullmatch(cell.text.strip())
            if match:
                beside = sheet.cells.get((row, column + 1))
                holder = cell if match[2] or beside is None else beside
                fields.setdefault(
                    match[1],
                    Field(sheet, holder, match[2] or (beside.text.strip() if beside else "")),
                )
    return fields


def _text(fields: dict[str, Field], name: str) -> str | None:
    return (fields[name].text or None) if name in fields else None


def _month(text: str) -> dt.date | None:
    """2022年8月, 2022-08, 2022/8/1, 202208, or the serial number that Excel shows when a date's
    format is lost."""
    if re.fullmatch(r"[0-9]{5}", text):
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).replace(day=1)
    match = _YEAR_MONTH.fullmatch(text) or re.fullmatch(r"(20[0-9]{2})([0-9]{2})", text)
    return _date(match[1], match[2], "1") if match else None


def _issued_on(stated: Field | None) -> tuple[dt.date | None, list[Problem]]:
    if stated is None or not stated.text:
        return None, []
    match = _YEAR_MONTH.fullmatch(stated.text)
    date = match and match[3] and _date(*match.groups())
    if date:
        return date, []
    return None, [
        problem("date-unreadable", stated.sheet.title, stated.cell.address, found=stated.text)
    ]


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _named_months(sheets: list[Sheet], found: Found) -> list[Named]:
    """Months in titles of the sheets that hold a table, and month numbers in those tables' headers.

    The labelled fields are neither.
    """
    named = []
    used = {t.sheet.title for t in found.tables.values()}
    for sheet in (s for s in sheets if s.title in used):
        for cell in sheet.cells.values():
            is_field = COVER_FIELD.fullmatch(cell.text.strip()) or COVER_FIELD.fullmatch(
                shown(sheet, cell.row, cell.column - 1)
            )
            match = None if is_field else _TITLE_MONTH.search(cell.text)
            if match and 1 <= int(match[2]) <= 12:
                named.append(Named(int(match[1]), int(match[2]), sheet, cell))
    for table in found.tables.values():
        for cell in table.sheet.rows.get(table.header, ()):
            match = MONTHLY_HEADER.match(cell.text.strip())
            if match:
                named.append(Named(None, int(match[1]), table.sheet, cell))
    return named


def _contradictions(month: dt.date, stated: Field | None, elsewhere: list[Named]) -> list[Problem]:
    """The places that differ; or, where all others agree among themselves against it, the field
    数据月份 itself."""
    wrong = [n for n in elsewhere if not n.agrees(month)]
    if (
        len(wrong) > 1
        and len(wrong) == len(elsewhere)
        and len({n.month for n in wrong}) == 1
        and stated
    ):
        others = "、".join(f"{n.sheet.title}!{n.cell.address}" for n in wrong)
        return [
            problem(
                "month-mixed",
                stated.sheet.title,
                stated.cell.address,
                found=stated.text,
                month=f"{wrong[0].month}月（{others}）",
            )
        ]
    shown_month = f"{month.year}年{month.month}月"
    return [
        problem("month-mixed", n.sheet.title, n.cell.address, found=n.cell.text, month=shown_month)
        for n in wrong
    ]
