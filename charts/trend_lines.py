"""One indicator over time.

Where a figure comes from is its mark: report a dot, derived a hollow dot, public a diamond, a bound
a triangle.
"""

import pandas as pd
import plotly.graph_objects as go

from charts.end_labels import spread
from charts.remember import drawn_once
from charts.theme import (
    AROUND,
    NEUTRAL,
    PLATFORM_COLOURS,
    SERIES_COLOURS,
    figure,
    name_months,
    name_unit,
    name_values,
    plain,
)
from words.clock import months_words
from words.columns import derived
from words.numbers import bounded, number

SYMBOLS = {"report": "circle", "derived": "circle-open", "public": "diamond"}
BOUND_SYMBOLS = {"above": "triangle-up-open", "below": "triangle-down-open"}
BOUND_WORDS = {"above": "（下限）", "below": "（上限）"}


@drawn_once
def trend_lines(
    frame: pd.DataFrame,
    span: tuple[pd.Timestamp, pd.Timestamp] | None = None,
    notes: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
) -> go.Figure:
    """One line per member, broken where a month has no value; the last value stands at its end.

    Needs the columns of the question `trend` for one indicator. `span`: first and last month of the
    axis, so that charts beside each other share one. `notes` (month, until, text, author,
    written_on, city_name) are lines or bands whose 注 tells them on hover; `targets` (goal,
    plan_start, due_month, label) are dashed over their plan year.
    """
    first = frame.iloc[0]
    members = frame["member_name"].unique()
    alone = PLATFORM_COLOURS.get(first["platform_name"], SERIES_COLOURS[0])
    colours = [alone] if len(members) == 1 else SERIES_COLOURS
    chart = figure(height=260 if len(members) == 1 else 340)
    for n, member in enumerate(members):
        rows = frame[frame["member_name"] == member]
        _add_series(chart, rows, member, colours[n % len(colours)])
    goals = [] if targets is None else targets["goal"].tolist()
    months = pd.Series(span) if span else frame["month"]
    name_months(chart, months)
    flow = first["kind"] == "flow"
    name_values(
        chart,
        [*frame["value"], *goals, *([0] * flow)],
        whole=bool((frame["decimals"].dropna() == 0).all()),
    )
    name_unit(chart, first["unit"])
    if targets is not None:
        _add_targets(chart, targets, months.min() + (months.max() - months.min()) / 2)
    if notes is not None:
        low, high = _ends_of(frame, goals)
        add_notes(chart, notes, frame["month"], low, high)
    _name_ends(chart, frame, colours)  # by the axis, in which notes have made room
    return chart


def add_notes(
    chart: go.Figure, said: pd.DataFrame, shown: pd.Series, low: float, high: float
) -> None:
    """The notes on months that are shown, at the top, on an axis of their own from 0 to 1, with
    room made below them: no note may hide a point."""
    notes = said[(said["month"] <= shown.max()) & (said["until"] >= shown.min())]
    if notes.empty:
        return
    begin, end = notes["month"].clip(shown.min()), notes["until"].clip(upper=shown.max())
    months, span = (begin + (end - begin) / 2).tolist(), high - low or abs(high) or 1.0
    chart.update_yaxes(range=[low - 0.1 * span, high + 0.3 * span])
    chart.update_layout(shapes=[_note_shape(*ends) for ends in zip(begin, end, strict=True)])
    chart.add_scatter(
        x=months,
        y=[0.92] * len(months),
        yaxis="y2",
        mode="markers+text",
        text=["注"] * len(months),
        showlegend=False,
        marker={"size": 20, "color": NEUTRAL, "symbol": "circle"},
        customdata=[_note_said(r) for r in notes.itertuples()],
        hovertemplate=(
            "注　%{customdata[3]}<br>%{customdata[0]}<br>%{customdata[1]}，"
            "%{customdata[2]}<extra></extra>"
        ),
    )


def _note_said(note) -> list[str]:
    about = f"{months_words(note.month, note.until)}　{plain(note.city_name)}"
    return [plain(note.text), plain(note.author), f"{note.written_on:%Y-%m-%d}", about]


def _note_shape(first: pd.Timestamp, last: pd.Timestamp) -> dict:
    """A line on its month, a band over several."""
    line = {"line": {"color": NEUTRAL, "width": 1, "dash": "dot"}}
    ends = {"x0": first, "x1": last, "y0": 0, "y1": 1, "yref": "paper"} | line
    if first == last:
        return {"type": "line"} | ends
    return {"type": "rect", "fillcolor": NEUTRAL, "opacity": 0.15, "layer": "below"} | ends


