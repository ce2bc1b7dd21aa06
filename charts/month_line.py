"""One computed figure by month, with a level to compare it with."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, name_months, name_values, plain
from words.numbers import amount


@drawn_once
def month_line(
    frame: pd.DataFrame,
    column: str,
    unit: str,
    decimals: int,
    said: pd.Series,
    level: float | None = None,
    level_name: str = "",
) -> go.Figure:
    """A line of `column` over month, broken where it is missing; `said` explains each point on
    hover, `level` is a dashed line with its name."""
    chart = figure(height=260)
    known = frame[column].notna()
    chart.add_scatter(
        x=frame["month"].tolist(),
        y=[None if pd.isna(v) else float(v) for v in frame[column]],
        mode="lines+markers",
        connectgaps=False,
        line={"color": ACCENT, "width": 2},
        marker={"color": ACCENT, "size": 6},
        meta={"printed": [amount(v, unit, decimals) for v in frame[column]]},
        customdata=[
            [amount(v, unit, decimals), plain(t) if k else ""]
            for v, t, k in zip(frame[column], said, known, strict=True)
        ],
        hovertemplate="%{x|%Y-%m}<br>%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    )
    if level is not None:
        chart.add_hline(
            y=level,
            line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
            annotation_text=level_name,
            annotation_position="top left",
        )
    name_months(chart, frame["month"])
    shown = _range(frame.loc[known, column], level)
    name_values(chart, shown, unit, range=shown)
    return chart


def _range(values: pd.Series, level: float | None) -> list[float]:
    """All points and the level in view, and never less than a tenth of the value: a change of 0.1
    must not look like a fall."""
    low, high = (
        float(min(values.min(), level if level is not None else values.min())),
        float(max(values.max(), level if level is not None else values.max())),
    )
    room = max((high - low) * 0.12, (0.1 * high - (high - low)) / 2, 0)
    return [low - room, high + room]
