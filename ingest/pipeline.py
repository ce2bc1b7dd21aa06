"""The way of a workbook, step by step: guard → read → tables → cells → rules.

What comes out can be published, or says why not.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from catalog import Catalog
from ingest.cover import Cover, Key
from ingest.problems import Problem, blocks, problem
from ingest.rules import areas
from ingest.rules.beside import report_beside
from ingest.rules.city_totals import check_city_totals
from ingest.rules.difference import Difference, check_place, difference
from ingest.rules.judgement import judge
from ingest.rules.month import Month
from ingest.rules.published_before import Published, read_published
from ingest.rules.staging import Staged
from ingest.tables import public
from ingest.tables.absent import absent
from ingest.tables.areas import locate_areas
from ingest.tables.cover import read_cover
from ingest.tables.find import find_tables
from ingest.tables.notices import notices, say_hidden
from ingest.tables.observe import observe_all
from ingest.tables.text_figures import Place, find_text_figures, read_text_figures, without_header
from ingest.tables.view import uncovered
from ingest.workbook import convert, sandbox
from ingest.workbook.sheets import Sheet
from warehouse.kind import Warehouse
from warehouse.loads import Citation, Contents, Observation, TextFigure
from words.clock import beijing_today
from words.names import TABLE_SHEETS

STEPS = ("安全检查", "读取工作簿", "识别表格和名称", "读取数值", "与规则和上月核对")
Progress = Callable[[int, str], None]
_LONGEST_NAME = 150  # characters


@dataclass
class Checked:
    """A workbook after all checks.

    `dataset` is report (one month), area (its counties and towns) or public (dated single figures).

    `data` is what is read and kept: of a converted .xls or .ods the .xlsx, which holds the original
    too; `sha256` is the original's.

    `tables` counts rows per table. The figures are `observations`, those of counties and towns
    `staged`. `published` is None where no rule was asked.
    """

    file_name: str
    data: bytes
    sha256: str
    dataset: str = "report"
    cover: Cover | None = None
    observations: list[Observation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    texts: list[TextFigure] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    published: Published | None = None
    difference: Difference = field(default_factory=Difference)
    staged: Staged | None = None
    # its sheets could be read: problems have cells, and a copy can be marked
    readable: bool = False

    @property
    def blocked(self) -> bool:
        return blocks(self.problems)

    @property
    def month(self) -> dt.date | None:
        return self.cover.month if self.cover else None

    @property
    def by_key(self) -> dict[Key, Observation]:
        return {(o.indicator_code, o.member_code, o.measure): o for o in self.observations}

    @property
    def count(self) -> int:
        """How many cells were read."""
        return self.staged.count if self.staged else len(self.observations)

    @property
    def contents(self) -> Contents:
        return Contents(
            self.observations,
            self.citations,
            areas=self.staged.rows if self.staged else None,
            texts=self.texts,
        )


def check_workbook(
    data: bytes,
    file_name: str,
    catalog: Catalog,
    warehouse: Warehouse | None = None,
    simulated: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Check one workbook completely, collecting every problem.

    `warehouse`: where the months before it are; `simulated`: what that warehouse holds; `progress`
    is told each step as it begins.
    """
    begin = progress or (lambda step, name: None)
    file_name = _as_listed(file_name)
    checked = Checked(file_name, data, hashlib.sha256(data).hexdigest())
    begin(0, STEPS[0])
    taken = convert.as_xlsx(data, file_name)
    begin(1, STEPS[1])
    if isinstance(taken, Problem):
        checked.problems = [taken]
        return checked
    if taken is not data:
        checked.data, checked.file_name = taken, f"{file_name}.xlsx"
    read_guarded(checked, catalog, begin)
    if not checked.readable:
        return checked
    if checked.dataset != "public" and checked.cover:
        begin(4, STEPS[4])
        _check_rules(checked, checked.cover, catalog, warehouse)
    _check_simulated(checked, simulated)
    checked.problems.sort(key=lambda p: (p.sheet, _order(p.cell)))
    return checked


def _as_listed(file_name: str) -> str:
    """A name as it may stand in lists and, before the fingerprint, in the trail: what is no browser
    sends any."""
    shown = "".join(letter for letter in file_name if letter.isprintable())
    return shown if len(shown) <= _LONGEST_NAME else f"…{shown[1 - _LONGEST_NAME :]}"


