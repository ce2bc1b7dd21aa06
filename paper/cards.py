"""What a platform's card says of a headline figure, on 总览 and on the wall."""

import pandas as pd

from charts.small_columns import small_columns
from charts.small_line import small_line
from words.clock import months_lacking, months_named
from words.columns import derived, revised
from words.numbers import amount, bounded, change, is_missing

UNPUBLISHED = "本月未公布"
FEWEST = 3  # months that make a picture; fewer are a sentence


def name(row: pd.Series) -> str:
    monthly = f"（{row['measure_name']}）" if row["measure"] == "monthly" else ""
    return row["indicator_name"] + monthly


def value(row: pd.Series) -> str:
    shown = bounded(amount(row["value"], row["unit"], row["decimals"]), row["bound"])
    return revised(shown, row["revision"])


def changes(row: pd.Series, *parts: str) -> list[tuple[str, str, float | None]]:
    """(环比, ▲ 1.69%, 1.69) for each of mom, yoy and new (this month's 新增, which has no
    direction) that is known."""
    said = []
    for part, word in (("mom", "环比"), ("yoy", "同比")):
        if part in parts and not is_missing(row[part]):
            moved = change(row[part], row["change_unit"]) + derived(row[f"{part}_origin"])
            said.append((word, moved, row[part]))
    if "new" in parts and not is_missing(row["monthly_value"]):
        grown = amount(row["monthly_value"], row["unit"], row["monthly_decimals"])
        said.append((row["monthly_name"], grown, None))
    return said


def picture(row: pd.Series, history: pd.DataFrame, month: pd.Timestamp) -> tuple[str, str] | None:
    """(SVG, what it is): a stock's growth as columns, any other level as a line; None where too few
    months are known."""
    mine = history[history["indicator_code"] == row["indicator_code"]]  # first: the fewest rows
    mine = mine[mine["month"] > month - pd.DateOffset(months=24)]  # what a picture shows
    stock = row["kind"] == "stock"
    shown = mine[mine["measure"] == ("monthly" if stock else row["measure"])]
    if len(shown) < FEWEST:
        return None
    drawn = (small_columns if stock else small_line)(shown[["month", "value"]], month)
    what = "逐月新增" if stock else "历史"
    lacking = months_lacking(m.date() for m in [*shown["month"], month])
    without = f"（缺 {months_named(lacking)}）" if lacking else ""
    return drawn, f"{name(row)}截至 {month:%Y-%m} 的{what}，{len(shown)} 个月{without}"
