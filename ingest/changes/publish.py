"""Publishes a checked workbook: all of it or nothing, and nothing twice."""

import contextlib
import datetime as dt
from dataclasses import dataclass, replace

from access.outcome import Outcome
from catalog import Catalog
from ingest.changes import seals
from ingest.pipeline import Checked
from ingest.reasons import explain
from ingest.rules.published_before import published_in
from warehouse import loads, publisher
from warehouse.kind import Warehouse
from warehouse.loads import Load

Answers = dict[tuple[str, str, str], str]
MOVER = (
    "SELECT month, loaded_by, loaded_at FROM load WHERE list_contains($1, month) "
    "ORDER BY load_id DESC LIMIT 1"
)


@dataclass(frozen=True)
class Published:
    """load_id: the number of this load, or of the earlier load that already holds the same content
    (`new` is False then)."""

    load_id: int
    new: bool


class MonthChanged(RuntimeError):
    """Somebody published the month, or one it was compared with, since the check. Carries which,
    who and when."""

    def __init__(self, month: dt.date, who: str, when: dt.datetime):
        super().__init__(
            f"{month:%Y-%m} was published by {who} at {when} after this workbook was checked"
        )
        self.month, self.who, self.when = month, who, when


def publish(
    path: Warehouse,
    checked: Checked,
    user: str,
    catalog: Catalog,
    answers: Answers | None = None,
    signed_by: str | None = None,
    unsealing: str = "",
) -> Published:
    """Append the workbook. `unsealing`: why it may change a sealed month.

    Raises ValueError if something blocks or is unexplained, MonthChanged if what it was
    compared with moved on since the check, MonthSealed.
    """
    explained = explain(checked.problems, answers or {})
    if checked.blocked or explained.open:
        raise ValueError(
            f"{checked.file_name} was not accepted: "
            f"{[p.code for p in checked.problems if p.severity in ('阻断', '需说明')]}"
        )
    same = checked.published and checked.published.same
    if same and not checked.difference.counts:
        return Published(same.load_id, new=False)
    contents = replace(checked.contents, reasons=explained.given)
    known = 0
    with contextlib.suppress(publisher.Unchanged), publisher.change(path, catalog) as con:
        [(known,)] = con.execute(
            "SELECT coalesce(min(load_id), 0) FROM load WHERE sha256 = $1", [checked.sha256]
        ).fetchall()
        if known:
            raise publisher.Unchanged
        _require_unmoved(con, checked)
        load = replace(_load(checked, user), signed_by=signed_by)
        number = loads.insert_load(con, load, contents)
        seals.require_open(con, number, unsealing)
        return Published(number, new=True)
    return Published(known, new=False)


def outcome_of(
    path: Warehouse,
    checked: Checked,
    user: str,
    catalog: Catalog,
    answers: Answers,
    signed_by: str | None,
    unsealing: str,
) -> Outcome:
    """What became of `publish`: done, already, overtaken or sealed."""
    try:
        done = publish(path, checked, user, catalog, answers, signed_by, unsealing)
    except seals.MonthSealed as sealed:
        return sealed_by(sealed)
    except MonthChanged as moved:
        said = "somebody else was first"
        return Outcome("overtaken", said, who=moved.who, when=moved.when, month=moved.month)
    if done.new:
        return Outcome("done", f"load {done.load_id}", done.load_id)
    return Outcome("already", f"already load {done.load_id}", done.load_id)


def sealed_by(stopped: seals.MonthSealed) -> Outcome:
    return Outcome("sealed", "sealed", who=stopped.who, when=stopped.when, month=stopped.month)


def _require_unmoved(con, checked: Checked) -> None:
    """What the check compared with must still be so: months loaded at the same moment are checked
    against each other's outcome. Asked inside the writer's lock."""
    if checked.published is None:
        return
    now = published_in(con, checked.published.month, checked.dataset)
    moved = {month for _, month, _ in set(now.seen) ^ set(checked.published.seen)}
    if moved:
        raise MonthChanged(*con.execute(MOVER, [list(moved)]).fetchone())


def _load(checked: Checked, user: str) -> Load:
    cover = checked.cover
    public = cover is None or cover.source_url  # single figures have no cover
    return Load(
        dataset=checked.dataset,
        month=checked.month,
        origin="public" if public else "report",
        partial=bool(cover and cover.partial),
        simulated=bool(cover and cover.simulated),
        issue_no=cover.issue_no if cover else None,
        issued_on=cover.issued_on if cover else None,
        source_title=cover.source_title if cover else None,
        source_url=cover.source_url if cover else None,
        file_name=checked.file_name,
        sha256=checked.sha256,
        workbook=checked.data,
        loaded_by=user,
    )
