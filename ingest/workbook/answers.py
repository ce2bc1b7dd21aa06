"""What the sandbox's child says about a workbook, in lines of JSON; ingest/workbook/sheets.py takes
them in."""

import json
import re
from collections.abc import Iterator

from ingest.workbook import formulas
from ingest.workbook.book import Book, open_book
from ingest.workbook.cell_parser import Reading, SheetParser
from ingest.workbook.drawings import covered_by
from ingest.workbook.package import open_package
from ingest.workbook.sheets import LAST_ROW

HEAD_ROWS = 20
MAX_WHOLE = 10_000  # cells that are held at once, 0.1 s for the server; a month has 600
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_AREA_WORDS = tuple(word.encode() for word in ("县", "镇"))


def opened(data: bytes) -> Iterator[bytes]:
    """All rows; of a workbook that may hold counties and towns only the first, enough to tell what
    each sheet is."""
    parts = open_package(data)
    towns = any(word in content for content in parts.values() for word in _AREA_WORDS)
    return _book(open_book(parts), HEAD_ROWS if towns else LAST_ROW)


def whole(data: bytes) -> Iterator[bytes]:
    """All rows."""
    return _book(open_book(open_package(data)), LAST_ROW)


def slices(data: bytes) -> Iterator[bytes]:
    """All rows, some at a time, without shapes: memory stays flat, however long a sheet is."""
    book = open_book(open_package(data))
    reading, old = Reading(book), _outdated(book)
    for n, part in enumerate(book.sheets):
        mine = old.get(part.title, {})
        for cells in SheetParser(reading, part, looked_at=False).read():
            if cells:
                said = [[*at, mine[at]] for c in cells if (at := (c[0], c[1])) in mine]
                yield _line("cells", n, cells, said)


def _book(book: Book, last_row: int) -> Iterator[bytes]:
    yield _line("book", last_row == LAST_ROW, [[s.title, s.hidden] for s in book.sheets])
    reading, held = Reading(book, MAX_WHOLE), {}
    for n, part in enumerate(book.sheets):
        parser = SheetParser(reading, part, last_row)
        for cells in parser.read():
            if cells:
                yield _line("cells", n, cells)
        hidden = sorted(parser.hidden_rows), sorted(parser.hidden_columns), parser.unseen
        covers = covered_by(book.drawing_of(part), parser.sight)
        yield _line("shape", n, parser.merges, *hidden, covers)
        held[part.title] = parser.held
    if last_row == LAST_ROW:
        numbers = {part.title: n for n, part in enumerate(book.sheets)}  # two may have one title
        for title, old in formulas.outdated(held).items():
            yield _line("outdated", numbers[title], [(*at, made) for at, made in old.items()])


def _outdated(book: Book) -> dict[str, dict[tuple[int, int], str]]:
    """Of a long workbook, read once more where it has formulas at all."""
    if not any(_FORMULA.search(part.content) for part in book.sheets):
        return {}
    reading, held = Reading(book), {}
    for part in book.sheets:
        parser = SheetParser(reading, part)
        for _ in parser.read():
            pass
        held[part.title] = parser.held
    return formulas.outdated(held)


def _line(*said) -> bytes:
    return json.dumps(said).encode() + b"\n"
