"""What the sandbox's child says about a workbook, in lines of JSON; ingest/workbook/sheets.py takes
them in."""

import json
from collections.abc import Iterator

from ingest.workbook import formulas
from ingest.workbook.book import Book, open_book
from ingest.workbook.cell_parser import Reading, SheetParser
from ingest.workbook.drawings import covered_by
from ingest.workbook.package import open_package
from ingest.workbook.sheets import LAST_ROW

HEAD_ROWS = 20
MAX_WHOLE = 10_000  # cells that are held at once, 0.1 s for the server; a month has 600
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
    reading = Reading(book)
    for n, part in enumerate(book.sheets):
        for cells in SheetParser(reading, part, looked_at=False).read():
            if cells:
                yield _line("cells", n, cells)


def _book(book: Book, last_row: int) -> Iterator[bytes]:
    yield _line("book", last_row == LAST_ROW, [[s.title, s.hidden] for s in book.sheets])
    reading, left = Reading(book, MAX_WHOLE), formulas.MOST
    for n, part in enumerate(book.sheets):
        parser = SheetParser(reading, part, last_row)
        for cells in parser.read():
            if cells:
                yield _line("cells", n, cells)
        hidden = sorted(parser.hidden_rows), sorted(parser.hidden_columns), parser.unseen
        old, left = formulas.outdated(parser.numbers, parser.others, parser.formulas, left)
        said = [(*at, made) for at, made in old.items()], covered_by(book.drawing_of(part))
        yield _line("shape", n, parser.merges, *hidden, *said)


def _line(*said) -> bytes:
    return json.dumps(said).encode() + b"\n"
