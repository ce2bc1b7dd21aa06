"""An XLSX workbook: the table with a frozen header, and a sheet that says what it is."""

import io

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

_HEAD = PatternFill("solid", fgColor="DCE6F4")


def to_xlsx(frame: pd.DataFrame, about: list[tuple[str, str]]) -> bytes:
    """Sheet 数据 holds the frame, sheet 说明 the (label, text) pairs of `about`. Cells of text are typed as text, so '=1+1' stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.freeze_panes = "A2"
    for n, name in enumerate(frame.columns, 1):
        longest = max((_width(str(v)) for v in frame[name].head(500)), default=0)
        sheet.column_dimensions[get_column_letter(n)].width = min(max(_width(name), longest) + 2, 48)
    sheet.append([_cell(sheet, name, head=True) for name in frame.columns])
    for row in frame.itertuples(index=False):
        sheet.append([_cell(sheet, value) for value in row])
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 16, 90
    for label, text in about:
        notes.append([_cell(notes, label, head=True), _cell(notes, text)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet, value, head: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, None if pd.isna(value) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
    elif isinstance(value, float):
        cell.number_format = "#,##0.####"
    if head:
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(vertical="center")
    return cell


def _width(text: str) -> int:
    return sum(2 if ord(ch) > 0x2E7F else 1 for ch in text)
