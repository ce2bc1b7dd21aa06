"""Cells of a workbook as they are displayed, with merges and hidden parts: what the sandbox's child
says, line by line, as sheets."""

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

LAST_ROW, LAST_COLUMN = 2000, 100  # a value beyond is refused


@dataclass(frozen=True)
class Cell:
    """One non-empty cell, as it is shown.

    kind: text, number, date, boolean, error, uncalculated (a formula without a stored result) or
    unshown (a number that its format shows as something else; `stored` then names the format).
    stored: the number or day that the cell holds, where its format hides a part of it.
    special_runs: raised, lowered or struck through, as 上标“1”; they are not in the text.
    unseen: characters that print nothing were left out.
    """

    row: int
    column: int
    kind: str
    text: str
    formula: bool = False
    stored: str = ""
    special_runs: str = ""
    unseen: bool = False

    @property
    def coordinate(self) -> str:
        return coordinate(self.row, self.column)


@dataclass(frozen=True)
class MergedRange:
    """A merged range, bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: tuple[int, int]) -> bool:
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right

    @property
    def coordinate(self) -> str:
        return f"{coordinate(self.top, self.left)}:{coordinate(self.bottom, self.right)}"


@dataclass(frozen=True)
class Sheet:
    title: str
    hidden: bool
    cells: dict[tuple[int, int], Cell]
    merges: tuple[MergedRange, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    # cells that cannot be read although they are not hidden, and why (ingest/workbook/sight.py)
    unseen: Mapping[tuple[int, int], str] = field(default_factory=dict)
    # formulas whose stored result is not what they give now, and that; '' where they were not
    # computed (ingest/workbook/formulas.py)
    outdated: Mapping[tuple[int, int], str] = field(default_factory=dict)
    covers: tuple[MergedRange, ...] = ()  # where pictures, charts and filled shapes lie

    @functools.cached_property
    def rows(self) -> dict[int, list[Cell]]:
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells.values():
            by_row.setdefault(cell.row, []).append(cell)
        return by_row

    @functools.cached_property
    def _merges_by_row(self) -> dict[int, list[MergedRange]]:
        by_row: dict[int, list[MergedRange]] = {}
        for merged in self.merges:
            for row in range(merged.top, min(merged.bottom, LAST_ROW) + 1):
                by_row.setdefault(row, []).append(merged)
        return by_row

    def merged_at(self, row: int, column: int) -> MergedRange | None:
        """The merged area that a position lies in."""
        for merged in self._merges_by_row.get(row, ()):
            if merged.left <= column <= merged.right:
                return merged
        return None


def cell_number(row: int, column: int) -> int:
    """Its place in an array of all cells up to LAST_ROW and LAST_COLUMN, row by row."""
    return (row - 1) * LAST_COLUMN + column - 1


def coordinate(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def position(text: str) -> tuple[int, int]:
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(text[len(letters) :]), column


def sheets_from(lines: Iterable[bytes]) -> tuple[list[Sheet], bool]:
    """The child's answer as sheets, and whether it holds all rows. JSON and not pickle: the child
    has read hostile bytes."""
    sheets: list[Sheet] = []
    complete = True
    for line in lines:
        what, *said = json.loads(line)
        if what == "book":
            complete, titles = said
            sheets = [Sheet(title, hidden, {}, (), *_NONE) for title, hidden in titles]
        elif what == "cells":
            sheets[said[0]].cells.update(_cells(said[1]))
        elif what == "outdated":
            sheets[said[0]] = replace(sheets[said[0]], outdated=_by_place(said[1]))
        else:
            number, merges, rows, columns, unseen, covers = said
            merged = tuple(MergedRange(*m) for m in merges)
            sheets[number] = replace(
                sheets[number],
                merges=merged,
                hidden_rows=frozenset(rows),
                hidden_columns=frozenset(columns),
                unseen=_by_place(unseen),
                covers=tuple(MergedRange(*area) for area in covers),
            )
    return sheets, complete


_NONE: tuple[frozenset[int], frozenset[int]] = frozenset(), frozenset()


def _cells(said: list[list]) -> dict[tuple[int, int], Cell]:
    return {(c[0], c[1]): Cell(*c) for c in said}


def slice_from(line: bytes, sheets: list[Sheet]) -> Sheet:
    """Some rows of one of `sheets`, with those of its merged merged that reach into them."""
    _, number, cells, outdated = json.loads(line)
    found = _cells(cells)
    rows = [row for row, _ in found] or [0]
    merges = tuple(a for a in sheets[number].merges if a.top <= max(rows) and a.bottom >= min(rows))
    return replace(sheets[number], cells=found, merges=merges, outdated=_by_place(outdated))


def _by_place(said: list[list]) -> dict[tuple[int, int], str]:
    return {(row, column): text for row, column, text in said}
