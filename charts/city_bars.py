"""Cities as horizontal bars, coloured by region."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import REGION_COLOURS, figure, plain
from words.numbers import number


@drawn_once
def city_bars(frame: pd.DataFrame, value: str, unit: str, decimals: int) -> go.Figure:
    """One bar per row, in the frame's order from the top; capped values say so.

    Needs city_name, region, rank, source, capped and the column `value`.
    """
    chart = figure(height=60 + 29 * len(frame))
    for region, colour in REGION_COLOURS.items():
        mine = frame[frame["region"] == region]
        if mine.empty:
            continue
        chart.add_bar(
            name=region,
            orientation="h",
            x=mine[value].tolist(),
            y=mine["city_name"].tolist(),
            marker_color=colour,
            text=[
                f"{number(v, decimals)}{'%' if unit == '%' else ''}{' 封顶' if capped else ''}"
                for v, capped in zip(mine[value], mine["capped"], strict=True)
            ],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                [r, plain(s), number(v, decimals)]
                for r, s, v in zip(mine["rank"], mine["source"], mine[value], strict=True)
            ],
            hovertemplate=(
                f"%{{y}}　第 %{{customdata[0]}} 位<br>%{{customdata[2]}} "
                f"{plain(unit)}<br>%{{customdata[1]}}<extra>{region}</extra>"
            ),
        )
    chart.update_layout(showlegend=True, barmode="overlay", margin_t=36)
    chart.update_xaxes(
        showticklabels=False,
        showgrid=False,
        range=[0, float(frame[value].max() or 1) * (1.3 if frame["capped"].any() else 1.16)],
    )
    chart.update_yaxes(
        categoryorder="array", categoryarray=frame["city_name"].tolist()[::-1], tickfont_size=13
    )
    return chart
