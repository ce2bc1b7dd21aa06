"""What 下载 and the addresses ask."""

import pandas as pd

from warehouse.extract import PRINTED, ROWS_AT_MOST, extract, filters


def figures(
    limit: int = ROWS_AT_MOST, offset: int = 0, printed: bool = False, **chosen: list[str]
) -> pd.DataFrame:
    """One row per figure that fits every filter (an empty or absent one fits all), with the Chinese
    columns of every file. `printed`: numbers as texts with their decimals."""
    return extract().ask(
        "figures" + PRINTED * printed, **filters(**chosen), limit=limit, offset=offset
    )


def figure_columns(**chosen: list[str]) -> pd.DataFrame:
    """One row per indicator and measure among the figures that fit: its label as a column of the
    wide form, and how many figures it has."""
    return extract().ask("figure_columns", **filters(**chosen))


def wide_figures(
    limit: int = ROWS_AT_MOST, offset: int = 0, printed: bool = False, **chosen: list[str]
) -> pd.DataFrame:
    """One row per month and area or stage; one column per indicator and measure that fits.
    `printed` as above."""
    question = "wide_figures" + PRINTED * printed
    return extract().ask(question, **filters(**chosen), limit=limit, offset=offset)


def figure_sources(**chosen: list[str]) -> pd.DataFrame:
    """One row per workbook or public page that the figures which fit come from: source_text."""
    return extract().ask("figure_sources", **filters(**chosen))


def figure_revisions(**chosen: list[str]) -> pd.DataFrame:
    """One row per revised figure among those that fit, at most 1000: revision_text."""
    return extract().ask("figure_revisions", **filters(**chosen))
