"""XLSX workbooks: tables with frozen headers, numbers as numbers with their decimals, text that
stays text, and a sheet that says what it is."""

import io
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties

from export import taken
from export.xlsx_charts import Chart, native
from words.cell_numbers import as_number, number_format, printed_number

_HEAD = PatternFill("solid", fgColor="DCE6F4")
_NOT_IN_A_CELL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
)  # XML has no way to write them
_A4 = 9  # its number among paper sizes
_BESIDE = 8  # columns of a chart's numbers; it stands below more
_LONGEST = 32_767  # characters that Excel takes in a cell
_NOT_IN_A_TITLE = re.compile(r"[\\*?:/\[\]'\x00-\x1f]")
About = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """A table of a page: title, texts by column, and which columns hold numbers."""

    title: str
    columns: Mapping[str, Sequence]
    numbers: tuple[str, ...] = ()


def to_xlsx(
    frame: pd.DataFrame,
    about: About,
    numbers: Collection[str],
    levels: Sequence[tuple[str, str]] | None = None,
) -> bytes:
    """Sheet 数据 holds the frame, under one header row or, with `levels` (group, name) per column,
    under two; `numbers` are its columns of printed numbers, texts that become cells with just these
    decimals. Sheet 说明 holds `about`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    header = (
        [list(frame.columns)]
        if levels is None
        else [[group for group, _ in levels], [name for _, name in levels]]
    )
    _write(
        sheet,
        header,
        zip(
            *(
                map(printed_number, frame[name]) if name in numbers else frame[name]
                for name in frame.columns
            ),
            strict=True,
        ),
        [frame[name].head(500) for name in frame.columns],
    )
    _write_about(book, about)
    return _bytes(book)


def to_workbook(
    tables: Sequence[Table], about: About, charts: Sequence[Chart] = (), nature: str = ""
) -> bytes:
    """First 说明, then one sheet per table and one per chart: what a page shows, and as it shows
    it. `nature`, of made-up figures, is the last column of every sheet, 性质."""
    book = Workbook(write_only=True)
    _write_about(book, about)
    titles = {"说明"}
    for table in tables:
        titles.add(title := _sheet_title(table.title, titles))
        columns = {
            name: [as_number(v) or v for v in values] if name in table.numbers else values
            for name, values in table.columns.items()
        }
        if nature and "性质" not in columns:
            columns["性质"] = [nature] * len(next(iter(columns.values()), []))
        _write(
            book.create_sheet(title),
            [list(columns)],
            zip(*columns.values(), strict=True),
            [*table.columns.values(), *([[nature]] * (len(columns) - len(table.columns)))],
        )
    for chart in charts:
        titles.add(title := _sheet_title(f"图 {chart.title}", titles))
        _write_chart(book.create_sheet(title), chart, nature)
    return _bytes(book)


def _write_chart(sheet, chart: Chart, nature: str) -> None:
    """The chart's numbers, and the chart right of them."""
    columns = [chart.categories, *chart.series.values()]
    names = [chart.head, *(name or chart.title for name in chart.series)]
    if nature:
        columns, names = [*columns, [nature] * len(chart.categories)], [*names, "性质"]
    shown = [[c[0] if isinstance(c, tuple) else c for c in column] for column in columns]
    _write(sheet, [names], zip(*columns, strict=True), shown)
    if chart.kind != "table":
        wide = len(columns) > _BESIDE
        below, beside = f"A{len(chart.categories) + 4}", f"{get_column_letter(len(columns) + 2)}2"
        sheet.add_chart(native(chart, sheet), below if wide else beside)


def _write(sheet, header: list[list[str]], rows, columns: Sequence[Sequence]) -> None:
    sheet.freeze_panes = f"A{len(header) + 1}"
    _set_up_paper(sheet, len(header))
    for n, (name, values) in enumerate(zip(header[-1], columns, strict=True), 1):
        longest = max((_width(str(v)) for v in values), default=0)
        sheet.column_dimensions[get_column_letter(n)].width = min(
            max(_width(name), longest) + 2, 48
        )
    for first, last in _groups(header[0]) if len(header) > 1 else []:
        sheet.merged_cells.ranges.add(CellRange(min_row=1, max_row=1, min_col=first, max_col=last))
    for line in header:
        sheet.append([_cell(sheet, name, head=True) for name in line])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _set_up_paper(sheet, header_rows: int) -> None:
    """A4 across, all columns on one page's width, the header on every page."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.right.text = taken.taken_by().replace("&", "&&") or None
    sheet.print_title_rows = f"1:{header_rows}"


def _groups(names: list[str]) -> list[tuple[int, int]]:
    """(first, last) column of each run of one name that spans more than one column."""
    starts = [n for n, name in enumerate(names) if n == 0 or name != names[n - 1]] + [len(names)]
    return [(a + 1, b) for a, b in itertools.pairwise(starts) if b - a > 1 and names[a]]


def _write_about(book: Workbook, about: About) -> None:
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 28, 90
    for label, text in [*taken.about(), *about]:
        notes.append([_cell(notes, label, head=True), _cell(notes, text)])


def _cell(sheet, value, head: bool = False) -> WriteOnlyCell:
    """A cell for a text, a number, or a (number, format) pair."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, _NOT_IN_A_CELL.sub("", value)[:_LONGEST])
        cell.data_type = "s"  # openpyxl would make a formula of a text that begins with =
        if head:
            cell.font, cell.fill, cell.alignment = (
                Font(bold=True),
                _HEAD,
                Alignment(vertical="center"),
            )
        return cell
    value, pattern = value if isinstance(value, tuple) else (value, None)
    missing = value is None or pd.isna(value)
    cell = WriteOnlyCell(sheet, None if missing else value)
    if not missing and isinstance(value, int | float):
        cell.number_format = pattern or number_format(value)
    return cell


def _sheet_title(title: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel refuses, and no other sheet's."""
    plain = _NOT_IN_A_TITLE.sub(" ", title).strip()[:28] or "表"
    return next(
        name for n in range(1, 1000) if (name := plain if n == 1 else f"{plain} {n}") not in taken
    )


def _bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _width(text: str) -> int:
    return sum(2 if ord(ch) > 0x2E7F else 1 for ch in text)
