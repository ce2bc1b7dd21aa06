"""The problems of a table's headers: unknown, missing, repeated columns, platforms over them,
units."""

import datetime as dt
from collections.abc import Callable

from catalog import Catalog
from ingest.tables.dates import split_period
from ingest.tables.entries import Found
from ingest.tables.header_words import is_derived, is_of_year, is_passed_over
from ingest.tables.headers import Meaning, Table, columns_of, group_label, name_over
from ingest.tables.units import check_note, check_unit
from ingest.tables.view import is_hidden, is_number, shown, without_figure
from ingest.workbook.sheets import Cell, coordinate
from words.names import AREA_SHEETS, TABLE_SHEETS

AskMonth = Callable[[], dt.date | None]
_PLATFORM_HEADERS = ["累计", "8月新增", "2022年8月新增", "截至8月底累计"]


def check_columns(
    table: Table, neighbours: set[int], month: AskMonth, catalog: Catalog, found: Found
) -> None:
    """The problems of a table's headers. `neighbours`: columns that are none of its own; `month`:
    tells the report's month, asked where a column stands twice."""
    second = _drop_duplicates(table, month, found)
    unknown = _check_unknown(table, neighbours | second, month, catalog, found)
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
    if not any(p.code == "unit-missing" and p.sheet == table.sheet.title for p in found.problems):
        check_note(table, catalog, found)


def _drop_duplicates(table: Table, month: AskMonth, found: Found) -> set[int]:
    """One column a meaning; of two, the one that names no other month and can be seen. The
    others."""
    seen: dict = {}
    second = set()
    periods = {c: split_period(shown(table.sheet, table.name_rows[c], c))[1] for c in table.columns}
    is_twice = len(table.meanings) < len(table.columns)
    due = month() if is_twice else None
    others = {c for c, p in periods.items() if due and p and p.month and not p.agrees(due)}
    by_rank = sorted(table.columns, key=lambda c: (c in others, is_hidden(table.sheet, 0, c), c))
    for column in by_rank:
        meaning, row = table.columns[column], table.name_rows[column]
        if meaning in seen:
            first = seen[meaning]
            is_other = column in others and first not in others
            code = "column-other-month" if is_other else "column-duplicated"
            label = shown(table.sheet, row, column)
            place = table.sheet, row, column
            found.say(code, *place, [(table.name_rows[first], first)], label=label)
            del table.columns[column]
            second.add(column)
        seen.setdefault(meaning, column)
    return second


def _check_unknown(
    table: Table, neighbours: set[int], month: AskMonth, catalog: Catalog, found: Found
) -> bool:
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
        if _is_known_as_other(table, label, month, catalog):
            found.say("column-derived", table.sheet, row, cell.column, found=label)
        elif not is_passed_over(label):
            unknown.append(cell)
            say_unknown(table, cell, catalog, found)
    return bool(unknown)


def _is_known_as_other(table: Table, label: str, month: AskMonth, catalog: Catalog) -> bool:
    """Whether a column is computed from those beside it; or, where none of the table's own is
    missing, the year's or another month's."""
    if is_derived(label):
        return True
    if _missing(table, catalog):
        return False
    period, due = split_period(label)[1], month()
    is_other = bool(due and period and period.month and not period.agrees(due))
    return is_other or (table.name == "platform" and is_of_year(label))


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