def _add_series(chart: go.Figure, rows: pd.DataFrame, name: str, colour: str) -> None:
    unit = rows["unit"].iloc[0]
    symbols = [
        BOUND_SYMBOLS.get(b) or SYMBOLS.get(o, "circle")
        for b, o in zip(rows["bound"], rows["origin"], strict=True)
    ]
    chart.add_scatter(
        name=plain(name),
        x=rows["month"].tolist(),
        y=rows["value"].where(rows["bound"].isna()).tolist(),
        mode="lines",
        line={"color": colour, "width": 2},
        connectgaps=False,
        hoverinfo="skip",
        showlegend=False,
    )
    chart.add_scatter(
        name=plain(name),
        x=rows["month"].tolist(),
        y=rows["value"].tolist(),
        mode="markers",
        marker={
            "color": colour,
            "size": 9 if len(rows.dropna(subset=["value"])) <= 15 else 6,
            "symbol": symbols,
            "line": {"color": colour, "width": 2},
        },
        meta={"printed": _printed(rows)},
        customdata=_said(rows),
        hovertemplate=(
            f"{plain(name)}　%{{x|%Y-%m}}<br>%{{customdata[2]}} "
            f"{plain(unit)}　%{{customdata[0]}}<br>%{{customdata[1]}}<extra></extra>"
        ),
    )


def _printed(rows: pd.DataFrame) -> list[str]:
    names = ["value", "decimals", "bound", "origin"]
    return [
        bounded(number(value, decimals), bound) + derived(origin)
        for value, decimals, bound, origin in rows[names].itertuples(index=False)
    ]


def _said(rows: pd.DataFrame) -> list[list[str]]:
    """What a mark says on hover: where it is from, which cell, and the figure as its own source
    prints it (518, not 518.0)."""
    names = ["origin_name", "bound", "source", "value", "decimals"]
    return [
        [f"{plain(origin)}{BOUND_WORDS.get(bound, '')}", plain(source), number(value, decimals)]
        for origin, bound, source, value, decimals in rows[names].itertuples(index=False)
    ]


def _ends_of(frame: pd.DataFrame, goals: list[float]) -> tuple[float, float]:
    values = [*frame["value"].dropna(), *goals]
    return float(min(values)), float(max(values))


def _name_ends(chart: go.Figure, frame: pd.DataFrame, colours: list[str]) -> None:
    """The last value of each line beside it, in the page's ink with a dot of the line's colour;
    moved apart where lines end close together."""
    low, high = chart.layout.yaxis.range
    members = frame["member_name"].unique()
    ends = [
        (rows.iloc[-1], colours[n % len(colours)])
        for n, member in enumerate(members)
        if len(rows := frame[frame["member_name"] == member].dropna(subset=["value"]))
    ]
    height = chart.layout.height - AROUND
    places = [(high - end["value"]) / (high - low) * height for end, _ in ends]
    longest = 0
    for (end, colour), place, stands in zip(
        ends, places, spread(places, 17, 0, height), strict=True
    ):
        named = f"{plain(end['member_name'])} " if len(members) > 1 else ""
        said = named + bounded(number(end["value"], end["decimals"]), end["bound"])
        longest = max(longest, sum(1 + (not letter.isascii()) for letter in said))
        dot = f'<span style="color:{colour}">●</span> ' if named else ""
        chart.add_annotation(
            x=end["month"],
            y=end["value"],
            text=dot + said,
            showarrow=False,
            xanchor="left",
            xshift=8,
            yshift=place - stands,
        )
    chart.update_layout(margin_r=max(64, 30 + 7 * longest))


def _add_targets(chart: go.Figure, targets: pd.DataFrame, middle: pd.Timestamp) -> None:
    """Labels grow towards the middle, so that none is cut."""
    for row in targets.itertuples():
        early = row.plan_start < middle
        chart.add_scatter(
            x=[row.plan_start, row.due_month],
            y=[row.goal, row.goal],
            mode="lines",
            line={"color": NEUTRAL, "width": 2, "dash": "dash"},
            hoverinfo="skip",
            showlegend=False,
        )
        chart.add_annotation(
            x=row.plan_start if early else row.due_month,
            y=row.goal,
            text=plain(row.label),
            showarrow=False,
            xanchor="left" if early else "right",
            yanchor="bottom",
            font={"size": 12},
        )
