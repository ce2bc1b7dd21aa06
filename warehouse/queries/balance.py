"""What 均衡 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def balance(month: dt.date) -> pd.DataFrame:
    """One row per city indicator: 珠三角 (core) and 粤东西北 (rest) with total, share, level; gap,
    max_to_min, variation, and changes in 百分点."""
    return reader().ask("balance", month=month)


def balance_history(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per month up to `month`: shares, gap, max_to_min and variation of one city indicator,
    NULL where a month is missing."""
    return reader().ask("balance_history", month=month, indicator=indicator)


def residents() -> pd.DataFrame:
    """One row per side, 珠三角 and 粤东西北: cities, population_10k, share_pct."""
    return reader().ask("residents")
