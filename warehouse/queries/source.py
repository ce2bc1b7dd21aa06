"""What 数值出处 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def figure_places(indicator: str) -> pd.DataFrame:
    """One row per month, member and measure that an indicator has a figure for, newest month
    first: measure_name is what 当月 of it is."""
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
