"""A chart on screen, by Plotly or as HTML: its hover says r where a cell was revised, and 导出本页
writes it as a native chart over its printed numbers."""

import copy
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts.bar_rows import Bar, bar_rows
from charts.over_months import over_months
from charts.position_strip import position_strip
from charts.side_shares import side_rows
from charts.theme import ACCENT, CONFIG, NEUTRAL
from export.xlsx_charts import Cell, Chart
from ui import on_screen, revised
from words import columns
from words.cell_numbers import as_number
from words.numbers import is_missing


def show_chart(
    chart: go.Figure,
    alt: str,
    key: str | None = None,
    on_click: Callable[[int], None] | None = None,
) -> None:
    """The chart, its title `alt` for who cannot see it and for the workbook. `on_click` is given
    the number of the point before the next script run.

    Another view is another chart, with another key: what was clicked in the last one is no choice
    in this."""
    on_screen.note_chart(alt, chart)
    height = int(chart.layout.height)  # its place is kept while the part that draws is fetched
    drawn = with_marks(chart, revised.marker())
    on_select = partial(_clicked, str(key), on_click) if on_click else "ignore"
    how: dict[str, Any] = {"selection_mode": "points", "on_select": on_select}
    st.plotly_chart(drawn, config=CONFIG, alt=alt, key=key, height=height, **how)


def _clicked(key: str, choose: Callable[[int], None]) -> None:
    for point in st.session_state[key]["selection"]["points"][:1]:
        choose(point["point_index"])


def months_html(chart: go.Figure, alt: str) -> str:
    """A chart over months as HTML, noted for the workbook; `alt` as of show_chart."""
    on_screen.note_chart(alt, chart)
    return over_months(with_marks(chart, revised.marker()), alt)


def bars_html(bars: list[Bar], alt: str, named: Mapping[str, str] | None = None) -> str:
    """Bars as HTML, noted for the workbook; `named`: name → colour of bars that are told apart."""
    bars, series = _with_revisions(bars), named or {alt: ACCENT}
    cells = {
        name: [_number(b) if b.colour == c or not named else None for b in bars]
        for name, c in series.items()
    }
    on_screen.note_chart(alt, Chart(alt, "bar", "项", [bar.name for bar in bars], cells, series))
    return bar_rows(bars, alt)


def sides_html(sides: Mapping[str, list[Bar]], residents_share: float, alt: str) -> str:
    """The two parts of each bar as HTML, noted for the workbook."""
    sides = {name: _with_revisions(bars) for name, bars in sides.items()}
    names = [bar.name for bar in next(iter(sides.values()))]
    cells = {name: list(map(_number, bars)) for name, bars in sides.items()}
    colours = {name: bars[0].colour for name, bars in sides.items()}
    on_screen.note_chart(alt, Chart(alt, "bar", "项", names, cells, colours, stacked=True))
    return side_rows(sides, residents_share, alt)


def places_html(places: Mapping[str, list[Bar]], alt: str) -> str:
    """Cities on a line per indicator as HTML, noted for the workbook, which draws the chosen."""
    places = {city: _with_revisions(bars) for city, bars in places.items()}
    names = list(dict.fromkeys(bar.name for bars in places.values() for bar in bars))
    cells: dict[str, list[Cell]] = {}
    for city, bars in reversed(places.items()):
        mine = {b.name: _number(b) for b in bars}
        cells[city] = [mine.get(name) for name in names]
    colours = {c: bars[0].colour for c, bars in places.items() if bars[0].colour != NEUTRAL}
    on_screen.note_chart(alt, Chart(alt, "bar", "项", names, cells, colours))
    return position_strip(places, alt)


def _with_revisions(bars: list[Bar]) -> list[Bar]:
    mark = revised.marker()
    return bars if mark is None else [_with_revision(bar, mark) for bar in bars]


def _with_revision(bar: Bar, mark: Callable[[str], str]) -> Bar:
    said, printed = _marked(bar.said, mark), bar.printed or bar.text
    return bar._replace(said=said, printed=columns.revised(printed, said != bar.said))


