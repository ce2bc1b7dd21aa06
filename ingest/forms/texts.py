"""The sheet 文字数字 of a month's workbook: the numbers of the report's sentences, one row each."""

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.worksheet import Worksheet

from ingest.forms.cells import CENTER, LEFT, RIGHT, hint, put, set_widths
from words.cell_numbers import as_number

HEADERS = ("系统", "章节", "内容", "数值", "单位", "备注")
EMPTY_ROWS = 40  # of a form: the report of 2022-08 fills 34
_ALIGNMENTS = (LEFT, CENTER, LEFT, RIGHT, CENTER, LEFT)


@dataclass(frozen=True)
class TextRow:
    """One row as printed; `system` by its name, '' for none."""

    system: str
    section: str
    name: str
    token: str
    unit: str
    note: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.system, self.section, self.name, self.token, self.unit, self.note


def write_texts(
    sheet: Worksheet,
    title: str,
    rows: Iterable[TextRow],
    before: Iterable[TextRow] = (),
    numbers: bool = False,
) -> None:
    """`before`: an earlier month's rows, in grey beside, for whoever fills in the next. With
    `numbers` a figure is a number that looks as printed; 1万多 stays text, a cell of 1 would add
    up to 1."""
    sheet.cell(1, 1).value = title
    sheet.cell(1, 1).font, sheet.cell(1, 1).border = Font(bold=True, size=14), Border()
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADERS))
    for column, text in enumerate(HEADERS, 1):
        put(sheet, 2, column, text, CENTER, head=True)
    for row, said in enumerate(rows, 3):
        for column, text in enumerate(said.texts, 1):
            put(sheet, row, column, text, _ALIGNMENTS[column - 1])
        if numbers and (number := as_number(said.token)) and '"' not in number[1]:
            figure = sheet.cell(row, HEADERS.index("数值") + 1)
            figure.value, figure.number_format = number
    beside = len(HEADERS) + 1
    for row, said in enumerate(before, 3):
        for column, text in enumerate(said.texts, 1):
            hint(sheet, row, beside + column, text, _ALIGNMENTS[column - 1])
    if before:
        for column, text in enumerate(HEADERS, 1):
            hint(sheet, 2, beside + column, f"此前：{text}", CENTER)
    sheet.freeze_panes = "A3"
    set_widths(sheet, (32, 12, 40, 12, 10, 30, 4, 32, 12, 40, 12, 10, 30))
