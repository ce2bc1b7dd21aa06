"""Cells of a workbook as they are displayed, with merges and hidden parts. `parse` runs in the sandbox and imports nothing of the project but types."""

import datetime as dt
import functools
import io
import json
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree  # the guard has refused DTDs, entities and other encodings before this runs

from ingest.numeral import printed

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """One non-empty cell. kind: text, number, date, boolean, error or uncalculated (a formula without a stored result)."""

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
    """The sheets of an xlsx as JSON. Read-only mode: it keeps values under merged areas, which the normal mode drops without a word."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheets = [_parse_sheet(ws) for ws in book.worksheets]
    if any(cell[2] == "formula" for sheet in sheets for cell in sheet["cells"]):
        stored = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet, ws in zip(sheets, stored.worksheets, strict=True):
            _put_results(sheet, ws)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, ws in zip(sheets, book.worksheets, strict=True):
            with archive.open(ws._worksheet_path) as part:
                sheet.update(_parse_shape(part))
    return json.dumps(sheets).encode()


def _parse_sheet(ws) -> dict:
    return {"title": ws.title, "hidden": ws.sheet_state != "visible", "cells": [_parse_cell(c) for c in _cells(ws)]}


def _cells(ws):
    ws.reset_dimensions()  # the stated dimension may be a lie that drops columns
    return (cell for row in ws.iter_rows() for cell in row if cell.value is not None)


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
        return [*position, "date", value.date().isoformat() if isinstance(value, dt.datetime) else str(value)]
    return [*position, "text", str(value)]


def _put_results(sheet: dict, ws) -> None:
    results = {(c.row, c.column): _parse_cell(c) for c in _cells(ws)}
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
    return {"merges": merges, "hidden_rows": rows, "hidden_columns": columns}


def sheets_from(parsed: bytes) -> list[Sheet]:
    """The sandbox's answer as sheets. JSON and not pickle: the child has read hostile bytes."""
    return [
        Sheet(
            s["title"], s["hidden"], {(c[0], c[1]): Cell(*c) for c in s["cells"] if c[3].strip()},
            tuple(_area(m) for m in s["merges"]), frozenset(s["hidden_rows"]), frozenset(s["hidden_columns"]),
        )
        for s in json.loads(parsed)
    ]  # fmt: skip


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
