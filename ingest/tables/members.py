"""Reads the rows of stages and of cities.

A row with numbers and no known label is a problem, never skipped.
"""

from catalog import PROVINCE, Catalog
from ingest.tables.entries import Entry, Found
from ingest.tables.headers import Table
from ingest.tables.locate import member
from ingest.tables.rows import (
    data_rows,
    is_statistic,
    is_total,
    names_two_rows,
    part_of_province,
    row_label,
)
from ingest.tables.view import is_hidden, without_figure
from ingest.workbook.sheets import coordinate


def read_members(first: Table, catalog: Catalog, found: Found) -> None:
    kind, members = ("city", catalog.cities) if first.name == "city" else ("stage", catalog.stages)
    by_code, unknown = {m.code: m for m in members}, False
    seen: dict[str, tuple[Table, int]] = {}
    rows = [(part, row) for part in first.parts for row in data_rows(part, catalog, found)]
    for table, row in sorted(rows, key=lambda at: is_hidden(at[0].sheet, at[1], 0)):
        if names_two_rows(table, row, found):
            unknown = True
            continue
        column, text = row_label(table, row, catalog)
        code = member(table.name, text, catalog)
        near = None if code or not text else found.closest(text, members, catalog)
        region = part_of_province(text, catalog) if table.name == "city" else None
        if code is None and (region or is_total(text)):
            found.totals += _entries(table, row, region[0] if region else PROVINCE)
        elif code is None and is_statistic(text):
            found.derived += _entries(table, row, PROVINCE)
            found.say("row-derived", table.sheet, row, column, found=text)
        elif code is None and (near or _holds_something(table, row)):
            unknown = True
            _say_unknown(table, row, column, text, near, found)
        elif code in seen:
            found.twice(f"{kind}-duplicated", table, row, column, seen[code], text)
        elif code:
            seen[code] = table, row
            found.entries += _entries(table, row, code)
            found.tidied(
                table.sheet, row, column, text, by_code[code].spellings, by_code[code].label
            )
    missing = [m for m in members if m.code not in seen]
    if missing and not unknown:  # a misspelled row is the missing one: one cause, one problem
        _say_missing(first, missing, len(seen), len(members), found)


def _say_unknown(
    table: Table, row: int, column: int, text: str, near: str | None, found: Found
) -> None:
    code = "city-unknown" if table.name == "city" else "stage-unknown"
    odd = without_figure(table.sheet, [(row, c) for c in table.columns])
    said = [coordinate(*place) for place in odd]
    found.say(code, table.sheet, row, column, odd, found=text or "（空）", near=near, odd=said)


def _holds_something(table: Table, row: int) -> bool:
    return any(c.column in table.columns for c in table.sheet.rows.get(row, ()))


def _say_missing(table: Table, missing, count: int, expected: int, found: Found) -> None:
    place = table.sheet, table.header, table.key_column
    if table.name == "city":
        labels = "、".join(m.name for m in missing)
        found.say("city-missing", *place, labels=labels, expected=expected, count=count)
    else:
        for stage in missing:
            found.say("stage-missing", *place, label=stage.label)


def _entries(table: Table, row: int, member_code: str) -> list[Entry]:
    return [
        Entry(indicator, member_code, measure, table.sheet, row, c)
        for c, (indicator, measure) in table.named_columns.items()
    ]
