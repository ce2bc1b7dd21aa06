"""Publishes a checked workbook, takes a load back, rebuilds a warehouse from its kept workbooks:
all of it or nothing, and nothing twice."""

import contextlib
import datetime as dt
from dataclasses import asdict, dataclass, replace

from catalog import Catalog
from ingest.changes import annotate
from ingest.pipeline import Checked, read_guarded
from ingest.problems import blocks
from ingest.reasons import SHORTEST, explain
from ingest.workbook import guard
from warehouse import loads, publisher, vocabulary
from warehouse.lake import Address, retried
from warehouse.loads import Citation, Contents, Load, Observation, Reason

Answers = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Published:
    """load_id: the number of this load, or of the earlier load that already holds the same content
    (`new` is False then)."""

    load_id: int
    new: bool


class MonthChanged(RuntimeError):
    """Somebody published the month after it was checked. Carries who and when."""

    def __init__(self, month: dt.date, who: str, when: dt.datetime):
        super().__init__(
            f"{month:%Y-%m} was published by {who} at {when} after this workbook was checked"
        )
        self.month, self.who, self.when = month, who, when


class NotInForce(ValueError):
    """Only the load in force for its month can be taken back."""


class RebuildFailed(RuntimeError):
    """A kept workbook does not read any more; the warehouse is untouched.

    Names the load and the problems.
    """


@retried
def publish(
    path: Address, checked: Checked, user: str, catalog: Catalog, answers: Answers | None = None
) -> Published:
    """Append the workbook.

    Raises ValueError if something blocks or is unexplained, MonthChanged if the month moved on
    since the check.
    """
    explained = explain(checked.problems, answers or {})
    if checked.blocked or explained.open:
        raise ValueError(
            f"{checked.file_name} was not accepted: "
            f"{[p.code for p in checked.problems if p.severity in ('阻断', '需说明')]}"
        )
    same = checked.past.same
    if same and not checked.difference.counts:
        return Published(same.load_id, new=False)
    contents = replace(checked.contents, reasons=explained.given)
    known = None
    with contextlib.suppress(publisher.Unchanged), publisher.change(path, catalog) as con:
        known = con.execute(
            "SELECT min(load_id) FROM load WHERE sha256 = $1", [checked.sha256]
        ).fetchone()[0]
        if known:
            raise publisher.Unchanged
        _require_unmoved(con, checked)
        return Published(loads.insert_load(con, _load(checked, user), contents), new=True)
    return Published(known, new=False)


def attempt(
    path: Address, checked: Checked, user: str, catalog: Catalog, answers: Answers
) -> Published | MonthChanged:
    """`publish` for a page: that somebody else was first is an answer there, not an accident."""
    try:
        return publish(path, checked, user, catalog, answers)
    except MonthChanged as moved:
        return moved


def _require_unmoved(con, checked: Checked) -> None:
    query = (
        "SELECT load_id, loaded_by, loaded_at FROM live_load WHERE dataset = $1 AND month IS NOT "
        "DISTINCT FROM $2"
    )
    live = con.execute(query, [checked.dataset, checked.month]).fetchone()
    seen = checked.past.same.load_id if checked.past.same else None
    if checked.dataset != "public" and live and live[0] != seen:
        raise MonthChanged(checked.month, live[1], live[2])


def _load(checked: Checked, user: str) -> Load:
    cover = checked.cover
    origin = "public" if checked.dataset == "public" or cover.source_url else "report"
    return Load(
        dataset=checked.dataset,
        month=checked.month,
        origin=origin,
        partial=bool(cover and cover.partial),
        simulated=bool(cover and cover.simulated),
        issue_no=cover and cover.issue_no,
        issued_on=cover and cover.issued_on,
        source_title=cover and cover.source_title,
        source_url=cover and cover.source_url,
        file_name=checked.file_name,
        sha256=checked.sha256,
        workbook=checked.data,
        loaded_by=user,
    )


@retried
def revert(path: Address, load_id: int, reason: str, user: str, catalog: Catalog) -> int:
    """Take the load in force back: a new load with what was there before it, or with nothing.

    Returns the new load's number.
    """
    if len(reason.strip()) < SHORTEST:
        raise ValueError(f"a revert needs a reason of at least {SHORTEST} characters")
    with publisher.change(path, catalog) as con:
        live = _row(con, "SELECT * FROM live_load WHERE load_id = $1", [load_id])
        if live is None:
            raise NotInForce(f"load {load_id} is not in force")
        query = (
            "SELECT * FROM load WHERE dataset = $1 AND month IS NOT DISTINCT FROM $2 AND load_id "
            "< $3 ORDER BY load_id DESC LIMIT 1"
        )
        before = _row(con, query, [live["dataset"], live["month"], load_id])
        why = Reason("revert", "", "", f"撤回第 {load_id} 次入库", reason.strip())
        if before is None or before["withdrawn"]:
            gone = live | {
                "file_name": "",
                "sha256": "",
                "workbook": b"",
                "reverts": load_id,
                "withdrawn": True,
            }
            return loads.insert_load(con, _as_load(gone, user), Contents(reasons=[why]))
        contents = _contents(con, before["load_id"])
        restored = before | {"reverts": load_id}
        return loads.insert_load(
            con, _as_load(restored, user), replace(contents, reasons=[*contents.reasons, why])
        )


