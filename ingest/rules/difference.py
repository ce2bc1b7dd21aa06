"""What a workbook would change: against the month as it is published, and against the month
before."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ingest.cover import Cover, Key
from ingest.problems import Problem, problem
from ingest.rules.beside import Beside
from ingest.rules.published_before import Live, Published
from warehouse.loads import TextFigure
from words.clock import beijing, months_between

COVER = "说明页"  # the kind of a change that is no figure's


@dataclass(frozen=True)
class Printed:
    """A cell as it prints its figure; `place` is empty where it is known by its token only."""

    token: str
    place: str = ""


@dataclass(frozen=True)
class Change:
    """One cell that differs from the published month.

    `then` is None where it is added, `now` where it is removed.
    """

    key: Key
    kind: str
    then: Printed | None
    now: Printed | None


@dataclass(frozen=True)
class TextChange:
    """One number of the report's text that differs from the published month."""

    section: str
    name: str
    kind: str
    then: TextFigure | None
    now: TextFigure | None
    place: str


@dataclass(frozen=True)
class Move:
    """One figure against the month before, in % (百分点 for a rate)."""

    key: Key
    then: Printed
    now: Printed
    size: float
    unit: str


@dataclass(frozen=True)
class CoverChange:
    """One field of 说明 that says something else than when the month was published."""

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class Difference:
    """What publishing would change: how many cells of each kind against the month as published, the
    first of them, and the biggest moves; `cover`: what the workbook says of itself."""

    counts: dict[str, int] = field(default_factory=dict)
    listed: list[Change] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    texts: list[TextChange] = field(default_factory=list)
    cover: list[CoverChange] = field(default_factory=list)


def text_changes(then: Iterable[TextFigure], now: Iterable[TextFigure]) -> Iterator[TextChange]:
    """Figures of the text, by system, section and name, whose token, unit or note differs."""
    before = {(t.system_code, t.section, t.name): t for t in then}
    after = {(t.system_code, t.section, t.name): t for t in now}
    for key, figure in after.items():
        old = before.get(key)
        if old is None or _said(old) != _said(figure):
            place = f"{figure.source_sheet}!{figure.source_cell}"
            kind = "改动" if old else "新增"
            yield TextChange(figure.section, figure.name, kind, old, figure, place)
    for key in before.keys() - after.keys():
        yield TextChange(key[1], key[2], "删除", before[key], None, "")


def cover_changes(then: Cover, now: Cover) -> list[CoverChange]:
    """A field left empty says nothing."""
    before = then.fields()
    return [
        CoverChange(label, before[label], said)
        for label, said in now.fields().items()
        if said and said != before[label]
    ]


def _said(figure: TextFigure) -> tuple[str, str, str]:
    return figure.token, figure.unit, figure.note


def difference(
    beside: Beside, published: Published, catalog, cover: Cover, texts: Iterable[TextFigure] = ()
) -> Difference:
    """A cell is changed if its token or its value is; of all changes the first thousand."""
    rows = list(beside.ask("cell_change")) if published.same else []

    def key(row: dict) -> Key:
        code = row["indicator_code"]
        return code, row["member_code"], row["measure"] or catalog.indicator(code).measures[0]

    def arriving(row: dict) -> Printed:
        return Printed(row["token"], f"{row['source_sheet']}!{row['source_cell']}")

    said = list(text_changes(published.same.texts, texts)) if published.same else []
    of_cover = cover_changes(published.same.cover, cover) if published.same else []
    counts = Counter(change.kind for change in said)
    counts.update({row["kind"]: row["of_kind"] for row in rows})
    counts.update({COVER: len(of_cover)} if of_cover else {})
    return Difference(
        dict(counts),
        [
            Change(
                key(row),
                row["kind"],
                None if row["kind"] == "新增" else Printed(row["then_token"]),
                None if row["kind"] == "删除" else arriving(row),
            )
            for row in rows
        ],
        [
            Move(key(row), Printed(row["then_token"]), arriving(row), row["size"], row["unit"])
            for row in (beside.ask("biggest_move") if published.before else ())
        ],
        said,
        of_cover,
    )


def check_place(found: Difference, published: Published) -> Iterator[Problem]:
    """Where the month stands among the published ones: a revision, after a gap, or a back-fill."""
    if published.same and not found.counts:
        yield problem("upload-identical", month=published.month)
    elif published.same:
        yield _revision(found, published.month, published.same)
    elif published.months and published.month < published.months[-1]:
        yield problem("month-backfill", latest=published.months[-1])
    elif published.months and (gap := months_between(published.months[-1], published.month) - 1):
        yield problem("month-gap", before=published.months[-1], count=gap)


def _revision(found: Difference, month: dt.date, same: Live) -> Problem:
    say = partial(problem, month=month, who=same.loaded_by, when=beijing(same.loaded_at))
    if {*found.counts} == {COVER}:
        return say("cover-revision", labels=[c.label for c in found.cover])
    changed, added, removed = (found.counts.get(kind, 0) for kind in ("改动", "新增", "删除"))
    return say("month-revision", changed=changed, added=added, removed=removed)
