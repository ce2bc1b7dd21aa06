"""What a workbook says about itself: the labelled fields (数据月份 and others), and every other
place that names a month."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog import fold
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.as_of import AsOf, as_of
from ingest.tables.cover_field import cover_field
from ingest.tables.dates import Period, in_digits
from ingest.tables.entries import Found
from ingest.tables.months import Named, named_months
from ingest.tables.view import shown
from ingest.workbook.sheets import Cell, Sheet
from words.clock import month_printed

_YEAR_MONTH = re.compile(
    r"(?:公元|截至|截止到?|至)?([0-9]{4})年([0-9]{1,2})(?:月份?)?"
    r"(?:底|末|([0-9]{1,2})[日号]?(?:[至到—–~～-](?:\1年)?(?:\2月)?[0-9]{1,2}[日号])?)?"
    r"(?:[（(][^（）()月]{0,20}[）)]|印发)?"
)
_TIME = re.compile(r"[T\s]{1,3}[0-9]{1,2}:[0-9:.]{2,12}$")
_LONGEST = 60  # characters of a field that may be a month or a day
_WORDS = {"数据范围": ("完整", "部分"), "数据性质": ("真实数据", "模拟数据")}

_FARTHEST = 4  # columns from a label to what is said of it
_MOST_CONFLICTS = 20  # are listed; 20,000 took 1 s and nobody reads them


@dataclass(frozen=True)
class Field:
    """One labelled field: its text and the cell that holds it."""

    sheet: Sheet
    cell: Cell
    text: str


def read_cover(sheets: list[Sheet], found: Found) -> tuple[Cover | None, list[Problem]]:
    """The cover, or None if the month cannot be told.

    A month stated differently in two places is a problem, never a choice.
    """
    fields, problems = _fields(sheets)
    stated = fields.get("数据月份")
    elsewhere = named_months(found.parts, found.parts)
    about = {f.sheet.title for f in fields.values()} | {p.sheet.title for p in found.parts}
    ends = list(as_of(s for s in sheets if s.title in about and not s.hidden))
    with_year = _with_year(n.period for n in elsewhere) or _with_year(e.period for e in ends)
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
    problems += [*unreadable, *unknown, *_contradictions(month, stated, elsewhere)]
    return cover, [*problems, *_other_ends(month, ends, elsewhere)]


def _other_ends(month: dt.date, ends: list[AsOf], elsewhere: list[Named]) -> Iterator[Problem]:
    """What goes up to another month, where that is not said as a month that differs."""
    named = {(n.sheet.title, n.cell.coordinate) for n in elsewhere}
    for end in ends:
        place = end.sheet.title, end.cell.coordinate
        if end.differs(month) and place not in named:
            yield problem("month-as-of", *place, found=end.cell.text, month=month_printed(month))


def _with_year(periods: Iterable[Period]) -> list[tuple[int, int]]:
    return [(p.year, p.month) for p in periods if p.year and p.month]


def _fields(sheets: list[Sheet]) -> tuple[dict[str, Field], list[Problem]]:
    """The labelled fields, those that can be seen first. A field that stands twice must say the
    same."""
    fields: dict[str, Field] = {}
    problems = []
    for sheet in sorted(sheets, key=lambda s: s.hidden):
        for _, cell in sorted(sheet.cells.items()):
            said = cover_field(cell.text)
            if not said:
                continue
            label, own = said
            field = Field(sheet, cell, own) if own else _answer(sheet, label, cell)
            text = field.text
            first = fields.setdefault(label, field)
            if not sheet.hidden and first.text and _differs(label, text, first.text):
                others = [(first.sheet.title, first.cell.coordinate)]
                problems.append(
                    _at("cover-conflict", field, others=others, label=label, found=text)
                )
                if len(problems) == _MOST_CONFLICTS:
                    return fields, problems
    return fields, problems


def _answer(sheet: Sheet, label: str, cell: Cell) -> Field:
    """What stands beside a label, empty cells between, or below it where another label is beside; a
    month may fill some cells: 2022年 | 8月."""
    merged = sheet.merged_at(cell.row, cell.column)
    right, below = (merged.right, merged.bottom) if merged else (cell.column, cell.row)
    span = range(right + 1, right + 1 + _FARTHEST)
    beside = [c for n in span if (c := sheet.cells.get((cell.row, n)))]
    if not beside or cover_field(beside[0].text):
        under = sheet.cells.get((below + 1, cell.column))
        is_across = beside or cover_field(shown(sheet, cell.row, cell.column - 1))
        is_answer = under and (is_across or (label == "数据月份" and _month(under.text)))
        beside = [under] if under and is_answer and not cover_field(under.text) else []
    if not beside:
        return Field(sheet, cell, "")
    texts = [c.stored if c.kind == "date" and c.stored else c.text.strip() for c in beside]
    joined = "".join(texts)
    is_month = label == "数据月份" and _month(texts[0]) is None and _month(joined)
    return Field(sheet, beside[0], joined if is_month else texts[0])


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


def stated_month(sheets: list[Sheet]) -> dt.date | None:
    """The month of the field 数据月份, where it can be read."""
    stated = _fields(sheets)[0].get("数据月份")
    return _month(stated.text) if stated else None


def _contradictions(month: dt.date, stated: Field | None, elsewhere: list[Named]) -> list[Problem]:
    """The places that differ; or, where all others agree among themselves against it, the field
    数据月份 itself."""
    wrong = [n for n in elsewhere if not n.period.agrees(month)]
    if (
        len(wrong) > 1
        and len(wrong) == len(elsewhere)
        and len({n.period.month for n in wrong}) == 1
        and stated
    ):
        others = "、".join(f"{n.sheet.title}!{n.cell.coordinate}" for n in wrong)
        return [
            problem(
                "month-mixed",
                stated.sheet.title,
                stated.cell.coordinate,
                found=stated.text,
                month=f"{wrong[0].period.month}月（{others}）",
            )
        ]
    shown_month = month_printed(month)
    return [
        problem(
            "month-mixed", n.sheet.title, n.cell.coordinate, found=n.cell.text, month=shown_month
        )
        for n in wrong
    ]
