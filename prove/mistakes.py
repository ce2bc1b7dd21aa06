"""Mistakes of the kinds that people and spreadsheets make, at cells drawn at random, one alone and
two together: how many are accepted without a word, and how often is their cell named."""

import concurrent.futures
import functools
import itertools
import multiprocessing
import pathlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog import catalog
from ingest.cover import Key
from ingest.pipeline import Checked, check_workbook
from ingest.problems import SEVERITIES, Problem
from ingest.workbook import sandbox
from prove.figures import Figure, none
from prove.warehouses import folder, in_folder, published, simulated
from tests.mutations import Mutation, made, mutations
from warehouse.file import FileWarehouse

SIZES = {"pr": {"count": 1_200, "pairs": 30}, "night": {"count": 20_000, "pairs": 5_000}}
_WORKERS = 2


@dataclass(frozen=True)
class Trial:
    """A month with the month before it published, its true values and the cells of its figures."""

    warehouse: FileWarehouse
    workbook: bytes
    truth: dict[Key, Decimal | None]
    figures: set[tuple[str, str]]

    @classmethod
    def begun(cls, place: pathlib.Path) -> "Trial":
        warehouse = in_folder(place)
        workbooks = list(simulated(6).values())
        if not warehouse.exists():
            published(warehouse, workbooks[4], "before.xlsx")
        true = cls(warehouse, workbooks[5], {}, set()).check(workbooks[5])
        if said(true):
            raise ValueError(f"the true month is not accepted without a word: {said(true)}")
        values = {k: o.value for k, o in true.by_key.items()}
        figures = {
            (o.source_sheet, o.source_cell) for o in true.observations if o.value is not None
        }
        return cls(warehouse, workbooks[5], values, figures)

    def check(self, workbook: bytes) -> Checked:
        return check_workbook(workbook, "月报.xlsx", catalog(), self.warehouse, simulated=True)

    def mistakes(self, seed: int) -> list[Mutation]:
        """Every one, in the order of chance."""
        sheets = sandbox.read_workbook(self.workbook)
        if isinstance(sheets, Problem):
            raise ValueError(sheets.message)
        return mutations(sheets, self.figures, seed)

    def pairs(self, seed: int, count: int) -> list[tuple[Mutation, Mutation]]:
        """Two mistakes at two cells."""
        first, second = self.mistakes(seed), self.mistakes(seed + 1)
        return [(a, b) for a, b in zip(first, second) if (a.sheet, a.cell) != (b.sheet, b.cell)][
            :count
        ]

    def judged(self, *mistakes: Mutation) -> str:
        """Of two, one that changes nothing need not be named."""
        checked = self.check(made(self.workbook, *mistakes))
        kind = judged(checked, mistakes, self.truth)
        if kind != "elsewhere" or len(mistakes) == 1:
            return kind
        felt = [m for m in mistakes if self.judged(m) != "harmless"]
        return judged(checked, felt, self.truth)

    def lost(self, one: Mutation, other: Mutation) -> str:
        """Which of two mistakes is named alone and not beside the other; '' where none is."""
        both = self.check(made(self.workbook, one, other))
        for mistake in (one, other):
            alone = self.check(made(self.workbook, mistake))
            if named(alone, mistake) and not named(both, mistake):
                return f"{mistake}, beside {one if mistake is other else other}"
        return ""


def said(checked: Checked) -> list[Problem]:
    return [p for p in checked.problems if p.severity != "规范"]


def named(checked: Checked, mistake: Mutation) -> bool:
    """Whether a person is led to the cell: as the place of a problem, or in its sentence."""
    place = mistake.sheet, mistake.cell
    return any(
        place == p.place or place in p.others or f"{mistake.sheet}!{mistake.cell}" in p.message
        for p in said(checked)
    )


def judged(checked: Checked, mistakes: Sequence[Mutation], truth: dict) -> str:
    """first: the first problem is at a wrong cell, and all of them are named. named, elsewhere,
    silent; harmless where nothing is said and every value is right."""
    told = said(checked)
    if not told:
        read = {k: o.value for k, o in checked.by_key.items()}
        return "harmless" if read == truth else "silent"
    if not all(named(checked, m) for m in mistakes):
        return "elsewhere"
    most_serious = min(told, key=lambda p: SEVERITIES.index(p.severity))  # the page begins with it
    return "first" if most_serious.place in [(m.sheet, m.cell) for m in mistakes] else "named"


def prove(count: int, pairs: int) -> list[Figure]:
    """Half of `count` alone, half in pairs; and `pairs` against each of their mistakes alone."""
    with folder() as place:
        Trial.begun(place)
        fresh = multiprocessing.get_context("spawn")  # a fork would take a thread of DuckDB's along
        with concurrent.futures.ProcessPoolExecutor(_WORKERS, fresh) as pool:
            work = functools.partial(_some, place, count // 2, pairs)
            shares = list(pool.map(work, range(_WORKERS)))
    one, two, lost = (list(itertools.chain(*parts)) for parts in zip(*shares))
    return [*_figures("one mistake", one), *_figures("two mistakes", two), _pairs(lost)]


Found = list[tuple[str, str]]  # (the mistakes, how they were judged)


def _some(place: pathlib.Path, count: int, pairs: int, worker: int) -> tuple[Found, Found, list]:
    """This worker's share of each."""
    trial, mine = Trial.begun(place), slice(worker, None, _WORKERS)
    one = [(str(m), trial.judged(m)) for m in trial.mistakes(1)[:count][mine]]
    two = [
        (" and ".join(map(str, pair)), trial.judged(*pair)) for pair in trial.pairs(2, count)[mine]
    ]
    return one, two, [trial.lost(*pair) for pair in trial.pairs(3, pairs)[mine]]


def _figures(what: str, found: Found) -> list[Figure]:
    kinds = Counter(kind for _, kind in found)
    wrong = max(1, len(found) - kinds["harmless"])
    first = kinds["first"] / wrong
    others = "".join(f"; {m}" for m, kind in found if kind == "elsewhere")[:300]
    return [
        none(
            f"{what}, accepted without a word",
            [m for m, kind in found if kind == "silent"],
            len(found),
        ),
        Figure(f"{what}, the right cell first", f"{first:.1%}", "at least 99 %", first >= 0.99),
        Figure(f"{what}, a cell not named", f"{kinds['elsewhere']}{others}"),
        Figure(f"{what}, no figure changed", str(kinds["harmless"])),
    ]


def _pairs(lost: list[str]) -> Figure:
    return none("found alone and not beside another", [m for m in lost if m], len(lost))
