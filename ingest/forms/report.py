"""Writes a month in the official layout: a cover sheet and three tables, every token as text
exactly as printed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font
from openpyxl.worksheet.worksheet import Worksheet

from catalog import PROVINCE, Catalog
from ingest.cover import Cover, Key
from ingest.forms.cells import (
    CENTER,
    LEFT,
    RIGHT,
    hint,
    put,
    set_up_paper,
    set_widths,
    workbook_bytes,
)
from ingest.forms.texts import TextRow, write_texts
from words.cell_numbers import as_number
from words.clock import months_before
from words.names import (
    COVER_SHEET,
    REPORT_TITLE,
    SIMULATED_SENTENCE,
    TABLE_SHEETS,
    TEXT_SHEET,
    TITLE,
)

TABLE_TITLES = {
    "platform": "数字政府平台推广应用情况",
    "project": "数字政府信息化项目",
    "city": "粤系列平台推广应用情况",
}

TEXT_TITLE = "月报正文中的数字"


@dataclass(frozen=True)
class Hints:
    """An earlier month's tokens, printed in grey beside the table for whoever fills in the next."""

    month: dt.date
    tokens: Mapping[Key, str]
    texts: Sequence[TextRow] = ()


def write_report(
    cover: Cover,
    tokens: Mapping[Key, str],
    catalog: Catalog,
    hints: Hints | None = None,
    numbers: bool = False,
    texts: Sequence[TextRow] = (),
    marks: Mapping[Key, str] | None = None,
) -> bytes:
    """A month's workbook; with `numbers` its figures add up in a spreadsheet and look as printed.
    `marks`: what revised figures were, written on the cover sheet and as notes of their cells.

    Indicators and tables without any token are left out, so that a partial month stays partial; so
    is the sheet of the text's numbers where there is no row.
    """
    book = Workbook()
    book.remove(book.active)
    front, noted = book.create_sheet(COVER_SHEET), dict[str, str]()
    for table, write in (
        ("platform", _write_platform),
        ("project", _write_project),
        ("city", _write_city),
    ):
        present = [
            i
            for i in catalog.indicators_of(table)
            if i.expected_in(cover.month) and any(k[0] == i.code for k in tokens)
        ]
        if present:
            sheet = book.create_sheet(TABLE_SHEETS[table])
            given = (sheet, tokens, cover.month, hints, numbers, marks or {}, noted)
            write(_Writer(*given), cover, present, catalog)
    _write_cover(front, cover, noted)
    if texts:
        title = f"{TEXT_TITLE}{cover.of_month}"
        before = hints.texts if hints else ()
        write_texts(book.create_sheet(TEXT_SHEET), title, texts, before, numbers)
    for sheet in book:
        set_up_paper(sheet, SIMULATED_SENTENCE if cover.simulated else "")
    return workbook_bytes(book)


@dataclass(frozen=True)
class _Writer:
    """Puts a table's figures, and an earlier month's beside them: `beside` columns further right,
    under a header that begins with 上月 or 此前."""

    sheet: Worksheet
    tokens: Mapping[Key, str]
    month: dt.date
    hints: Hints | None
    numbers: bool  # figures as numbers that look as printed; forms are text, to be typed in
    marks: Mapping[Key, str]
    noted: dict[str, str]  # sheet!cell → the mark that was written there

    def header(self, row: int, column: int, text: str, beside: int) -> None:
        """`text`: with {month} where it names one."""
        put(self.sheet, row, column, text.format(month=self.month.month), CENTER, head=True)
        if self.hints:
            then = self.hints.month
            word = "上月" if then == months_before(self.month, 1) else "此前"
            said = f"{word}（{then:%Y-%m}）{text.format(month=then.month)}"
            hint(self.sheet, row, column + beside, said, CENTER)

    def figure(self, row: int, column: int, key: Key, beside: int) -> None:
        token = self.tokens.get(key, "")
        put(self.sheet, row, column, token, RIGHT)
        cell = self.sheet.cell(row, column)
        if self.numbers and (number := as_number(token)):
            cell.value, cell.number_format = number
        if mark := self.marks.get(key):
            cell.comment = Comment(mark, TITLE)
            self.noted[f"{self.sheet.title}!{cell.coordinate}"] = mark
        if self.hints:
            hint(self.sheet, row, column + beside, self.hints.tokens.get(key, ""), RIGHT)


