"""One function per question a page asks.

Each names its grain; the answer is a frame that the caller may change freely.
"""

import datetime as dt

import pandas as pd

from warehouse.extract import ROWS_AT_MOST, extract, filters
from warehouse.reader import reader


def warehouse_state() -> pd.DataFrame:
    """One row: loads, last_load, simulated, last_loaded_at (UTC), newest_month, earlier (the
    current file does not open, an earlier one answers)."""
    return reader().ask("warehouse_state")


def loads() -> pd.DataFrame:
    """One row per load, newest first: month, file, who, when, state (现行, 已被替换, 已撤回,
    撤回整月), cells, reasons."""
    return reader().ask("loads")


def load_changes(load: int) -> pd.DataFrame:
    """One row per cell in which a load differs from the one before it of the same month, at most
    1,000: kind, old and new token, place; of_kind, of_all."""
    return reader().ask(
        "load_changes", load=load, earlier=int(earlier_load(load)["load_id"].iloc[0])
    )


def earlier_load(load: int) -> pd.DataFrame:
    """One row: load_id of the load before it of the same month and kind, -1 where it is the
    first."""
    return reader().ask("earlier_load", load=load)


def load_reasons(load: int) -> pd.DataFrame:
    """One row per reason given with a load: code, place, message, reason."""
    return reader().ask("load_reasons", load=load)


def load_workbook(load: int) -> pd.DataFrame:
    """One row: file_name and the bytes of a load's workbook."""
    return reader().ask_stored("load_workbook", load=load)


def months() -> pd.DataFrame:
    """One row per month with a live report, newest first: month_text, partial, complete, issue_no,
    issued_on, source…"""
    return reader().ask("months")


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


def project_stages(month: dt.date) -> pd.DataFrame:
    """One row per project stage, the total last: count, count_change, amount (万元), shares in %,
    average_amount."""
    return reader().ask("project_stages", month=month)


def project_checks(month: dt.date) -> pd.DataFrame:
    """One row per project measure: stated total, sum of the six stages, difference."""
    return reader().ask("project_checks", month=month)


def city_leaders(month: dt.date, cities: int = 3) -> pd.DataFrame:
    """One row per city indicator: the first and the last `cities` ranks, ties included, with their
    values."""
    return reader().ask("city_leaders", month=month, cities=cities)


def missing(month: dt.date) -> pd.DataFrame:
    """One row per table and platform with cells that hold no value: absent (not printed) and blank
    (printed empty)."""
    return reader().ask("missing", month=month)


def indicators_with_data() -> pd.DataFrame:
    """One row per indicator that has any figure, in catalogue order, with its measures, first and
    last month."""
    return reader().ask("indicators_with_data")


def figure_months() -> pd.DataFrame:
    """One row per month that has any figure, newest first: month_text."""
    return reader().ask("figure_months")


def trend(indicators: list[str], measure: str, members: list[str]) -> pd.DataFrame:
    """One row per series and month from its first to its last figure; value is NULL in a gap.

    Provincial series are always in.
    """
    return reader().ask("trend", indicators=indicators, measure=measure, members=members)


def city_ranking(month: dt.date, indicator: str, scale: str = "value") -> pd.DataFrame:
    """One row per city that reported: rank by `scale`, value or per_10k (ties share it, the next
    skips), best_rank, worst_rank, rank_change, source…"""
    return reader().ask("city_ranking", month=month, indicator=indicator, scale=scale)


