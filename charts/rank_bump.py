"""Ranks over months: a few cities in colour, each with a mark and its name at the end, the others
as one grey trace behind them. A page draws them with charts/rank_lines.py, a workbook from here."""

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import NEUTRAL, SERIES_COLOURS, figure, plain
from words.numbers import amount, is_missing

MARKS = ("circle", "square", "diamond", "triangle-up", "x")
OTHERS = "其他地市"
Ends = list[tuple[Any, pd.DataFrame]]


class Line(NamedTuple):
    name: str
    rows: pd.DataFrame
    colour: str
    mark: str
    width: int
    size: int
    opacity: float


def lines_of(frame: pd.DataFrame, chosen: list[str]) -> list[Line]:
    """The others, one after the other with an empty row between them, then each chosen city."""
    frame = frame.sort_values(["city_code", "month"])
    others = _with_breaks(frame[~frame["city_code"].isin(chosen)])
    mine = [frame[frame["city_code"] == code] for code in chosen]
    return [
        Line(OTHERS, others, NEUTRAL, "circle", 1, 4, 0.45),
        *(
            Line(rows["city_name"].iloc[0], rows, SERIES_COLOURS[n], MARKS[n], 3, 9, 1)
            for n, rows in enumerate(mine)
        ),
    ]


def said_of(row) -> list[str]:
    """The lines of a point's hover: its city, its number, the cell; empty where it has no rank."""
    if is_missing(row.rank):
        return ["", "", ""]
    return [row.city_name, amount(row.value, row.unit, row.decimals), row.source]


def ends_of(frame: pd.DataFrame, chosen: list[str]) -> Ends:
    """The chosen cities of each rank that has a name beside its last point."""
    last = frame[frame["month"] == frame["month"].max()]
    return [(rank, mine) for rank, mine in last[last["city_code"].isin(chosen)].groupby("rank")]


def months_shown(months: pd.Series) -> list[pd.Timestamp]:
    return months.tolist()[:: max(1, -(-len(months) // 4))]


def ranks_shown(last: int) -> list[int]:
    return [1, *range(5, last - 1, 5), last]


@drawn_once
def rank_bump(frame: pd.DataFrame, chosen: list[str]) -> go.Figure:
    """One line per city, rank 1 on top, broken where a city has no rank.

    Needs month, city_code, city_name, rank, ranked, value, decimals, unit, source;
    `chosen` are the codes to draw in colour, at most five."""
    last = int(frame["ranked"].max())
    chart = figure(height=430)
    for line in lines_of(frame, chosen):
        _add_line(chart, line)
    _name_ends(chart, ends_of(frame, chosen), frame["month"].max())
    months = frame["month"].drop_duplicates().sort_values()
    room = pd.Timedelta(days=12)
    chart.update_layout(showlegend=True, margin_t=36, margin_r=70)
    chart.update_xaxes(
        type="date",
        tickformat="%Y-%m",
        tickvals=months_shown(months),
        tickangle=0,
        range=[months.min() - room, months.max() + room],
    )
    chart.update_yaxes(range=[last + 0.7, 0.3], tickvals=ranks_shown(last), title_text="位次")
    return chart


def _name_ends(chart: go.Figure, ends: Ends, last: pd.Timestamp) -> None:
    for rank, mine in ends:
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
    breaks = rows.drop_duplicates("city_code", keep="last").assign(rank=pd.NA)
    # one by one 21 cities took 20 ms
    return pd.concat([rows, breaks]).sort_values(["city_code", "month"], kind="stable")


def _add_line(chart: go.Figure, line: Line) -> None:
    chart.add_scatter(
        name=plain(line.name),
        x=line.rows["month"].tolist(),
        y=[None if pd.isna(r) else int(r) for r in line.rows["rank"]],
        mode="lines+markers",
        connectgaps=False,
        opacity=line.opacity,
        line={"color": line.colour, "width": line.width},
        marker={"color": line.colour, "size": line.size, "symbol": line.mark},
        cliponaxis=False,
        customdata=[[plain(said) for said in said_of(row)] for row in line.rows.itertuples()],
        hovertemplate=(
            "%{customdata[0]}　%{x|%Y-%m}　第 %{y} "
            "位<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
        ),
    )
