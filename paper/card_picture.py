"""The picture of a platform's card, apart from its words: files are written without drawing."""

import pandas as pd

from charts.small_columns import small_columns
from charts.small_line import small_line
from paper.cards import name
from words.clock import months_lacking, months_named

_FEWEST = 3  # months that make a picture; fewer are a sentence


def picture(row: pd.Series, history: pd.DataFrame, month: pd.Timestamp) -> tuple[str, str] | None:
    """(SVG, what it is): a stock's growth as columns, any other level as a line; None where too few
    months are known."""
    mine = history[history["indicator_code"] == row["indicator_code"]]  # first: the fewest rows
    mine = mine[mine["month"] > month - pd.DateOffset(months=24)]  # what a picture shows
    stock = row["kind"] == "stock"
    shown = mine[mine["measure"] == ("monthly" if stock else row["measure"])]
    if len(shown) < _FEWEST:
        return None
    drawn = (small_columns if stock else small_line)(shown[["month", "value"]], month)
    what = "逐月新增" if stock else "历史"
    lacking = months_lacking(m.date() for m in [*shown["month"], month])
    without = f"（缺 {months_named(lacking)}）" if lacking else ""
    return drawn, f"{name(row)}截至 {month:%Y-%m} 的{what}，{len(shown)} 个月{without}"
