"""Project stages as bars of plain HTML: 总览 shows no other figure, and what draws figures is half
of all that a first visit fetches."""

from html import escape

import pandas as pd

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL
from words.numbers import number, percent

_ROW = (
    '<{tag} title="{source}" style="color:inherit;display:grid;grid-template-columns:5.2em 1fr '
    '8.5em;align-items:center;gap:.75em;height:3.5rem"><span>{name}</span><span style="background:'
    '{colour};border-radius:3px;height:1.875rem;width:{width:.1f}%"></span><span>{said}</span>'
    "</{end}>"
)


@drawn_once
def stage_rows(frame: pd.DataFrame, leads: list[str] | None = None) -> str:
    """One bar per stage in report order, from zero to the largest, leading to its address. Needs
    stage_name, stage_code, source, count, count_share_pct."""
    most = float(frame["count"].max() or 1)
    return "".join(
        _ROW.format(
            tag=f'a href="{escape(lead)}"' if lead else "div",
            end="a" if lead else "div",
            source=escape(row.source),
            name=escape(row.stage_name),
            colour=NEUTRAL if row.stage_code == "cancelled" else ACCENT,
            width=float(row.count_) / most * 100,
            said=f"{number(row.count_, 0)}（{percent(row.count_share_pct)}）",
        )
        for row, lead in zip(
            frame.rename(columns={"count": "count_"}).itertuples(),
            leads or [""] * len(frame),
            strict=True,
        )
    )