def _number(bar: Bar) -> Cell:
    return _cell(bar.printed or bar.text)


def with_marks(chart: go.Figure, mark: Callable[[str], str] | None) -> go.Figure:
    """The chart with what was revised in the cells that its hovers name. Drawings are shared by all
    sessions: what is changed is a copy."""
    if mark is None:  # looking at every hover took 400 ms a page
        return chart
    said = [[_marked(texts, mark) for texts in _said(trace)] for trace in chart.data]
    if said == [list(_said(trace)) for trace in chart.data]:
        return chart
    marked = copy.deepcopy(chart)
    for trace, texts in zip(marked.data, said, strict=True):
        trace.customdata = texts
    return marked


def _said(trace) -> Iterator:
    """The texts of each point's hover."""
    for texts in () if trace.customdata is None else trace.customdata:
        yield texts if isinstance(texts, str) else list(texts)


def _marked(texts, mark: Callable[[str], str]):
    if isinstance(texts, str):
        return f"{texts}<br>{said}" if (said := mark(texts)) else texts
    return [_marked(t, mark) if isinstance(t, str) else t for t in texts]


def as_chart(title: str, figure: go.Figure, mark: Callable[[str], str] | None = None) -> Chart:
    """What a workbook draws of a figure. A trace of numbers has in `meta` how each is `printed`,
    and by point its `series` or `categories` where they are not the trace and the month."""
    traces = [t for t in figure.data if t.meta]
    if not traces:
        return _texts(title, figure)
    kind = _kind(traces[0])
    points = [p for t in traces for p in _points(t, title, mark)]
    categories = list(dict.fromkeys(c for _, c, _ in points))
    if kind != "bar":  # a line breaks at a month without a point, and months stand evenly
        months = pd.period_range(min(categories), max(categories), freq="M")
        categories = [str(m) for m in months]
    cells = {(series, category): cell for series, category, cell in points}
    names = list(dict.fromkeys(series for series, _, _ in points))
    return Chart(
        title,
        kind,
        "月份" if kind != "bar" else "项",
        categories,
        {n: [cells.get((n, c)) for c in categories] for n in names},
        {t.name or title: _colour(t) for t in traces if (t.name or title) in names},
        first_on_top=bool(kind == "line" and (r := figure.layout.yaxis.range) and r[0] > r[1]),
    )


def _kind(trace) -> str:
    if trace.type == "bar":
        return "bar" if trace.orientation == "h" else "column"
    return "line"


def _points(trace, title: str, mark) -> Iterator[tuple[str, str, Cell]]:
    """(series, category, number) of every point that has one."""
    values = trace.x if trace.orientation == "h" else trace.y
    series = trace.meta.get("series") or [trace.name or title] * len(values)
    categories = trace.meta.get("categories") or [f"{month:%Y-%m}" for month in trace.x]
    points = zip(series, categories, values, trace.meta["printed"], _said(trace), strict=True)
    for name, category, value, printed, said in points:
        if not is_missing(value):
            changed = mark is not None and any(map(mark, said))
            yield name, category, _cell(columns.revised(printed, changed))


def _cell(printed: str) -> Cell:
    return as_number(printed) or printed


def _colour(trace) -> str:
    colour = trace.line.color if trace.type == "scatter" else trace.marker.color
    colour = colour or trace.marker.color
    return colour if isinstance(colour, str) else ACCENT


def _texts(title: str, figure: go.Figure) -> Chart:
    """A grid of words is no chart of Excel's: what each square says."""
    (first, *_) = figure.data
    squares = {m: [row[n] for row in first.customdata] for n, m in enumerate(first.x)}
    return Chart(title, "table", "项", list(first.y), squares, {})


def note_words(title: str, head: str, names: list[str], texts: dict[str, list[str]]) -> None:
    """A drawing that is no chart of Excel's, as a table for the workbook."""
    cells = {name: list(map(_cell, said)) for name, said in texts.items()}
    on_screen.note_chart(title, Chart(title, "table", head, names, cells, {}))
