"""Cities of one indicator as bars of plain HTML, by rank, in their regions' colours."""

from html import escape

import pandas as pd

from charts.remember import drawn_once
from charts.theme import NEUTRAL, REGION_COLOURS
from words.numbers import amount, rank_words

_ROW = (
    '<div title="{source}" class="city"><span>{rank}</span><span>{name}</span>'
    '<span><i style="background:{colour};width:{width:.1f}%"></i></span><span>{said}</span></div>'
)


@drawn_once
def city_rows(frame: pd.DataFrame, most: float) -> str:
    """One bar per row of the question `city_ranking`, from zero to `most`."""
    return "".join(
        _ROW.format(
            source=escape(row.source),
            rank=rank_words(row.rank_, row.tied),
            name=escape(row.city_name),
            colour=REGION_COLOURS.get(row.region, NEUTRAL),
            width=100 * row.value / (most or 1),
            said=escape(amount(row.value, row.unit, row.decimals))
            + (" 封顶" if row.capped is True else ""),
        )
        for row in frame.rename(columns={"rank": "rank_"}).itertuples()
    )
