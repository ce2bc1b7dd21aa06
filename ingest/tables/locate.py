"""Finds the report's three tables by the labels in them, wherever they stand on whatever sheet.

Addresses decide nothing. A table shows itself by its row labels (40 indicators, 7 stages, 21
cities: no single slip hides it). Its header is what stands above the first of those rows.
"""

import functools
from collections import Counter
from collections.abc import Callable, Iterable

from catalog import Catalog, fold
from catalog.names import split_unit
from ingest.tables.continued import are_alike, on_next_sheet, under_no_header, ways_to_cut
from ingest.tables.headers import Table, columns_of, name_over, take_header
from ingest.tables.view import has_numbers
from ingest.workbook.sheets import Sheet
from words.names import TABLE_SHEETS

_FEWEST_KEYS = 3
# rows with unknown labels or without a number that may stand between a header and the first known
# row
_MOST_HEADERLESS_ROWS = 10


def locate(sheets: list[Sheet], catalog: Catalog) -> dict[str, list[Table]]:
    """Table name → every place where that table stands: the visible first, then the fullest. What
    goes on to the right or on another sheet is one table."""
    numbered = [functools.cache(functools.partial(has_numbers, sheet)) for sheet in sheets]
    found = {}
    for name in TABLE_SHEETS:
        tables = [t for s, n in zip(sheets, numbered) for t in _locate(s, n, name, catalog)]
        held = {id(t.sheet) for t in tables}
        rest = [(s, n) for s, n in zip(sheets, numbered) if id(s) not in held]
        found[name] = _joined(tables + _headless(tables, rest, catalog), catalog)
    return found


def _headless(
    tables: list[Table], sheets: Iterable[tuple[Sheet, Callable[[int], bool]]], catalog: Catalog
) -> list[Table]:
    """What goes on under no header on sheets that hold no table, with other row labels."""
    first = max(
        (t for t in tables if not t.sheet.hidden), key=lambda t: len(t.key_rows), default=None
    )
    if first is None or len(tables) > 1:
        return []
    labels = {_named(first, row, catalog) for row in first.key_rows}
    parts = []
    for sheet, numbered in sheets:
        rows = {} if sheet.hidden else _label_rows(sheet, numbered, first.name, catalog)
        part = rows and on_next_sheet(first, sheet, rows)
        if part and not labels & {_named(part, row, catalog) for row in part.key_rows}:
            parts.append(part)
    return parts


def _locate(
    sheet: Sheet, numbered: Callable[[int], bool], name: str, catalog: Catalog
) -> list[Table]:
    """`numbered`: whether a row holds a figure, found out once a row and not for each of its
    cells."""
    rows_by_column = _label_rows(sheet, numbered, name, catalog)
    if not rows_by_column:
        return []
    key_column = max(rows_by_column, key=lambda c: len(rows_by_column[c]))
    table = Table(name, sheet, key_column, rows_by_column[key_column])
    table.header = _header_row(table, catalog)
    take_header(table, catalog)
    for blocks in ways_to_cut(table, rows_by_column):
        parts = _parts(blocks, name, catalog)
        if len(parts) > 1 and are_alike(parts):
            return parts
    table.columns = {c: m for c, m in table.columns.items() if not _holds_names(table, c, catalog)}
    if name == "platform":
        table.platform_column = _platform_column(table, catalog)
    return [table] if table.columns else []


def _label_rows(
    sheet: Sheet, numbered: Callable[[int], bool], name: str, catalog: Catalog
) -> dict[int, list[int]]:
    """Column → rows of figures in which it holds a row label. A row of labels alone is a header:
    the cities' 市场主体注册量 is also a spelling of the platforms' indicator."""
    rows: dict[int, list[int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind == "text" and is_key(name, cell.text, catalog) and numbered(row):
            rows.setdefault(column, []).append(row)
    return rows


def _parts(blocks: list[Sheet], name: str, catalog: Catalog) -> list[Table]:
    """The table of each block that has row labels; none where one of them is no table."""
    parts: list[Table] = []
    for block in blocks:
        numbered = functools.partial(has_numbers, block)
        labels = _label_rows(block, numbered, name, catalog)
        found = _locate(block, numbered, name, catalog)
        if labels and parts and not found:
            key = max(labels, key=lambda c: len(labels[c]))
            moved = under_no_header(parts[0], block, key, labels[key])
            found = [moved] if moved else []
        if labels and not found:
            return []
        parts += found
    return parts


def _joined(tables: list[Table], catalog: Catalog) -> list[Table]:
    """The visible first, then the fullest. A part whose row labels are mostly other ones is the
    same table going on; one that mostly says them again is another table."""
    parts: list[Table] = []
    seen: set[str | None] = set()
    others: list[Table] = []
    for table in sorted(tables, key=lambda t: (t.sheet.hidden, -len(t.key_rows))):
        first = parts[0] if parts else table
        labels = {_named(table, row, catalog) for row in table.key_rows}
        goes_on = table.sheet.hidden == first.sheet.hidden and 2 * len(labels & seen) <= len(labels)
        is_small = len(table.key_rows) < _FEWEST_KEYS and table.sheet.title != first.sheet.title
        if goes_on and not (is_small and table.meanings != first.meanings):
            parts.append(table)
            seen |= labels
        elif not is_small:
            others.append(table)
    if not parts or len(parts[0].key_rows) < _FEWEST_KEYS:
        return []
    first, *first.continued = sorted(parts, key=tables.index)
    for part in first.continued:
        part.platform_column = part.platform_column or _same_header(part, first)
    return [first, *others]


def _same_header(part: Table, first: Table) -> int | None:
    """The column of platforms in a part that names none, as it goes on within one platform."""
    if first.platform_column is None:
        return None
    name = fold(name_over(first, first.platform_column)[1])
    cells = (c for r in part.header_rows for c in part.sheet.rows.get(r, ()))
    return next((c.column for c in cells if name and fold(c.text) == name), None)


def _named(table: Table, row: int, catalog: Catalog) -> str | None:
    text = table.sheet.cells[row, table.key_column].text
    if table.name == "platform":
        return split_unit(text, catalog.units)[0]
    return member(table.name, text, catalog)


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
    return found.code if found else None


def _header_row(table: Table, catalog: Catalog) -> int:
    """Of the rows above the first row of figures the one that names most columns, the nearest of
    equals (a table beside this one may have a name like a header's); where none names any, the
    nearest that holds labels and no numbers."""
    above = [r for r in range(table.key_rows[0] - 1, 0, -1) if r in table.sheet.rows]
    named = {r: len(columns_of(table, catalog, r)) for r in above[:_MOST_HEADERLESS_ROWS]}
    if any(named.values()):
        return max(named, key=named.__getitem__)
    return next((r for r in above if not has_numbers(table.sheet, r)), 1)


def _holds_names(table: Table, column: int, catalog: Catalog) -> bool:
    """A column of names: the labels of a table beside this one may read like this one's headers
    (开通用户数 is an indicator of two tables)."""
    cells = [cell for r in table.key_rows if (cell := table.sheet.cells.get((r, column)))]
    names = sum(
        any(is_key(name, cell.text, catalog) for name in TABLE_SHEETS)
        or catalog.find_platform(cell.text) is not None
        for cell in cells
    )
    return names > len(cells) / 2


def _platform_column(table: Table, catalog: Catalog) -> int | None:
    counts = Counter(
        c
        for (r, c), cell in table.sheet.cells.items()
        if r in table.rows and c != table.key_column and catalog.find_platform(cell.text)
    )
    return max(counts, key=counts.__getitem__, default=None)