def _write_cover(sheet: Worksheet, cover: Cover, noted: Mapping[str, str]) -> None:
    put(sheet, 1, 1, REPORT_TITLE, CENTER, head=True)
    sheet.merge_cells("A1:B1")
    marks = [("修订", f"{place}　{mark}") for place, mark in noted.items()]
    for r, (label, text) in enumerate([*cover.fields().items(), *marks], 2):
        put(sheet, r, 1, label, LEFT, head=True)
        put(sheet, r, 2, text, LEFT)
    set_widths(sheet, (14, 60))


def _write_platform(writer: _Writer, cover: Cover, indicators, catalog: Catalog) -> None:
    sheet = writer.sheet
    _title(sheet, "platform", cover, 4)
    for row, column, text in ((2, 1, "平台"), (2, 2, "主要指标"), (2, 3, "统计数据")):
        put(sheet, row, column, text, CENTER, head=True)
    writer.header(3, 3, "累计", beside=3)
    writer.header(3, 4, "{month}月新增", beside=3)
    for area in ("A2:A3", "B2:B3", "C2:D2"):
        sheet.merge_cells(area)
    r = 4
    for platform in catalog.platforms:
        mine = [i for i in indicators if i.platform == platform.code]
        for n, i in enumerate(mine):
            put(sheet, r + n, 1, platform.label if n == 0 else None, CENTER)
            put(sheet, r + n, 2, i.label, LEFT)
            for c, measure in ((3, "cumulative"), (4, "monthly")):
                writer.figure(r + n, c, (i.code, PROVINCE, measure), beside=3)
        if len(mine) > 1:
            sheet.merge_cells(start_row=r, end_row=r + len(mine) - 1, start_column=1, end_column=1)
        r += len(mine)
    set_widths(sheet, (20, 40, 18, 18, 4, 18, 18))


def _write_project(writer: _Writer, cover: Cover, indicators, catalog: Catalog) -> None:
    sheet = writer.sheet
    _title(sheet, "project", cover, 5)
    columns = [
        ("project_count", "cumulative", "数量累计(个)"),
        ("project_count", "monthly", "{month}月数量变化(个)"),
        ("project_amount", "cumulative", "项目批复金额(万元)"),
    ]
    put(sheet, 2, 1, "", CENTER, head=True)
    put(sheet, 2, 2, "阶段", CENTER, head=True)
    for c, (*_, label) in enumerate(columns, 3):
        writer.header(2, c, label, beside=4)
    for r, stage in enumerate(catalog.stages, 3):
        total = stage.code == "total"
        put(sheet, r, 1, stage.label if total else "实施进展" if r == 3 else None, CENTER)
        put(sheet, r, 2, None if total else stage.label, LEFT)
        if total:
            sheet.merge_cells(start_row=r, end_row=r, start_column=1, end_column=2)
        for c, (code, measure, _) in enumerate(columns, 3):
            writer.figure(r, c, (code, stage.code, measure), beside=4)
    sheet.merge_cells(start_row=3, end_row=1 + len(catalog.stages), start_column=1, end_column=1)
    set_widths(sheet, (14, 18, 16, 20, 22, 4, 20, 20, 22))


def _write_city(writer: _Writer, cover: Cover, indicators, catalog: Catalog) -> None:
    sheet = writer.sheet
    _title(sheet, "city", cover, 2 + len(indicators))
    for c, text in enumerate(("序号", "地区"), 1):
        put(sheet, 2, c, text, CENTER, head=True)
        put(sheet, 3, c, None, CENTER, head=True)
        sheet.merge_cells(start_row=2, end_row=3, start_column=c, end_column=c)
    for r, city in enumerate(catalog.cities, 4):
        put(sheet, r, 1, str(r - 3), CENTER)
        put(sheet, r, 2, city.name, CENTER)
    c, beside = 3, len(indicators) + 1
    for platform in catalog.platforms:
        mine = [i for i in indicators if i.platform == platform.code]
        for n, i in enumerate(mine):
            put(sheet, 2, c + n, platform.name if n == 0 else None, CENTER, head=True)
            writer.header(3, c + n, i.label, beside)
            for r, city in enumerate(catalog.cities, 4):
                writer.figure(r, c + n, (i.code, city.code, i.measures[0]), beside)
        if len(mine) > 1:
            sheet.merge_cells(start_row=2, end_row=2, start_column=c, end_column=c + len(mine) - 1)
        c += len(mine)
    set_widths(sheet, (6, 10, *(16,) * len(indicators), 4, *(16,) * len(indicators)))


def _title(sheet: Worksheet, table: str, cover: Cover, width: int) -> None:
    middle = Alignment(horizontal="center", vertical="center")
    put(sheet, 1, 1, TABLE_TITLES[table] + cover.of_month, middle)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.cell(1, 1).border = Border()
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.freeze_panes = "C4" if table != "project" else "C3"
