"""What 趋势 shows of what is chosen: each piece asks for it itself, of one state."""

from typing import NamedTuple

import pandas as pd

from ui import notes, remembered
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


def card(code: str, choice: Choice) -> str:
    """One of the chosen indicators."""
    series = choice.series()
    rows = series[series["indicator_code"] == code]
    span = series["month"].min(), series["month"].max()
    aims = blocks.targets(choice.indicators, choice.measure, *span)
    said = notes.of_chart(queries.common.annotations(choice.indicators), rows)
    return blocks.card(rows, span, said, aims[aims["indicator_code"] == code])


def figures(choice: Choice) -> None:
    """Every point; a table too long for text has a switch, so that it is not remembered."""

    def draw() -> None:
        blocks.figure_table(choice.series())

    if is_text(int(choice.series()["value"].notna().sum()), blocks.FIGURE_COLUMNS):
        remembered.block("figures", draw)
    else:
        draw()
