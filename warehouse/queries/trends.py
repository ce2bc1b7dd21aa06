"""What 趋势 asks."""

import pandas as pd

from warehouse.reader import reader


def trend(indicators: list[str], measure: str, members: list[str]) -> pd.DataFrame:
    """One row per series and month from its first to its last figure; value is NULL in a gap.

    Provincial series are always in.
    """
    return reader().ask("trend", indicators=indicators, measure=measure, members=members)
