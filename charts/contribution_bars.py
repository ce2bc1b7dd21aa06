"""How much of the province's growth each city made, as horizontal bars; 省直/未分配 is a grey bar
of its own."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, plain
from words.numbers import number, percent, signed


@drawn_once
def contribution_bars(frame: pd.DataFrame, unit: str, decimals: int) -> go.Figure:
    """One bar per row in the frame's order from the top, as long as its part of the growth; where
    nothing grew, as what it pulled.

    Needs member_code, member_name, added, contribution_pct, pull_pp, source.
    """
    chart = figure(height=60 + 27 * len(frame))
    bars = bars_of(frame, unit, decimals)
    values, names = [bar["value"] for bar in bars], [bar["name"] for bar in bars]
    chart.add_bar(
        orientation="h",
        x=values,
        y=names,
        marker_color=[bar["colour"] for bar in bars],
        text=[bar["text"] for bar in bars],
        textposition="outside",
        cliponaxis=False,
        customdata=[bar["said"] for bar in bars],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1) * 0.24
    chart.update_xaxes(
        showticklabels=False, showgrid=False, range=[low - (room if low < 0 else 0), high + room]
    )
    chart.update_yaxes(categoryorder="array", categoryarray=names[::-1], tickfont_size=13)
    return chart


def bars_of(frame: pd.DataFrame, unit: str, decimals: int) -> list[dict[str, Any]]:
    """What each bar is: name, value, text, colour, and said, the lines of its hover."""
    parts = frame["contribution_pct"].notna().any()
    return [_bar(r, parts, unit, decimals) for _, r in frame.iterrows()]


def _bar(row: pd.Series, parts: bool, unit: str, decimals: int) -> dict[str, Any]:
    share, pulled = percent(row["contribution_pct"]), number(row["pull_pp"], 2)
    return {
        "name": row["member_name"],
        "value": float(row["contribution_pct" if parts else "pull_pp"]),
        "text": share if parts else pulled,
        "colour": NEUTRAL if row["member_code"] == "remainder" else ACCENT,
        "said": [
            f"{row['member_name']}　{signed(row['added'], decimals)} {plain(unit)}",
            f"贡献率 {share}，拉动 {pulled} 百分点",
            plain(row["source"]),
        ],
    }
