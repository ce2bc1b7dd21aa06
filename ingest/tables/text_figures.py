"""Reads the sheet 文字数字: the numbers that stand in the sentences of a report, one row each, with
system, section, bound and unit. A workbook may leave the sheet out."""

import datetime as dt
import re
from collections.abc import Iterator

from catalog import Catalog, fold
from ingest.problems import Problem, problem
from ingest.tables.dates import in_digits
from ingest.tables.named_row import NamedRow
from ingest.tables.numeral import parse_bounded
from ingest.workbook.sheets import Sheet, coordinate
from warehouse.loads import TextFigure
from words.clock import month_printed
from words.names import TEXT_SHEET

TEXT_HEADERS = ("系统", "章节", "内容", "数值", "单位", "备注")
NO_SYSTEM = ""
_REQUIRED = TEXT_HEADERS[:5]
_LONGEST = {"内容": 60, "单位": 10, "备注": 200}
_SECTION = re.compile(r"([一二三四五六七八九十]+)[（(]([一二三四五六七八九十]+)[）)]")
_TITLE_MONTH = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月")

Place = tuple[Sheet, int, dict[str, int]]  # sheet, header row, columns by name


def without_header(sheets: list[Sheet]) -> Iterator[Problem]:
    """A sheet of that name in which no row names the columns: its figures would be lost."""
    for sheet in sheets:
        if fold(sheet.title) == TEXT_SHEET and sheet.cells:
            first = coordinate(*min(sheet.cells))
            yield problem("text-header", sheet.title, first, labels="、".join(_REQUIRED))


def find_text_figures(sheets: list[Sheet]) -> Place | None:
    """The first sheet with a row that names all required headers."""
    for sheet in sheets:
        for row, cells in sorted(sheet.rows.items()):
            columns = {fold(c.text): c.column for c in cells}
            if all(name in columns for name in _REQUIRED):
                return sheet, row, {n: columns[n] for n in TEXT_HEADERS if n in columns}
    return None


def read_text_figures(
    place: Place, month: dt.date, catalog: Catalog
) -> tuple[list[TextFigure], list[Problem]]:
    """The rows as figures of `month`, and every problem; a row with one is no figure."""
    sheet, header, columns = place
    figures: list[TextFigure] = []
    problems = list(_other_months(sheet, header, month))
    seen: dict[tuple[str, str, str], str] = {}
    for row in sorted(r for r in sheet.rows if r > header):
        if not any((row, c) in sheet.cells for c in columns.values()):
            continue
        reading = _Row(sheet, row, columns)
        faults = list(reading.faults(catalog))
        problems += faults
        if faults:
            continue
        figure = reading.figure(month, catalog)
        first = seen.setdefault(
            (figure.system_code, figure.section, figure.name), figure.source_cell
        )
        if first != figure.source_cell:
            where = sheet.title, reading.places["内容"]
            problems.append(problem("indicator-duplicated", *where, label=figure.name, other=first))
        figures.append(figure)
    return figures, list(dict.fromkeys(problems))  # a merged range is one cause over its rows


def _other_months(sheet: Sheet, header: int, month: dt.date) -> Iterator[Problem]:
    for cell in sorted(sheet.cells.values(), key=lambda c: (c.row, c.column)):
        named = _TITLE_MONTH.search(in_digits(cell.text)) if cell.row < header else None
        if named and (int(named[1]), int(named[2])) != (month.year, month.month):
            where = sheet.title, cell.coordinate
            yield problem("month-mixed", *where, found=cell.text, month=month_printed(month))


class _Row(NamedRow):
    def __init__(self, sheet: Sheet, row: int, columns: dict[str, int]):
        super().__init__(sheet, row, columns, TEXT_HEADERS)
        merged = (sheet.merged_at(row, column) for column in columns.values())
        self.merged = next(filter(None, merged), None)
        self.section = _SECTION.fullmatch(self.texts["章节"])
        self.number = parse_bounded(self.texts["数值"], self.texts["单位"])

    def faults(self, catalog: Catalog) -> Iterator[Problem]:
        if self.merged:
            where = self.sheet.title, coordinate(self.merged.top, self.merged.left)
            yield problem("data-merged", *where, found=self.merged.coordinate)
            return
        texts = self.texts
        if texts["系统"] and catalog.find_system(texts["系统"]) is None:
            near = catalog.closest(texts["系统"], catalog.systems)
            yield self.fault("系统", "目录中的系统名，不属于任何系统的留空", near)
        if self.section is None:
            yield self.fault("章节", "如 二（四） 的章节号")
        for name, most in _LONGEST.items():
            if len(texts[name]) > most or (name != "备注" and not texts[name]):
                yield self.fault(name, f"{'0' if name == '备注' else '1'} 至 {most} 个字")
        if self.number is None or not self.number.storable or not self.plain:
            yield self.fault("数值", "如 284、1万多、超760、71.1% 的数字，% 须与单位一致")

    def figure(self, month: dt.date, catalog: Catalog) -> TextFigure:
        """Of a row without faults."""
        texts, number, section = self.texts, self.number, self.section
        if number is None or section is None:
            raise ValueError(f"{self.sheet.title}!{self.places['数值']} is no figure")
        system = catalog.find_system(texts["系统"])
        return TextFigure(
            month,
            system.code if system else NO_SYSTEM,
            f"{section[1]}（{section[2]}）",
            texts["内容"],
            number.value,
            number.bound,
            texts["单位"],
            texts["数值"],
            number.decimals,
            texts["备注"],
            self.sheet.title,
            self.places["数值"],
        )
