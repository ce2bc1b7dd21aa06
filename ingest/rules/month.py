"""A report's cells as the rules judge them: by key, by place, and as they would read with the
likeliest mistakes put right."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from catalog import Catalog, Indicator
from ingest.cover import Key
from ingest.problems import Place, Problem, problem
from ingest.rules.published_before import Published
from warehouse.loads import Observation
from words.names import MEASURES

Fixes = dict[Key, Observation]  # what a row would hold if the suspicion is right


@dataclass(frozen=True)
class Finding:
    """A problem, what it is about (`key`, the same in a corrected month), what would mend it."""

    key: tuple
    problem: Problem
    fixes: Fixes

    @property
    def reads(self) -> set[Place]:
        return {self.problem.place, *self.problem.others}


@dataclass(frozen=True)
class Month:
    """`cells`: every cell of the workbook by what it is."""

    cells: dict[Key, Observation]
    published: Published
    catalog: Catalog

    @cached_property
    def at(self) -> dict[Place, Observation]:
        return {place(o): o for o in self.cells.values()}

    def corrected(self, fixes: Fixes) -> "Month":
        return replace(self, cells=self.cells | fixes)

    def before(self, cell: Observation) -> Observation | None:
        before = self.published.before
        return before.values.get(key_of(cell)) if before else None

    def indicator(self, cell: Observation) -> Indicator:
        return self.catalog.indicator(cell.indicator_code)

    def label(self, cell: Observation) -> str:
        """The indicator's name, with the measure where it has two."""
        return label_of(self.indicator(cell), cell.measure)

    def finding(self, key: tuple, code: str, blamed: Observation, others=(), fix=None, **facts):
        """`fix`: the value that the blamed cell would hold."""
        said = {"label": self.label(blamed), "found": blamed.token} | facts
        if self.published.before:
            said.setdefault("before", self.published.before.month)
        made = problem(code, *place(blamed), [place(o) for o in others], **said)
        fixes = {} if fix is None else {key_of(blamed): fixed(blamed, fix)}
        return Finding((code, *key), made, fixes)


def key_of(cell: Observation) -> Key:
    return cell.indicator_code, cell.member_code, cell.measure


def place(cell: Observation) -> Place:
    return cell.source_sheet, cell.source_cell


def where(cell: Observation) -> str:
    return "!".join(place(cell))


def label_of(indicator: Indicator, measure: str) -> str:
    return indicator.name + ("" if len(indicator.measures) == 1 else f"（{MEASURES[measure]}）")


def fixed(cell: Observation, value: Decimal, power: int = 0) -> Observation:
    """The cell with another value; `power`: the point moved by so many places, and so the last
    decimal printed."""
    stored = value.quantize(Decimal("0.0001"))
    return replace(cell, value=stored, decimals=(cell.decimals or 0) + power)
