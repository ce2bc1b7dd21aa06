"""What the warehouse already knows when a month arrives: the month itself if it is published, the
months around it, and which months there are."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from functools import cached_property

from ingest.cover import Cover, Key
from warehouse import publisher, structure
from warehouse.kind import Warehouse
from warehouse.loads import Observation, TextFigure
from words.clock import months_before, months_between


@dataclass(frozen=True)
class Live:
    """The load in force for a month. `cover`: what its workbook said about itself; `rows`, `texts`:
    what a report holds."""

    load_id: int
    cover: Cover
    loaded_by: str
    loaded_at: dt.datetime
    rows: tuple[Observation, ...] = ()
    texts: tuple[TextFigure, ...] = ()

    @property
    def month(self) -> dt.date:
        return self.cover.month

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


_COVER = ", ".join(f.name for f in fields(Cover))
_LIVE = (
    f"SELECT dataset, load_id, loaded_by, loaded_at, {_COVER} FROM live_load "  # noqa: S608
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
    every = [
        (of, Live(number, Cover(*said), who, at))
        for of, number, who, at, *said in con.execute(_LIVE.format(dataset)).fetchall()
    ]
    loads = {live.month: live for of, live in every if of == dataset}
    complete = [month for month, live in loads.items() if not live.cover.partial]
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
    numbers = [live.load_id for live in found.values()] if with_rows else []
    rows = _rows(con, "observation", Observation, numbers)
    texts = _rows(con, "text_figure", TextFigure, numbers)
    compared = [(dataset, live) for live in found.values()]
    compared += [(of, live) for of, live in every if of != dataset and live.month == month]
    return Published(
        month,
        **{
            role: replace(
                live,
                rows=tuple(rows.get(live.load_id, ())),
                texts=tuple(texts.get(live.load_id, ())),
            )
            for role, live in found.items()
        },
        months=tuple(loads),
        seen=tuple(sorted({(of, live.month, live.load_id) for of, live in compared})),
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
