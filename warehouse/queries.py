"""One function per question a page asks. Each names its grain; the answer is a frame that the caller may change freely."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def warehouse_state() -> pd.DataFrame:
    """One row: loads, last_load, simulated."""
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
    """One row per city that reported: rank by `scale`, value or per_10k (ties share it, the next skips), best_rank, worst_rank, rank_change, source…"""
    return reader().ask("city_ranking", month=month, indicator=indicator, scale=scale)


def city_progress(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city with a figure in this and in last month: change in change_unit, rank by it; stuck at the cap has no rank."""
    return reader().ask("city_progress", month=month, indicator=indicator)


def unreported_cities(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city without a value: city_name, region, the blank cell in `source` where one is printed."""
    return reader().ask("unreported_cities", month=month, indicator=indicator)


def rank_history(month: dt.date, indicator: str, scale: str) -> pd.DataFrame:
    """One row per city and month of the year up to `month`: rank, NULL where the city has none, and what it is the rank of."""
    return reader().ask("rank_history", month=month, indicator=indicator, scale=scale)


def city_profile(month: dt.date, city: str) -> pd.DataFrame:
    """One row per city indicator: the city's value, ranks, rank changes, position 0 to 100, and its gap to its region and to all cities."""
    return reader().ask("city_profile", month=month, city=city)


def city_positions(month: dt.date) -> pd.DataFrame:
    """One row per city indicator and city: position 0 (last) to 100 (first)."""
    return reader().ask("city_positions", month=month)


def city_scores(month: dt.date, weights: dict[str, int]) -> pd.DataFrame:
    """One row per city: weighted mean of its positions (score, 0 to 100), rank, and the ranks when one indicator is left out. `weights` by indicator."""
    return reader().ask("city_scores", month=month, indicators=list(weights), weights=list(weights.values()))


def city_score_parts(month: dt.date, city: str, weights: dict[str, int]) -> pd.DataFrame:
    """One row per indicator: weight, the city's position, the points it adds to the score."""
    return reader().ask("city_score_parts", month=month, city=city, indicators=list(weights), weights=list(weights.values()))


def city_history(month: dt.date, cities: list[str]) -> pd.DataFrame:
    """One row per city indicator, city and month up to `month` with a figure."""
    return reader().ask("city_history", month=month, cities=cities)


def balance(month: dt.date) -> pd.DataFrame:
    """One row per city indicator: 珠三角 (core) and 粤东西北 (rest) with total, share, level; gap, max_to_min, variation, and changes in 百分点."""
    return reader().ask("balance", month=month)


def balance_history(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per month up to `month`: shares, gap, max_to_min and variation of one city indicator, NULL where a month is missing."""
    return reader().ask("balance_history", month=month, indicator=indicator)


def residents() -> pd.DataFrame:
    """One row per side, 珠三角 and 粤东西北: cities, population_10k, share_pct."""
    return reader().ask("residents")


def region_totals(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per region for an additive indicator (none for a rate): value, share_pct, per_10k."""
    return reader().ask("region_totals", month=month, indicator=indicator)


def city_remainder(month: dt.date, indicator: str) -> pd.DataFrame:
    """At most one row: province, city_sum, remainder and its share of the province in %."""
    return reader().ask("city_remainder", month=month, indicator=indicator)


def figures(months: list[str], platforms: list[str], indicators: list[str], tables: list[str], members: list[str], origins: list[str]) -> pd.DataFrame:
    """One row per figure that fits every filter (an empty one fits all), with the download's Chinese columns."""
    return reader().ask("figures", months=months, platforms=platforms, indicators=indicators, tables=tables, members=members, origins=origins)
