"""Project stages as horizontal bars."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, plain
from words.numbers import number, percent


@drawn_once
def stage_bars(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, share: str, source: str = "source"
) -> go.Figure:
    """One bar per stage in report order; customdata ends with the stage's code.

    Needs stage_name, stage_code and the columns `value`, `share` (%) and `source`.
    """
    chart = figure(height=30 + 40 * len(frame))
    chart.add_bar(
        orientation="h",
        x=frame[value].tolist(),
        y=frame["stage_name"].tolist(),
        marker_color=[NEUTRAL if code == "cancelled" else ACCENT for code in frame["stage_code"]],
        text=[
            f"{number(v, decimals)}（{percent(s)}）"
            for v, s in zip(frame[value], frame[share], strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [plain(s), number(v, decimals), code]
            for s, v, code in zip(frame[source], frame[value], frame["stage_code"], strict=True)
        ],
        hovertemplate=f"%{{y}}<br>%{{customdata[1]}} {plain(unit)}"
        "<br>%{customdata[0]}<extra></extra>",
    )
    chart.update_layout(clickmode="event+select", dragmode=False)
    chart.update_xaxes(
        showticklabels=False,
        showgrid=False,
        range=[0, float(frame[value].max() or 1) * (1.62 if decimals else 1.36)],
    )
    chart.update_yaxes(
        categoryorder="array", categoryarray=frame["stage_name"].tolist()[::-1], tickfont_size=13
    )
    return chart
