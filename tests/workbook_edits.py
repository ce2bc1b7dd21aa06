"""Ways in which people, Excel, WPS and gateways change a workbook: each takes and returns bytes."""

import copy
import functools
import io
import itertools
import pickle
import re
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import DimensionHolder
from openpyxl.worksheet.worksheet import Worksheet

Edit = Callable[[bytes], bytes]
_WITH_UNIT = r"(.*)[(（](?:单位:)?([万亿]?[个人户家项件次条份台]?)[)）]"


def opened(workbook: bytes) -> Workbook:
    """openpyxl's book of a file, to be changed: read once (29 ms), then 2 ms each time."""
    book = pickle.loads(_read(workbook))
    for sheet in book.worksheets:
        for name, new in (
            ("row_dimensions", sheet._add_row),
            ("column_dimensions", sheet._add_column),
        ):
            whole = DimensionHolder(sheet, default_factory=new)  # pickle keeps what it holds only
            whole.update(getattr(sheet, name))
            setattr(sheet, name, whole)
    return book


@functools.lru_cache(16)
def _read(workbook: bytes) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(workbook)))


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _OnBook:
    """An edit through openpyxl. Those that follow one another share one reading and one writing."""

    def __init__(self, change: Callable[[Workbook], object]):
        self.change = change

    def __call__(self, workbook: bytes) -> bytes:
        self.change(book := opened(workbook))
        return saved(book)


def on(title: str, change: Callable[[Worksheet], object]) -> Edit:
    """Change one sheet."""
    return _OnBook(lambda book: change(book[title]))


def put(place: str, value: object, number_format: str | None = None) -> Edit:
    """Another value in one cell, with a number format where it is given."""
    title, address = place.split("!")

    def change(sheet: Worksheet) -> None:
        sheet[address].value = value
        if number_format:
            sheet[address].number_format = number_format

    return on(title, change)


def under_merge(place: str, text: str) -> Edit:
    """What a format painter leaves under a merged area."""
    title, address = place.split("!")

    def change(sheet: Worksheet) -> None:
        row, column = sheet[address].row, sheet[address].column
        sheet._cells[row, column] = Cell(sheet, row, column, text)

    return on(title, change)


def runs(place: str, *texts: tuple[str, dict]) -> Edit:
    """Rich text: (text, what its font is like)."""
    return put(place, CellRichText(*(TextBlock(InlineFont(**font), text) for text, font in texts)))


def after(*edits: Edit) -> Edit:
    """One edit after another."""
    if all(isinstance(each, _OnBook) for each in edits):
        return _OnBook(lambda book: [each.change(book) for each in edits])

    def edit(workbook: bytes) -> bytes:
        for on_book, some in itertools.groupby(edits, lambda each: isinstance(each, _OnBook)):
            for each in [after(*some)] if on_book else some:
                workbook = each(workbook)
        return workbook

    return edit


