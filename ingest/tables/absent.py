"""Whole tables and indicators that are not there: a fault of a complete month, a remark on one that
says it is partial."""

from collections.abc import Iterator

from catalog import Catalog
from ingest.cover import Cover
from ingest.problems import Problem, problem
from ingest.tables.entries import Found
from ingest.workbook.sheets import coordinate
from words.names import TABLE_SHEETS


def absent(cover: Cover, found: Found, catalog: Catalog) -> Iterator[Problem]:
    for name, sheet_title in TABLE_SHEETS.items():
        if name not in found.tables:
            yield problem("table-absent" if cover.partial else "table-missing", table=sheet_title)
    unknown = ("platform-unknown", "indicator-unknown", "data-merged")
    if "platform" in found.tables and not any(p.code in unknown for p in found.problems):
        yield from _indicators(cover, found, catalog)  # else the unknown name is the missing one


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
