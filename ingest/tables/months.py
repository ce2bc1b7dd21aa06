"""The months that a workbook's titles and headers name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.tables.cover_field import cover_field
from ingest.tables.dates import LONGEST, Period, in_digits, split_period
from ingest.tables.headers import Table
from ingest.tables.view import has_numbers, shown
from ingest.workbook.sheets import Cell, Sheet

_TITLE = "(?:情况|表|统计|月报|数据|汇总|通报|简报|进展|台账)"
_TO = "[至到~～—–-]"
_TITLE_MONTH = re.compile(  # 2022年8月; 1-8月; （8月）, 8月份; 平台8月推广情况, but not 自8月起 …
    rf"([0-9]{{4}})\s*年\s*([0-9]{{1,2}})\s*月(?!\s*(?:[0-9]{{1,2}}\s*[日号]|份?{_TO}))"
    rf"|(?<![0-9])[0-9]{{1,2}}(?:月份?)?{_TO}{{1,2}}([0-9]{{1,2}})月(?![0-9])"
    r"|(?:[（(]|^)([0-9]{1,2})月(?:份?[）)]|份?$|份(?![起前后至到以]))"
    rf"|(?<![0-9年较比和及与、,~～—–至到-])([0-9]{{1,2}})月份?"
    rf"(?![0-9份起前后以底末初中上下旬和及与、,~～—–至到-])(?=.{{0,40}}{_TITLE}(?:[（(].{{0,20}}[）)])?$)"
)
_NO_TITLE = re.compile(r"注[0-9]*[:：]|备注|说明[:：]|[*※]|(填报|制表|印发|报送|打印|更新|编制)")


@dataclass(frozen=True)
class Named:
    """A place that names a month: with its year, or (a column header such as 8月新增) without."""

    period: Period
    sheet: Sheet
    cell: Cell


def month_in(sheet: Sheet, cell: Cell) -> Period | None:
    """The month that a title names, perhaps without its year."""
    match = _title_month(sheet, cell)
    year, month = (match[1], int(match[match.lastindex or 0])) if match else (None, 0)
    return Period(year and int(year), month, up_to=False) if 1 <= month <= 12 else None


def named_months(tables: list[Table], every: list[Table]) -> list[Named]:
    """Months in the titles over the tables, and in the tables' headers, repeated ones too. Notes
    below a table may speak of any month. `every`: all tables that may stand above them."""
    named = []
    for table in tables:
        for row in _title_rows(table, every):
            cells = table.sheet.rows.get(row, [])
            for cell in cells if not has_numbers(table.sheet, row) else ():
                if month := month_in(table.sheet, cell):
                    named.append(Named(month, table.sheet, cell))
        for row in {*table.header_rows, *table.repeats}:
            for cell in table.sheet.rows.get(row, ()):
                period = split_period(cell.text)[1]
                if period and period.month and cell.column in table.columns:
                    named.append(Named(period, table.sheet, cell))
    return list({(n.sheet.title, n.cell.coordinate): n for n in named}.values())


def _title_month(sheet: Sheet, cell: Cell) -> re.Match | None:
    """The month in a title; not in a note, a whole sentence or a field of the cover."""
    if len(cell.text) > LONGEST:
        return None
    text = in_digits(cell.text)
    of_cover = cover_field(cell.text) or cover_field(shown(sheet, cell.row, cell.column - 1))
    if of_cover or _NO_TITLE.match(text) or "。" in text or "；" in text:
        return None
    return _TITLE_MONTH.search(text)


def _title_rows(table: Table, every: list[Table]) -> Iterator[int]:
    """Rows above the header, down from where the next table above it on the sheet ends; and those
    where the title stands again at a page break."""
    above = [t.key_rows[-1] for t in every if t.sheet.title == table.sheet.title]
    start = max((r for r in above if r < table.header), default=0) + 1
    yield from range(start, table.header)
    for row in table.repeats:
        yield from range(row - 2, row)
