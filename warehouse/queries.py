"""One function per question a page asks. Each names its grain; the answer is a frame that the caller may change freely."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def warehouse_state() -> pd.DataFrame:
    """One row: loads, last_load, simulated, last_loaded_at (UTC), newest_month, earlier (the current file does not open, an earlier one answers)."""
    return reader().ask("warehouse_state")


def loads() -> pd.DataFrame:
    """One row per load, newest first: month, file, who, when, state (现行, 已被替换, 已撤回, 撤回整月), cells, reasons."""
    return reader().ask("loads")


def load_changes(load: int) -> pd.DataFrame:
    """One row per cell in which a load differs from the one before it of the same month: kind, old and new token, place."""
    return reader().ask("load_changes", load=load)


def load_reasons(load: int) -> pd.DataFrame:
    """One row per reason given with a load: code, place, message, reason."""
    return reader().ask("load_reasons", load=load)


def load_workbook(load: int) -> pd.DataFrame:
    """One row: file_name and the bytes of a load's workbook."""
    return reader().ask("load_workbook", load=load)


def months() -> pd.DataFrame:
    """One row per month with a live report, newest first: month_text, partial, complete, issue_no, issued_on, source…"""
    return reader().ask("months")


def headlines(month: dt.date) -> pd.DataFrame:
    """One row per headline indicator (two a platform): measure, value, mom, yoy, monthly_value, source."""
    return reader().ask("headlines", month=month)


def headline_history(month: dt.date) -> pd.DataFrame:
    """One row per headline indicator, measure and month with a figure, over the four years up to the month."""
    return reader().ask("headline_history", month=month)


def platform_table(month: dt.date) -> pd.DataFrame:
    """One row per platform indicator printed in the month: cumulative, monthly, mom, yoy, source."""
    return reader().ask("platform_table", month=month)


def project_stages(month: dt.date) -> pd.DataFrame:
    """One row per project stage, the total last: count, count_change, amount (万元), shares in %, average_amount."""
    return reader().ask("project_stages", month=month)


def project_checks(month: dt.date) -> pd.DataFrame:
    """One row per project measure: stated total, sum of the six stages, difference."""
    return reader().ask("project_checks", month=month)


def city_leaders(month: dt.date, cities: int = 3) -> pd.DataFrame:
    """One row per city indicator: the first and the last `cities` ranks, ties included, with their values."""
    return reader().ask("city_leaders", month=month, cities=cities)


def missing(month: dt.date) -> pd.DataFrame:
    """One row per table and platform with cells that hold no value: absent (not printed) and blank (printed empty)."""
    return reader().ask("missing", month=month)


def indicators_with_data() -> pd.DataFrame:
    """One row per indicator that has any figure, in catalogue order, with its measures, first and last month."""
    return reader().ask("indicators_with_data")


def figure_months() -> pd.DataFrame:
    """One row per month that has any figure, newest first: month_text."""
    return reader().ask("figure_months")


def trend(indicators: list[str], measure: str, members: list[str]) -> pd.DataFrame:
    """One row per series and month from its first to its last figure; value is NULL in a gap. Provincial series are always in."""
    return reader().ask("trend", indicators=indicators, measure=measure, members=members)


def city_ranking(month: dt.date, indicator: str, scale: str = "value") -> pd.DataFrame:
    """One row per city that reported: rank by `scale`, value or per_10k (ties share it, the next skips), both figures, region, source."""
    return reader().ask("city_ranking", month=month, indicator=indicator, scale=scale)


def region_totals(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per region for an additive indicator (none for a rate): value, share_pct, per_10k."""
    return reader().ask("region_totals", month=month, indicator=indicator)


def city_remainder(month: dt.date, indicator: str) -> pd.DataFrame:
    """At most one row: province, city_sum, remainder and its share of the province in %."""
    return reader().ask("city_remainder", month=month, indicator=indicator)


def figures(months: list[str], platforms: list[str], indicators: list[str], tables: list[str], members: list[str], origins: list[str]) -> pd.DataFrame:
    """One row per figure that fits every filter (an empty one fits all), with the download's Chinese columns."""
    return reader().ask("figures", months=months, platforms=platforms, indicators=indicators, tables=tables, members=members, origins=origins)
