"""The way of a workbook, step by step: guard → read → tables → cells → rules. What comes out can be published, or says why not."""

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field

from catalog import Catalog
from ingest import check, cover, guard, public, sandbox
from ingest.cells import observe
from ingest.layout import TABLE_SHEETS, Cover, Key
from ingest.problems import Problem, blocks, problem
from ingest.read import Sheet, address
from ingest.tables import Found, find_tables
from warehouse.publisher import Citation, Observation


@dataclass
class Checked:
    """A workbook after all checks. `dataset` is report (one month) or public (dated single figures); `tables` counts rows per table."""

    file_name: str
    data: bytes
    sha256: str
    dataset: str = "report"
    cover: Cover | None = None
    observations: list[Observation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return not blocks(self.problems)

    @property
    def month(self) -> dt.date | None:
        return self.cover.month if self.cover else None


def check_workbook(data: bytes, file_name: str, catalog: Catalog, simulated: bool = False) -> Checked:
    """Check one workbook completely, collecting every problem. `simulated`: what the warehouse it is meant for holds."""
    checked = Checked(file_name, data, hashlib.sha256(data).hexdigest())
    refused = guard.inspect(data, file_name)
    sheets = refused or sandbox.read_workbook(data)
    if isinstance(sheets, Problem):
        checked.problems = [sheets]
        return checked
    place = public.find_public(sheets)
    if place:
        checked.dataset = "public"
        checked.observations, checked.citations, checked.problems = public.read_public(*place, catalog)
        checked.tables = {"public": len(checked.observations)}
    else:
        _check_report(checked, sheets, catalog)
    _check_simulated(checked, simulated)
    checked.problems.sort(key=lambda p: (p.sheet, _order(p.cell)))
    return checked


def _check_report(checked: Checked, sheets: list[Sheet], catalog: Catalog) -> None:
    found = find_tables(sheets, catalog)
    checked.cover, problems = cover.read_cover(sheets, found)
    checked.problems = found.problems + problems
    if checked.cover is None:
        return
    _check_complete(checked, found, catalog)
    month: dict[Key, Observation] = {}
    for entry in found.entries:
        observation, faults = observe(entry, checked.cover.month)
        checked.problems += faults
        if observation:
            month[observation.indicator_code, observation.member_code, observation.measure] = observation
    checked.observations = list(month.values())
    rows = Counter(table for table, _ in {(e.indicator.table, e.row) for e in found.entries})
    checked.tables = {table: rows[table] for table in TABLE_SHEETS if rows[table]}
    checked.problems += check.check_month(month, catalog)
    if checked.cover.month >= dt.date.today().replace(day=1):
        checked.problems.append(problem("month-future", month=f"{checked.cover.month:%Y-%m}", today=dt.date.today().isoformat()))


def _check_complete(checked: Checked, found: Found, catalog: Catalog) -> None:
    """Whole tables and indicators that are not there: a fault of a complete month, a remark on one that says it is partial."""
    partial = checked.cover.partial
    for table, sheet_title in TABLE_SHEETS.items():
        if table not in found.tables:
            checked.problems.append(problem("table-absent" if partial else "table-missing", table=sheet_title))
    if "platform" not in found.tables or any(p.code in ("platform-unknown", "indicator-unknown") for p in found.problems):
        return  # one cause, one problem: the row with the unknown name is the missing one
    present = {e.indicator.code for e in found.entries}
    table = found.tables["platform"]
    place = table.sheet.title, address(table.header, table.key_column)
    for platform in catalog.platforms:
        missing = [i for i in catalog.indicators_of("platform")
                   if i.platform == platform.code and i.expected_in(checked.cover.month) and i.code not in present]  # fmt: skip
        if missing and partial:
            names = "、".join(i.name for i in missing)
            checked.problems.append(problem("indicator-absent", *place, platform=platform.name, count=len(missing), labels=names))
        elif missing:
            checked.problems += [problem("indicator-missing", *place, platform=platform.name, label=i.label) for i in missing]


def _check_simulated(checked: Checked, simulated: bool) -> None:
    is_simulated = bool(checked.cover and checked.cover.simulated)
    if is_simulated != simulated:
        checked.problems.append(problem("file-simulated", found="模拟数据" if is_simulated else "真实数据", expected="模拟数据" if simulated else "真实数据"))


def _order(cell: str) -> tuple[int, str]:
    digits = "".join(ch for ch in cell if ch.isdigit())
    return (int(digits[:7]) if digits else 0, cell)
