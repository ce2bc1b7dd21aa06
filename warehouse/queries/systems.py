"""What 系统与平台 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def systems(month: dt.date) -> pd.DataFrame:
    """One row per system of the catalogue: what it is, its clauses, targets and indicators."""
    return reader().ask("systems", month=month)


def system_clauses(system: str) -> pd.DataFrame:
    """One row per clause that names the system, newest plan first."""
    return reader().ask("system_clauses", system=system)


def system_targets(month: dt.date, system: str) -> pd.DataFrame:
    """One row per target about the system, newest plan first: requirement, reading, status."""
    return reader().ask("system_targets", month=month, system=system)


def system_figures(month: dt.date, system: str) -> pd.DataFrame:
    """One row per indicator of the province about the system: its newest figure up to the month."""
    return reader().ask("system_figures", month=month, system=system)


def text_figures(month: dt.date, system: str = "") -> pd.DataFrame:
    """One row per number of the text of the month's report; of one system those up to the month."""
    return reader().ask("text_figures", month=month, system=system)


def clause_targets() -> pd.DataFrame:
    """One row per clause and numeric target in it, by codes."""
    return reader().ask("clause_targets")