def city_progress(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city with a figure in this and in last month: change in change_unit, rank by it;
    stuck at the cap has no rank."""
    return reader().ask("city_progress", month=month, indicator=indicator)


def unreported_cities(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city without a value: city_name, region, the blank cell in `source` where one is
    printed."""
    return reader().ask("unreported_cities", month=month, indicator=indicator)


def rank_history(month: dt.date, indicator: str, scale: str) -> pd.DataFrame:
    """One row per city and month of the year up to `month`: rank, NULL where the city has none, and
    what it is the rank of."""
    return reader().ask("rank_history", month=month, indicator=indicator, scale=scale)


def city_profile(month: dt.date, city: str) -> pd.DataFrame:
    """One row per city indicator: the city's value, ranks, rank changes, position 0 to 100, and its
    gap to its region and to all cities."""
    return reader().ask("city_profile", month=month, city=city)


def city_positions(month: dt.date) -> pd.DataFrame:
    """One row per city indicator and city: position 0 (last) to 100 (first)."""
    return reader().ask("city_positions", month=month)


def city_scores(month: dt.date, weights: dict[str, int]) -> pd.DataFrame:
    """One row per city: weighted mean of its positions (score, 0 to 100), rank, and the ranks when
    one indicator is left out. `weights` by indicator."""
    return reader().ask(
        "city_scores", month=month, indicators=list(weights), weights=list(weights.values())
    )


def city_score_parts(month: dt.date, city: str, weights: dict[str, int]) -> pd.DataFrame:
    """One row per indicator: weight, the city's position, the points it adds to the score."""
    return reader().ask(
        "city_score_parts",
        month=month,
        city=city,
        indicators=list(weights),
        weights=list(weights.values()),
    )


def city_history(month: dt.date, cities: list[str]) -> pd.DataFrame:
    """One row per city indicator, city and month up to `month` with a figure."""
    return reader().ask("city_history", month=month, cities=cities)


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


def region_totals(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per region for an additive indicator (none for a rate): value, share_pct, per_10k."""
    return reader().ask("region_totals", month=month, indicator=indicator)


def city_remainder(month: dt.date, indicator: str) -> pd.DataFrame:
    """At most one row: province, city_sum, remainder and its share of the province in %."""
    return reader().ask("city_remainder", month=month, indicator=indicator)


def area_months() -> pd.DataFrame:
    """One row per month with a report or a workbook of counties and towns in force, newest first:
    areas (the second is there), complete, file names."""
    return reader().ask("area_months")


def area_ranking(
    month: dt.date, indicator: str, level: str, within: str, scale: str = "value"
) -> pd.DataFrame:
    """One row per area of `level` inside the area `within` with a value: rank by `scale`, value or
    per_10k, 环比, 同比, rank_change, has_areas, source."""
    return reader().ask(
        "area_ranking", month=month, indicator=indicator, level=level, within=within, scale=scale
    )


def area_unreported(month: dt.date, indicator: str, level: str, within: str) -> pd.DataFrame:
    """One row per area of `level` inside `within` without a value: area_name, parent_name, the
    blank cell in `source` where one is printed."""
    return reader().ask(
        "area_unreported", month=month, indicator=indicator, level=level, within=within
    )


def area_sum(month: dt.date, indicator: str, level: str, within: str) -> pd.DataFrame:
    """At most one row, for an indicator that adds up: own (the area's figure), sum of those inside,
    areas, reported, remainder and its share in %."""
    return reader().ask("area_sum", month=month, indicator=indicator, level=level, within=within)


def area_history(month: dt.date, indicator: str, areas: list[str]) -> pd.DataFrame:
    """One row per area, in the order asked, and month from its first to its last figure up to
    `month`; value is NULL in a gap."""
    return reader().ask("area_history", month=month, indicator=indicator, areas=areas)


def area_profile(month: dt.date, area: str) -> pd.DataFrame:
    """One row per indicator of tables city and area for one city, county or town, NULL where it has
    no value: 环比, 同比, rank among its siblings, source."""
    return reader().ask("area_profile", month=month, area=area)


def area_rows(
    month: dt.date,
    level: str,
    within: str,
    indicators: list[str],
    limit: int = ROWS_AT_MOST,
    offset: int = 0,
) -> pd.DataFrame:
    """One row per area of `level` inside `within` and indicator (all where none is named), blanks
    included, with the Chinese columns of every file."""
    return extract().ask(
        "area_rows",
        month=month,
        level=level,
        within=within,
        indicators=indicators,
        limit=limit,
        offset=offset,
    )


def wide_area_rows(
    month: dt.date,
    level: str,
    within: str,
    indicators: list[str],
    limit: int = ROWS_AT_MOST,
    offset: int = 0,
) -> pd.DataFrame:
    """One row per area of `level` inside `within`, a column per indicator that reaches it (or of
    them the named ones); NULL where the cell is blank."""
    return extract().ask(
        "wide_area_rows",
        month=month,
        level=level,
        within=within,
        indicators=indicators,
        limit=limit,
        offset=offset,
    )


def targets(month: dt.date, plans: list[int]) -> pd.DataFrame:
    """One row per target of the chosen plan years (none: all), most urgent first: status, reason,
    actual, goal, progress_pct, gap, paces, sources."""
    return reader().ask("targets", month=month, plans=plans)


def key_points(month: dt.date) -> pd.DataFrame:
    """One row per number that 本月要点 may say: topic (the sentence), part, slot, name, value,
    unit, decimals, source."""
    return reader().ask("key_points", month=month)


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


def project_flows(month: dt.date) -> pd.DataFrame:
    """One row per stage, in order: inflow, outflow, months_in_stage, all inferred; withheld where
    the inference fails."""
    return reader().ask("project_flows", month=month)


def annotations(indicators: list[str]) -> pd.DataFrame:
    """One row per note in force on these indicators (all where none is named), newest month first:
    text, author, written_on."""
    return reader().ask("annotations", indicators=indicators)


def figures(limit: int = ROWS_AT_MOST, offset: int = 0, **chosen: list[str]) -> pd.DataFrame:
    """One row per figure that fits every filter (an empty or absent one fits all), with the Chinese
    columns of every file."""
    return extract().ask("figures", **filters(**chosen), limit=limit, offset=offset)


def figure_columns(**chosen: list[str]) -> pd.DataFrame:
    """One row per indicator and measure among the figures that fit: its label as a column of the
    wide form, and how many figures it has."""
    return extract().ask("figure_columns", **filters(**chosen))


def wide_figures(limit: int = ROWS_AT_MOST, offset: int = 0, **chosen: list[str]) -> pd.DataFrame:
    """One row per month and area or stage; one column per indicator and measure that fits."""
    return extract().ask("wide_figures", **filters(**chosen), limit=limit, offset=offset)


def figure_sources(**chosen: list[str]) -> pd.DataFrame:
    """One row per workbook or public page that the figures which fit come from: source_text."""
    return extract().ask("figure_sources", **filters(**chosen))


def figure_revisions(**chosen: list[str]) -> pd.DataFrame:
    """One row per revised figure among those that fit, at most 1000: revision_text."""
    return extract().ask("figure_revisions", **filters(**chosen))


def dictionary() -> pd.DataFrame:
    """One row per indicator of the catalogue: what it is, first and last month, figures by origin,
    cells and expected cells of the reports."""
    return reader().ask("dictionary")


def figure_places(indicator: str) -> pd.DataFrame:
    """One row per month, member and measure that an indicator has a figure for, newest month
    first."""
    return reader().ask("figure_places", indicator=indicator)


def figure_at(month: dt.date, indicator: str, member: str, measure: str) -> pd.DataFrame:
    """At most one row: one figure with workbook, sheet, cell, load, who, when, title and address of
    its source."""
    return reader().ask(
        "figure_at", month=month, indicator=indicator, member=member, measure=measure
    )


def figure_history(month: dt.date, indicator: str, member: str, measure: str) -> pd.DataFrame:
    """One row per load that stated the figure, newest first: token, place, who, when, whether it is
    the one in force."""
    return reader().ask(
        "figure_history", month=month, indicator=indicator, member=member, measure=measure
    )
