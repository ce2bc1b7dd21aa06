"""The problems of a table's headers: unknown, missing, repeated columns, platforms over them,
units."""

import re
from collections import Counter
from functools import partial

from catalog import Catalog, Indicator, fold
from ingest.tables.dates import split_period
from ingest.tables.entries import Found
from ingest.tables.headers import (
    UNIT_WORDS,
    Meaning,
    Table,
    columns_of,
    group_label,
    is_derived,
    is_passed_over,
    name_over,
    unit_in,
)
from ingest.tables.view import is_hidden, is_number, shown, without_figure
from ingest.workbook.sheets import Cell, coordinate
from words.names import AREA_SHEETS, TABLE_SHEETS
from words.numbers import COUNTERS

_UNIT_NOTE = re.compile(r"\(?(?:计量)?单位:([^()]{1,20})\)?")
_PLATFORM_HEADERS = ["累计", "8月新增", "2022年8月新增", "截至8月底累计"]


def check_columns(table: Table, neighbours: set[int], catalog: Catalog, found: Found) -> None:
    """The problems of a table's headers. `neighbours`: columns that are none of its own."""
    second = _drop_duplicates(table, found)
    unknown = _check_unknown(table, neighbours | second, catalog, found)
    if table.name in ("city", *AREA_SHEETS):
        _check_group_labels(table, catalog, found)
    if not unknown:
        for label in _missing(table, catalog):
            found.say(
                "column-missing",
                table.sheet,
                table.header,
                table.key_column,
                table=(TABLE_SHEETS | AREA_SHEETS)[table.name],
                label=label,
            )
    for column, (indicator, measure) in table.named_columns.items():
        if measure == indicator.measures[0]:
            row, text = table.name_rows[column], name_over(table, column)[1]
            check_unit(table, row, column, text, indicator, catalog, found)
            found.tidied(table.sheet, row, column, text, indicator.spellings, indicator.label)


def _drop_duplicates(table: Table, found: Found) -> set[int]:
    """One column a meaning; of two, the one that can be seen. The others."""
    seen: dict = {}
    second = set()
    for column in sorted(table.columns, key=lambda c: (is_hidden(table.sheet, 0, c), c)):
        meaning, row = table.columns[column], table.name_rows[column]
        if meaning in seen:
            found.say(
                "column-duplicated",
                table.sheet,
                row,
                column,
                [(table.name_rows[seen[meaning]], seen[meaning])],
                label=shown(table.sheet, row, column),
            )
            del table.columns[column]
            second.add(column)
        seen.setdefault(meaning, column)
    return second


def _check_unknown(table: Table, neighbours: set[int], catalog: Catalog, found: Found) -> bool:
    """Columns that hold numbers beside this table's row labels under a header nobody knows, or
    under none. Whether there are any."""
    first: dict[int, Cell] = {}
    for row in table.key_rows:
        for cell in table.sheet.rows.get(row, ()):
            if is_number(cell) and cell.column not in table.known_columns | neighbours:
                first.setdefault(cell.column, cell)
    unknown = []
    for cell in sorted(first.values(), key=lambda c: c.column):
        row, label = name_over(table, cell.column)
        if is_derived(label):
            found.say("column-derived", table.sheet, row, cell.column, found=label)
        elif not is_passed_over(label):
            unknown.append(cell)
            say_unknown(table, cell, catalog, found)
    return bool(unknown)


def say_unknown(table: Table, cell: Cell, catalog: Catalog, found: Found) -> None:
    """The column of this number has no known name. Said at its name; where it has none, there if a
    column is missing, else at the number that is in the way."""
    row, label = name_over(table, cell.column)
    missing = _missing(table, catalog)
    if not label and not missing:
        found.say("column-nameless", table.sheet, cell.row, cell.column, found=cell.text)
        return
    platform = table.name == "platform"
    near = found.closest(label, () if platform else catalog.indicators_of(table.name), catalog)
    every = table.name in ("city", "project")  # elsewhere a blank is usual
    odd = without_figure(table.sheet, [(r, cell.column) for r in table.key_rows], every)
    found.say(
        "column-unknown",
        table.sheet,
        row,
        cell.column,
        odd,
        found=label or "（空）",
        near=near,
        odd=[coordinate(*place) for place in odd],
        allowed=_PLATFORM_HEADERS if platform else missing,
        unheard=not platform and not missing and near is None,
    )


def _missing(table: Table, catalog: Catalog) -> list[str]:
    """The labels of columns that belong to the table and are not there."""
    present = set(table.columns.values())
    if table.name == "platform":
        expected: dict[Meaning, str] = {(None, "cumulative"): "累计", (None, "monthly"): "新增"}
    else:
        expected = {
            (i, m): i.label if m == i.measures[0] else "数量变化(个)"
            for i in catalog.indicators_of(table.name)
            for m in i.measures
            if i.since is None and i.until is None
        }
    return [label for meaning, label in expected.items() if meaning not in present]


