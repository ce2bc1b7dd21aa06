"""The history of one area, or of a few beside each other."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, SERIES_COLOURS, figure, name_months, name_values, plain
from words.numbers import amount


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
        known = int(rows["value"].notna().sum())
        chart.add_scatter(
            name=name,
            x=rows["month"].tolist(),
            y=rows["value"].tolist(),
            mode="lines+markers",
            connectgaps=False,
            line={"color": ACCENT if len(codes) == 1 else SERIES_COLOURS[n], "width": 2},
            marker={"size": 8 if known <= 15 else 4},
            meta={"printed": list(map(amount, rows["value"], rows["unit"], rows["decimals"]))},
            customdata=[
                [amount(v, plain(unit), d), plain(s) if isinstance(s, str) else ""]
                for v, d, s in zip(rows["value"], rows["decimals"], rows["source"], strict=True)
            ],
            hovertemplate=(
                f"{name}　%{{x|%Y-%m}}<br>%{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>"
            ),
        )
    chart.update_layout(showlegend=len(codes) > 1)
    name_months(chart, frame["month"])
    name_values(chart, frame["value"])
    return chart
