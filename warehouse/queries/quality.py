"""What 数据质量 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def rule_summary(month: dt.date) -> pd.DataFrame:
    """One row per rule: severity, how often it could be checked in the month and how often it
    held."""
    return reader().ask("rule_summary", month=month)


def rule_checks(month: dt.date) -> pd.DataFrame:
    """One row per rule and thing it was applied to, broken ones first: both sides, difference,
    tolerance, holds, operands."""
    return reader().ask("rule_checks", month=month)


def remainder_history() -> pd.DataFrame:
    """One row per city indicator with a provincial counterpart and month: province, city_sum,
    remainder, remainder_pct, change_pp."""
    return reader().ask("remainder_history")


def coverage_map(by: str = "line") -> pd.DataFrame:
    """One row per live report month and line (`line`: a platform or table, `indicator`: one
    indicator): cells expected, filled, blank, absent."""
    return reader().ask("coverage_map", by=by)


def freshness(today: dt.date) -> pd.DataFrame:
    """One row per month from the first to the last report, newest first: due_on, issued_on,
    first_loaded_on, and months overdue by `today`."""
    return reader().ask("freshness", today=today)


def derived_differences(month: dt.date) -> pd.DataFrame:
    """One row per figure of the month that is stated and implied by the month after: stated,
    derived, difference, tolerance, agrees."""
    return reader().ask("derived_differences", month=month)


def outliers(month: dt.date) -> pd.DataFrame:
    """One row per figure of the month far outside its own history: step, middle of the steps
    before, score."""
    return reader().ask("outliers", month=month)


def outlier_history(month: dt.date) -> pd.DataFrame:
    """One row: figures with a step, how many have enough history to be judged, the longest history,
    what is needed."""
    return reader().ask("outlier_history", month=month)
