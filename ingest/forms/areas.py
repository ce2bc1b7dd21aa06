"""Writes a month of counties and towns in the style of the official cities' table: a cover sheet,
one sheet a level, every token as text."""

from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from catalog import Area, Catalog, Indicator
from ingest.cover import Cover
from ingest.forms.cells import CENTER, HEAD, LINE, workbook_bytes
from ingest.workbook.sheets import coordinate
from words.names import AREA_SHEETS, COVER_SHEET, REPORT_TITLE

AREA_TITLES = {"county": "粤系列平台县区推广应用情况", "town": "粤系列平台镇街推广应用情况"}
NAME_HEADERS = {"city": "地市", "county": "县区", "town": "镇街"}

Token = Callable[[str, str], str]  # (indicator code, area code) → as printed


def write_areas(cover: Cover, token: Token, catalog: Catalog) -> bytes:
    """A month's workbook. It is written row by row: 86,000 cells would take 120 MB as a whole."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(COVER_SHEET)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 60
    sheet.append([_head(sheet, f"{REPORT_TITLE}（县区、镇街）")])
    for label, text in cover.fields().items():
        sheet.append([_head(sheet, label), text or None])
    for level in AREA_SHEETS:
        _write_level(book.create_sheet(AREA_SHEETS[level]), level, cover, token, catalog)
    return workbook_bytes(book)


def _write_level(sheet, level: str, cover: Cover, token: Token, catalog: Catalog) -> None:
    indicators = [i for i in catalog.indicators_of(level) if i.expected_in(cover.month)]
    names = ["city", "county", "town"][: 2 if level == "county" else 3]
    platforms = catalog.platform_names
    left = 1 + len(names)
    for column in range(1, left + len(indicators) + 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width, dimension.number_format = (
            (6 if column == 1 else 16),
            "@",
        )  # text, so that what staff type stays as typed: 12.50
    sheet.freeze_panes = coordinate(4, left + 1)
    sheet.append([_bold(sheet, AREA_TITLES[level] + cover.of_month)])
    sheet.append(
        [*[_head(sheet, None)] * left, *[_head(sheet, platforms[i.platform]) for i in indicators]]
    )
    sheet.append(
        [
            _head(sheet, text)
            for text in ("序号", *[NAME_HEADERS[n] for n in names], *[i.label for i in indicators])
        ]
    )
    for number, area in enumerate(catalog.areas.of_level(level), 1):
        sheet.append(
            [str(number), *_names(area, names, catalog), *_tokens(area, indicators, token)]
        )


def _names(area: Area, names: list[str], catalog: Catalog) -> list[str | None]:
    """City, county and town; a town of 东莞 or 中山 has no county."""
    above = {a.level: a.name for a in catalog.areas.path(area.code)}
    return [above.get(level) for level in names]


def _tokens(area: Area, indicators: list[Indicator], token: Token) -> list[str | None]:
    return [token(i.code, area.code) or None for i in indicators]


def _head(sheet, text: str | None) -> WriteOnlyCell:
    cell = _bold(sheet, text)
    cell.fill, cell.alignment, cell.border = HEAD, CENTER, LINE
    return cell


def _bold(sheet, text: str | None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell
