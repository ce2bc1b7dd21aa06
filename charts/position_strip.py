"""Where a city stands among the others, one line per indicator from last (0) to first (100)."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, REGION_COLOURS, figure, plain
from words.numbers import number

_OTHER = REGION_COLOURS["粤东"]


@drawn_once
def position_strip(frame: pd.DataFrame, city: str, other: str | None = None) -> go.Figure:
    """A grey dot per city, the city as a large disc, the other as an open diamond.

    Needs indicator_name, city_code, city_name, position, rank, tied, source.
    """
    names = frame["indicator_name"].drop_duplicates().tolist()
    chart = figure(height=70 + 40 * len(names))
    rest = frame[~frame["city_code"].isin([city, other])]
    _add_dots(chart, "其他市", rest, {"color": NEUTRAL, "size": 7, "opacity": 0.45})
    _add_dots(chart, None, frame[frame["city_code"] == city], {"color": ACCENT, "size": 14})
    if other:  # an open mark, wider than the disc: both are seen where the two cities tie
        _add_dots(
            chart,
            None,
            frame[frame["city_code"] == other],
            {"color": _OTHER, "size": 20, "symbol": "diamond-open", "line": {"width": 3}},
        )
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
