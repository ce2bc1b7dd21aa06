"""What a person sees at a position of a sheet: its own text or that of the merged range it lies in,
and nothing of what such a range covers."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.tables.numeral import looks_like_number
from ingest.workbook.sheets import Cell, MergedRange, Sheet


def uncovered(sheet: Sheet) -> Sheet:
    """The sheet without the cells that merged areas cover: nobody sees them."""
    hidden = {cell for _, cell in covered(sheet)}
    return (
        replace(sheet, cells={p: c for p, c in sheet.cells.items() if c not in hidden})
        if hidden
        else sheet
    )


def covered(sheet: Sheet) -> Iterator[tuple[MergedRange, Cell]]:
    """Cells with content under a merged range, and the range."""
    for merged in sheet.merges:
        for position in _filled(merged, sheet):
            if position != (merged.top, merged.left):
                yield merged, sheet.cells[position]


def _filled(merged: MergedRange, sheet: Sheet) -> Iterable[tuple[int, int]]:
    width = merged.right - merged.left + 1
    if (merged.bottom - merged.top + 1) * width > len(sheet.cells):
        return [p for p in sheet.cells if p in merged]
    rows, columns = range(merged.top, merged.bottom + 1), range(merged.left, merged.right + 1)
    return [p for p in itertools.product(rows, columns) if p in sheet.cells]


def shown(sheet: Sheet, row: int, column: int) -> str:
    """The text a person sees at a position."""
    cell = sheet.cells.get((row, column))
    if cell is None:
        merged = sheet.merged_at(row, column)
        cell = sheet.cells.get((merged.top, merged.left)) if merged else None
    return cell.text.strip() if cell else ""


def is_number(cell: Cell) -> bool:
    """Whether a cell is a figure or stands for one (an error, a formula without result): what must
    never be passed over."""
    return cell.kind in ("number", "error", "uncalculated", "unshown") or looks_like_number(
        cell.text
    )


def has_numbers(sheet: Sheet, row: int, columns=None) -> bool:
    return any(
        is_number(cell)
        for cell in sheet.rows.get(row, ())
        if columns is None or cell.column in columns
    )


def is_hidden(sheet: Sheet, row: int, column: int) -> bool:
    return sheet.hidden or row in sheet.hidden_rows or column in sheet.hidden_columns


def without_figure(
    sheet: Sheet, positions: Iterable[tuple[int, int]], blank: bool = True
) -> list[tuple[int, int]]:
    """Where no number stands among positions that nobody can name yet, ten at most; `blank`:
    whether an empty cell is one. Said beside the name, or it shows only once that is mended."""
    cells = [(place, sheet.cells.get(place)) for place in positions]
    return [p for p, c in cells if (blank if c is None else not is_number(c))][:10]
