"""What a workbook says about itself: the labelled fields (数据月份 and others), and every other
place that names a month."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from catalog import fold
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.cover_field import cover_field
from ingest.tables.dates import in_digits, split_period
from ingest.tables.entries import Found
from ingest.tables.headers import Table
from ingest.tables.view import has_numbers, shown
from ingest.workbook.sheets import Cell, Sheet
from words.clock import month_printed

_YEAR_MONTH = re.compile(
    r"(?:公元|截至|截止到?|至)?([0-9]{4})年([0-9]{1,2})(?:月份?)?"
    r"(?:底|末|([0-9]{1,2})[日号]?(?:[至到—–~～-](?:\1年)?(?:\2月)?[0-9]{1,2}[日号])?)?"
    r"(?:[（(][^（）()月]{0,20}[）)]|印发)?"
)
_TIME = re.compile(r"[T\s]{1,3}[0-9]{1,2}:[0-9:.]{2,12}$")
_TITLE_MONTH = re.compile(
    r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月(?!\s*[0-9]{1,2}\s*[日号])"
    r"|(?:[（(]|^)([0-9]{1,2})月(?:份?[）)]|份?$|份(?![起前后至到以]))"
)
_NO_TITLE = re.compile(r"注[0-9]*[:：]|备注|说明[:：]|[*※]|(填报|制表|印发|报送|打印|更新|编制)")
_LONGEST = 60  # characters of a field that may be a month or a day
_WORDS = {"数据范围": ("完整", "部分"), "数据性质": ("真实数据", "模拟数据")}

_MOST_CONFLICTS = 20  # are listed; 20,000 took 1 s and nobody reads them


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
    fields, problems = _fields(sheets)
    stated = fields.get("数据月份")
    elsewhere = _named_months(found)
    with_year = [(n.year, n.month) for n in elsewhere if n.year]
    if stated and stated.text:
        month = _month(stated.text)
        if month is None:
            return None, [*problems, _at("month-unreadable", stated, found=stated.text)]
    elif with_year:
        (year, number), _ = Counter(with_year).most_common(1)[0]
        month = dt.date(year, number, 1)
    else:
        return None, [*problems, problem("month-not-found")]
    issued_on, unreadable = _issued_on(fields.get("印发日期"))
    words = {label: _word(fields, label) for label in _WORDS}
    cover = Cover(
        month,
        _text(fields, "期号"),
        issued_on,
        _text(fields, "资料来源"),
        _text(fields, "来源网址"),
        partial=words["数据范围"] not in ("完整", ""),
        simulated=words["数据性质"] == "模拟数据",
    )
    unknown = [
        _at("cover-word", fields[label], label=label, found=word, expected="或".join(_WORDS[label]))
        for label, word in words.items()
        if word not in (*_WORDS[label], "")
    ]
    return cover, problems + unreadable + unknown + _contradictions(month, stated, elsewhere)


def _fields(sheets: list[Sheet]) -> tuple[dict[str, Field], list[Problem]]:
    """The labelled fields, those that can be seen first. A field that stands twice must say the
    same."""
    fields: dict[str, Field] = {}
    problems = []
    for sheet in sorted(sheets, key=lambda s: s.hidden):
        for (row, column), cell in sorted(sheet.cells.items()):
            said = cover_field(cell.text)
            if not said:
                continue
            label, own = said
            merged = sheet.merged_at(row, column)
            beside = sheet.cells.get((row, (merged.right if merged else column) + 1))
            text = own or (beside.text.strip() if beside else "")
            field = Field(sheet, cell if own or beside is None else beside, text)
            first = fields.setdefault(label, field)
            if not sheet.hidden and first.text and _differs(label, text, first.text):
                others = [(first.sheet.title, first.cell.coordinate)]
                problems.append(
                    _at("cover-conflict", field, others=others, label=label, found=text)
                )
                if len(problems) == _MOST_CONFLICTS:
                    return fields, problems
    return fields, problems


def _differs(label: str, text: str, first: str) -> bool:
    """Whether a field's second place clearly says something else."""
    if label == "数据月份":
        return _month(text) not in (None, _month(first))
    return fold(text) in _WORDS.get(label, ()) and fold(text) != fold(first)


