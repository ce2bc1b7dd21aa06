"""How two sides share an amount, one bar of 100 % per indicator, with the residents' share as the
measure."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from charts.bar_rows import Bar, attribute, element, key
from charts.theme import REGION_COLOURS, plain
from words.numbers import amount, percent

SIDES = {
    "core": ("珠三角", REGION_COLOURS["珠三角"], "#FFFFFF"),
    "rest": ("粤东西北", REGION_COLOURS["粤东"], "#000000"),
}  # name, colour, ink
_INKS = {colour: ink for _, colour, ink in SIDES.values()}


_ROW = "<li><{tag}><span>{name}</span><span>{parts}</span></{end}></li>"
_PART = '<i title="{said}" style="width:{share:.1f}%;background:{colour};color:{ink}">{text}</i>'


def sides_of(frame: pd.DataFrame, leads: list[str]) -> dict[str, list[Bar]]:
    """Each side's part of every bar, which leads to an address of `leads`.

    Needs indicator_name, unit, decimals and for core and rest _share (%), _total, _source."""
    return {
        name: [
            Bar(r["indicator_name"], float(r[f"{side}_share"]), *_told(r, side), colour, lead)
            for (_, r), lead in zip(frame.iterrows(), leads, strict=True)
        ]
        for side, (name, colour, _) in SIDES.items()
    }


def _told(row: pd.Series, side: str) -> tuple[str, list[str]]:
    """The text of a part, and its hover: whose share, the amount, the cells that were added up."""
    share = percent(row[f"{side}_share"])
    return share, [
        f"{plain(row['indicator_name'])}　{SIDES[side][0]} {share}",
        amount(row[f"{side}_total"], plain(row["unit"]), row["decimals"]),
        _wrapped(row[f"{side}_source"]),
    ]


def side_rows(sides: Mapping[str, list[Bar]], residents_share: float, alt: str) -> str:
    """One row per bar of `sides_of`; a line through all of them is 珠三角's share of residents
    in %."""
    rows = "".join(
        _ROW.format(
            **element(bars[0].href), name=escape(bars[0].name), parts="".join(map(_part, bars))
        )
        for bars in zip(*sides.values(), strict=True)
    )
    measure = f'<p class="measure"><span>▲ 常住人口 {percent(residents_share)}</span></p>'
    return (
        f"{key({name: bars[0].colour for name, bars in sides.items()})}"
        f'<div class="sides" style="--share:{residents_share / 100:.4f}">'
        f'<ol class="bars" aria-label="{escape(alt)}">{rows}</ol>{measure}</div>'
    )


def _part(bar: Bar) -> str:
    return _PART.format(
        said="&#10;".join(map(attribute, bar.said)),
        share=bar.value,
        colour=bar.colour,
        ink=_INKS[bar.colour],
        text=escape(bar.text),
    )


def _wrapped(source: str) -> str:
    """The cells of a sum in lines of six, so that the label stays on the screen."""
    cells = plain(source).split("、")
    return "、<br>".join("、".join(cells[n : n + 6]) for n in range(0, len(cells), 6)) + "　相加"
