"""Number formats, and numbers out of the texts that a page shows."""

import re
from decimal import Decimal

_SHOWN = re.compile(r"([+−-]?)((?:0|[1-9][0-9,]*)(?:\.([0-9]+))?)(%?)")
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
    """(value, number format) of a text such as 17,432.2, −2, +77 or 95.38%, so that a cell shows
    just this text. None for any other text."""
    match = _SHOWN.fullmatch(text)
    if match is None or len(re.sub(r"\D", "", text)) > _EXACT_DIGITS:
        return None
    sign, digits, decimals, percent = match.groups()
    value = (
        Decimal(digits.replace(",", ""))
        * (-1 if sign in ("−", "-") else 1)
        / (100 if percent else 1)
    )
    pattern = (
        _pattern(len(decimals or ""), "," in digits or len(digits.split(".")[0]) < 4) + percent
    )
    if sign:
        pattern = f'"+"{pattern};"{sign if sign != "+" else "−"}"{pattern};"{sign}"{pattern}'
    return (
        int(value)
        if value == value.to_integral_value() and not percent and not decimals
        else float(value)
    ), pattern


def _pattern(decimals: int, grouped: bool = True) -> str:
    return ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
