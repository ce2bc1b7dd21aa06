"""How a printed number is read: one strict grammar, exact decimals, nothing guessed.

float() is not it: it takes 1_000, ٣ and inf.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from words.numbers import COUNTERS

_WIDTH = str.maketrans(
    "０１２３４５６７８９．，％－−–＋（）　﹒﹐﹪﹣‐‑﹢", "0123456789.,%---+() .,%---+"
)
_SPACE = "[ \u00a0\u2007\u2009\u202f]"  # that groups thousands: of all widths, seen as one
_NUMBER = (
    rf"([+-]?)([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?"
)
_UNIT = rf"(万|亿|%)?([{COUNTERS}]?次?)"
_PLAIN = re.compile(rf"{_NUMBER}\s?(?:{_UNIT}|\({_UNIT}(?<!\()\))")
_BOUNDED = re.compile(rf"(超过|超|逾|近)?{_NUMBER}(余|多)?(万|亿|%)?(余|多)?[{COUNTERS}]?(余|多)?")
MOST_DECIMALS, _TOO_LARGE = 4, Decimal(10) ** 14  # what DECIMAL(18,4) holds
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "%": Decimal(1), "": Decimal(1)}


@dataclass(frozen=True)
class Number:
    """A number in its indicator's unit.

    `suffix` is the 万/亿/% the cell itself carries; `bound` is above (超, 余) or below (近).
    """

    value: Decimal
    decimals: int
    suffix: str
    bound: str | None = None

    @property
    def storable(self) -> bool:
        """Whether the warehouse can hold it exactly."""
        return self.decimals <= MOST_DECIMALS and abs(self.value) < _TOO_LARGE


def scale_of(unit: str) -> str:
    """The number word a unit begins with: 万, 亿, % or nothing."""
    return unit[0] if unit[:1] in ("万", "亿", "%") else ""


def fold_width(text: str) -> str:
    """Full-width digits and signs as half-width ones, outer spaces dropped.

    A fixed table: NFKC would also turn ② into 2.
    """
    return text.translate(_WIDTH).strip()


def parse_number(text: str, unit: str) -> Number | None:
    """A cell of the report's tables, None if it is not a number.

    `215.0亿` under 亿 is 215.0: the unit is repeated, not multiplied. What is counted may stand
    behind it (3项 under 项, 5.0万人次 under 万), if it is not something else.
    """
    match = _PLAIN.fullmatch(_typed(text))
    if match is None:
        return None
    suffix, counted = match[4] or match[6] or "", match[5] or match[7] or ""
    if counted and not _is_counted(counted, suffix, unit):
        return None
    return _number(match[1], match[2], match[3], suffix, unit)


def _typed(text: str) -> str:
    """4221。5 comes from a Chinese keyboard."""
    return fold_width(text).replace("。", ".")


def _is_counted(what: str, suffix: str, unit: str) -> bool:
    """Whether a figure's 人 or 户 says what the unit does: not 5人 under 万, nor 5户 under 人, nor
    5万元 under 万."""
    scale = scale_of(unit)
    own = unit.removeprefix(scale)
    said = what == own or (not own and what not in ("元", "分"))
    return scale != "%" and (not scale or suffix != "") and said


def looks_like_number(text: str) -> bool:
    """Whether a text is a figure in whatever unit."""
    return _PLAIN.fullmatch(_typed(text)) is not None


def parse_bounded(text: str, unit: str) -> Number | None:
    """A figure as a public page words it: 超过1300万, 680多, 近60种, 2000余万.

    None if it is not one.
    """
    match = _BOUNDED.fullmatch(fold_width(text))
    if not match:
        return None
    number = _number(match[2], match[3], match[4], match[6] or "", unit)
    more = match[1] in ("超过", "超", "逾") or match[5] or match[7] or match[8]
    bound = "below" if match[1] == "近" else "above" if more else None
    return number and replace(number, bound=bound)


def _number(sign: str, whole: str, fraction: str | None, suffix: str, unit: str) -> Number | None:
    if suffix and (suffix == "%") != (unit == "%"):
        return None
    digits = Decimal(sign + re.sub("[^0-9]", "", whole) + (fraction or ""))
    places = len(fraction or ".") - 1
    # 1.84亿 in 万 has no decimals left; 5.0万 in 个 neither
    shift = (_SCALE[suffix] / _SCALE[scale_of(unit)]).adjusted() if suffix else 0
    value = digits.scaleb(shift)
    value = Decimal(f"{value:f}") if shift > places else value  # 18400 and not 1.84E+4
    return Number(value, max(places - shift, 0), suffix)
