"""The history of one area, or of a few beside each other."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, SERIES_COLOURS, figure, padded, plain


@drawn_once
def area_lines(frame: pd.DataFrame) -> go.Figure:
    """One line per area in the frame's order, broken where a month has no value.

    Needs the columns of the question `area_history`.
    """
    codes = frame["area_code"].unique().tolist()
    repeated = frame.groupby("area_name")["area_code"].nunique().max() > 1
    chart = figure(height=280)
    for n, code in enumerate(codes):
        rows = frame[frame["area_code"] == code]
        name, unit = (
            plain(
                rows["area_name"].iloc[0]
                + (f"（{rows['parent_name'].iloc[0]}）" if repeated else "")
            ),
            rows["unit"].iloc[0],
        )
        decimals = int(rows["decimals"].max())
        known = int(rows["value"].notna().sum())
        chart.add_scatter(
            name=name,
            x=rows["month"].tolist(),
            y=rows["value"].tolist(),
            mode="lines+markers",
            connectgaps=False,
            cliponaxis=False,
            line={"color": ACCENT if len(codes) == 1 else SERIES_COLOURS[n], "width": 2},
            marker={"size": 8 if known <= 15 else 4},
            customdata=[plain(s) if isinstance(s, str) else "" for s in rows["source"]],
            hovertemplate=(
                f"{name}　%{{x|%Y-%m}}<br>%{{y:,.{decimals}f}} "
                f"{plain(unit)}<br>%{{customdata}}<extra></extra>"
            ),
        )
    chart.update_layout(showlegend=len(codes) > 1, margin_t=36 if len(codes) > 1 else 12)
    chart.update_xaxes(type="date", tickformat="%Y-%m", nticks=5, range=padded(frame["month"]))
    chart.update_yaxes(nticks=5, tickformat=",~r", rangemode="normal")
    return chart
