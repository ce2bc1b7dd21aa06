"""The month up to which a workbook says that its figures go, in a title or a note: 数据截至7月31日,
统计周期：2022年8月1日至31日."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.tables.dates import LONGEST, Period, in_digits
from ingest.tables.view import shown
from ingest.workbook.sheets import Cell, Sheet

_WORDS = ("截", "数据", "统计")  # one of them stands in each
_BETWEEN = re.compile(r"\s{2,}|\n")  # two things said in one line
_CLAUSE = re.compile(r"(^|[（(，,。；;])([^（(）)，,。；;]+)")
_OF_SOURCE = re.compile("(?:数据|资料)来源[:：]")
_DATE = r"(?:(20[0-9]{2})年)?(1[0-2]|0?[1-9])月份?(?:[0-9]{1,2}[日号]|底|末)?"
_DATES = re.compile(
    rf"(?:{_DATE}[至到—–~～-]{{1,2}})?(?:{_DATE}|[0-9]{{1,2}}[日号])(?:24[时点]|止)?"
)
_UP_TO = r"(?:截[至止](?:时间|日期|时点|日)|截至|截止到?)(?:均?[为是])?[:：]?"
_BEGIN = re.compile(  # of all figures: not 人口数据截至2020年底
    r"(?:注[0-9]{0,2}[:：]|备注[:：]|说明[:：]|[*※])?"
    r"(?:(?:以上|上述|[本上各]表|表[内中]|全部|所有|各项)?(?:统计|指标)?(?P<said>数据|统计|指标)"
    r"(?:(?:时间|日期|时点|期间|周期|区间)(?:均?[为是])?[:：]?)?)?"
    rf"(?:均|都|统一)?(?P<up_to>{_UP_TO})?"
)


@dataclass(frozen=True)
class AsOf:
    """`up_to`: whether it says 截至, and not only a time, which may be that of the counting."""

    period: Period
    up_to: bool
    sheet: Sheet
    cell: Cell

    def differs(self, month: dt.date) -> bool:
        if self.period.agrees(month):
            return False
        year, number = self.period.year, self.period.month or month.month
        months = 12 * (year - month.year) + number - month.month if year else number - month.month
        return self.up_to or (months < 0 if year else (months + 6) % 12 < 6)


def as_of(sheets: Iterable[Sheet]) -> Iterator[AsOf]:
    """What the texts of these sheets say of it."""
    for sheet in sheets:
        for cell in sheet.cells.values():
            if cell.kind == "text" and len(cell.text) <= LONGEST and _may_say(cell.text):
                yield from _said(sheet, cell)


def _may_say(text: str) -> bool:
    return any(word in text for word in _WORDS)


def _said(sheet: Sheet, cell: Cell) -> Iterator[AsOf]:
    text = "".join(_BETWEEN.sub("，", in_digits(cell.text).strip()).split())
    if _BEGIN.fullmatch(text):  # a label, its day beside it
        text += "".join(in_digits(shown(sheet, cell.row, cell.column + 1)).split())
    for clause in _CLAUSE.finditer(text):
        begin = _BEGIN.match(clause[2])
        dates = _DATES.fullmatch(clause[2], begin.end()) if begin else None
        is_alone = clause[1] in ("（", "(") or clause[0] == text or _OF_SOURCE.match(text)
        if begin and dates and (begin["said"] or (begin["up_to"] and is_alone)):
            first_year, first, year, number = dates.groups()
            year, number = year or first_year, number or first
            if number:
                period = Period(int(year) if year else None, int(number), up_to=True)
                yield AsOf(period, bool(begin["up_to"]), sheet, cell)
