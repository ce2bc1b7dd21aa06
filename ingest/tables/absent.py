"""Whole tables and indicators that are not there: a fault of a complete month, a remark on one that
says it is partial."""

from collections.abc import Iterator

from catalog import Catalog
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.entries import Found
from ingest.tables.locate import is_key
from ingest.tables.view import has_numbers
from ingest.workbook.sheets import Sheet, coordinate
from words.names import TABLE_SHEETS

_FEWEST_TURNED = 4  # row labels side by side


def absent(cover: Cover, found: Found, sheets: list[Sheet], catalog: Catalog) -> Iterator[Problem]:
    for name, sheet_title in TABLE_SHEETS.items():
        if name in found.tables:
            continue
        if turned := _turned(name, found, sheets, catalog):
            yield problem("table-turned", *turned, table=sheet_title)
        elif nameless := _nameless(name, sheets, catalog):
            yield problem("table-nameless", *nameless, table=sheet_title)
        else:
            yield problem("table-absent" if cover.partial else "table-missing", table=sheet_title)
    unknown = ("platform-unknown", "indicator-unknown", "data-merged")
    if "platform" in found.tables and not any(p.code in unknown for p in found.problems):
        yield from _indicators(cover, found, catalog)  # else the unknown name is the missing one


def _turned(
    name: str, found: Found, sheets: list[Sheet], catalog: Catalog
) -> tuple[str, str] | None:
    """The first of the row labels of this table that stand beside one another in a row."""
    headers = {(p.sheet.title, row) for p in found.parts for row in p.header_rows}
    for sheet in (s for s in sheets if not s.hidden):
        for row, cells in sheet.rows.items():
            labels = [c for c in cells if c.kind == "text" and is_key(name, c.text, catalog)]
            if len(labels) >= _FEWEST_TURNED and (sheet.title, row) not in headers:
                return sheet.title, labels[0].coordinate
    return None


def _nameless(name: str, sheets: list[Sheet], catalog: Catalog) -> tuple[str, str] | None:
    """The first of the row labels of this table that stand in a column, beside figures under no
    name that is known."""
    for sheet in (s for s in sheets if not s.hidden):
        rows: dict[int, int] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            if cell.kind == "text" and is_key(name, cell.text, catalog) and has_numbers(sheet, row):
                rows[column] = rows.get(column, 0) + 1
                if rows[column] == _FEWEST_TURNED:
                    return sheet.title, cell.coordinate
    return None


def _indicators(cover: Cover, found: Found, catalog: Catalog) -> Iterator[Problem]:
    present = {e.indicator.code for e in found.entries}
    table = found.tables["platform"]
    place = table.sheet.title, coordinate(table.header, table.key_column)
    for platform in catalog.platforms:
        missing = [
            i
            for i in catalog.indicators_of("platform")
            if i.platform == platform.code and i.expected_in(cover.month) and i.code not in present
        ]
        if missing and cover.partial:
            yield problem(
                "indicator-absent",
                *place,
                platform=platform.name,
                count=len(missing),
                labels="、".join(i.name for i in missing),
            )
            continue
        for i in missing:
            yield problem("indicator-missing", *place, platform=platform.name, label=i.label)
