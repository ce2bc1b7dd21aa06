"""Which report a month's figures come from, as pages, documents and the wall say it."""

import pandas as pd

from words.clock import month_words
from words.numbers import is_missing


def month_named(month: pd.Series) -> str:
    """2022 年 8 月（部分数据）, of a row of `queries.common.months`."""
    return month_words(month["month"]) + ("（部分数据）" if month["partial"] else "")


def issued(month: pd.Series) -> str:
    """A report is 印发, the public pages of a partial month are 发布."""
    return "发布" if month["partial"] else "印发"


def day_issued(month: pd.Series) -> list[str]:
    """[2022-09-13 印发]; nothing where the day is not known."""
    day = month["issued_on"]
    return [] if is_missing(day) else [f"{day:%Y-%m-%d} {issued(month)}"]
