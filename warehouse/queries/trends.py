"""What 趋势 asks."""

import pandas as pd

from warehouse.reader import reader


def trend(indicators: list[str], measure: str, members: list[str], months: int = 0) -> pd.DataFrame:
    """One row per series (indicator, then member, the province included) and month of the last
    `months` (0: all), in the order chosen, NULL where a month has no figure; grown and yoy beside
    it."""
    asked = {"indicators": indicators, "measure": measure, "members": members, "months": months}
    return reader().ask("trend", **asked)
