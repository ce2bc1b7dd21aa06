"""What a reader of a sheet sees at a position: its own text or that of the merged area it lies in,
and nothing of what such an area covers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.tables.numeral import fold_width, parse_number
from ingest.workbook.sheets import Area, Cell, Sheet


def uncovered(sheet: Sheet) -> Sheet:
    """The sheet without the cells that merged areas cover: nobody sees them."""
    hidden = {cell for _, cell in covered(sheet)}
    return (
        replace(sheet, cells={p: c for p, c in sheet.cells.items() if c not in hidden})
        if hidden
        else sheet
    )


def covered(sheet: Sheet) -> Iterator[tuple[Area, Cell]]:
    """Cells with content under a merged area, and the area."""
    for area in sheet.merges:
        for position in _filled(area, sheet):
            if position != (area.top, area.left):
                yield area, sheet.cells[position]


def _filled(area: Area, sheet: Sheet) -> Iterable[tuple[int, int]]:
    width = area.right - area.left + 1
    if (area.bottom - area.top + 1) * width > len(sheet.cells):
        return [p for p in sheet.cells if p in area]
    positions = (
        (r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)
    )
    return [p for p in positions if p in sheet.cells]


def shown(sheet: Sheet, row: int, column: int) -> str:
    """The text a reader sees at a position."""
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


def is_hidden(sheet: Sheet, row: int, column: int) -> bool:
    return sheet.hidden or row in sheet.hidden_rows or column in sheet.hidden_columns
