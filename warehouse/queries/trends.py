"""What 趋势 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


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
    aims = reader().ask("trend_targets")
    aims = aims.assign(drawn=aims["level"] & (aims["measure"] == measure))
    in_sight = (aims["plan_start"] <= pd.Timestamp(last)) & (
        aims["due_month"] >= pd.Timestamp(first)
    )
    return aims[in_sight & aims["indicator_code"].isin(indicators)].reset_index(drop=True)
