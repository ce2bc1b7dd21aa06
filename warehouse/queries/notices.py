"""What feeds, calendars and notices ask."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def due_dates(today: dt.date) -> pd.DataFrame:
    """One row per thing and the day it is due, in order of the days: kind (report, target,
    progress), code, due_on, name, done (that month's report is in force)."""
    return reader().ask("due_dates", today=today)
