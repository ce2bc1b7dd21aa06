"""How much of the province's growth each city made, as horizontal bars; 省直/未分配 is a grey bar
of its own."""

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
    rows = [r for _, r in frame.iterrows()]
    parts = frame["contribution_pct"].notna().any()
    drawn = frame["contribution_pct" if parts else "pull_pp"]
    chart.add_bar(
        orientation="h",
        x=drawn.tolist(),
        y=[r["member_name"] for r in rows],
        marker_color=[NEUTRAL if r["member_code"] == "remainder" else ACCENT for r in rows],
        text=[percent(v) if parts else number(v, 2) for v in drawn],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [
                f"{r['member_name']}　{signed(r['added'], decimals)} {plain(unit)}",
                f"贡献率 {percent(r['contribution_pct'])}，拉动 {number(r['pull_pp'], 2)} 百分点",
                plain(r["source"]),
            ]
            for r in rows
        ],
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    low, high = min(0.0, drawn.min()), max(0.0, drawn.max())
    room = (high - low or 1) * 0.24
    chart.update_xaxes(
        showticklabels=False, showgrid=False, range=[low - (room if low < 0 else 0), high + room]
    )
    names = [r["member_name"] for r in rows]
    chart.update_yaxes(categoryorder="array", categoryarray=names[::-1], tickfont_size=13)
    return chart
