"""A copy of the uploaded workbook with its problems marked: cells coloured and commented, and a
list of all of them in front.

`mark` runs in the sandbox's child, like the parser: it opens a stranger's file too.
"""

import io
import json

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from ingest.workbook import answers

RESULT_SHEET = "校验结果"
COLOURS = {"阻断": "F8C9C4", "需说明": "FCE3B6", "提示": "D6E6F8", "规范": "E4E8EE"}


def mark(data: bytes, marks: bytes) -> bytes:
    """The workbook with each mark [severity, sheet, cell, sentence] shown at its cell."""
    book = _opened(data)
    listed = json.loads(marks)
    by_cell: dict[tuple[str, str], list[list[str]]] = {}
    for severity, title, coordinate, sentence in listed:
        if title in book.sheetnames and coordinate:
            by_cell.setdefault((title, coordinate), []).append([severity, sentence])
    for (title, coordinate), mine in by_cell.items():
        _mark_cell(book[title], coordinate, mine)
    _list_all(book.create_sheet(_free(RESULT_SHEET, book), 0), listed)
    book.active = 0
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _opened(data: bytes) -> openpyxl.Workbook:
    """The workbook with all its looks; where openpyxl stumbles over those or misses a sheet, a
    plain copy of what our reader sees."""
    lines = [json.loads(line) for line in answers.whole(data)]
    titles = [title for title, _ in lines[0][2]]
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        if [sheet.title for sheet in book.worksheets] == titles:
            return book
    except Exception:  # whatever it is about, the plain copy does without it
        pass
    return _plain(lines)


def _plain(lines: list[list]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = [book.create_sheet(title) for title, _ in lines[0][2]] or [book.create_sheet()]
    for what, number, *said in lines[1:]:
        if what == "cells":
            for row, column, _, text, *_ in said[0]:
                cell = sheets[number].cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
                cell.data_type = "s"
        else:
            for top, left, bottom, right in said[0]:
                sheets[number].merge_cells(None, top, left, bottom, right)
    return book


def _free(title: str, book: openpyxl.Workbook) -> str:
    return title if title not in book.sheetnames else f"{title}（新）"


def _mark_cell(sheet, coordinate: str, mine: list[list[str]]) -> None:
    cell = sheet[coordinate]
    if isinstance(cell, MergedCell):
        area = next(a for a in sheet.merged_cells.ranges if coordinate in a)
        cell = sheet.cell(area.min_row, area.min_col)
    cell.fill = PatternFill("solid", fgColor=COLOURS[mine[0][0]])
    cell.comment = Comment(
        "\n".join(f"{severity}：{sentence}" for severity, sentence in mine),
        "校验",
        width=360,
        height=120,
    )


def _list_all(sheet, listed: list[list[str]]) -> None:
    rows = [["级别", "位置", "说明"], *([s, f"{t}!{c}" if c else t, m] for s, t, c, m in listed)]
    for n, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(n, column, text)
            cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")
        sheet.cell(n, 1).font = Font(bold=n == 1)
        if n > 1:
            sheet.cell(n, 1).fill = PatternFill("solid", fgColor=COLOURS[row[0]])
    for letter, width in (("A", 10), ("B", 24), ("C", 100)):
        sheet.column_dimensions[letter].width = width
