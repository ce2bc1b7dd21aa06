"""How two sides share an amount, one bar of 100 % per indicator, with the residents' share as the
measure."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import REGION_COLOURS, figure, plain
from words.numbers import amount, percent

SIDES = {
    "core": ("珠三角", REGION_COLOURS["珠三角"], "#FFFFFF"),
    "rest": ("粤东西北", REGION_COLOURS["粤东"], "#000000"),
}  # name, colour, ink


@drawn_once
def side_shares(frame: pd.DataFrame, residents_share: float) -> go.Figure:
    """Needs indicator_name, unit, decimals and for core and rest _share (%), _total and _source;
    `residents_share` is 珠三角's share of residents in %."""
    chart = figure(height=110 + 46 * len(frame))
    names = frame["indicator_name"].tolist()
    for side, (name, colour, ink) in SIDES.items():
        totals = [
            amount(t, plain(u), d)
            for t, d, u in zip(
                frame[f"{side}_total"], frame["decimals"], frame["unit"], strict=True
            )
        ]
        chart.add_bar(
            name=name,
            orientation="h",
            x=frame[f"{side}_share"].tolist(),
            y=names,
            marker_color=colour,
            text=[percent(s) for s in frame[f"{side}_share"]],
            textposition="inside",
            insidetextanchor="middle",
            textfont_color=ink,
            textangle=0,
            customdata=[
                [t, _wrapped(s)] for t, s in zip(totals, frame[f"{side}_source"], strict=True)
            ],
            hovertemplate=(
                f"%{{y}}　{name} "
                "%{text}<br>%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
            ),
        )
    _add_measure(chart, residents_share, len(names))
    chart.update_layout(barmode="stack", showlegend=True, legend_traceorder="normal")
    chart.update_layout(margin={"t": 36, "b": 34}, clickmode="event+select", dragmode=False)
    chart.update_xaxes(range=[0, 100], showticklabels=False, showgrid=False)
    chart.update_yaxes(categoryorder="array", categoryarray=names[::-1], tickfont_size=13)
    return chart


def _add_measure(chart: go.Figure, share: float, bars: int) -> None:
    """The residents' share as a line on each bar (black is seen on both colours), named below."""
    for n in range(bars):
        ends = {"x0": share, "x1": share, "y0": n - 0.44, "y1": n + 0.44}
        chart.add_shape(type="line", line={"color": "#000000", "width": 2}, **ends)
    chart.add_annotation(
        x=share,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-4,
        text=f"▲ 常住人口 {percent(share)}",
        showarrow=False,
    )


def _wrapped(source: str) -> str:
    """The cells of a sum in lines of six, so that the label stays on the screen."""
    cells = plain(source).split("、")
    return "、<br>".join("、".join(cells[n : n + 6]) for n in range(0, len(cells), 6)) + "　相加"
