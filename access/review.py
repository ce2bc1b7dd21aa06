"""复核: whether what is uploaded waits until another person has signed it (KPI_REVIEW), and for how
many days (KPI_DRAFT_DAYS). Read from the environment, which pages and the command line share."""

import datetime as dt
import os

_DAYS = 14


def is_on() -> bool:
    return os.environ.get("KPI_REVIEW", "") == "yes"


def lasts() -> dt.timedelta:
    """How long a draft waits for a signature. Raises ValueError for what is no number of days."""
    days = int(os.environ.get("KPI_DRAFT_DAYS") or _DAYS)
    if not 1 <= days <= 366:
        raise ValueError(f"KPI_DRAFT_DAYS must be 1 to 366, found {days}")
    return dt.timedelta(days=days)
