"""How the cells of the workbooks that we write look."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

HEAD = PatternFill("solid", fgColor="DCE6F4")
LINE = Border(*(Side(style="thin", color="B8C4D6"),) * 4)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


def set_up_paper(sheet: Worksheet, nature: str) -> None:
    """A4 across, all columns on one page's width, the header rows and what the figures are on
    every page."""
    sheet.oddHeader.center.text = nature or None  # openpyxl cannot read an empty one back
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.freeze_panes:
        sheet.print_title_rows = f"1:{int(sheet.freeze_panes[1:]) - 1}"


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str | None,
    alignment: Alignment,
    head: bool = False,
) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.number_format, cell.alignment, cell.border = text or None, "@", alignment, LINE
    if head:
        cell.fill, cell.font = HEAD, Font(bold=True)


def hint(sheet: Worksheet, row: int, column: int, text: str, alignment: Alignment) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.number_format, cell.alignment, cell.font = (
        text or None,
        "@",
        alignment,
        Font(italic=True, color="9AA5B4"),
    )


def set_widths(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    for n, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + n)].width = width


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
