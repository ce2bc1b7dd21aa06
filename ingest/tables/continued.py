"""A table that goes on to the right of itself, as printed tables do, under a header of its own."""

import bisect
from dataclasses import replace

from catalog import fold
from ingest.tables.headers import Meaning, Table, name_over
from ingest.workbook.sheets import Cell, Sheet

_FEWEST_LABELS = 3  # in a column whose header is not that of the row labels
_MOST_BLOCKS = 4  # beside one another: more do not fit on a page


def block_starts(table: Table, labels: dict[int, int]) -> list[int]:
    """Where blocks begin that go on to the right of the first: each has a column of row labels and
    at least half of the first one's columns. `labels`: column → how many row labels it holds."""
    name = fold(name_over(table, table.key_column)[1])
    named = {c.column for r in table.header_rows for c in table.sheet.rows.get(r, ())}
    keys = sorted(
        c
        for c in named | labels.keys()
        if labels.get(c, 0) >= _FEWEST_LABELS or (name and fold(name_over(table, c)[1]) == name)
    )
    if not 1 < len(keys) <= _MOST_BLOCKS:
        return []
    before = keys[0] - min(table.reach)  # columns of a block before its row labels: 序号, 平台
    starts = [key - before for key in keys[1:]]
    meanings: list[set[Meaning]] = [set() for _ in keys]
    for column, meaning in table.columns.items():
        meanings[bisect.bisect(starts, column)].add(meaning)
    first, *others = meanings
    alike = all(2 * len(first & o) >= max(len(first), len(o), 1) for o in others)
    return starts if alike and all(s > k for s, k in zip(starts, keys)) else []


def cut(sheet: Sheet, starts: list[int]) -> list[Sheet]:
    """The sheet's blocks of columns, each as a sheet whose cells keep their addresses."""
    cells: list[dict[tuple[int, int], Cell]] = [{} for _ in range(len(starts) + 1)]
    for place, cell in sheet.cells.items():
        cells[bisect.bisect(starts, cell.column)][place] = cell
    return [replace(sheet, cells=some) for some in cells]
