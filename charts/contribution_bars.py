"""How much of the province's growth each city made, as horizontal bars; 省直/未分配 is a grey bar
of its own."""

from collections.abc import Mapping

import pandas as pd

from charts.bar_rows import Bar
from charts.theme import ACCENT, NEUTRAL, plain
from words.numbers import number, percent, signed


def bars_of(frame: pd.DataFrame, unit: str, decimals: int, leads: Mapping[str, str]) -> list[Bar]:
    """One bar per row in the frame's order, as long as its part of the growth; where nothing grew,
    as what it pulled. It leads to its address in `leads` (by code).

    Needs member_code, member_name, added, contribution_pct, pull_pp, source.
    """
    parts = frame["contribution_pct"].notna().any()
    return [_bar(r, parts, unit, decimals, leads) for _, r in frame.iterrows()]


def _bar(row: pd.Series, parts: bool, unit: str, decimals: int, leads: Mapping[str, str]) -> Bar:
    share, pulled = percent(row["contribution_pct"]), number(row["pull_pp"], 2)
    return Bar(
        row["member_name"],
        float(row["contribution_pct" if parts else "pull_pp"]),
        share if parts else pulled,
        [
            f"{row['member_name']}　{signed(row['added'], decimals)} {plain(unit)}",
            f"贡献率 {share}，拉动 {pulled} 百分点",
            plain(row["source"]),
        ],
        NEUTRAL if row["member_code"] == "remainder" else ACCENT,
        leads.get(row["member_code"], ""),
    )