def read_guarded(
    checked: Checked, catalog: Catalog, begin: Progress = lambda step, name: None
) -> None:
    """Fill in what a guarded workbook holds, and the problems of reading it: no rule."""
    opened = sandbox.open_workbook(checked.data)
    if isinstance(opened, Problem):
        checked.problems = [opened]
        return
    tables = [] if opened.complete else locate_areas(opened.sheets, catalog)
    if tables:
        checked.dataset, checked.readable = "area", True
        begin(2, STEPS[2])
        areas.read(checked, opened.sheets, tables, catalog, lambda: begin(3, STEPS[3]))
        return
    sheets = opened.sheets if opened.complete else sandbox.read_workbook(checked.data)
    if isinstance(sheets, Problem):
        checked.problems = [sheets]
        return
    begin(2, STEPS[2])
    _read_sheets(checked, sheets, catalog, begin)


def _read_sheets(checked: Checked, sheets: list[Sheet], catalog: Catalog, begin: Progress) -> None:
    checked.readable = True
    place = public.find_public(sheets)
    if place:
        checked.dataset = "public"
        checked.observations, checked.citations, checked.problems = public.read_public(
            *place, catalog
        )
        checked.tables = {"public": len(checked.observations)}
        return
    text_place = find_text_figures(sheets)
    official = [s for s in sheets if not (text_place and s is text_place[0])]
    seen = [uncovered(sheet) for sheet in official]
    found = find_tables(seen, catalog)
    checked.cover, problems = read_cover(seen, found)
    checked.problems = found.problems + problems
    if checked.cover is None:
        return
    begin(3, STEPS[3])
    checked.problems += absent(checked.cover, found, seen, catalog)
    checked.observations, faults = observe_all(found.entries, checked.cover.month)
    checked.problems += faults
    rows = Counter(table for table, _ in {(e.indicator.table, e.row) for e in found.entries})
    checked.tables = {table: rows[table] for table in TABLE_SHEETS if rows[table]}
    _read_texts(checked, checked.cover.month, text_place, official, catalog)
    totals, _ = observe_all(found.totals, checked.cover.month)
    checked.problems += [
        *check_city_totals(totals, checked.by_key, catalog),
        *notices(official, found),
    ]
    checked.problems = say_hidden(checked.problems, sheets)


def _read_texts(
    checked: Checked, month: dt.date, place: Place | None, others: list[Sheet], catalog: Catalog
) -> None:
    """The numbers of the report's sentences, where the workbook has their sheet."""
    if place is None:
        checked.problems += without_header(others)
        return
    checked.texts, faults = read_text_figures(place, month, catalog)
    checked.problems += faults
    if checked.texts:
        checked.tables["text"] = len(checked.texts)


def _check_rules(
    checked: Checked, cover: Cover, catalog: Catalog, warehouse: Warehouse | None
) -> None:
    checked.published = published = read_published(warehouse, cover.month, checked.dataset)
    if checked.dataset == "area":
        areas.check(checked, catalog, warehouse)
    else:
        _check_report(checked, published, cover, catalog)
    if not checked.blocked:  # what it would change is known only when all of it could be read
        checked.problems += check_place(checked.difference, published)
    if cover.month >= beijing_today().replace(day=1):
        checked.problems.append(
            problem("month-future", month=f"{cover.month:%Y-%m}", today=beijing_today().isoformat())
        )


def _check_report(checked: Checked, published: Published, cover: Cover, catalog: Catalog) -> None:
    month = Month(checked.by_key, published, catalog)
    with report_beside(checked.observations, cover.partial, published, catalog) as beside:
        checked.difference = difference(beside, published, catalog, cover, checked.texts)
        checked.problems += judge(beside, month, cover.partial, checked.problems)


def _check_simulated(checked: Checked, simulated: bool) -> None:
    is_simulated = bool(checked.cover and checked.cover.simulated)
    if is_simulated != simulated and not any(p.code == "cover-word" for p in checked.problems):
        names = {True: "模拟数据", False: "真实数据"}
        checked.problems.append(
            problem("file-simulated", found=names[is_simulated], expected=names[simulated])
        )


def _order(cell: str) -> tuple[int, str]:
    row = re.search("[0-9]{1,7}", cell)
    return (int(row[0]) if row else 0, cell)
