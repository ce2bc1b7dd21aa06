"""What a report's own past makes suspicious: copies, gaps, figures in another place, levels."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ingest.problems import Problem, problem
from ingest.rules.beside import Beside
from ingest.rules.month import Finding, Fixes, Month, fixed, key_of
from ingest.workbook.sheets import position
from warehouse.loads import Observation
from words.names import SHEETS

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MISPLACED = ("columns-swapped", "rows-shifted", "rows-swapped")


def copied(beside: Beside, before: dt.date) -> Iterator[Problem]:
    """A table whose figures are nearly all last month's: last month's file under a new title."""
    for row in beside.ask("copied"):
        facts = {"table": SHEETS[row["level"]], "same": row["same"], "total": row["total"]}
        place = row["source_sheet"], row["source_cell"]
        yield problem("copy-of-previous", *place, before=before, **facts)


def copies(beside: Beside, month: Month) -> list[Finding]:
    before = month.published.before
    found = copied(beside, before.month) if before else ()
    return [Finding(("copy-of-previous", p.place), p, {}) for p in found]


def gaps(beside: Beside, month: Month) -> Iterator[Finding]:
    for row in beside.ask("blank"):
        cell = month.at[row["source_sheet"], row["source_cell"]]
        yield month.finding(key_of(cell), "value-missing", cell, then=row["then_token"])


def levels(beside: Beside, month: Month) -> Iterator[Finding]:
    for row in beside.ask("level", follows=month.published.follows):
        cell = month.at[row["source_sheet"], row["source_cell"]]
        made = month.finding(
            key_of(cell),
            row["code"],
            cell,
            then=row["then_token"],
            fix=row["then_value"],
            ratio=row["power"] and Decimal(10) ** row["power"],
        )
        if row["code"] == "unit-slip":
            power = row["power"]
            made.fixes[key_of(cell)] = fixed(cell, cell.number.scaleb(-power), power)
        yield made


def misplaced(beside: Beside, month: Month) -> list[Finding]:
    """The wider slip explains the narrower ones."""
    found: list[Finding] = []
    for step in (_column_swaps, _row_shifts, _row_swaps):
        columns = {key[0] for f in found for key in f.fixes}
        found += step(beside, month, columns)
    return found


def _column(month: Month, code: str) -> dict[str, Observation]:
    """Member → cell, from the top of the sheet to the bottom."""
    mine = [o for o in month.cells.values() if o.indicator_code == code]
    return {o.member_code: o for o in sorted(mine, key=lambda o: position(o.source_cell))}


def _moved(to: Observation, source: Observation) -> Observation:
    """The row of `to` with what stands at `source`."""
    return replace(
        source, indicator_code=to.indicator_code, member_code=to.member_code, measure=to.measure
    )


def _column_swaps(beside: Beside, month: Month, taken: set[str]) -> Iterator[Finding]:
    for row in beside.ask("column_swap"):
        one, two = _column(month, row["indicator_code"]), _column(month, row["other_code"])
        first, other = next(iter(one.values())), next(iter(two.values()))
        made = month.finding(
            (row["indicator_code"], row["other_code"]),
            "columns-swapped",
            first,
            [other],
            second=month.label(other),
        )
        for member in one.keys() & two.keys():
            made.fixes[key_of(one[member])] = _moved(one[member], two[member])
            made.fixes[key_of(two[member])] = _moved(two[member], one[member])
        yield made


def _row_shifts(beside: Beside, month: Month, taken: set[str]) -> Iterator[Finding]:
    """One slip may move several columns; the longest run tells where."""
    rows = [r for r in beside.ask("row_shift") if r["indicator_code"] not in taken]
    names = {c.code: c.name for c in month.catalog.cities}
    for way in dict.fromkeys(r["way"] for r in rows):
        mine = [r for r in rows if r["way"] == way]
        run = max(mine, key=lambda r: r["size"])
        cell = month.at[run["source_sheet"], run["source_cell"]]
        last = month.at[run["source_sheet"], run["last_cell"]]
        made = month.finding(
            (way,),
            "rows-shifted",
            cell,
            way=way,
            label="、".join(month.catalog.indicator(r["indicator_code"]).name for r in mine),
            first=names[cell.member_code],
            last=names[last.member_code],
            area=f"{run['source_sheet']}!{run['source_cell']}:{run['last_cell']}",
        )
        lines = [
            int(r[cell].lstrip(_LETTERS)) for r in mine for cell in ("source_cell", "last_cell")
        ]
        for row in mine:
            made.fixes.update(_shifted_back(month, row, min(lines), max(lines)))
        yield made


def _shifted_back(month: Month, row: dict, first: int, last: int) -> Fixes:
    """Every figure of these lines in the row it came from."""
    column = list(_column(month, row["indicator_code"]).values())
    run = [n for n, o in enumerate(column) if first <= int(o.source_cell.lstrip(_LETTERS)) <= last]
    step = -1 if row["way"] == "下移" else 1
    owners = {n: column[n + step] for n in run if 0 <= n + step < len(column)}
    fixes = {key_of(owner): _moved(owner, column[n]) for n, owner in owners.items()}
    end = column[run[-1] if step < 0 else run[0]]  # what belongs here is lost or stands elsewhere
    then = month.before(end)
    if key_of(end) not in fixes and then and then.value is not None:
        fixes[key_of(end)] = fixed(end, then.value)
    return fixes


def _row_swaps(beside: Beside, month: Month, taken: set[str]) -> Iterator[Finding]:
    names = {c.code: c.name for c in month.catalog.cities}
    for row in beside.ask("row_swap"):
        if row["indicator_code"] in taken:
            continue
        cell = month.at[row["source_sheet"], row["source_cell"]]
        other = month.at[row["source_sheet"], row["other_cell"]]
        made = month.finding(
            key_of(cell),
            "rows-swapped",
            cell,
            [other],
            first=names[cell.member_code],
            second=names[other.member_code],
        )
        made.fixes[key_of(cell)] = _moved(cell, other)
        yield made
