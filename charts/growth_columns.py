"""What a stock grew by, month by month, as columns: a cumulative line is a diagonal that says
nothing."""

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from charts.remember import drawn_once
from charts.theme import (
    PLATFORM_COLOURS,
    SERIES_COLOURS,
    figure,
    name_months,
    name_unit,
    name_values,
    plain,
)
from charts.trend_lines import add_notes
from words.numbers import amount

FADED = 0.45


@drawn_once
def growth_columns(
    frame: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp], notes: pd.DataFrame | None = None
) -> go.Figure:
    """One series of the question `trend` with `grown`: the last month dark, the same month a year
    before outlined, the level in the hover. `span`: first and last month of the axis."""
    rows = frame.dropna(subset=["grown"])
    first, last = rows.iloc[0], rows["month"].max()
    colour = PLATFORM_COLOURS.get(first["platform_name"], SERIES_COLOURS[0])
    faded = f"rgba{(*hex_to_rgb(colour), FADED)}"  # a bar's opacity would fade its outline too
    year_before = last - pd.DateOffset(years=1)
    chart = figure(height=260)
    chart.add_bar(
        x=rows["month"].tolist(),
        y=rows["grown"].tolist(),
        width=86_400_000 * 22,
        marker={
            "color": [colour if m == last else faded for m in rows["month"]],
            "line": {"color": colour, "width": [2 * (m == year_before) for m in rows["month"]]},
        },
        meta={"printed": list(map(amount, rows["grown"], rows["unit"], rows["grown_decimals"]))},
        customdata=_said(rows),
        hovertemplate=(
            "%{x|%Y-%m}　新增 %{customdata[0]}<br>累计 %{customdata[1]}<br>%{customdata[2]}"
            "<extra></extra>"
        ),
    )
    name_months(chart, pd.Series(span))
    name_values(chart, [0, *rows["grown"]], whole=first["grown_decimals"] == 0)
    name_unit(chart, first["unit"], "逐月新增")
    if notes is not None:
        low, high = float(rows["grown"].min()), float(rows["grown"].max())
        add_notes(chart, notes, rows["month"], min(0.0, low), high)
    return chart


def _said(rows: pd.DataFrame) -> list[list[str]]:
    """What a column says on hover: growth, level, source."""
    names = ["grown", "grown_decimals", "value", "decimals", "grown_source", "unit"]
    return [
        [amount(grown, plain(unit), grown_decimals), amount(value, plain(unit), decimals), plain(s)]
        for grown, grown_decimals, value, decimals, s, unit in rows[names].itertuples(index=False)
    ]
