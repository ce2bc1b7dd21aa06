"""Beijing's time, the only one there is: China has no summer time, servers stand anywhere."""

import datetime as dt
from collections.abc import Iterable, Sequence

_AHEAD = dt.timedelta(hours=8)


def utc_now() -> dt.datetime:
    """This second as it is stored: UTC without a zone."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def beijing(utc: dt.datetime) -> str:
    """A stored time as people here read it; China has no summer time."""
    return f"{utc + _AHEAD:%Y-%m-%d %H:%M}"


def from_iso(utc: str) -> str:
    """A stored time, written as text, as people here read it."""
    return beijing(dt.datetime.fromisoformat(utc))


def beijing_today() -> dt.date:
    return (utc_now() + _AHEAD).date()


def beijing_now() -> str:
    return beijing(utc_now())


def first_day(month: str) -> dt.date:
    """Of 2022-08."""
    return dt.date.fromisoformat(f"{month}-01")


def month_words(month: dt.date) -> str:
    return f"{month.year} 年 {month.month} 月"


def month_printed(month: dt.date) -> str:
    """As workbooks print it: 2022年8月."""
    return f"{month.year}年{month.month}月"


def months_words(first: dt.date, last: dt.date) -> str:
    """2022-08, or 2022-08 至 2022-10."""
    return f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} 至 {last:%Y-%m}"


def months_named(months: Iterable[dt.date]) -> str:
    """2022-09 至 2023-06（10 个月）、2023-08: in order; three and more in a row are a span."""
    runs: list[list[dt.date]] = []
    for month in sorted(set(months)):
        if runs and months_between(runs[-1][-1], month) == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(
        f"{months_words(run[0], run[-1])}（{len(run)} 个月）"
        if len(run) > 2
        else "、".join(f"{month:%Y-%m}" for month in run)
        for run in runs
    )


def months_lacking(there: Iterable[dt.date]) -> list[dt.date]:
    """Those between the first and the last that are not there."""
    known = sorted(set(there))
    return [
        month
        for n in range(months_between(known[0], known[-1]))
        if (month := months_before(known[-1], n)) not in known
    ]


def months_between(earlier: dt.date, later: dt.date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_before(month: dt.date, count: int) -> dt.date:
    index = month.year * 12 + month.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def opening_month(months: Sequence[str], complete: Iterable[bool]) -> str:
    """What is shown where no month is chosen: the newest complete one, else the newest; `months`
    newest first."""
    return next((m for m, whole in zip(months, complete, strict=True) if whole), months[0])
