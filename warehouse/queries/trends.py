"""What 趋势 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader

OPENING = ("citizen_registered_users", "business_entities", "office_users", "citizen_services")


def opening(known: pd.DataFrame) -> list[str]:
    """The indicators that 趋势 opens with, of those with data: four, else the first two."""
    codes = known["indicator_code"].tolist()
    return [code for code in OPENING if code in codes] or codes[:2]


def trend(indicators: list[str], measure: str, members: list[str], months: int = 0) -> pd.DataFrame:
    """One row per series (indicator, then member, the province included) and month of the last
    `months` (0: all), in the order chosen, NULL where a month has no figure; grown and yoy beside
    it."""
    asked = {"indicators": indicators, "measure": measure, "members": members, "months": months}
    return reader().ask("trend", **asked)


def trend_targets(
    indicators: list[str], measure: str, first: dt.date, last: dt.date
) -> pd.DataFrame:
    """One row per target on the indicators whose plan year meets the months shown: goal in the
    indicator's unit, plan_start, due_month, and whether it is a level to draw."""
    asked = {"indicators": indicators, "measure": measure, "first": first, "last": last}
    return reader().ask("trend_targets", **asked)
