"""Finds the tables of counties and towns by their headers."""

import re
from dataclasses import dataclass

from catalog import Catalog, fold
from ingest.tables.columns import check_columns
from ingest.tables.entries import Found
from ingest.tables.headers import Table, columns_of, take_header
from ingest.tables.view import shown, uncovered
from ingest.workbook.sheets import Sheet, coordinate
from words.names import AREA_SHEETS

HEADERS = {  # as folded
    "city": {"地市", "地级市", "城市", "市"},
    "county": {"县区", "区县", "县(市、区)", "县(市区)", "县市区", "县级"},
    "town": {"镇街", "街镇", "乡镇", "镇(街道)", "镇(街)", "乡镇街道", "乡镇(街道)", "镇级"},
}
_BESIDE = re.compile("^所[属在]|名称?$")
LEVELS = ("city", "county", "town")
_MOST_HEADER_ROWS = 3  # the names of areas may be merged over the rows of platform and indicator


@dataclass
class AreaTable:
    """One table of one level: the sheet's first rows with the indicators' columns (`table`), and
    the column of each level's names."""

    level: str
    table: Table
    names: dict[str, int]

    @property
    def title(self) -> str:
        return self.table.sheet.title


def locate_areas(heads: list[Sheet], catalog: Catalog) -> list[AreaTable]:
    """Every table of counties or towns among these sheets."""
    return [found for sheet in heads if (found := _locate(sheet, catalog))]


def _locate(sheet: Sheet, catalog: Catalog) -> AreaTable | None:
    sheet = uncovered(sheet)
    for row in sorted(sheet.rows):
        names = {
            level: c.column
            for c in sheet.rows[row]
            if c.kind == "text" and (level := level_of(c.text))
        }
        level = next((level for level in ("town", "county") if level in names), None)
        if level:
            table = Table(level, sheet, names[level], [])
            table.header = max(
                range(row, row + _MOST_HEADER_ROWS),
                key=lambda r: len(columns_of(table, catalog, r)),
            )
            take_header(table, catalog)
            table.key_rows = [r for r in sorted(sheet.rows) if r > table.header] or [table.header]
            if table.columns:
                return AreaTable(level, table, names)
    return None


def level_of(text: str) -> str | None:
    name = _BESIDE.sub("", fold(text))
    return next((level for level, spellings in HEADERS.items() if name in spellings), None)


def _says_again(table: Table, first: Table) -> bool:
    """Whether a table's rows are mostly those of the first: else it goes on with that one."""
    names, before = (
        {fold(shown(t.sheet, r, t.key_column)) for r in t.key_rows} for t in (table, first)
    )
    return 2 * len(names & before) > len(names)


def check_headers(tables: list[AreaTable], catalog: Catalog) -> Found:
    """The problems of the tables' headers."""
    found = Found()
    for area in tables:
        first = found.tables.setdefault(area.level, area.table)
        if first is not area.table and not _says_again(area.table, first):
            first.continued.append(area.table)
        elif first is not area.table:
            found.say(
                "table-duplicated",
                area.table.sheet,
                area.table.header,
                area.table.key_column,
                table=AREA_SHEETS[area.level],
                other=f"{first.sheet.title}!{coordinate(first.header, first.key_column)}",
                differing=[],
            )
            continue
        check_columns(area.table, set(area.names.values()), lambda: None, catalog, found)
        for level in LEVELS[: LEVELS.index(area.level)]:
            if level not in area.names:
                found.say(
                    "area-column-missing",
                    area.table.sheet,
                    area.table.header,
                    area.table.key_column,
                    label=sorted(HEADERS[level])[-1],
                )
    return found
