"""Ranks over months: a few cities in colour, each with a mark and its name at the end, the others
as one grey trace behind them."""

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import MARKS, NEUTRAL, SERIES_COLOURS, figure, name_months, plain
from words.numbers import amount, is_missing, number

OTHERS = "其他地市"


class Look(NamedTuple):
    colour: str
    mark: str
    width: int
    size: int
    opacity: float


OTHERS_LOOK = Look(NEUTRAL, "circle", 1, 4, 0.45)


@drawn_once
def rank_bump(
    frame: pd.DataFrame, chosen: list[str], hrefs: Mapping[str, str] | None = None
) -> go.Figure:
    """One line per city, rank 1 on top, broken where a city has no rank.

    Needs month, city_code, city_name, rank, ranked, value, decimals, unit, source;
    `chosen` are the codes to draw in colour, at most five; `hrefs`: city code → its page, to which
    its name at the end of its line leads."""
    last = int(frame["ranked"].max())
    chart = figure(height=480)
    frame = frame.sort_values(["city_code", "month"])
    _add_line(chart, OTHERS, _with_breaks(frame[~frame["city_code"].isin(chosen)]), OTHERS_LOOK)
    for n, code in enumerate(chosen):
        rows = frame[frame["city_code"] == code]
        look = Look(SERIES_COLOURS[n], MARKS[n], 3, 9, 1)
        _add_line(chart, rows["city_name"].iloc[0], rows, look)
    _name_ends(chart, frame[frame["city_code"].isin(chosen)], hrefs or {})
    chart.update_layout(showlegend=True, margin_r=90)
    name_months(chart, frame["month"])
    chart.update_yaxes(range=[last + 0.5, 0.5], tickvals=[1, *range(5, last - 1, 5), last])
    return chart


def _name_ends(chart: go.Figure, rows: pd.DataFrame, hrefs: Mapping[str, str]) -> None:
    """Cities of one rank share a place beside their last point."""
    last = rows[rows["month"] == rows["month"].max()]
    for rank, mine in last.groupby("rank"):
        names = [
            f'<a href="{escape(hrefs[code])}">{plain(name)}</a>' if code in hrefs else plain(name)
            for code, name in zip(mine["city_code"], mine["city_name"], strict=True)
        ]
        chart.add_annotation(
            x=mine["month"].iloc[0],
            y=rank,
            text="、".join(names),
            xanchor="left",
            xshift=10,
            width=84,
            showarrow=False,
        )


def _with_breaks(rows: pd.DataFrame) -> pd.DataFrame:
    """The cities one after the other with an empty point between them, so that one trace draws them
    all."""
    breaks = rows.drop_duplicates("city_code", keep="last").assign(rank=pd.NA)
    # one by one 21 cities took 20 ms
    return pd.concat([rows, breaks]).sort_values(["city_code", "month"], kind="stable")


def _add_line(chart: go.Figure, name: str, rows: pd.DataFrame, look: Look) -> None:
    chart.add_scatter(
        name=plain(name),
        x=rows["month"].tolist(),
        y=[None if pd.isna(r) else int(r) for r in rows["rank"]],
        mode="lines+markers",
        connectgaps=False,
        opacity=look.opacity,
        line={"color": look.colour, "width": look.width},
        marker={"color": look.colour, "size": look.size, "symbol": look.mark},
        meta={"printed": [number(r, 0) for r in rows["rank"]], "series": list(rows["city_name"])},
        customdata=[[plain(said) for said in _said(row)] for row in rows.itertuples()],
        hovertemplate=(
            "%{customdata[0]}　%{x|%Y-%m}　第 %{y} "
            "位<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
        ),
    )


def _said(row) -> list[str]:
    """The lines of a point's hover: its city, its number, the cell; empty where it has no rank."""
    if is_missing(row.rank):
        return ["", "", ""]
    return [row.city_name, amount(row.value, row.unit, row.decimals), row.source]
