"""Cells of a workbook as they are displayed, with merges and hidden parts.

`parse`, `heads` and `slices` run in the sandbox and import nothing of the project but types; what
they say is read by `sheets_from` and `slice_from`.
"""

import datetime as dt
import functools
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import (
    ElementTree,
)  # the guard has refused DTDs, entities and other encodings before this runs

from ingest.tables.numeral import printed

HEAD_ROWS, SLICE_ROWS = 20, 200
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """One non-empty cell.

    kind: text, number, date, boolean, error or uncalculated (a formula without a stored result).
    """

    row: int
    column: int
    kind: str
    text: str
    formula: bool = False

    @property
    def address(self) -> str:
        return address(self.row, self.column)


@dataclass(frozen=True)
class Area:
    """A merged range, bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: tuple[int, int]) -> bool:
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right

    @property
    def address(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True)
class Sheet:
    title: str
    hidden: bool
    cells: dict[tuple[int, int], Cell]
    merges: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    @functools.cached_property
    def rows(self) -> dict[int, list[Cell]]:
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells.values():
            by_row.setdefault(cell.row, []).append(cell)
        return by_row


def address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def parse(data: bytes) -> bytes:
    """The sheets of an xlsx as JSON.

    Read-only mode: it keeps values under merged areas, which the normal mode drops without a word.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheets = [_parse_sheet(ws) for ws in book.worksheets]
    if any(cell[2] == "formula" for sheet in sheets for cell in sheet["cells"]):
        stored = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet, ws in zip(sheets, stored.worksheets, strict=True):
            _put_results(sheet, _cells(ws))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, ws in zip(sheets, book.worksheets, strict=True):
            with archive.open(ws._worksheet_path) as part:
                sheet.update(_parse_shape(part))
    return json.dumps(sheets).encode()


def heads(data: bytes) -> bytes:
    """As `parse`, but of each sheet only the first rows: enough to tell what it is.

    A formula is not worked out.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheets = [_parse_sheet(ws, HEAD_ROWS) for ws in book.worksheets]
    for cell in (cell for sheet in sheets for cell in sheet["cells"] if cell[2] == "formula"):
        cell[2] = "uncalculated"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, ws in zip(sheets, book.worksheets, strict=True):
            with archive.open(ws._worksheet_path) as part:
                sheet.update(_parse_shape(part))
    return json.dumps(sheets).encode()


def slices(data: bytes) -> Iterator[bytes]:
    """The cells of all sheets in lines of JSON, some rows each: [number of the sheet, cells].

    Memory stays flat, however long a sheet is.
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    results = (
        openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        if _has_formulas(data)
        else None
    )
    for n, ws in enumerate(book.worksheets):
        rows, stored = _rows(ws), _rows(results.worksheets[n]) if results else itertools.repeat(())
        while some := list(itertools.islice(zip(rows, stored), SLICE_ROWS)):
            part = {
                "cells": [_parse_cell(c) for row, _ in some for c in row if c.value is not None]
            }
            if results:
                _put_results(part, [c for _, row in some for c in row if c.value is not None])
            yield json.dumps([n, part["cells"]]).encode() + b"\n"


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")
        ]
        return any(_FORMULA.search(archive.read(name)) for name in names)


def _parse_sheet(ws, most_rows: int | None = None) -> dict:
    return {
        "title": ws.title,
        "hidden": ws.sheet_state != "visible",
        "cells": [_parse_cell(c) for c in _cells(ws, most_rows)],
    }


def _cells(ws, most_rows: int | None = None):
    return (cell for row in _rows(ws, most_rows) for cell in row if cell.value is not None)


def _rows(ws, most_rows: int | None = None):
    ws.reset_dimensions()  # the stated dimension may be a lie that drops columns
    return ws.iter_rows(max_row=most_rows)


def _parse_cell(cell) -> list:
    value, position = cell.value, [cell.row, cell.column]
    if cell.data_type == "f":
        return [*position, "formula", str(value)]
    if cell.data_type == "e":
        return [*position, "error", str(value)]
    if isinstance(value, bool):
        return [*position, "boolean", str(value).upper()]
    if isinstance(value, int | float):
        return [*position, "number", printed(value, cell.number_format)]
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return [
            *position,
            "date",
            value.date().isoformat() if isinstance(value, dt.datetime) else str(value),
        ]
    return [*position, "text", str(value)]


def _put_results(sheet: dict, stored) -> None:
    results = {(c.row, c.column): _parse_cell(c) for c in stored}
    for n, cell in enumerate(sheet["cells"]):
        if cell[2] == "formula":
            result = results.get((cell[0], cell[1]), [*cell[:2], "uncalculated", cell[3]])
            sheet["cells"][n] = [*result, True]


def _parse_shape(part) -> dict:
    merges, rows, columns = [], [], []
    for _, element in ElementTree.iterparse(part):
        if element.tag == f"{_NS}mergeCell":
            merges.append(element.get("ref"))
        elif element.tag == f"{_NS}row" and element.get("hidden") in ("1", "true"):
            rows.append(int(element.get("r")))
        elif element.tag == f"{_NS}col" and element.get("hidden") in ("1", "true"):
            columns += range(int(element.get("min")), min(int(element.get("max")), 200) + 1)
        element.clear()  # else 86,000 cells stay in memory, 60 MB
    return {"merges": merges, "hidden_rows": rows, "hidden_columns": columns}


def sheets_from(parsed: bytes) -> list[Sheet]:
    """The sandbox's answer as sheets. JSON and not pickle: the child has read hostile bytes."""
    return [
        Sheet(
            s["title"],
            s["hidden"],
            {(c[0], c[1]): Cell(*c) for c in s["cells"] if c[3].strip()},
            tuple(_area(m) for m in s["merges"]),
            frozenset(s["hidden_rows"]),
            frozenset(s["hidden_columns"]),
        )
        for s in json.loads(parsed)
    ]


def slice_from(line: bytes, sheets: list[Sheet]) -> Sheet:
    """Some rows of one of `sheets`, with those of its merged areas that reach into them."""
    number, cells = json.loads(line)
    found = {(c[0], c[1]): Cell(*c) for c in cells if c[3].strip()}
    rows = [row for row, _ in found] or [0]
    merges = tuple(a for a in sheets[number].merges if a.top <= max(rows) and a.bottom >= min(rows))
    return replace(sheets[number], cells=found, merges=merges)


def _area(reference: str) -> Area:
    corners = [position(corner) for corner in reference.replace("$", "").split(":")]
    rows, columns = zip(*corners, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


def position(text: str) -> tuple[int, int]:
    letters = text.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(text[len(letters) :]), column
