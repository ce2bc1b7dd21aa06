"""Project stages as horizontal bars."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, plain
from words.numbers import number, percent

_LETTER = 8.2  # pixels of a letter on the average: digits, and two wide brackets


@drawn_once
def stage_bars(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, share: str, source: str = "source"
) -> go.Figure:
    """One bar per stage in report order; customdata ends with the stage's code.

    Needs stage_name, stage_code and the columns `value`, `share` (%) and `source`.
    """
    chart = figure(height=30 + 40 * len(frame))
    texts = [
        f"{number(v, decimals)}（{percent(s)}）"
        for v, s in zip(frame[value], frame[share], strict=True)
    ]
    chart.add_bar(
        orientation="h",
        x=frame[value].tolist(),
        y=frame["stage_name"].tolist(),
        marker_color=[NEUTRAL if code == "cancelled" else ACCENT for code in frame["stage_code"]],
        text=texts,
        textposition="outside",
        cliponaxis=False,
        customdata=[
            [plain(s), number(v, decimals), code]
            for s, v, code in zip(frame[source], frame[value], frame["stage_code"], strict=True)
        ],
        hovertemplate=f"%{{y}}<br>%{{customdata[1]}} {plain(unit)}"
        "<br>%{customdata[0]}<extra></extra>",
    )
    beside = 20 + max(_LETTER * len(text) for text in texts)  # room for it at any width
    chart.update_layout(clickmode="event+select", dragmode=False, margin_r=beside)
    chart.update_xaxes(
        showticklabels=False, showgrid=False, range=[0, float(frame[value].max() or 1)]
    )
    chart.update_yaxes(
        categoryorder="array", categoryarray=frame["stage_name"].tolist()[::-1], tickfont_size=13
    )
    return chart
