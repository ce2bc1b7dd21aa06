"""What 总览 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def headlines(month: dt.date) -> pd.DataFrame:
    """One row per headline indicator (two a platform): measure, value, mom, yoy, monthly_value,
    source."""
    return reader().ask("headlines", month=month)


def headline_history(month: dt.date) -> pd.DataFrame:
    """One row per headline indicator, measure and month with a figure, over the four years up to
    the month."""
    return reader().ask("headline_history", month=month)


def platform_table(month: dt.date) -> pd.DataFrame:
    """One row per platform indicator printed in the month: cumulative, monthly, mom, yoy,
    source."""
    return reader().ask("platform_table", month=month)


def city_leaders(month: dt.date) -> pd.DataFrame:
    """One row per city indicator: the first and the last three ranks, ties included, with their
    values."""
    return reader().ask("city_leaders", month=month)


def missing(month: dt.date) -> pd.DataFrame:
    """One row per table and platform with cells that hold no value: absent (not printed) and blank
    (printed empty)."""
    return reader().ask("missing", month=month)


def key_points(month: dt.date) -> pd.DataFrame:
    """One row per number that 本月要点 may say: topic (the sentence), part, slot, name, value,
    unit, decimals, source."""
    return reader().ask("key_points", month=month)


def attention(month: dt.date) -> pd.DataFrame:
    """One row per thing of the month that needs attention, most pressing kind first: kind (worse,
    behind, at_risk, failed, newer, absent, noted), code, codes (of a note: a list), name, measure,
    value, bound, unit."""
    return reader().ask("attention", month=month)
