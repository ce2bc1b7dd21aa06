"""Finds the report's three tables by the labels in them, wherever they stand on whatever sheet.

Addresses decide nothing.

A table shows itself by its row labels (40 indicators, 7 stages, 21 cities: no single slip hides
it). Its header is what stands above the first
of those rows, and its columns are those whose header is known.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from catalog import Catalog, Indicator, fold
from ingest.tables.numeral import fold_width, parse_number
from ingest.workbook.sheets import Area, Cell, Sheet
from words.names import TABLE_SHEETS

MONTHLY_HEADER = re.compile(r"(\d{1,2})\s*月\s*(?:份?\s*新增|数量变化)")
_MEASURE = re.compile(r"(?:\d{1,2}月份?|当月|本月)?(新增|数量变化)(?:\(个\))?")
_FEWEST_KEYS = 3
# rows with unknown labels or without a number that may stand between a header and the first known
# row
_MOST_HEADERLESS_ROWS = 10

Meaning = tuple[
    Indicator | None, str
]  # what a column holds: the indicator (None where the row names it) and the measure


@dataclass
class Table:
    """One table on one sheet: the column of its row labels, the rows that carry a known one, its
    header row, its columns, its platform column."""

    name: str
    sheet: Sheet
    key_column: int
    key_rows: list[int]
    header: int = 0
    columns: dict[int, Meaning] = field(default_factory=dict)
    platform_column: int | None = None

    @property
    def known_columns(self) -> set[int]:
        return {*self.columns, self.key_column} | (
            {self.platform_column} if self.platform_column else set()
        )

    @property
    def rows(self) -> range:
        return range(self.header, self.key_rows[-1] + 1)

    @property
    def reach(self) -> set[int]:
        """The columns from its first to its last known one, and all that follow on either side
        without an empty column between."""
        used = {cell.column for r in self.rows for cell in self.sheet.rows.get(r, ())}
        reach = set(range(min(self.known_columns), max(self.known_columns) + 1))
        for step, start in ((-1, min(reach)), (1, max(reach))):
            column = start + step
            while column in used:
                reach.add(column)
                column += step
        return reach


def locate(sheets: list[Sheet], catalog: Catalog) -> dict[str, list[Table]]:
    """Table name → every place where that table stands, the fullest first."""
    places = {
        name: [t for sheet in sheets if (t := _locate(sheet, name, catalog))]
        for name in TABLE_SHEETS
    }
    return {name: sorted(tables, key=lambda t: -len(t.key_rows)) for name, tables in places.items()}


def _locate(sheet: Sheet, name: str, catalog: Catalog) -> Table | None:
    rows_by_column: dict[int, list[int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        # A row of labels alone is a header: the cities' 市场主体注册量 is also a spelling of the
        # platforms' indicator.
        if cell.kind == "text" and is_key(name, cell.text, catalog) and has_numbers(sheet, row):
            rows_by_column.setdefault(column, []).append(row)
    if not rows_by_column:
        return None
    key_column = max(rows_by_column, key=lambda c: len(rows_by_column[c]))
    table = Table(name, sheet, key_column, rows_by_column[key_column])
    if len(table.key_rows) < _FEWEST_KEYS:
        return None
    table.header = _header_row(table, catalog)
    table.columns = {
        c: m
        for c, m in columns_of(table, catalog, table.header).items()
        if _holds_figures(table, c)
    }
    if name == "platform":
        table.platform_column = _platform_column(table, catalog)
    return table if table.columns else None


def is_key(name: str, text: str, catalog: Catalog) -> bool:
    """合计 shows no table: the projects and the cities may both have such a row."""
    return (
        catalog.names_indicator(name, text)
        if name == "platform"
        else member(name, text, catalog) not in (None, "total")
    )


def member(name: str, text: str, catalog: Catalog) -> str | None:
    """The code of the city or stage that a row label names."""
    found = catalog.find_city(text) if name == "city" else catalog.find_stage(text)
    return found and found.code


def _header_row(table: Table, catalog: Catalog) -> int:
    """The nearest row above the first row of figures with a known header; where none is known, the
    nearest that holds labels and no numbers."""
    above = [r for r in range(table.key_rows[0] - 1, 0, -1) if r in table.sheet.rows]
    known = next((r for r in above[:_MOST_HEADERLESS_ROWS] if columns_of(table, catalog, r)), None)
    return known or next((r for r in above if not has_numbers(table.sheet, r)), 1)


def _holds_figures(table: Table, column: int) -> bool:
    """No column of names: the labels of a table beside this one may read like this one's headers
    (开通用户数 is an indicator of two tables)."""
    cells = [cell for r in table.key_rows if (cell := table.sheet.cells.get((r, column)))]
    return sum(not is_number(cell) for cell in cells) <= len(cells) / 2


def columns_of(table: Table, catalog: Catalog, row: int) -> dict[int, Meaning]:
    """column → meaning of the known headers in this row."""
    columns = sorted(
        c.column for c in table.sheet.rows.get(row, ()) if c.column != table.key_column
    )
    return {c: meaning for c in columns if (meaning := _meaning(table, catalog, row, c))}


def _meaning(table: Table, catalog: Catalog, row: int, column: int) -> Meaning | None:
    label = shown(table.sheet, row, column)
    measure = _MEASURE.fullmatch(fold(label))
    if table.name == "platform":
        return (
            (None, "cumulative")
            if fold(label) == "累计"
            else (None, "monthly")
            if measure and measure[1] == "新增"
            else None
        )
    if table.name == "project" and measure and measure[1] == "数量变化":
        return catalog.indicator("project_count"), "monthly"
    indicator = (
        catalog.find_indicator("project", "", label)[0]
        if table.name == "project"
        else _city_indicator(table, catalog, row, column)
    )
    return indicator and (indicator, indicator.measures[0])


def _city_indicator(table: Table, catalog: Catalog, row: int, column: int) -> Indicator | None:
    """The platform above a column decides; where none stands there, the label must begin with one
    or be the only one of its name."""
    label = shown(table.sheet, row, column)
    group = catalog.find_platform(group_label(table, row - 1, column))
    matches = {}
    for platform in [group] if group else catalog.platforms:
        for text in (label, fold(label).removeprefix(fold(platform.name)).lstrip("-:/·")):
            indicator, _ = catalog.find_indicator(table.name, platform.code, text)
            if indicator:
                matches[indicator.code] = indicator
    return next(iter(matches.values())) if len(matches) == 1 else None


def group_label(table: Table, row: int, column: int) -> str:
    """The label above a column header: merged over it, repeated, or printed once at the left of its
    group."""
    for c in range(column, 0, -1):
        text = shown(table.sheet, row, c)
        if (
            text or c == table.key_column or merged_at(table.sheet, row, c)
        ):  # a merged area without a name is no part of the group to its left
            return "" if c == table.key_column else text
    return ""


def _platform_column(table: Table, catalog: Catalog) -> int | None:
    counts = Counter(
        c
        for (r, c), cell in table.sheet.cells.items()
        if r in table.rows and c != table.key_column and catalog.find_platform(cell.text)
    )
    return max(counts, key=counts.get, default=None)


# what stands at a position


def shown(sheet: Sheet, row: int, column: int) -> str:
    """The text a reader sees at a position: its own, or that of the merged area it lies in."""
    cell = sheet.cells.get((row, column))
    if cell is None:
        area = merged_at(sheet, row, column)
        cell = sheet.cells.get((area.top, area.left)) if area else None
    return cell.text.strip() if cell else ""


def merged_at(sheet: Sheet, row: int, column: int) -> Area | None:
    return sheet.area_at(row, column)


def is_number(cell: Cell) -> bool:
    """Whether a cell is a figure or stands for one (an error, a formula without result): what must
    never be passed over."""
    return (
        cell.kind in ("number", "error", "uncalculated", "unshown")
        or parse_number(fold_width(cell.text).rstrip("%万亿"), "") is not None
    )


def has_numbers(sheet: Sheet, row: int, columns=None) -> bool:
    return any(
        is_number(cell)
        for cell in sheet.rows.get(row, ())
        if columns is None or cell.column in columns
    )
