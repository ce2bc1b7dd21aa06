"""How numbers, changes and places are printed: rounded half up on the exact decimals, so that
2.335 is 2.34 and 5.25 is 5.3, as a person rounds them."""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

_NOTHING = "—"
COUNTERS = "名人项条家次份种类个户台笔件元分"  # what is counted; says nothing beside a figure


def is_missing(value) -> bool:
    """True for None, NaN, NaT and NA: a value that the source does not give."""
    itself = value == value  # noqa: PLR0124, NaN and NaT differ from themselves, NA does not say
    return value is None or type(itself).__name__ == "NAType" or not itself


def rounded(value, decimals: int = 0, how: str = ROUND_HALF_UP) -> Decimal:
    """The value half up at so many decimals. A float counts as its first 15 digits: those are what
    its arithmetic meant, 5.249999999999999 was 5.25."""
    exact = value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), how) + 0  # + 0: no minus before a zero


def number(value, decimals) -> str:
    """17,432.2 with the decimals of the source; — where there is none."""
    if is_missing(value):
        return _NOTHING
    return f"{rounded(value, 0 if is_missing(decimals) else int(decimals)):,f}"


def at_least(value, decimals: int) -> str:
    """A number rounded upwards: who keeps a needed pace as it is printed gets there."""
    return f"{rounded(value, decimals, ROUND_CEILING):,f}"


def percent(value, decimals: int = 1) -> str:
    """67.5%; — where there is none."""
    return _NOTHING if is_missing(value) else f"{number(value, decimals)}%"


def shortest(value, most: int = 4) -> str:
    """A number without zeros at its end: 1,800, 2.5."""
    text = number(value, most)
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value, unit: str, decimals) -> str:
    """A number with its unit: 17,432.2 万, 95.38%."""
    if is_missing(value):
        return _NOTHING
    return number(value, decimals) + (unit if unit == "%" else f" {unit}")


def signed(value, decimals: int = 0) -> str:
    """A change in units with its sign: +77, −2, 0."""
    if is_missing(value):
        return _NOTHING
    size = rounded(value, decimals)
    text = f"{abs(size):,f}"
    return f"+{text}" if size > 0 else f"−{text}" if size < 0 else text


def change(value, unit: str) -> str:
    """▲ 1.69%, ▼ 0.35 百分点, 持平; — where it cannot be said.

    Rounded first, so that ▲ 0.00% never shows.
    """
    if is_missing(value) or math.isinf(value):
        return _NOTHING
    size = rounded(value, 2)
    space = "" if unit == "%" else " "
    if size == 0:
        return "持平"
    return f"{'▲' if size > 0 else '▼'} {abs(size):,f}{space}{unit}"


def places(value) -> str:
    """Places won or lost in a ranking: ▲ 2, ▼ 1, 持平; — where last month has no rank."""
    if is_missing(value):
        return _NOTHING
    return "持平" if value == 0 else f"{'▲' if value > 0 else '▼'} {abs(int(value))}"


def rank_words(rank, tied) -> str:
    """3, 1（并列）; — for a city that is not ranked."""
    return _NOTHING if is_missing(rank) else f"{int(rank)}" + ("（并列）" if tied > 1 else "")


def place_words(rank, tied) -> str:
    """第 3 位, 第 1 位（并列）."""
    return f"第 {int(rank)} 位" + ("（并列）" if tied > 1 else "")


def adding_up(parts: Sequence, whole, decimals: int) -> list[Decimal | None]:
    """Parts rounded so that they add up to their whole as it is printed: what is left over goes a
    last digit at a time to those that rounding took most from. None stays None."""
    known = {n: rounded(p, 12) for n, p in enumerate(parts) if not is_missing(p)}
    shown = {n: rounded(p, decimals) for n, p in known.items()}
    left = rounded(whole, decimals) - sum(shown.values()) if known else Decimal(0)
    step = Decimal(1).scaleb(-decimals).copy_sign(left)
    for n in sorted(known, key=lambda n: (shown[n] - known[n]) * step)[: int(left / step)]:
        shown[n] += step
    return [shown.get(n) for n in range(len(parts))]


def shares_note(name: str, shares: Iterable) -> str:
    """金额占比四舍五入，相加为 99.8%; '' where the shares of a whole add up as they are printed."""
    total = sum(rounded(s, 1) for s in shares if not is_missing(s))
    return "" if total in (0, 100) else f"{name}四舍五入，相加为 {total}%"


def bounded(text: str, bound) -> str:
    """≥ 2,500 项, ≤ 60 类 where the source gives only a bound."""
    return ("≥ " if bound == "above" else "≤ " if bound == "below" else "") + text


def of_cities(cities, unreported: str) -> str:
    """21 市; 20 市（缺云浮）: how many cities a number is made of, and who is not in it."""
    return f"{int(cities)} 市" + (f"（缺{unreported}）" if unreported else "")


def grouped(value: Decimal) -> str:
    """A number as sentences print it: 1,234.5, without zeros at its end."""
    return f"{value.normalize():,f}"
