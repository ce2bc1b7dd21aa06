"""What a workbook would change: against the month as it is published, and against the month
before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog import Catalog
from ingest.forms.report import Key
from ingest.problems import Problem, problem
from ingest.rules.published_before import Known, Past, months_between
from warehouse.loads import Observation
from words.clock import beijing

Month = dict[Key, Observation]


@dataclass(frozen=True)
class Change:
    """One cell that differs from the published month.

    `then` is None where it is added, `now` where it is removed.
    """

    key: Key
    then: Known | None
    now: Observation | None

    @property
    def kind(self) -> str:
        return "新增" if self.then is None else "删除" if self.now is None else "改动"


@dataclass(frozen=True)
class Move:
    """One figure against the month before, in % (百分点 for a rate)."""

    observation: Observation
    then: Known
    size: float
    unit: str


@dataclass(frozen=True)
class Difference:
    """What publishing would change: how many cells of each kind against the month as published, the
    first of them, and the biggest moves."""

    counts: dict[str, int] = field(default_factory=dict)
    listed: list[Change] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)


def difference(month: Month, past: Past, catalog: Catalog) -> Difference:
    """Of a month held in memory."""
    listed = changes(month, past)
    return Difference(dict(Counter(c.kind for c in listed)), listed, moves(month, past, catalog))


def changes(month: Month, past: Past) -> list[Change]:
    """Cell by cell against the published month; a cell is changed if its token or its value is."""
    if past.same is None:
        return []
    then = past.same.values
    differing = [
        Change(k, then.get(k), o)
        for k, o in month.items()
        if k not in then or (then[k].value, then[k].token) != (o.value, o.token)
    ]
    return differing + [Change(k, known, None) for k, known in then.items() if k not in month]


def moves(month: Month, past: Past, catalog: Catalog, most: int = 10) -> list[Move]:
    """The biggest moves against the month before, biggest first: levels only, since 当月 of a stock
    swings freely."""
    if past.before is None:
        return []
    found = []
    for key, now in month.items():
        then, kind = past.before.values.get(key), catalog.indicator(key[0]).kind
        if (
            then is None
            or not then.value
            or now.value is None
            or (kind == "stock" and key[2] == "monthly")
        ):
            continue
        size = (
            float(now.value - then.value)
            if kind == "rate"
            else float(100 * (now.value - then.value) / then.value)
        )
        found.append(Move(now, then, size, "百分点" if kind == "rate" else "%"))
    return sorted(found, key=lambda m: -abs(m.size))[:most]


def check_place(counts: dict[str, int], past: Past) -> Iterator[Problem]:
    """Where the month stands among the published ones: a revision (`counts`: its changes by kind),
    after a gap, or a back-fill."""
    if past.same:
        stated = f"{past.month:%Y-%m}"
        if not counts:
            yield problem("upload-identical", month=stated)
        else:
            yield problem(
                "month-revision",
                month=stated,
                who=past.same.loaded_by,
                when=beijing(past.same.loaded_at),
                changed=counts.get("改动", 0),
                added=counts.get("新增", 0),
                removed=counts.get("删除", 0),
            )
        return
    earlier = [m for m in past.months if m < past.month]
    if past.months and past.month < past.months[-1]:
        yield problem("month-backfill", latest=f"{past.months[-1]:%Y-%m}")
    elif earlier and months_between(earlier[-1], past.month) > 1:
        yield problem(
            "month-gap",
            before=f"{earlier[-1]:%Y-%m}",
            count=months_between(earlier[-1], past.month) - 1,
        )
