"""One computed figure by month, with a level to compare it with."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, plain


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
        customdata=[plain(t) if k else "" for t, k in zip(said, known, strict=True)],
        hovertemplate=f"%{{x|%Y-%m}}<br>%{{y:,.{decimals}f}}{unit}<br>%{{customdata}}<extra></extra>",
        cliponaxis=False,
    )
    if level is not None:
        chart.add_hline(
            y=level,
            line={"color": NEUTRAL, "width": 1.5, "dash": "dash"},
            annotation_text=level_name,
            annotation_position="top left",
        )
    chart.update_xaxes(type="date", tickformat="%Y-%m", nticks=5)
    chart.update_yaxes(
        nticks=5, tickformat=",~r", ticksuffix=unit, range=_range(frame.loc[known, column], level)
    )
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
