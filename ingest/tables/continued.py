"""A table that goes on to the right of itself, further down and to the side or on another sheet, as
printed tables do: under a header of its own, or under none where each column stands as in the first
block."""

import bisect
import itertools
from collections.abc import Iterator
from dataclasses import replace

from catalog import fold
from ingest.tables.headers import Table, name_over
from ingest.tables.view import is_number
from ingest.workbook.sheets import Cell, Sheet

_FEWEST_LABELS = 3  # in a column whose header is not that of the row labels
_MOST_BLOCKS = 4  # beside one another: more do not fit on a page


def ways_to_cut(table: Table, labels: dict[int, list[int]]) -> Iterator[list[Sheet]]:
    """The blocks into which a sheet may fall, each with a column of row labels: beside one another,
    or below. `labels`: column → rows of row labels."""
    name = fold(name_over(table, table.key_column)[1])
    named = {c.column for r in table.header_rows for c in table.sheet.rows.get(r, ())}
    keys = sorted(
        c
        for c in named | labels.keys()
        if len(labels.get(c, ())) >= _FEWEST_LABELS
        or (name and fold(name_over(table, c)[1]) == name)
    )
    if not 1 < len(keys) <= _MOST_BLOCKS:
        return
    rows = [labels.get(c, table.key_rows) for c in keys]
    before = _columns_before(table.sheet, keys[0], rows[0])
    starts = [key - before for key in keys[1:]]
    if all(start > key for start, key in zip(starts, keys)):
        yield _cut(table.sheet, starts, lambda cell: cell.column)
    rows.sort()
    if all(upper[-1] < lower[0] for upper, lower in itertools.pairwise(rows)):
        yield _cut(table.sheet, [upper[-1] + 1 for upper in rows[:-1]], lambda cell: cell.row)


def _columns_before(sheet: Sheet, key: int, rows: list[int]) -> int:
    """How many columns of a block stand before its row labels: 序号, 平台."""
    used = {cell.column for r in rows for cell in sheet.rows.get(r, ())}
    first = key
    while first - 1 in used:
        first -= 1
    return key - first


def _cut(sheet: Sheet, starts: list[int], line) -> list[Sheet]:
    """The sheet's blocks of columns or rows, each as a sheet whose cells keep their addresses."""
    cells: list[dict[tuple[int, int], Cell]] = [{} for _ in range(len(starts) + 1)]
    for place, cell in sheet.cells.items():
        cells[bisect.bisect(starts, line(cell))][place] = cell
    return [replace(sheet, cells=some) for some in cells]


def are_alike(tables: list[Table]) -> bool:
    """Whether each block has at least half of the first one's columns."""
    first = tables[0].meanings
    return all(
        2 * len(first & t.meanings) >= max(len(first), len(t.meanings), 1) for t in tables[1:]
    )


def on_next_sheet(first: Table, sheet: Sheet, rows: dict[int, list[int]]) -> Table | None:
    """A sheet under no header, or a title only, that has figures in just the columns of the first;
    `rows`: column → rows of row labels."""
    key = first.key_column
    top = min(rows.get(key, [1]))
    figures = {c.column for r in rows.get(key, ()) for c in sheet.rows.get(r, ()) if is_number(c)}
    above = [c for r, cells in sheet.rows.items() if r < top for c in cells]
    is_title = len(above) <= 1 and not any(is_number(c) for c in above)
    serial = {c for c in figures if c < min(key, *first.columns)}
    if not is_title or figures - serial != first.columns.keys():
        return None
    head = top - 1
    names = dict.fromkeys(first.columns, head)
    columns, beside = dict(first.columns), first.platform_column
    part = Table(first.name, sheet, key, rows[key], head, head, columns, names)
    part.platform_column, part.heads_itself = beside, False
    return part


def under_no_header(first: Table, block: Sheet, key: int, rows: list[int]) -> Table | None:
    """A block under no text at all whose figures stand in the columns of the first block, moved."""
    shift, top = key - first.key_column, min(rows)
    columns = {c + shift: meaning for c, meaning in first.columns.items()}
    cells = [cell for cell in block.cells.values() if first.top <= cell.row]
    figures = {c.column for r in rows for c in block.rows.get(r, ()) if is_number(c)}
    others = {c for c in figures if c not in columns and c > key}
    if others or not figures or any(cell.row < top for cell in cells):
        return None
    platform = first.platform_column and first.platform_column + shift
    return Table(
        first.name,
        block,
        key,
        rows,
        first.top,
        max(first.header, first.unit_row or 0),
        columns,
        {c + shift: row for c, row in first.name_rows.items()},
        platform_column=platform,
        heads_itself=False,
    )
