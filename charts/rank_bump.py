"""Ranks over months: a few cities in colour, each with a mark and its name at the end, the others
as one grey trace behind them."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import NEUTRAL, SERIES_COLOURS, figure, plain
from words.numbers import amount

MARKS = ("circle", "square", "diamond", "triangle-up", "x")


@drawn_once
def rank_bump(frame: pd.DataFrame, chosen: list[str]) -> go.Figure:
    """One line per city, rank 1 on top, broken where a city has no rank.

    Needs month, city_code, city_name, rank, value, decimals, unit, source;
    `chosen` are the codes to draw in colour, at most five."""
    frame = frame.sort_values(["city_code", "month"])
    last = int(frame["ranked"].max())
    chart = figure(height=430)
    others = frame[~frame["city_code"].isin(chosen)]
    _add_line(
        chart, "其他地市", _with_breaks(others), NEUTRAL, "circle", width=1, size=4, opacity=0.45
    )
    for n, code in enumerate(chosen):
        rows = frame[frame["city_code"] == code]
        _add_line(
            chart,
            plain(rows["city_name"].iloc[0]),
            rows,
            SERIES_COLOURS[n],
            MARKS[n],
            width=3,
            size=9,
            opacity=1,
        )
    _name_ends(chart, frame[frame["city_code"].isin(chosen)], frame["month"].max())
    months = frame["month"].drop_duplicates().sort_values()
    room, shown = pd.Timedelta(days=12), months.tolist()[:: max(1, -(-len(months) // 4))]
    chart.update_layout(showlegend=True, margin_t=36, margin_r=70)
    chart.update_xaxes(
        type="date",
        tickformat="%Y-%m",
        tickvals=shown,
        tickangle=0,
        range=[months.min() - room, months.max() + room],
    )
    chart.update_yaxes(
        range=[last + 0.7, 0.3], tickvals=[1, *range(5, last - 1, 5), last], title_text="位次"
    )
    return chart


def _name_ends(chart: go.Figure, rows: pd.DataFrame, last: pd.Timestamp) -> None:
    """The cities of a rank beside its last point."""
    for rank, mine in rows[rows["month"] == last].groupby("rank"):
        chart.add_annotation(
            x=last,
            y=rank,
            text=plain("、".join(mine["city_name"])),
            xanchor="left",
            xshift=10,
            showarrow=False,
        )


def _with_breaks(rows: pd.DataFrame) -> pd.DataFrame:
    """The cities one after the other with an empty point between them, so that one trace draws them
    all."""
    if rows.empty:
        return rows
    parts = [
        pd.concat([mine, mine.tail(1).assign(rank=pd.NA)])
        for _, mine in rows.groupby("city_code", sort=False)
    ]
    return pd.concat(parts)


def _add_line(
    chart: go.Figure,
    name: str,
    rows: pd.DataFrame,
    colour: str,
    mark: str,
    width: int,
    size: int,
    opacity: float,
) -> None:
    said = [
        [plain(r.city_name), amount(r.value, plain(r.unit), r.decimals), plain(r.source)]
        if pd.notna(r.rank)
        else ["", "", ""]
        for r in rows.itertuples()
    ]
    chart.add_scatter(
        name=name,
        x=rows["month"].tolist(),
        y=[None if pd.isna(r) else int(r) for r in rows["rank"]],
        mode="lines+markers",
        connectgaps=False,
        opacity=opacity,
        line={"color": colour, "width": width},
        marker={"color": colour, "size": size, "symbol": mark},
        cliponaxis=False,
        customdata=said,
        hovertemplate=(
            "%{customdata[0]}　%{x|%Y-%m}　第 %{y} "
            "位<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
        ),
    )
