"""What the warehouse already knows when a month arrives: the month itself if it is published, the
months around it, and which months there are."""

import datetime as dt
from dataclasses import dataclass, fields
from functools import cached_property

from ingest.cover import Key
from warehouse import publisher, structure
from warehouse.kind import Warehouse
from warehouse.loads import Observation, TextFigure
from words.clock import months_before, months_between


@dataclass(frozen=True)
class Live:
    """The load in force for a month. `rows`, `texts`: what a report holds."""

    load_id: int
    month: dt.date
    loaded_by: str
    loaded_at: dt.datetime
    partial: bool
    rows: tuple[Observation, ...] = ()
    texts: tuple[TextFigure, ...] = ()

    @cached_property
    def values(self) -> dict[Key, Observation]:
        return {(o.indicator_code, o.member_code, o.measure): o for o in self.rows}


@dataclass(frozen=True)
class Published:
    """`same`: the month as it is published now. `before`: the newest complete month before it, and
    `earlier` the complete month right before that one. `after`: the complete month that follows.

    `months`: all published months, oldest first. `seen`: every load that a check compares with.
    """

    month: dt.date
    same: Live | None = None
    before: Live | None = None
    earlier: Live | None = None
    after: Live | None = None
    months: tuple[dt.date, ...] = ()
    seen: tuple[tuple[str, dt.date, int], ...] = ()

    @property
    def follows(self) -> bool:
        """Whether `before` is the very month before, so that 累计 must be its 累计 plus 当月."""
        return self.before is not None and months_between(self.before.month, self.month) == 1

    @property
    def roles(self) -> dict[str, Live]:
        found = {name: getattr(self, name) for name in ("earlier", "before", "same", "after")}
        return {name: live for name, live in found.items() if live}


_LIVE = (
    "SELECT dataset, month, load_id, loaded_by, loaded_at, partial FROM live_load "
    "WHERE dataset IN ('report', '{}') AND month IS NOT NULL ORDER BY month"
)


def read_published(path: Warehouse | None, month: dt.date, dataset: str = "report") -> Published:
    """What is published around `month`; nothing where there is no warehouse. Of counties and towns
    without their rows: they stay there."""
    if path is None or not path.exists():
        return Published(month)
    with publisher.reading(path) as con:
        return published_in(con, month, dataset, with_rows=dataset == "report")


def published_in(con, month: dt.date, dataset: str, with_rows: bool = False) -> Published:
    """`read_published` of an open warehouse, such as the one a writer holds."""
    every = con.execute(_LIVE.format(dataset)).fetchall()
    loads = {row[1]: row[1:] for row in every if row[0] == dataset}
    complete = [m for m, row in loads.items() if not row[4]]
    before = max((m for m in complete if m < month), default=None)
    chosen = {
        "same": month,
        "before": before,
        "earlier": before and months_before(before, 1),
        "after": months_before(month, -1),
    }
    found = {
        role: loads[m]
        for role, m in chosen.items()
        if m in loads and (role == "same" or m in complete)
    }
    beside = [(d, m, n) for d, m, n, *_ in every if d != dataset and m == month]
    numbers = [number for _, number, *_ in found.values()] if with_rows else []
    rows = _rows(con, "observation", Observation, numbers)
    texts = _rows(con, "text_figure", TextFigure, numbers)
    return Published(
        month,
        **{
            role: Live(n, m, who, at, part, tuple(rows.get(n, ())), tuple(texts.get(n, ())))
            for role, (m, n, who, at, part) in found.items()
        },
        months=tuple(loads),
        seen=tuple(sorted({(dataset, m, n) for m, n, *_ in found.values()} | set(beside))),
    )


def _rows(con, table: str, kind: type, numbers: list[int]) -> dict[int, list]:
    """Load → its rows of one table, of all loads in one statement: one each took 2 ms."""
    found: dict[int, list] = {number: [] for number in numbers}
    # a warehouse of an older structure lacks a table until it is brought up to date
    if numbers and structure.has(con, table):
        names = ", ".join(f.name for f in fields(kind))
        loads = ", ".join(map(str, numbers))
        query = f"SELECT load_id, {names} FROM {table} WHERE load_id IN ({loads})"  # noqa: S608, our own names
        for number, *row in con.execute(query).fetchall():
            found[number].append(kind(*row))
    return found
