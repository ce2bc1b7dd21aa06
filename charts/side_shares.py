"""How two sides share an amount, one bar of 100 % per indicator, with the residents' share as the
measure: as HTML for the page, as a figure for the workbook."""

from collections.abc import Callable
from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts.bar_rows import attribute, element, key
from charts.remember import drawn_once
from charts.theme import REGION_COLOURS, figure, plain
from words.numbers import amount, percent

SIDES = {
    "core": ("珠三角", REGION_COLOURS["珠三角"], "#FFFFFF"),
    "rest": ("粤东西北", REGION_COLOURS["粤东"], "#000000"),
}  # name, colour, ink


_ROW = "<li><{tag}><span>{name}</span><span>{parts}</span></{end}></li>"
_PART = '<i title="{said}" style="width:{share:.1f}%;background:{colour};color:{ink}">{text}</i>'


def side_rows(
    frame: pd.DataFrame,
    residents_share: float,
    leads: list[str],
    alt: str,
    marked: Callable[[list[str]], list[str]] = list,
) -> str:
    """One row per indicator from the top, each leading to its address; a line through all of them
    is 珠三角's share of residents in %. `frame` as of side_shares; `marked` adds to the lines of a
    hover what was revised."""
    rows = "".join(
        _ROW.format(
            **element(lead),
            name=escape(row["indicator_name"]),
            parts="".join(_part(row, side, marked) for side in SIDES),
        )
        for (_, row), lead in zip(frame.iterrows(), leads, strict=True)
    )
    measure = f'<p class="measure"><span>▲ 常住人口 {percent(residents_share)}</span></p>'
    return (
        f"{key({name: colour for name, colour, _ in SIDES.values()})}"
        f'<div class="sides" style="--share:{residents_share / 100:.4f}">'
        f'<ol class="bars" aria-label="{escape(alt)}">{rows}</ol>{measure}</div>'
    )


def _part(row: pd.Series, side: str, marked: Callable[[list[str]], list[str]]) -> str:
    _, colour, ink = SIDES[side]
    said = "&#10;".join(attribute(line) for line in marked(_said(row, side)))
    share = float(row[f"{side}_share"])
    return _PART.format(said=said, share=share, colour=colour, ink=ink, text=percent(share))


def _said(row: pd.Series, side: str) -> list[str]:
    """What a part tells: whose share, the amount, the cells that were added up."""
    share, total = row[f"{side}_share"], row[f"{side}_total"]
    return [
        f"{plain(row['indicator_name'])}　{SIDES[side][0]} {percent(share)}",
        amount(total, plain(row["unit"]), row["decimals"]),
        _wrapped(row[f"{side}_source"]),
    ]


@drawn_once
def side_shares(frame: pd.DataFrame) -> go.Figure:
    """Needs indicator_name, unit, decimals and for core and rest _share (%), _total, _source."""
    chart = figure(height=110 + 46 * len(frame))
    for side, (name, colour, _) in SIDES.items():
        chart.add_bar(
            name=name,
            orientation="h",
            x=frame[f"{side}_share"].tolist(),
            y=frame["indicator_name"].tolist(),
            marker_color=colour,
            text=[percent(s) for s in frame[f"{side}_share"]],
            customdata=[_said(row, side) for _, row in frame.iterrows()],
        )
    return chart.update_layout(barmode="stack")


def _wrapped(source: str) -> str:
    """The cells of a sum in lines of six, so that the label stays on the screen."""
    cells = plain(source).split("、")
    return "、<br>".join("、".join(cells[n : n + 6]) for n in range(0, len(cells), 6)) + "　相加"
