"""From sheets to what the report's tables hold."""

import functools

from catalog import Catalog
from ingest.tables.columns import AskMonth, check_columns
from ingest.tables.cover import stated_month
from ingest.tables.entries import Found
from ingest.tables.headers import Table
from ingest.tables.locate import locate
from ingest.tables.members import read_members
from ingest.tables.platforms import read_platforms
from ingest.tables.twice import Located, Twice
from ingest.workbook.sheets import Sheet


def find_tables(sheets: list[Sheet], catalog: Catalog) -> Found:
    """Entries and problems of the report's tables in these sheets."""
    found = Found()
    located = locate(sheets, catalog)
    month = functools.cache(functools.partial(stated_month, sheets))
    twice = Twice(month, located)
    for name, tables in located.items():
        if not tables:
            continue
        first, *others = twice.of_month(tables)
        found.tables[name] = first
        _read(first, located, month, catalog, found)
        for extra in others:
            again = Found()
            _read(extra, located, month, catalog, again)
            twice.say(name, first, extra, again, found)
    return found


def _read(table: Table, located: Located, month: AskMonth, catalog: Catalog, found: Found) -> None:
    for part in (p for p in table.parts if p.heads_itself):
        check_columns(part, _neighbours(part, located), month, catalog, found)
    (read_platforms if table.name == "platform" else read_members)(table, catalog, found)


def _neighbours(table: Table, located: Located) -> set[int]:
    """Columns beside this table that belong to another table on the same rows."""
    others = [
        part
        for tables in located.values()
        for t in tables
        for part in t.parts
        if part is not table and part.sheet.title == table.sheet.title
    ]
    return {
        c for t in others if set(t.rows) & set(table.rows) for c in t.reach
    } - table.known_columns
