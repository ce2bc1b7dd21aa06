"""Numbers, changes and text as the screen says them."""

import datetime as dt
import math
import re

import pandas as pd

_NOTHING = "—"
_ADDRESS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def is_missing(value) -> bool:
    """True for None, NaN and NA: a value that the source does not give."""
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and math.isnan(value))
    )


def number(value, decimals) -> str:
    """17,432.2 with the decimals of the source; — where there is none."""
    return (
        _NOTHING
        if is_missing(value)
        else f"{value:,.{0 if is_missing(decimals) else int(decimals)}f}"
    )


def amount(value, unit: str, decimals) -> str:
    """A number with its unit: 17,432.2 万, 95.38%."""
    if is_missing(value):
        return _NOTHING
    return number(value, decimals) + (unit if unit == "%" else f" {unit}")


def signed(value, decimals: int = 0) -> str:
    """A change in units with its sign: +77, −2, 0."""
    if is_missing(value):
        return _NOTHING
    text = f"{abs(value):,.{decimals}f}"
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


def change(value, unit: str) -> str:
    """▲ 1.69%, ▼ 0.35 百分点, 持平; — where it cannot be said.

    Rounded first, so that ▲ 0.00% never shows.
    """
    if is_missing(value) or math.isinf(value):
        return _NOTHING
    rounded = round(float(value), 2)
    space = "" if unit == "%" else " "
    if rounded == 0:
        return "持平"
    return f"{'▲' if rounded > 0 else '▼'} {abs(rounded):,.2f}{space}{unit}"


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


def beijing(utc: dt.datetime) -> str:
    """A stored time as people here read it; China has no summer time."""
    return f"{utc + dt.timedelta(hours=8):%Y-%m-%d %H:%M}"


def beijing_today() -> dt.date:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)).date()


def beijing_now() -> str:
    return beijing(dt.datetime.now(dt.UTC))


def month_words(month: dt.date) -> str:
    return f"{month.year} 年 {month.month} 月"


def months_before(month: dt.date, count: int) -> dt.date:
    index = month.year * 12 + month.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def plain(text: str) -> str:
    """Text that markdown shows as it is: every character with a meaning becomes an entity, so
    nothing of a file can format the page.

    Entities do not stop markdown from making links of bare addresses; a zero-width space inside
    them does.
    """
    unlinked = _ADDRESS.sub("\u200b", str(text))
    return "".join(
        ch if ch.isalnum() or ch == " " or not ch.isascii() else f"&#{ord(ch)};" for ch in unlinked
    )
