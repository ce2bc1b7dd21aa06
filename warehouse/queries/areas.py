"""What 县区镇街 and its downloads ask."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def area_months() -> pd.DataFrame:
    """One row per month with a report or a workbook of counties and towns in force, newest first:
    areas (the second is there), complete, file names."""
    return reader().ask("area_months")


def area_ranking(
    month: dt.date, indicator: str, level: str, within: str, scale: str = "value"
) -> pd.DataFrame:
    """One row per area of `level` inside the area `within`: rank by `scale`, value or per_10k, NULL
    at the end, 环比, 同比, rank_change, source (the blank cell where one is printed). The same in
    each row: reported, sum, own (what `within` states), their remainder."""
    return reader().ask(
        "area_ranking", month=month, indicator=indicator, level=level, within=within, scale=scale
    )


def area_history(month: dt.date, indicator: str, areas: list[str]) -> pd.DataFrame:
    """One row per area, in the order asked, and month from its first to its last figure up to
    `month`; value is NULL in a gap."""
    return reader().ask("area_history", month=month, indicator=indicator, areas=areas)


def area_profile(month: dt.date, area: str) -> pd.DataFrame:
    """One row per indicator of tables city and area for one city, county or town, NULL where it has
    no value: 环比, 同比, rank among its siblings, source."""
    return reader().ask("area_profile", month=month, area=area)
