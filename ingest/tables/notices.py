"""What a person should know about a workbook although nothing is wrong: hidden parts, sheets and
figures that were not used, formulas."""

from collections.abc import Iterator

from ingest.problems import Problem, problem
from ingest.tables.cover import COVER_FIELD
from ingest.tables.entries import Found
from ingest.tables.locate import is_number
from ingest.workbook.sheets import Sheet, address


def notices(sheets: list[Sheet], found: Found) -> Iterator[Problem]:
    for sheet in sheets:
        tables = [t for t in found.tables.values() if t.sheet is sheet]
        if not tables:
            if sheet.cells and not any(
                COVER_FIELD.fullmatch(c.text.strip()) for c in sheet.cells.values()
            ):
                first = min(sheet.cells)
                yield problem("sheet-ignored", sheet.title, address(*first))
            continue
        if sheet.hidden:
            yield problem("hidden-content", sheet.title, "", what="整张工作表")
        yield from _hidden_lines(sheet, found)
        yield from _outside(sheet, found)
        for total in found.totals:
            if total.sheet is sheet and total is found.totals[0]:
                yield problem("total-row", sheet.title, total.address)
    for entry in found.entries:
        if entry.cell and entry.cell.formula and entry.cell.kind == "number":
            yield problem("formula-used", entry.sheet.title, entry.address, found=entry.cell.text)


def _hidden_lines(sheet: Sheet, found: Found) -> Iterator[Problem]:
    mine = [e for e in found.entries if e.sheet is sheet]
    for row in sorted({e.row for e in mine} & sheet.hidden_rows):
        yield problem(
            "hidden-content",
            sheet.title,
            address(row, min(e.column for e in mine if e.row == row)),
            what=f"第 {row} 行",
        )
    for column in sorted({e.column for e in mine} & sheet.hidden_columns):
        letters = address(1, column)[:-1]
        yield problem(
            "hidden-content",
            sheet.title,
            address(min(e.row for e in mine if e.column == column), column),
            what=f"{letters} 列",
        )


def _outside(sheet: Sheet, found: Found) -> Iterator[Problem]:
    """Figures on a table's sheet that belong to no table."""
    tables = [t for t in found.tables.values() if t.sheet is sheet]
    used = {(e.row, e.column) for e in (*found.entries, *found.totals) if e.sheet is sheet}
    for (row, column), cell in sorted(sheet.cells.items()):
        inside = any(
            row in range(t.header, t.key_rows[-1] + 2) and column in t.reach for t in tables
        )
        if is_number(cell) and (row, column) not in used and not inside:
            yield problem("content-ignored", sheet.title, cell.address, found=cell.text)
            return  # the first one stands for all
