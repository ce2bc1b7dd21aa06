"""Where a city stands among the others, one line per indicator from last (0) to first (100)."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import NEUTRAL, SERIES_COLOURS, figure, plain
from words.numbers import number

# Marks that differ in form and size too: all are seen where cities tie.
_MARKS: list[dict] = [
    {"size": 14},
    {"size": 20, "symbol": "diamond-open", "line": {"width": 3}},
    {"size": 18, "symbol": "square-open", "line": {"width": 2}},
    {"size": 17, "symbol": "triangle-up-open", "line": {"width": 2}},
    {"size": 13, "symbol": "x-thin", "line": {"width": 3}},
    {"size": 24, "symbol": "circle-open", "line": {"width": 2}},
]


@drawn_once
def position_strip(frame: pd.DataFrame, cities: list[str]) -> go.Figure:
    """A grey dot per city; the chosen ones (six at most) in colour, the first as a large disc.

    Needs indicator_name, city_code, city_name, position, rank, tied, source.
    """
    names = frame["indicator_name"].drop_duplicates().tolist()
    chart = figure(height=70 + 40 * len(names))
    _add_dots(
        chart,
        "其他市",
        frame[~frame["city_code"].isin(cities)],
        {"color": NEUTRAL, "size": 7, "opacity": 0.45},
    )
    for code, colour, mark in zip(cities, SERIES_COLOURS, _MARKS, strict=False):
        line = {"line": {"color": colour, **mark["line"]}} if "line" in mark else {}
        rows = frame[frame["city_code"] == code]
        _add_dots(chart, None, rows, {"color": colour, **mark, **line})
    chart.update_layout(showlegend=True, margin={"t": 36, "r": 30})  # room for half of 最前
    chart.update_xaxes(range=[-4, 104], tickvals=[0, 50, 100], ticktext=["最后", "居中", "最前"])
    chart.update_yaxes(categoryorder="array", categoryarray=names[::-1], tickfont_size=13)
    return chart


def _add_dots(chart: go.Figure, name: str | None, rows: pd.DataFrame, marker: dict) -> None:
    if rows.empty:
        return
    ranks = [
        f"{r}" + ("（并列）" if t > 1 else "")
        for r, t in zip(rows["rank"], rows["tied"], strict=True)
    ]
    chart.add_scatter(
        name=name or plain(rows["city_name"].iloc[0]),
        x=rows["position"].tolist(),
        y=rows["indicator_name"].tolist(),
        mode="markers",
        marker=marker,
        cliponaxis=False,
        customdata=[
            [plain(c), r, number(p, 1), plain(s)]
            for c, r, p, s in zip(
                rows["city_name"], ranks, rows["position"], rows["source"], strict=True
            )
        ],
        hovertemplate=(
            "%{customdata[0]}　%{y}<br>第 %{customdata[1]} 位，得分 "
            "%{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    )
