"""What a workbook says about itself: the labelled fields (数据月份 and others), and every other place that names a month."""

import datetime as dt
import re
from dataclasses import dataclass

from ingest.layout import Cover
from ingest.problems import Problem, problem
from ingest.read import Cell, Sheet
from ingest.tables import MONTHLY_HEADER, Found, shown

_FIELD = re.compile(r"(数据月份|期号|印发日期|资料来源|来源网址|数据范围|数据性质)\s*[:：]?\s*(.*)", re.DOTALL)
_YEAR_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月份?)?(?:\s*[-/.]?\s*(\d{1,2})\s*日?)?")
_TITLE_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?!\d{1,2}日)")


@dataclass(frozen=True)
class Field:
    """One labelled field: its text and the cell that holds it."""

    sheet: Sheet
    cell: Cell
    text: str


def read_cover(sheets: list[Sheet], found: Found) -> tuple[Cover | None, list[Problem]]:
    """The cover, or None if the month cannot be told. A month stated differently in two places is a problem, never a choice."""
    fields = _fields(sheets)
    stated = fields.get("数据月份")
    titles = _title_months(sheets, found)
    if stated and stated.text:
        month = _month(stated.text)
        if month is None:
            return None, [problem("month-unreadable", stated.sheet.title, stated.cell.address, found=stated.text)]
    elif titles:
        month = titles[0][0]
    else:
        return None, [problem("month-not-found")]
    issued = fields.get("印发日期")
    issued_on, problems = _issued_on(issued)
    cover = Cover(
        month, _text(fields, "期号"), issued_on, _text(fields, "资料来源"), _text(fields, "来源网址"),
        partial=_text(fields, "数据范围") == "部分", simulated=_text(fields, "数据性质") == "模拟数据",
    )  # fmt: skip
    return cover, problems + _contradictions(month, titles, _header_months(found))


def _fields(sheets: list[Sheet]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for sheet in sheets:
        for (row, column), cell in sorted(sheet.cells.items()):
            match = _FIELD.fullmatch(cell.text.strip())
            if match:
                beside = sheet.cells.get((row, column + 1))
                holder = cell if match[2] or beside is None else beside
                fields.setdefault(match[1], Field(sheet, holder, match[2] or (beside.text.strip() if beside else "")))
    return fields


def _text(fields: dict[str, Field], name: str) -> str | None:
    return (fields[name].text or None) if name in fields else None


def _month(text: str) -> dt.date | None:
    """2022年8月, 2022-08, 2022/8/1, 202208, or the serial number that Excel shows when a date's format is lost."""
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
    return None, [problem("month-unreadable", stated.sheet.title, stated.cell.address, found=stated.text)]


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _title_months(sheets: list[Sheet], found: Found) -> list[tuple[dt.date, Sheet, Cell]]:
    """Months named in free text of the sheets that hold a table, such as a title; the labelled fields are not free text."""
    months = []
    for sheet in sheets:
        if sheet.title not in found.used_sheets:
            continue
        for cell in sheet.cells.values():
            match = None if _FIELD.fullmatch(cell.text.strip()) or _FIELD.fullmatch(shown(sheet, cell.row, cell.column - 1)) else _TITLE_MONTH.search(cell.text)
            date = match and _date(match[1], match[2], "1")
            if date:
                months.append((date, sheet, cell))
    return months


def _header_months(found: Found) -> list[tuple[int, Sheet, int, int]]:
    """Month numbers in column headers, such as 8 in 8月新增."""
    months = []
    for sheet, row, _ in found.places.values():
        for cell in sheet.rows.get(row, ()):
            match = MONTHLY_HEADER.match(cell.text.strip())
            if match:
                months.append((int(match[1]), sheet, cell))
    return months


def _contradictions(month: dt.date, titles, headers) -> list[Problem]:
    shown_month = f"{month.year}年{month.month}月"
    wrong = [(sheet, cell) for date, sheet, cell in titles if date != month]
    wrong += [(sheet, cell) for number, sheet, cell in headers if number != month.month]
    return [problem("month-mixed", sheet.title, cell.address, found=cell.text, month=shown_month) for sheet, cell in wrong]
