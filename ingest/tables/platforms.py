"""Reads the rows of the platforms' indicators.

A row with numbers and no known label is a problem, never skipped.
"""

from catalog import PROVINCE, Catalog, Platform
from ingest.tables.entries import Entry, Found
from ingest.tables.headers import Table
from ingest.tables.rows import data_rows, heading, names_two_rows
from ingest.tables.units import check_unit
from ingest.tables.view import has_numbers, shown, without_figure
from ingest.workbook.sheets import Sheet, coordinate


def read_platforms(first: Table, catalog: Catalog, found: Found) -> None:
    seen: dict[str, tuple[Table, int]] = {}
    platform: Platform | None = None
    unknown = heads = False
    for table, row in [(p, row) for p in first.parts for row in data_rows(p, catalog, found)]:
        sheet, column = table.sheet, table.platform_column
        if over := heading(table, row, catalog):
            platform, unknown, heads = over, False, True
            text = shown(sheet, row, table.key_column)
            found.tidied(sheet, row, table.key_column, text, over.spellings, over.label)
            continue
        platform = platform if column or heads else None
        label = shown(sheet, row, column) if column else ""
        if not label and column and _starts_nameless(sheet, row, column):
            _say_platform(sheet, row, column, "", catalog, found)
            unknown = True
        if label and column:  # blank: the platform printed above goes on
            platform = catalog.find_platform(label)
            unknown = platform is None
            if (row, column) in sheet.cells and platform is None:
                _say_platform(sheet, row, column, label, catalog, found)
            elif (row, column) in sheet.cells and platform:
                found.tidied(sheet, row, column, label, platform.spellings, platform.label)
        if names_two_rows(table, row, found):
            continue
        if not unknown and (
            shown(sheet, row, table.key_column) or has_numbers(sheet, row, table.columns)
        ):
            _read_indicator_row(table, row, platform, seen, catalog, found)


def _say_platform(sheet: Sheet, row: int, column: int, text: str, catalog, found: Found) -> None:
    near = found.closest(text, catalog.platforms, catalog)
    allowed = [p.name for p in catalog.platforms]
    said = text or "（空）"
    found.say("platform-unknown", sheet, row, column, found=said, near=near, allowed=allowed)


def _starts_nameless(sheet: Sheet, row: int, column: int) -> bool:
    """A merged area that begins here and holds no name: no platform above can be meant."""
    return any((a.top, a.left) == (row, column) for a in sheet.merges)


def _odd(table: Table, row: int) -> list[tuple[int, int]]:
    """Where an unknown row has no number; of 当月 many have none."""
    measures = {(row, c): measure for c, (_, measure) in table.columns.items()}
    totals = [place for place, measure in measures.items() if measure == "cumulative"]
    others = [place for place in measures if place not in totals]
    return without_figure(table.sheet, totals) + without_figure(table.sheet, others, False)


def _read_indicator_row(
    table: Table, row: int, platform: Platform | None, seen: dict, catalog: Catalog, found: Found
) -> None:
    column, text = table.key_column, shown(table.sheet, row, table.key_column)
    indicator, _ = catalog.find_indicator("platform", platform.code if platform else "", text)
    if indicator is None:
        every = catalog.indicators_of("platform")
        mine = [i for i in every if platform is None or i.platform == platform.code]
        near = found.closest(text, mine, catalog)
        odd = _odd(table, row)
        found.say(
            "indicator-unknown",
            table.sheet,
            row,
            column,
            odd,
            odd=[coordinate(*place) for place in odd],
            found=text,
            near=near,
            platform=platform.name if platform else "未写明的平台",
            allowed=[i.label for i in mine] if platform and near is None else [],
        )
    elif indicator.code in seen:
        first = seen[indicator.code]
        found.twice("indicator-duplicated", table, row, column, first, indicator.label)
    else:
        seen[indicator.code] = table, row
        check_unit(table, row, column, text, indicator, catalog, found)
        found.tidied(table.sheet, row, column, text, indicator.spellings, indicator.label)
        found.entries += [
            Entry(indicator, PROVINCE, measure, table.sheet, row, c)
            for c, (_, measure) in table.columns.items()
        ]
