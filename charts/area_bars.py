"""Areas as horizontal bars: all of a few, the first and the last of many."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, SERIES_COLOURS, figure, plain
from words.numbers import number

FIRST, LAST = 15, 5  # of more than WHOLE areas, so many from each end
WHOLE = 24


def shown_bars(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that get a bar, in the frame's order."""
    return frame if len(frame) <= WHOLE else pd.concat([frame.head(FIRST), frame.tail(LAST)])


@drawn_once
def area_bars(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, marked: str | None = None
) -> go.Figure:
    """One bar per row of `shown_bars(frame)` from the top, the area `marked` in another colour;
    point n is row n. Names may repeat, places do not.

    Needs area_code, area_name, parent_name, rank, source and the column `value`."""
    rows = shown_bars(frame)
    left_out = len(frame) - len(rows)
    places = [n + (left_out > 0 and n >= FIRST) for n in range(len(rows))]
    said = _said(rows, value, decimals)
    colours = [SERIES_COLOURS[1] if code == marked else ACCENT for code in rows["area_code"]]
    printed = [text + ("%" if unit == "%" else "") for *_, text in said]
    chart = figure(height=64 + 29 * (len(rows) + (left_out > 0)))
    chart.add_bar(
        orientation="h",
        x=rows[value].tolist(),
        y=places,
        marker_color=colours,
        text=printed,
        textposition="outside",
        cliponaxis=False,
        customdata=said,
        meta={"printed": printed, "categories": [whose for whose, *_ in said]},
        hovertemplate=f"%{{customdata[0]}}<br>%{{customdata[2]}} {plain(unit)}"
        "<br>%{customdata[1]}<extra></extra>",
    )
    if left_out:
        chart.add_annotation(
            x=0, y=FIRST, text=f"……中间 {left_out:,} 个见下表", showarrow=False, xanchor="left"
        )
    chart.update_layout(margin_t=12, clickmode="event+select", dragmode=False)
    _name_places(chart, places, rows, frame["parent_name"].nunique() > 1)
    most = 1.2 * float(rows[value].max() or 1)
    chart.update_xaxes(showticklabels=False, showgrid=False, range=[0, most])
    return chart


def _name_places(chart: go.Figure, places: list[int], rows: pd.DataFrame, many: bool) -> None:
    """`many`: of several parents, which are named too."""
    both = zip(rows["area_name"], rows["parent_name"], strict=True)
    chart.update_yaxes(
        range=[places[-1] + 0.6, -0.6],
        tickvals=places,
        ticktext=[plain(f"{name}（{parent}）" if many else name) for name, parent in both],
        tickfont_size=13,
        showgrid=False,
    )


def _said(rows: pd.DataFrame, value: str, decimals: int) -> list[list[str]]:
    """What a bar says on hover: place and rank, source, figure."""
    return [
        [
            f"{plain(r.area_name)}（{plain(r.parent_name)}）　第 {int(r.rank)} 位",
            plain(r.source),
            number(v, r.decimals if value == "value" else decimals),
        ]
        for r, v in zip(rows.itertuples(), rows[value], strict=True)
    ]
