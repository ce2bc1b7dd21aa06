"""What feeds, calendars and notices ask."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def due_dates(today: dt.date) -> pd.DataFrame:
    """One row per thing and the day it is due, in order of the days: kind (report, target,
    progress), code, due_on, name, done (that month's report is in force)."""
    return reader().ask("due_dates", today=today)


def broken_checks() -> pd.DataFrame:
    """One row per live report whose month breaks a serious rule: load_id, month_text, loaded_by,
    rules, places."""
    return reader().ask("broken_checks")


def turned_behind() -> pd.DataFrame:
    """One row per target that is behind in the newest data month and was not in the one before,
    with its goal and reading."""
    return reader().ask("turned_behind")
