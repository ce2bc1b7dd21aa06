"""What 目标 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def target_months() -> pd.DataFrame:
    """One row per month that targets can be judged in, newest first: the reports' months, and those
    after the last one for which a public figure is known."""
    return reader().ask("target_months")


def targets(month: dt.date, plans: list[int]) -> pd.DataFrame:
    """One row per target of the chosen plan years (none: all), most urgent first: status, reason,
    actual, goal, progress_pct, gap, paces, sources."""
    rows = reader().ask("targets", month=month)
    return rows[rows["plan_year"].isin(plans or rows["plan_year"])].reset_index(drop=True)


def ledger(month: dt.date, plans: list[int]) -> pd.DataFrame:
    """One row per clause of the chosen plan years (none: all), in the plans' order: leads, systems,
    targets, status, newest report, whether one is overdue."""
    rows = reader().ask("ledger", month=month)
    return rows[rows["plan_year"].isin(plans or rows["plan_year"])].reset_index(drop=True)


def progress_reports() -> pd.DataFrame:
    """One row per report of progress in force, newest first."""
    return reader().ask("progress_reports")
