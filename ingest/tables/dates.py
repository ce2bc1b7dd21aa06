"""How people write a month or a day: in Chinese or full-width digits, with two digits of the year,
between points or strokes. All of it becomes 2022年8月31日."""

import datetime as dt
import functools
import re
from dataclasses import dataclass

from catalog import fold
from ingest.tables.numeral import fold_width

_DIGITS = str.maketrans(
    "〇零○Oo一二三四五六七八九壹贰叁肆伍陆柒捌玖拾", "00000123456789123456789十"
)
_ONE = "〇零○一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾0-9"
_NUMERAL = re.compile(rf"[{_ONE}][{_ONE}Oo]{{0,4}}(?=\s?[年月日号])")
_NO_MORE = r"(?![0-9./年-])"
_FORMS = (  # how it is written, how it is said
    (r"(?<![0-9])([0-9]{2})(?=\s*年\s*[0-9]{1,2}\s*月)", r"20\1"),
    (
        rf"(?<![0-9./-])(20[0-9]{{2}})([-./])([0-9]{{1,2}})\2([0-9]{{1,2}}){_NO_MORE}日?",
        r"\1年\3月\4日",
    ),
    (rf"(?<![0-9./-])(20[0-9]{{2}})\s*[-./]\s*([0-9]{{1,2}}){_NO_MORE}月?", r"\1年\2月"),
    (r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])", r"\1年\2月\3日"),
    (r"(?<![0-9])(20[0-9]{2})(0[1-9]|1[0-2])(?![0-9])", r"\1年\2月"),
)
_COMPILED = [(re.compile(form), said) for form, said in _FORMS]
_PERIOD = (
    r"(?P<upto>截至|截止到?|至)?(?:(?:(?P<year>[0-9]{4})年)?(?P<month>1[0-2]|0?[1-9])月份?"
    r"(?P<end>底|末|[0-9]{1,2}日)?|本月|当月|本期|目前)"
)
_BEFORE = re.compile(rf"{_PERIOD}(?P<name>.+)")
_ALONE = re.compile(rf"{_PERIOD}(?P<name>)")
_BEHIND = re.compile(rf"(?P<name>.+)\({_PERIOD}\)")
LONGEST = 200  # characters of a text that may be a title


@dataclass(frozen=True)
class Period:
    """What a header says about time: 8月 (within it) or 截至8月底 (up to it); year and month may be
    left out."""

    year: int | None
    month: int | None
    up_to: bool

    def agrees(self, month: dt.date) -> bool:
        return self.month in (None, month.month) and self.year in (None, month.year)


@functools.lru_cache(maxsize=8192)
def in_digits(text: str) -> str:
    """A text with its months and days said in one way: 二〇二二年八月 and 2022.08 are 2022年8月."""
    text = fold_width(text)
    if len(text) > LONGEST or not re.search(rf"[{_ONE}]", text):
        return text
    text = _NUMERAL.sub(lambda found: _number(found[0]), text)
    for form, said in _COMPILED:
        text = form.sub(said, text)
    return text


def _number(numeral: str) -> str:
    """二〇二二 → 2022, 十二 → 12, 二十三 → 23."""
    digits = numeral.translate(_DIGITS)
    tens, ten, ones = digits.partition("十")
    return (tens or "1") + (ones or "0") if ten else digits


def split_period(label: str) -> tuple[str, Period | None]:
    """2022年8月新增 → 新增 and the month; 累计（截至8月底） too; the name of 截至8月底 is ''. It is
    folded. A month may be said twice (8月新增（当月）); of two that differ neither counts."""
    name = text = fold(in_digits(label))
    alone = _ALONE.fullmatch(text)
    said = [alone] if alone and alone["month"] else []
    name = "" if said else text
    for before in (True, True, False):
        match = _BEFORE.fullmatch(name) if before else _BEHIND.fullmatch(name)
        if match:
            name = match["name"]
            said.append(match)
    if not said:
        return text, None
    years, months = ({int(m[part]) for m in said if m[part]} for part in ("year", "month"))
    if len(years) > 1 or len(months) > 1:
        return text, None
    up_to = any(m["upto"] or m["end"] for m in said)
    return name, Period(max(years, default=None), max(months, default=None), up_to)
