"""What a person should know about a workbook although nothing is wrong: hidden and covered parts,
sheets and figures that were not used, formulas."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.problems import BLOCK, EXPLAIN, Problem, problem
from ingest.tables.cover_field import cover_field
from ingest.tables.entries import Entry, Found
from ingest.tables.header_words import is_passed_over
from ingest.tables.headers import Table, name_over
from ingest.tables.view import covered, is_hidden, is_number, shown
from ingest.workbook.sheets import Sheet, coordinate, position

_CAUSES = {  # of a figure that is not hidden and cannot be read: why, what to do
    "ink": ("字与底同色", "改字的颜色"),
    "small": ("字号过小", "调大字号"),
    "narrow": ("列宽不够", "加宽这一列"),
    "formulas": ("工作表设为显示公式", "取消“公式”里的“显示公式”"),
    "condition": ("条件格式可能使字与底同色", "看这条规则"),
    "covered": ("被图形、文本框或图片盖住", "移开"),
}


def notices(sheets: list[Sheet], found: Found) -> Iterator[Problem]:
    """`sheets`: as read, with what merged areas cover."""
    unused = {t.sheet.title for t in found.unused}
    used = {t.sheet.title for t in found.parts}
    for sheet in sheets:
        is_cover = any(cover_field(c.text) for c in sheet.cells.values())
        if sheet.title in used or is_cover:
            yield from say_covered(sheet)
        if sheet.title not in used:
            if sheet.cells and not is_cover and sheet.title not in unused:
                yield problem("sheet-ignored", sheet.title, coordinate(*min(sheet.cells)))
            continue
        if sheet.hidden:
            yield problem("hidden-content", sheet.title, "", what="整张工作表")
        yield from _hidden_lines(sheet, [e for e in found.entries if e.sheet.title == sheet.title])
        yield from _outside(sheet, found)
    for total in found.totals[:1]:
        yield problem("total-row", total.sheet.title, total.coordinate)
    for entry in found.entries:
        if entry.cell and entry.cell.formula and entry.cell.kind == "number":
            yield problem(
                "formula-used", entry.sheet.title, entry.coordinate, found=entry.cell.text
            )
    yield from _not_computed(found.entries)


def _not_computed(entries: list[Entry]) -> Iterator[Problem]:
    """Formulas whose stored result was taken as it is, one problem a sheet."""
    taken: dict[str, list[Entry]] = {}
    for entry in entries:
        cell, old = entry.cell, entry.sheet.outdated
        if (
            cell
            and cell.formula
            and (cell.kind == "text" or old.get((cell.row, cell.column)) == "")
        ):
            taken.setdefault(entry.sheet.title, []).append(entry)
    for title, some in taken.items():
        first, cells = some[0], [e.coordinate for e in some]
        found = first.cell.text if first.cell else ""
        yield problem(
            "formula-not-computed",
            title,
            first.coordinate,
            count=len(some),
            cells=cells,
            found=found,
        )


def say_hidden_parts(table: Table) -> Iterator[Problem]:
    """That the sheet or columns of a table of counties or towns are hidden."""
    title, columns = table.sheet.title, table.named_columns.keys()
    if table.sheet.hidden:
        yield problem("hidden-content", title, "", what="整张工作表")
    for column in sorted(columns & table.sheet.hidden_columns):
        head = coordinate(table.name_rows[column], column)
        yield problem("hidden-content", title, head, what=f"{coordinate(1, column)[:-1]} 列")


def say_covered(sheet: Sheet) -> Iterator[Problem]:
    """Content under merged areas that is not what they show, once an area."""
    told = set()
    for area, cell in covered(sheet):
        top = shown(sheet, area.top, area.left)
        if area not in told and cell.text.strip() != top:
            told.add(area)
            yield problem(
                "content-covered",
                sheet.title,
                cell.coordinate,
                found=cell.text,
                area=area.coordinate,
                shown=top,
            )


def _hidden_lines(sheet: Sheet, mine: list[Entry]) -> Iterator[Problem]:
    for row in sorted({e.row for e in mine} & sheet.hidden_rows):
        first = coordinate(row, min(e.column for e in mine if e.row == row))
        yield problem("hidden-content", sheet.title, first, what=f"第 {row} 行")
    for column in sorted({e.column for e in mine} & sheet.hidden_columns):
        first = coordinate(min(e.row for e in mine if e.column == column), column)
        yield problem("hidden-content", sheet.title, first, what=f"{coordinate(1, column)[:-1]} 列")
    yield from _unseen(sheet, mine)


def _unseen(sheet: Sheet, mine: list[Entry]) -> Iterator[Problem]:
    """Figures that cannot be read where they stand, one problem a cause."""
    causes: dict[str, list[Entry]] = {}
    for entry in sorted(mine, key=lambda e: (e.row, e.column)):
        here = entry.row, entry.column
        cause = sheet.unseen.get(here) or (any(here in a for a in sheet.covers) and "covered")
        if cause and entry.cell:
            causes.setdefault(cause, []).append(entry)
    for cause, (first, *rest) in causes.items():
        why, mend = _CAUSES[cause]
        found = first.cell.text if first.cell else ""
        place = sheet.title, first.coordinate
        count = 1 + len(rest)
        yield problem("content-unseen", *place, count=count, why=why, mend=mend, found=found)


def _outside(sheet: Sheet, found: Found) -> Iterator[Problem]:
    """Figures on a table's sheet that belong to no table."""
    every = (*found.parts, *found.unused)
    tables = [(t, t.reach) for t in every if t.sheet.title == sheet.title]
    read = (*found.entries, *found.totals, *found.derived)
    used = {(e.row, e.column) for e in read if e.sheet.title == sheet.title}
    for (row, column), cell in sorted(sheet.cells.items()):
        if (row, column) in used or not is_number(cell):
            continue
        if not any(
            row in range(t.header, t.key_rows[-1] + 2)
            and (column in reach or is_passed_over(name_over(t, column)[1]))
            for t, reach in tables
        ):
            yield problem("content-ignored", sheet.title, cell.coordinate, found=cell.text)
            return  # the first one stands for all


def say_hidden(problems: list[Problem], sheets: list[Sheet]) -> list[Problem]:
    """Serious problems about cells that cannot be seen say so."""
    by_title = {s.title: s for s in sheets}
    return [
        replace(p, hidden="、".join(dict.fromkeys(_hidden_parts(p, by_title))))
        if p.severity in (BLOCK, EXPLAIN)
        else p
        for p in problems
    ]


def _hidden_parts(p: Problem, sheets: dict[str, Sheet]) -> Iterator[str]:
    for title, cell in (p.place, *p.others):
        sheet = sheets.get(title)
        row, column = position(cell) if cell else (0, 0)
        if not sheet:
            continue
        if sheet.unseen.get((row, column)) in ("ink", "small"):
            yield f"“{title}”{cell} 因{_CAUSES[sheet.unseen[row, column]][0]}"
        if not is_hidden(sheet, row, column):
            continue
        if sheet.hidden:
            yield f"工作表“{title}”"
        elif row in sheet.hidden_rows:
            yield f"“{title}”第 {row} 行"
        else:
            yield f"“{title}”{coordinate(1, column)[:-1]} 列"