def _word(fields: dict[str, Field], label: str) -> str:
    return fold(fields[label].text) if label in fields else ""


def _at(code: str, field: Field, others=(), **facts) -> Problem:
    return problem(code, field.sheet.title, field.cell.coordinate, others, **facts)


def _text(fields: dict[str, Field], name: str) -> str | None:
    return (fields[name].text or None) if name in fields else None


def _month(text: str) -> dt.date | None:
    """A month as people write it, or the serial number that Excel shows when a date's format is
    lost."""
    if re.fullmatch(r"[0-9]{5}", text):
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).replace(day=1)
    match = _year_month(text)
    date = _date(match[1], match[2], "1") if match else None
    return date if date and 2000 <= date.year < 2100 else None


def _year_month(text: str) -> re.Match | None:
    if len(text) > _LONGEST:
        return None
    return _YEAR_MONTH.fullmatch(re.sub(r"\s+", "", in_digits(_TIME.sub("", text.strip()))))


def _issued_on(stated: Field | None) -> tuple[dt.date | None, list[Problem]]:
    if stated is None or not stated.text:
        return None, []
    match = _year_month(stated.text)
    date = match and match[3] and _date(*match.groups())
    if date:
        return date, []
    return None, [
        problem("date-unreadable", stated.sheet.title, stated.cell.coordinate, found=stated.text)
    ]


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def month_in(sheet: Sheet, cell: Cell) -> tuple[int | None, int] | None:
    """Year (None where it is not said) and month that a title names."""
    match = _title_month(sheet, cell)
    year, month = (match[1], int(match[2] or match[3])) if match else (None, 0)
    return (year and int(year), month) if 1 <= month <= 12 else None


def _named_months(found: Found) -> list[Named]:
    """Months in the titles over the tables, and in the tables' headers, repeated ones too. Notes
    below a table may speak of any month."""
    named = []
    for table in found.parts:
        for row in _title_rows(table, found):
            cells = table.sheet.rows.get(row, [])
            for cell in cells if not has_numbers(table.sheet, row) else ():
                if month := month_in(table.sheet, cell):
                    named.append(Named(*month, table.sheet, cell))
        for row in {*table.header_rows, *table.repeats}:
            for cell in table.sheet.rows.get(row, ()):
                period = split_period(cell.text)[1]
                if period and period.month and cell.column in table.columns:
                    named.append(Named(period.year, period.month, table.sheet, cell))
    return list({(n.sheet.title, n.cell.coordinate): n for n in named}.values())


def _title_month(sheet: Sheet, cell: Cell) -> re.Match | None:
    """The month in a title; not in a note, a whole sentence or a field of the cover."""
    text = in_digits(cell.text)
    of_cover = cover_field(cell.text) or cover_field(shown(sheet, cell.row, cell.column - 1))
    if of_cover or _NO_TITLE.match(text) or "。" in text or "；" in text:
        return None
    return _TITLE_MONTH.search(text)


def _title_rows(table: Table, found: Found) -> Iterator[int]:
    """Rows above the header, down from where the next table above it on the sheet ends; and those
    where the title stands again at a page break."""
    above = [t.key_rows[-1] for t in found.parts if t.sheet.title == table.sheet.title]
    start = max((r for r in above if r < table.header), default=0) + 1
    yield from range(start, table.header)
    for row in table.repeats:
        yield from range(row - 2, row)


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
        others = "、".join(f"{n.sheet.title}!{n.cell.coordinate}" for n in wrong)
        return [
            problem(
                "month-mixed",
                stated.sheet.title,
                stated.cell.coordinate,
                found=stated.text,
                month=f"{wrong[0].month}月（{others}）",
            )
        ]
    shown_month = month_printed(month)
    return [
        problem(
            "month-mixed", n.sheet.title, n.cell.coordinate, found=n.cell.text, month=shown_month
        )
        for n in wrong
    ]
