"""What 趋势 shows of what is chosen: each piece asks for it itself, of one state."""

from typing import NamedTuple

import pandas as pd

from ui import notes, remembered
from ui.legend import legend
from ui.tables import is_text
from ui.trends import blocks
from warehouse import queries


class Choice(NamedTuple):
    indicators: list[str]
    measure: str
    members: list[str]
    months: int

    def series(self) -> pd.DataFrame:
        return queries.trends.trend(*self)


def cards(choice: Choice) -> str:
    """A card an indicator, and what the marks in them mean; columns have none."""
    series = choice.series()
    span = series["month"].min(), series["month"].max()
    said = queries.common.annotations(choice.indicators)
    aims = blocks.targets(choice.indicators, choice.measure, *span)
    groups = dict(list(series.groupby("indicator_code", sort=False)))
    shown = "".join(
        blocks.card(rows, span, notes.of_chart(said, rows), aims[aims["indicator_code"] == code])
        for code, rows in groups.items()
    )
    marked = [rows for rows in groups.values() if not blocks.grows(rows)]
    return f'<div class="cards">{shown}</div>{legend(pd.concat(marked)) if marked else ""}'


def figures(choice: Choice) -> None:
    """Every point; a table too long for text has a switch, so that it is not remembered."""

    def draw() -> None:
        blocks.figure_table(choice.series())

    if is_text(int(choice.series()["value"].notna().sum()), blocks.FIGURE_COLUMNS):
        remembered.block("figures", draw)
    else:
        draw()
