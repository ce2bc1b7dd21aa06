"""City figures that fit last month only in another place: two columns swapped, a run of rows
shifted by one, two cities swapped.

Such a slip damages a whole column, and is one problem: its cells are not remarked on one by one.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from catalog import Catalog
from ingest.problems import Problem
from ingest.rules.compared import Pair
from ingest.workbook.sheets import position

Column = list[Pair]  # one city indicator, from the top of the sheet to the bottom

_SHORTEST_RUN = 3
_FITS = Decimal(
    "0.25"
)  # of the distance from its own past: what the distance from the other place's past may be at most
_FAR = Decimal("0.05")  # of the figures: nearer to its own past than this, nothing is out of place


@dataclass
class Misplaced:
    """The problems, and every cell that they explain."""

    problems: list[Problem] = field(default_factory=list)
    cells: set[tuple[str, str]] = field(default_factory=set)

    def add(self, found: Problem, explained: Column) -> None:
        self.problems.append(found)
        self.cells |= {p.cell for p in explained}


def find_misplaced(pairs: list[Pair], before: str, catalog: Catalog) -> Misplaced:
    """`before`: last month as the sentences name it.

    The wider slip goes first: it explains the narrower ones.
    """
    found = Misplaced()
    names = {c.code: c.name for c in catalog.cities}
    columns = _columns(pairs)
    for a, b in itertools.combinations(columns, 2):
        if _swapped(a, b):
            found.add(
                a[0].say("columns-swapped", second=b[0].label, other=b[0].place, before=before),
                [*a, *b],
            )
    for way, shifted in _shifts([c for c in columns if c[0].cell not in found.cells]).items():
        run = max((run for _, run in shifted), key=len)
        labels = "、".join(column[0].label for column, _ in shifted)
        area = f"{run[0].place}:{run[-1].now.source_cell}"
        facts = {
            "label": labels,
            "first": names[run[0].now.member_code],
            "last": names[run[-1].now.member_code],
            "area": area,
        }
        found.add(
            run[0].say("rows-shifted", way=way, before=before, **facts),
            [pair for column, _ in shifted for pair in column],
        )
    for column in (c for c in columns if c[0].cell not in found.cells):
        for one, other in _exchanged(column):
            facts = {
                "first": names[one.now.member_code],
                "second": names[other.now.member_code],
                "other": other.place,
            }
            found.add(one.say("rows-swapped", before=before, **facts), [one])
    return found


def _columns(pairs: list[Pair]) -> list[Column]:
    columns: dict[str, Column] = {}
    for pair in pairs:
        if pair.indicator.table == "city" and pair.now.value and pair.then.value:
            columns.setdefault(pair.indicator.code, []).append(pair)
    return [
        sorted(c, key=lambda p: position(p.now.source_cell))
        for c in columns.values()
        if len(c) >= _SHORTEST_RUN
    ]


def _fits(now: list[Decimal], own: list[Decimal], other: list[Decimal]) -> bool:
    """Whether the figures lie far from their own past and near to the other."""
    from_own = sum(abs(n - o) for n, o in zip(now, own, strict=True))
    from_other = sum(abs(n - o) for n, o in zip(now, other, strict=True))
    return from_own > _FAR * sum(own) and from_other < _FITS * from_own


def _swapped(a: Column, b: Column) -> bool:
    cities = {p.now.member_code: p for p in b}
    both = [(p, cities[p.now.member_code]) for p in a if p.now.member_code in cities]
    x, y = [p for p, _ in both], [q for _, q in both]
    now, then = [p.now.value for p in (*x, *y)], [p.then.value for p in (*x, *y)]
    return bool(both) and _fits(now, then, [p.then.value for p in (*y, *x)])


def _shifts(columns: list[Column]) -> dict[str, list[tuple[Column, Column]]]:
    """下移 or 上移 → the columns with a run of rows that fit the past of the row above or below,
    and that run. One slip may move several columns."""
    shifted: dict[str, list[tuple[Column, Column]]] = {}
    for column in columns:
        runs = [
            (run, way) for way, step in (("下移", -1), ("上移", 1)) for run in _runs(column, step)
        ]
        if runs:
            run, way = max(runs, key=lambda found: len(found[0]))
            shifted.setdefault(way, []).append((column, run))
    return shifted


def _runs(column: Column, step: int) -> Iterator[Column]:
    beside = {n: column[n + step] for n in range(len(column)) if 0 <= n + step < len(column)}

    def nearer(n: int) -> bool:
        return n in beside and abs(column[n].now.value - beside[n].then.value) < abs(
            column[n].now.value - column[n].then.value
        )

    for fits, group in itertools.groupby(range(len(column)), key=nearer):
        rows = list(group)
        run = [column[n] for n in rows]
        if fits and len(run) >= _SHORTEST_RUN:
            now, own, other = (
                [p.now.value for p in run],
                [p.then.value for p in run],
                [beside[n].then.value for n in rows],
            )
            if _fits(now, own, other):
                yield run


def _exchanged(column: Column) -> Iterator[tuple[Pair, Pair]]:
    odd = [p for p in column if not Decimal("0.8") <= p.ratio <= Decimal("1.25")]
    for a, b in itertools.permutations(odd, 2):
        if _near(a.now.value, b.then.value) and _near(b.now.value, a.then.value):
            yield a, b


def _near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= abs(b) * Decimal("0.2")
