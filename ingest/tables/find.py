"""From sheets to what the report's tables hold."""

from catalog import Catalog
from ingest.tables.columns import check_columns
from ingest.tables.entries import Found
from ingest.tables.headers import Table
from ingest.tables.locate import locate
from ingest.tables.members import read_members
from ingest.tables.platforms import read_platforms
from ingest.workbook.sheets import Sheet, coordinate
from words.names import TABLE_SHEETS


def find_tables(sheets: list[Sheet], catalog: Catalog) -> Found:
    """Entries and problems of the report's tables in these sheets."""
    found = Found()
    located = locate(sheets, catalog)
    for name, tables in located.items():
        for extra in tables[1:]:
            _say_extra(name, tables[0], extra, found)
        if tables:
            found.tables[name] = tables[0]
    for table in found.tables.values():
        for part in (p for p in table.parts if p.heads_itself):
            check_columns(part, _neighbours(part, located), catalog, found)
        (read_platforms if table.name == "platform" else read_members)(table, catalog, found)
    return found


def _say_extra(name: str, first: Table, extra: Table, found: Found) -> None:
    """A table that stands twice; a hidden copy beside one that can be seen does not count."""
    found.unused.append(extra)
    code = "table-hidden" if extra.sheet.hidden > first.sheet.hidden else "table-duplicated"
    where = f"{first.sheet.title}!{coordinate(first.header, first.key_column)}"
    found.say(
        code, extra.sheet, extra.header, extra.key_column, table=TABLE_SHEETS[name], other=where
    )


def _neighbours(table: Table, located: dict[str, list[Table]]) -> set[int]:
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
