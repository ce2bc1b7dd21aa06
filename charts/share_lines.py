"""Shares over time, one line each: what part of the province no city holds."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import MARKS, SERIES_COLOURS, figure, name_months, name_values, plain
from words.numbers import amount, percent


@drawn_once
def share_lines(frame: pd.DataFrame) -> go.Figure:
    """One line per indicator, broken where a city did not report.

    Needs month, indicator_code, platform_name, indicator_name, remainder_pct, remainder, unit,
    decimals, source.
    """
    chart = figure(height=260)
    for n, (_, rows) in enumerate(frame.groupby("indicator_code", sort=False)):
        first = rows.iloc[0]
        name = plain(f"{first['platform_name']} {first['indicator_name']}")
        chart.add_scatter(
            name=name,
            x=rows["month"].tolist(),
            y=rows["remainder_pct"].tolist(),  # none where a city is missing: the line breaks
            mode="lines+markers",
            line={"color": SERIES_COLOURS[n % len(SERIES_COLOURS)], "width": 2},
            marker={"size": 8 if len(rows) <= 15 else 5, "symbol": MARKS[n % len(MARKS)]},
            meta={"printed": list(map(percent, rows["remainder_pct"]))},
            customdata=[
                [
                    percent(r.remainder_pct),
                    amount(r.remainder, plain(r.unit), r.decimals),
                    plain(r.source),
                ]
                for r in rows.itertuples()
            ],
            hovertemplate=(
                f"{name}　%{{x|%Y-%m}}<br>%{{customdata[0]}}（%{{customdata[1]}}）"
                "<br>%{customdata[2]}<extra></extra>"
            ),
        )
    chart.update_layout(showlegend=True)
    name_months(chart, frame["month"])
    name_values(chart, [0, *frame["remainder_pct"]], "%")
    return chart
