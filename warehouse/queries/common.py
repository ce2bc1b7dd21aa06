"""What several pages ask."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def warehouse_state() -> pd.DataFrame:
    """One row: loads, last_load, simulated, last_loaded_at (UTC), newest_month, earlier (the
    current file does not open, an earlier one answers)."""
    return reader().ask("warehouse_state")


def loads() -> pd.DataFrame:
    """One row per load, newest first: month, file, who, when, state (现行, 已被替换, 已撤回,
    撤回整月), cells, reasons, signed_by, sealed (its month)."""
    return reader().ask("loads")


def months() -> pd.DataFrame:
    """One row per month with a live report, newest first: month_text, partial, complete, issue_no,
    issued_on, source…"""
    return reader().ask("months")


def indicators_with_data() -> pd.DataFrame:
    """One row per indicator that has any figure, in catalogue order, with its measures, first and
    last month."""
    return reader().ask("indicators_with_data")


def figure_months() -> pd.DataFrame:
    """One row per month that has any figure, newest first: month_text."""
    return reader().ask("figure_months")


def unreported_cities(month: dt.date, indicator: str) -> pd.DataFrame:
    """One row per city without a value: city_name, region, the blank cell in `source` where one is
    printed."""
    return reader().ask("unreported_cities", month=month, indicator=indicator)


def revised_cells() -> pd.DataFrame:
    """One row per revised cell in force: month_text, sheet (file｜sheet), cell, mark, shared (the
    file's name is another month's too)."""
    return reader().ask("revised_cells")


def annotations(indicators: list[str]) -> pd.DataFrame:
    """One row per note in force on these indicators (all where none is named), newest month first:
    until, member_code, city_name ('' for all), text, author, written_on."""
    rows = reader().ask("annotations")
    return rows[rows["indicator_code"].isin(indicators or rows["indicator_code"])].reset_index(
        drop=True
    )
