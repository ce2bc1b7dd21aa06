"""What moved between project stages, as one bar per step of the way."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, figure, plain
from words.numbers import number


@drawn_once
def flow_bars(frame: pd.DataFrame) -> go.Figure:
    """One bar per step from the first arrival on.

    Needs stage_name and inflow in order, inflow_terms and source.
    """
    steps = ["新增 → " + frame["stage_name"].iloc[0]] + [
        f"{a} → {b}"
        for a, b in zip(frame["stage_name"], frame["stage_name"].iloc[1:], strict=False)
    ]
    chart = figure(height=30 + 44 * len(steps))
    chart.add_bar(
        orientation="h",
        x=frame["inflow"].tolist(),
        y=steps,
        marker={"color": ACCENT, "pattern": {"shape": "/", "solidity": 0.35}},
        text=[number(v, 0) for v in frame["inflow"]],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [plain(t), plain(s)]
            for t, s in zip(frame["inflow_terms"], frame["source"], strict=True)
        ],
        hovertemplate=(
            "%{y}　%{text} 个（推断）<br>= 各阶段变化之和："
            "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
        ),
    )
    chart.update_xaxes(
        showticklabels=False, showgrid=False, range=[0, float(frame["inflow"].max() or 1) * 1.2]
    )
    chart.update_yaxes(categoryorder="array", categoryarray=steps[::-1], tickfont_size=13)
    return chart
