"""Which month holds which figures, as a grid: a sign in the cell says what its colour says."""

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL, figure, plain

FULL, SOME, NONE, UNPRINTED, UNREPORTED = 4, 3, 2, 1, 0
SIGNS = {FULL: "", SOME: "!", NONE: "×", UNPRINTED: "", UNREPORTED: ""}
COLOURS = {
    UNREPORTED: "rgba(122,135,152,0.08)",
    UNPRINTED: "#A9B4C2",
    NONE: NEUTRAL,
    SOME: "#D07A00",
    FULL: ACCENT,
}
_NAMED = 4  # months named above the map: five touch at 390 px, three beside names of indicators
_SHORT = 8  # characters of a row's name that leave room for four
_STEPS = (1, 3, 6, 12, 24)


@drawn_once
def coverage_map(frame: pd.DataFrame) -> go.Figure:
    """One row of cells per label, one column per month from the first to the last.

    Needs month, label, expected, filled, blank, absent, unprinted.
    """
    months = pd.date_range(frame["month"].min(), frame["month"].max(), freq="MS")
    labels = frame["label"].drop_duplicates().tolist()
    cells = {(r.label, r.month): r for r in frame.itertuples()}
    grid = [[cells.get((label, month)) for month in months] for label in labels]
    states = [[_state(cell) for cell in row] for row in grid]
    chart = figure(height=90 + (30 if len(labels) <= 12 else 20) * len(labels))
    chart.add_heatmap(
        x=[f"{m:%Y-%m}" for m in months],
        y=[plain(label) for label in labels],
        z=states,
        zmin=UNREPORTED - 0.5,
        zmax=FULL + 0.5,
        showscale=False,
        xgap=2 if len(months) <= 18 else 1,
        ygap=2,
        colorscale=[
            [(n + edge) / 5, colour] for n, colour in sorted(COLOURS.items()) for edge in (0, 1)
        ],
        text=[[SIGNS[s] for s in row] for row in states],
        texttemplate="%{text}",
        textfont={"color": "#FFFFFF", "size": 12 if len(months) <= 18 else 9},
        customdata=[[_words(cell) for cell in row] for row in grid],
        hovertemplate="%{x}　%{y}<br>%{customdata}<extra></extra>",
    )
    most = _NAMED if max(map(len, labels)) <= _SHORT else _NAMED // 2
    step = next((s for s in _STEPS if len(months) <= s * most), _STEPS[-1])
    named = months[::step]
    texts = [f"{m:%Y-%m}" for m in named]
    chart.update_xaxes(
        type="category", side="top", showgrid=False, tickvals=texts, ticktext=texts, tickangle=0
    )
    chart.update_yaxes(autorange="reversed", showgrid=False, tickfont_size=12)
    return chart


NOT_LOADED = "这个月的月报未入库"


def _state(cell) -> int:
    if cell is None:
        return UNREPORTED
    if cell.filled < cell.expected:
        return SOME if cell.filled else NONE
    # A line of one indicator shows that half of it is never printed; a whole platform does not.
    return UNPRINTED if cell.unprinted >= max(cell.expected, 1) else FULL


def _words(cell) -> str:
    if cell is None:
        return NOT_LOADED
    never = f"；历来不印 {cell.unprinted}" if cell.unprinted else ""
    return (
        f"应有 {cell.expected} 格：有数 {cell.filled}，印了但空 {cell.blank}，没有印 {cell.absent}"
        + never
    )
