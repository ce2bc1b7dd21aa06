"""Project stages as horizontal bars."""

import pandas as pd

from charts.bar_rows import Bar
from charts.theme import ACCENT, NEUTRAL, plain
from words.numbers import amount, number, percent


def stage_bars(
    frame: pd.DataFrame,
    value: str,
    unit: str,
    decimals: int,
    leads: list[str],
    source: str = "source",
) -> list[Bar]:
    """One bar per stage in report order, leading to its address. Needs stage_name, stage_code and
    the columns `value`, its share (`value`_share_pct) and `source`."""
    return [
        Bar(
            r["stage_name"],
            float(r[value]),
            f"{number(r[value], decimals)}（{percent(r[f'{value}_share_pct'])}）",
            [r["stage_name"], f"{number(r[value], decimals)} {plain(unit)}", plain(r[source])],
            NEUTRAL if r["stage_code"] == "cancelled" else ACCENT,
            lead,
            amount(r[value], unit, decimals),
        )
        for (_, r), lead in zip(frame.iterrows(), leads, strict=True)
    ]
