"""Number formats, and numbers out of the texts that a page shows."""

import re
from decimal import Decimal

# A number with what stands around it: ≥ 2,500 r, ▼ 1.69%（推算）, 17,432.2 万, 3（并列）, 215.0亿,
# 每万人 1,473, 压减 ≥ 30%.
_SHOWN = re.compile(
    r"(?P<before>(?:[\u4e00-\u9fff]{1,4} )?(?:[≥≤><=▲▼第] ?)?)(?P<sign>[+−-]?)"
    r"(?P<digits>(?:0|[1-9][0-9,]*)(?:\.(?P<decimals>[0-9]+))?)"
    r"(?P<percent>%?)(?P<after>[ A-Za-z\u4e00-\u9fff（）/]{0,40})"
)
_FLAT = "持平"  # a change of nothing
_EXACT_DIGITS = 15  # a spreadsheet keeps no more


def number_format(value: float) -> str:
    """Thousands in groups, and as many decimals as the value has: a fixed pattern would show 255 as
    255. or 3.10 as 3.1000."""
    return _pattern(_decimals(Decimal(repr(float(value))).normalize()))


def _decimals(value: Decimal) -> int:
    return max(-int(value.as_tuple().exponent), 0)


def printed_number(text: str | None) -> tuple[float, str] | None:
    """(value, number format) of a number as its source prints it, 162.60: the cell shows all its
    decimals. None for a missing one."""
    if not isinstance(text, str):
        return None
    value = Decimal(text)
    return (float(value) if "." in text else int(value), _pattern(_decimals(value)))


def as_number(text: str) -> tuple[float, str] | None:
    """(value, number format) of a text with one number: 17,432.2 万, −2, ▼ 1.69%（推算）, ≥ 500
    r. The format shows just this text, marks and all, and the cell adds up. None for any other."""
    if text == _FLAT:
        return 0, f'0;0;"{_FLAT}"'
    match = _SHOWN.fullmatch(text)
    if match is None or len(re.sub(r"\D", "", text)) > _EXACT_DIGITS:
        return None
    before, sign, digits, decimals, percent, after = match.groups()
    falls = sign in ("−", "-") or "▼" in before
    value = Decimal(digits.replace(",", "")) * (-1 if falls else 1) / (100 if percent else 1)
    grouped = "," in digits or len(digits.split(".")[0]) < 4
    pattern = _pattern(len(decimals or ""), grouped) + percent
    pattern = _with_mark(pattern, (before + sign, after))
    whole = value == value.to_integral_value() and not percent and not decimals
    return int(value) if whole else float(value), pattern


def _with_mark(pattern: str, mark: tuple[str, str]) -> str:
    """The number format with what stands before and behind the number."""
    before, after = mark
    if not before and not after:
        return pattern
    signs = pattern.split(";") if ";" in pattern else [pattern] * 3
    return ";".join(_quoted(before) + sign + _quoted(after) for sign in signs)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _pattern(decimals: int, grouped: bool = True) -> str:
    return ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
