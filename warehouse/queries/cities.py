"""What 地市排名 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def city_ranking(month: dt.date, indicator: str, scale: str = "value") -> pd.DataFrame:
    """One row per city that reported: rank by `scale`, value or per_10k (ties share it, the next
    skips), best_rank, worst_rank, rank_change, source…; spread and first_three_pct on every row."""
    return reader().ask("city_ranking", month=month, indicator=indicator, scale=scale)


def city_progress(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city with a figure in this and in last month: change in change_unit, rank by it;
    stuck at the cap has no rank."""
    return reader().ask("city_progress", month=month, indicator=indicator)


def rank_history(month: dt.date, indicator: str, scale: str) -> pd.DataFrame:
    """One row per city and month of the year up to `month`: rank, NULL where the city has none, and
    what it is the rank of."""
    return reader().ask("rank_history", month=month, indicator=indicator, scale=scale)


def region_totals(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per region for an additive indicator (none for a rate): value, share_pct, per_10k."""
    return reader().ask("region_totals", month=month, indicator=indicator)


def region_medians(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per region, 全省 last, for an indicator that does not add up: cities, median."""
    return reader().ask("region_medians", month=month, indicator=indicator)


def city_remainder(month: dt.date, indicator: str) -> pd.DataFrame:
    """At most one row: province, city_sum, remainder and its share of the province in %."""
    return reader().ask("city_remainder", month=month, indicator=indicator)


def contributions(month: dt.date, indicator: str, span: str) -> pd.DataFrame:
    """One row per city and one for 省直/未分配: added, contribution_pct, pull_pp since the month
    before (`span` month) or December before (year); one row without member where a city is
    missing."""
    return reader().ask("contributions", month=month, indicator=indicator, span=span)
