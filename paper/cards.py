"""What a platform's card says of a headline figure, on 总览 and on the wall."""

import pandas as pd

from words.columns import derived, revised
from words.numbers import amount, bounded, change, is_missing

UNPUBLISHED = "本月未公布"


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
