"""What 信息化项目 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def project_stages(month: dt.date) -> pd.DataFrame:
    """One row per project stage, the total last: count, count_change, amount (万元), shares in %,
    average_amount."""
    return reader().ask("project_stages", month=month)


def project_checks(month: dt.date) -> pd.DataFrame:
    """One row per project measure: stated total, sum of the six stages, difference."""
    return reader().ask("project_checks", month=month)


def project_flows(month: dt.date) -> pd.DataFrame:
    """One row per stage, in order: inflow, outflow, months_in_stage, all inferred; withheld where
    the inference fails."""
    return reader().ask("project_flows", month=month)
