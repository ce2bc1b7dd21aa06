"""What 地市画像 asks."""

import datetime as dt

import pandas as pd

from warehouse.reader import reader


def city_profile(month: dt.date, city: str) -> pd.DataFrame:
    """One row per city indicator: the city's value, ranks, rank changes, position 0 to 100, and its
    gap to its region and to all cities."""
    return reader().ask("city_profile", month=month, city=city)


def city_positions(month: dt.date) -> pd.DataFrame:
    """One row per city indicator and city: position 0 (last) to 100 (first)."""
    return reader().ask("city_positions", month=month)


def city_scores(month: dt.date, weights: dict[str, int]) -> pd.DataFrame:
    """One row per city: weighted mean of its positions (score, 0 to 100), rank, and the ranks when
    one indicator is left out. `weights` by indicator."""
    return reader().ask(
        "city_scores", month=month, indicators=list(weights), weights=list(weights.values())
    )


def city_score_parts(month: dt.date, city: str, weights: dict[str, int]) -> pd.DataFrame:
    """One row per indicator: weight, the city's position, the points it adds to the score."""
    return reader().ask(
        "city_score_parts",
        month=month,
        city=city,
        indicators=list(weights),
        weights=list(weights.values()),
    )


def city_history(month: dt.date, cities: list[str]) -> pd.DataFrame:
    """One row per city indicator, city and month up to `month` with a figure; grown:
    what a stock gained."""
    return reader().ask("city_history", month=month, cities=cities)
