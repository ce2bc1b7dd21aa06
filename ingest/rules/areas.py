"""Reads and checks a workbook of counties and towns: what each row says, sums against the area
above, the month before. In SQL beside the warehouse: it is long."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from catalog import Catalog
from ingest.bounded_problems import BoundedProblems
from ingest.problems import Problem, problem
from ingest.rules.against_before import copied
from ingest.rules.beside import Beside, areas_beside
from ingest.rules.difference import difference
from ingest.rules.month import label_of
from ingest.rules.staging import stage
from ingest.tables import cover
from ingest.tables.area_rows import AreaRows
from ingest.tables.areas import AreaTable, check_headers
from ingest.tables.cover_field import cover_field
from ingest.tables.locate import locate
from ingest.workbook import sandbox
from ingest.workbook.sheets import Sheet, coordinate
from warehouse.kind import Warehouse
from words.names import AREA_SHEETS


def read(
    checked,
    heads: list[Sheet],
    tables: list[AreaTable],
    catalog: Catalog,
    begin: Callable[[], None],
) -> None:
    """Fill in what the tables hold, and the problems of reading them: no rule."""
    found = check_headers(tables, catalog)
    checked.cover, problems = cover.read_cover(heads, found)
    checked.problems = [*found.problems, *problems, *_beside(heads, tables, catalog)]
    if checked.cover is None or any(
        p.code in ("table-duplicated", "area-column-missing") for p in found.problems
    ):
        return
    begin()
    bounded = BoundedProblems()
    levels = {t.level: {o.title: o for o in tables if o.level == t.level} for t in tables}
    by_level = {k: AreaRows(v, checked.cover, catalog, bounded) for k, v in levels.items()}
    by_title = {t.title: by_level[t.level] for t in tables}
    checked.staged = stage(_rows(checked.data, heads, by_title, bounded))
    for table in by_level.values():
        table.finish()
    checked.tables = {level: len(table.rows) for level, table in by_level.items()}
    for level, title in AREA_SHEETS.items():
        if level not in checked.tables:
            bounded.add(
                problem("table-absent" if checked.cover.partial else "table-missing", table=title)
            )
    checked.problems += bounded.all()


def _beside(heads: list[Sheet], tables: list[AreaTable], catalog: Catalog) -> Iterator[Problem]:
    """Sheets that are no table of counties or towns: one of the monthly report would be lost
    without a word."""
    others = [s for s in heads if s.cells and s.title not in {t.title for t in tables}]
    reports = {t.sheet.title: t for found in locate(others, catalog).values() for t in found}
    for sheet in others:
        if sheet.title in reports:
            table = reports[sheet.title]
            yield problem(
                "report-beside-areas", sheet.title, coordinate(table.header, table.key_column)
            )
        elif not any(cover_field(c.text) for c in sheet.cells.values()):
            yield problem("sheet-ignored", sheet.title, coordinate(*min(sheet.cells)))


def _rows(
    data: bytes, heads: list[Sheet], by_title: dict[str, AreaRows], bounded: BoundedProblems
) -> Iterator:
    for part in sandbox.read_slices(data, heads):
        if isinstance(part, Problem):
            bounded.add(part)
        elif part.title in by_title:
            yield from by_title[part.title].read(part)


def check(checked, catalog: Catalog, warehouse: Warehouse | None) -> None:
    """Every rule on the staged rows, and their difference from what is published."""
    if checked.staged is None:
        return
    bounded = BoundedProblems()
    with areas_beside(checked.staged, checked.published, warehouse, catalog) as beside:
        bounded.add(*_sums(beside, checked, warehouse, catalog))
        before = checked.published.before
        if before and not checked.cover.partial:
            copies = list(copied(beside, before.month))
            # one cause: every other rule would repeat it
            follows = checked.published.follows
            bounded.add(*(copies or _against_before(beside, before.month, follows, catalog)))
        checked.difference = difference(beside, checked.published, catalog, checked.cover)
    checked.problems += bounded.all()


def _sums(
    beside: Beside, checked, warehouse: Warehouse | None, catalog: Catalog
) -> Iterator[Problem]:
    """Towns against their county in the same workbook; counties, and the towns right below a city,
    against their city in the month's report."""
    names = catalog.areas.by_code
    for row in beside.ask("parts_over_whole"):
        yield _say(
            "areas-exceed-area", row, catalog, area=names[row["member_code"]].name, sum=row["parts"]
        )
    if warehouse is None or not warehouse.exists():
        return
    for row in beside.ask("parts_over_report", month=checked.cover.month):
        yield _say(
            "areas-exceed-report",
            row,
            catalog,
            [(row["other_sheet"], row["other_cell"])],
            area=names[row["parent_code"]].name,
            sum=row["value"],
            stated=row["token"],
        )


def _against_before(
    beside: Beside, before: dt.date, follows: bool, catalog: Catalog
) -> Iterator[Problem]:
    names = catalog.areas.full_name
    for row in beside.ask("blank"):
        code = "areas-not-reported" if row["silent"] else "areas-value-missing"
        labels = [names(code) for code in row["members"]]
        yield _say(code, row, catalog, before=before, count=len(labels), labels=labels)
    for row in beside.ask("column_swap"):
        other = catalog.indicator(row["other_code"]).name
        place = [(row["source_sheet"], row["other_cell"])]
        yield _say("columns-swapped", row, catalog, place, before=before, second=other)
    for row in beside.ask("row_shift"):
        yield _say(
            "rows-shifted",
            row,
            catalog,
            before=before,
            way=row["way"],
            first=names(row["first_member"]),
            last=names(row["last_member"]),
            area=f"{row['source_sheet']}!{row['source_cell']}:{row['last_cell']}",
        )
    for row in beside.ask("row_swap"):
        one, two = names(row["member_code"]), names(row["other_member"])
        place = [(row["source_sheet"], row["other_cell"])]
        yield _say("rows-swapped", row, catalog, place, before=before, first=one, second=two)
    for row in beside.ask("level", follows=follows):
        yield _say(
            row["code"],
            row,
            catalog,
            before=before,
            then=row["then_token"],
            ratio=row["power"] and Decimal(10) ** row["power"],
        )


def _say(code: str, row: dict, catalog: Catalog, others=(), **facts) -> Problem:
    indicator = catalog.indicator(row["indicator_code"])
    facts = {"label": label_of(indicator, indicator.measures[0]), "found": row.get("token")} | facts
    return problem(code, row["source_sheet"], row["source_cell"], others, **facts)