def raw(part: str, pattern: str, replacement: str) -> Edit:
    """Change the text of the parts whose name matches."""

    def edit(workbook: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if re.fullmatch(part, name):
                    content = re.sub(pattern, replacement, content.decode()).encode()
                new.writestr(name, content)
        return buffer.getvalue()

    return edit


def with_folders(workbook: bytes) -> bytes:
    """Repacked by a gateway that writes folders as entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w") as new:
        for folder in ("_rels/", "docProps/", "xl/", "xl/worksheets/"):
            new.writestr(folder, b"")
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return buffer.getvalue()


def built_in_format(place: str, value: float, number: int) -> Edit:
    """A number under a format that styles.xml does not list, such as 58, m月d日 in China."""
    return after(
        put(place, value, "0.0000000"),
        raw(r"xl/styles.xml", r"<numFmts.*?</numFmts>", ""),
        raw(r"xl/styles.xml", r'numFmtId="164"', f'numFmtId="{number}"'),
    )


STRICT = after(
    raw(
        r".*\.xml",
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    raw(
        r".*\.(xml|rels)",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def unmerged(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


def header_again(sheet: Worksheet, header: range, before: int) -> None:
    """The header rows once more, merges included, above a row further down (a page break)."""
    height = len(header)
    platform = [a for a in sheet.merged_cells.ranges if a.min_row > header[-1]]
    for area in platform:
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(before, height)
    for n, row in enumerate(header):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(before + n, column).value = sheet.cell(row, column).value
    for area in list(sheet.merged_cells.ranges):
        if area.min_row in header:
            again = copy.copy(area)
            again.shift(row_shift=before - header[0])
            sheet.merge_cells(str(again))


def goes_on(sheet: Worksheet, header: range, first: int, gap: int = 0, on: str = "") -> None:
    """The rows from `first` on to the right of the table, `gap` empty columns between, or on
    another sheet: below the same header, merges included."""
    bottom, width = sheet.max_row, sheet.max_column
    for area in [a for a in sheet.merged_cells.ranges if a.max_row >= first]:
        sheet.unmerge_cells(str(area))
    target, shift = (sheet.parent.create_sheet(on), 0) if on else (sheet, width + gap)
    for at, row in enumerate([*header, *range(first, bottom + 1)], header.start):
        for column in range(1, width + 1):
            width_there = sheet.column_dimensions[get_column_letter(column)].width
            target.column_dimensions[get_column_letter(column + shift)].width = width_there
            target.cell(at, column + shift).value = sheet.cell(row, column).value
            if row >= first:
                sheet.cell(row, column).value = None
    for area in list(sheet.merged_cells.ranges):
        if area.min_row in header:
            again = copy.copy(area)
            again.shift(col_shift=shift)
            target.merge_cells(str(again))


def turned(sheet: Worksheet) -> None:
    """Below its title, what stands in rows in columns."""
    unmerged(sheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(2)]
    sheet.delete_rows(2, len(rows))
    for column, values in enumerate(rows, 1):
        for row, value in enumerate(values, 2):
            sheet.cell(row, column).value = value


def units_apart(sheet: Worksheet, header: int) -> None:
    """The units of the column names in a row of their own below them."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(header + 1)
    for column in range(1, sheet.max_column + 1):
        cell = sheet.cell(header, column)
        match = re.fullmatch(r"(.*)[(（](.+)[)）]", str(cell.value or ""))
        if match:
            cell.value, sheet.cell(header + 1, column).value = match[1], match[2]


def unit_column(sheet: Worksheet, header: int) -> None:
    """The units of the row names in a column of their own at the right."""
    column = sheet.max_column + 1
    sheet.cell(header, column).value = "计量单位"
    for row in range(header + 1, sheet.max_row + 1):
        cell = sheet.cell(row, 2)
        match = re.fullmatch(
            r"(.*)[(（](?:单位:)?([万亿]?[个人户家项件次条份台]?)[)）]", cell.value or ""
        )
        if match:
            cell.value, sheet.cell(row, column).value = match[1], match[2]


def on_one_sheet(workbook: bytes) -> bytes:
    """The three tables below one another on the first one's sheet."""
    book = opened(workbook)
    first, *others = [s for s in book.worksheets if s.title not in ("说明", "文字数字")]
    for sheet in others:
        top = first.max_row + 2
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    first.cell(top + cell.row, cell.column).value = cell.value
        for area in sheet.merged_cells.ranges:
            below = copy.copy(area)
            below.shift(row_shift=top)
            first.merge_cells(str(below))
        book.remove(sheet)
    return saved(book)


def hidden_copy(title: str, name: str) -> Edit:
    """Last month's sheet, kept and hidden."""

    def change(sheet: Worksheet) -> None:
        kept = sheet.parent.copy_worksheet(sheet)
        kept.title, kept.sheet_state = name, "hidden"

    return on(title, change)
