"""What 下载 and the addresses ask."""

import pandas as pd

from warehouse.extract import PRINTED, extract, filters

# What a file holds, with its Chinese columns; export.choice has the parameters of each. `printed`:
# numbers as texts with their decimals.


def figures(printed: bool = False, **chosen) -> pd.DataFrame:
    """One row per figure that fits every filter (an empty one fits all)."""
    return extract().ask("figures" + PRINTED * printed, **chosen)


def wide_figures(printed: bool = False, **chosen) -> pd.DataFrame:
    """One row per month and area or stage; one column per indicator and measure that fits."""
    return extract().ask("wide_figures" + PRINTED * printed, **chosen)


def area_rows(printed: bool = False, **chosen) -> pd.DataFrame:
    """One row per area of `level` inside `within` and indicator (all where none is named), blanks
    included."""
    return extract().ask("area_rows" + PRINTED * printed, **chosen)


def wide_area_rows(printed: bool = False, **chosen) -> pd.DataFrame:
    """One row per area of `level` inside `within`, a column per indicator that reaches it (or of
    them the named ones); NULL where the cell is blank."""
    return extract().ask("wide_area_rows" + PRINTED * printed, **chosen)


def ledger_file(printed: bool = False, **chosen) -> pd.DataFrame:
    """One row per clause of the chosen plan years and departments (none: all)."""
    return extract().ask("ledger_file" + PRINTED * printed, **chosen)


def figure_columns(**chosen: list[str]) -> pd.DataFrame:
    """One row per indicator and measure among the figures that fit: its label as a column of the
    wide form, and how many figures it has."""
    return extract().ask("figure_columns", **filters(**chosen))


def figure_sources(**chosen: list[str]) -> pd.DataFrame:
    """One row per workbook or public page that the figures which fit come from: source_text."""
    return extract().ask("figure_sources", **filters(**chosen))


def figure_revisions(**chosen: list[str]) -> pd.DataFrame:
    """One row per revised figure among those that fit, at most 1000: revision_text."""
    return extract().ask("figure_revisions", **filters(**chosen))