def attempt_revert(
    path: Address, load_id: int, reason: str, user: str, catalog: Catalog
) -> int | None:
    """`revert` for a page: None where the load is not in force any more."""
    try:
        return revert(path, load_id, reason, user, catalog)
    except NotInForce:
        return None


def _row(con, query: str, parameters: list) -> dict | None:
    cursor = con.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _as_load(row: dict, user: str) -> Load:
    names = Load.__dataclass_fields__
    return Load(
        **{
            name: row.get(name, field.default)
            for name, field in names.items()
            if name != "loaded_by"
        },
        loaded_by=user,
    )


def _contents(con, load_id: int) -> Contents:
    """A load's rows as stored."""
    has_areas = con.execute(
        "SELECT 1 FROM area_observation WHERE load_id = $1 LIMIT 1", [load_id]
    ).fetchone()
    return Contents(
        _stored(con, "observation", Observation, load_id),
        _stored(con, "citation", Citation, load_id),
        _stored(con, "reason", Reason, load_id),
        loads.area_rows_of(load_id) if has_areas else None,
    )


def _stored(con, table: str, kind: type, load_id: int) -> list:
    names = list(kind.__dataclass_fields__)
    query = f"SELECT {', '.join(names)} FROM {table} WHERE load_id = $1"  # noqa: S608, our own table and column names
    return [
        kind(**dict(zip(names, row, strict=True)))
        for row in con.execute(query, [load_id]).fetchall()
    ]


# keeping a warehouse up to date


@retried
def refresh(path: Address, catalog: Catalog) -> str | None:
    """Bring schema, catalogue and views of the warehouse up to date.

    Returns what was done: created, rebuilt, refreshed or None.
    """
    if not path.exists():
        with publisher.change(path, catalog):
            return "created"
    meta = dict(publisher.read(path, "SELECT key, value FROM meta"))
    if meta.get("schema") != vocabulary.schema_version():
        rebuild(path, catalog)
        return "rebuilt"
    if meta.get("vocabulary") == vocabulary.version(catalog):
        return None
    with publisher.change(path, catalog) as con:
        vocabulary.write(con, catalog)
    return "refreshed"


@retried
def rebuild(path: Address, catalog: Catalog) -> int:
    """Make the warehouse anew from the workbooks and notes it keeps, with the parser and catalogue
    of today. Returns how many loads it holds."""
    with publisher.reading(path) as con:
        numbers = [
            n for (n,) in con.execute("SELECT load_id FROM load ORDER BY load_id").fetchall()
        ]
        kept = [
            (_row(con, "SELECT * FROM load WHERE load_id = $1", [n]), _reasons(con, n))
            for n in numbers
        ]
        notes = annotate.kept(con)
    made = [(row, _read_again(row, reasons, catalog)) for row, reasons in kept]
    with publisher.change(path, catalog, fresh=True) as con:
        for row, contents in made:
            loads.insert_rows(
                con,
                asdict(_as_load(row, row["loaded_by"]))
                | {n: row[n] for n in ("load_id", "loaded_at")},
                contents,
            )
        annotate.put_back(con, notes)
    return len(made)


def _reasons(con, load_id: int) -> list[Reason]:
    """The reasons of a load; none in a warehouse older than reasons are."""
    if not con.execute(
        "FROM duckdb_tables() WHERE table_name = 'reason' AND database_name = current_database()"
    ).fetchone():
        return []
    return _stored(con, "reason", Reason, load_id)


def _read_again(row: dict, reasons: list[Reason], catalog: Catalog) -> Contents:
    if row.get("withdrawn"):
        return Contents(reasons=reasons)
    refused = guard.inspect(row["workbook"], row["file_name"])
    checked = Checked(row["file_name"], row["workbook"], row["sha256"])
    if refused:
        checked.problems = [refused]
    else:
        read_guarded(checked, catalog)
    if blocks(checked.problems):
        faults = [f"{p.sheet}!{p.cell} {p.code}" for p in checked.problems if p.severity == "阻断"]
        raise RebuildFailed(
            f"load {row['load_id']} ({row['file_name']}) does not read any more: {faults[:5]}"
        )
    return replace(checked.contents, reasons=reasons)


def holds_simulated(path: Address) -> bool | None:
    """Whether the warehouse holds simulated months; None while it holds nothing."""
    return (
        publisher.read(path, "SELECT bool_or(simulated) FROM load")[0][0] if path.exists() else None
    )