def _check_group_labels(table: Table, catalog: Catalog, found: Found) -> None:
    """A label over data columns must be a platform's name, unless it is a title that also stands
    over the row labels."""
    row = table.header - 1
    columns = [c for c in table.columns if table.name_rows[c] == table.header]
    titled = any(
        (row, table.key_column) in a and (row, c) in a for a in table.sheet.merges for c in columns
    )
    if titled or not any(catalog.find_platform(group_label(table, row, c)) for c in columns):
        return
    nameless = {
        a.left
        for a in table.sheet.merges
        if a.top == row and a.left in columns and not shown(table.sheet, row, a.left)
    }
    for column in columns:
        cell = table.sheet.cells.get((row, column))
        if column in nameless or (cell and catalog.find_platform(cell.text) is None):
            text = cell.text if cell else ""
            found.say(
                "platform-unknown",
                table.sheet,
                row,
                column,
                found=text or "（空）",
                near=found.closest(text, catalog.platforms, catalog),
                allowed=[p.name for p in catalog.platforms],
            )


def check_repeat(table: Table, row: int, catalog: Catalog, found: Found) -> None:
    """A header that stands again must say the same of each column, units included."""
    for column, meaning in columns_of(table, catalog, row).items():
        if column not in table.columns:
            continue  # a table beside this one
        if table.columns[column] != meaning:
            found.say(
                "header-differs",
                table.sheet,
                row,
                column,
                [(table.name_rows.get(column, table.header), column)],
                found=shown(table.sheet, row, column),
            )
        elif meaning[0] and meaning[1] == meaning[0].measures[0]:
            text = shown(table.sheet, row, column)
            check_unit(table, row, column, text, meaning[0], catalog, found)


def check_unit(
    table: Table, row: int, column: int, text: str, indicator: Indicator, catalog: Catalog, found
) -> None:
    """The unit of a column or row named `text` here: in the name itself, or in the row or column
    that holds units only."""
    of_label = partial(catalog.find_indicator, indicator.table, indicator.platform)
    own = of_label(text)[1] or of_label(split_period(text)[0])[1]
    apart = _unit_apart(table, row, column, catalog)
    stated = ([(row, column, own)] if own else []) + ([apart] if apart else [])
    expected = catalog.printed_unit(indicator)
    if expected and not stated and expected not in _units_noted(table):
        found.say("unit-missing", table.sheet, row, column, label=indicator.name, expected=expected)
    wrong = [s for s in stated if _without_counted(s[2], indicator) != indicator.unit]
    if wrong:
        (first, at, unit), *rest = wrong
        others, right = [place[:2] for place in rest], indicator.unit or "无单位"
        facts = {"label": indicator.name, "found": unit, "expected": right}
        found.say("unit-changed", table.sheet, first, at, others, **facts)


def _without_counted(unit: str, indicator: Indicator) -> str:
    """万人 is 万 where the catalogue does not say what is counted."""
    bare = unit.rstrip(f"{COUNTERS}次")
    return bare if indicator.unit in ("", "万", "亿") and bare == indicator.unit else unit


def _units_noted(table: Table) -> list[str]:
    """The units that a note over the table states: 单位：个、万元."""
    rows = range(max(table.top - 1, 1), table.header + 1)
    cells = (cell for row in rows for cell in table.sheet.rows.get(row, ()))
    noted = (_UNIT_NOTE.fullmatch(fold(cell.text)) for cell in cells)
    return [unit for match in noted if match for unit in re.split("[,、;/]", match[1])]


def _unit_apart(
    table: Table, row: int, column: int, catalog: Catalog
) -> tuple[int, int, str] | None:
    if table.name != "platform" and (beside := _unit_beside(table, column, catalog)):
        return beside
    if table.name == "platform" and table.unit_column:
        column = table.unit_column
    elif table.unit_row is None:
        return None
    else:
        row = table.unit_row
    cell = table.sheet.cells.get((row, column))
    return (row, column, unit_in(cell.text, catalog)) if cell else None


def _unit_beside(table: Table, column: int, catalog: Catalog) -> tuple[int, int, str] | None:
    """The unit that stands again beside each figure of a column, under no name or 单位: where they
    differ, the one that is said least."""
    beside = column + 1
    header = fold(name_over(table, beside)[1])
    cells = [c for row in table.key_rows if (c := table.sheet.cells.get((row, beside)))]
    said = Counter(unit_in(c.text, catalog) for c in cells)
    if beside in table.known_columns or (header and header not in UNIT_WORDS) or not cells:
        return None
    if not all(unit in catalog.units or unit in COUNTERS for unit in said):
        return None
    rarest = min(cells, key=lambda c: said[unit_in(c.text, catalog)])
    return rarest.row, beside, unit_in(rarest.text, catalog)
