"""The only way a warehouse changes: in one transaction, verified before it shows. Readers are never blocked or torn.

A file is copied, the copy is changed and renamed over; a lake (warehouse/lake.py) has transactions of its own.

The file is never opened for writing in place. Two facts of DuckDB 1.5.5 make that necessary: opening a file that this process also holds for
writing silently drops the operating system's lock, and a left-over .wal is replayed into whatever file stands beside it.
"""

import contextlib
import datetime as dt
import fcntl
import functools
import itertools
import os
import pathlib
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal

import duckdb

from catalog import Catalog
from warehouse import DUCKDB_CONFIG, backup, quoted, vocabulary
from warehouse.lake import Address, Lake

_numbers = itertools.count()


class WarehouseBroken(RuntimeError):
    """A change would have left the warehouse inconsistent; the published file is untouched."""


class Unchanged(Exception):
    """Raised inside `change` to leave the published file exactly as it is."""


@dataclass(frozen=True)
class Load:
    """One publication: which file, of which month (None for public figures), by whom. `workbook` holds the file's bytes."""

    dataset: str
    month: dt.date | None
    origin: str
    partial: bool
    simulated: bool
    issue_no: str | None
    issued_on: dt.date | None
    source_title: str | None
    source_url: str | None
    file_name: str
    sha256: str
    workbook: bytes
    loaded_by: str
    reverts: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Observation:
    """One cell of a report: value in the indicator's unit (None = blank), the printed token, and where it stands."""

    month: dt.date
    indicator_code: str
    member_code: str
    measure: str
    value: Decimal | None
    bound: str | None
    token: str
    decimals: int | None
    source_sheet: str
    source_cell: str


@dataclass(frozen=True)
class Citation:
    """The public page that the observation at this cell stands on."""

    source_sheet: str
    source_cell: str
    title: str | None
    url: str
    grade: str | None
    note: str | None


@functools.cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine per process: attaching a file to it takes 2 ms, starting an engine for it 12. Commits checkpoint at once and leave no log."""
    return duckdb.connect(":memory:", config=DUCKDB_CONFIG | {"wal_autocheckpoint": "1KB"})


@dataclass(frozen=True)
class Reason:
    """Why a problem was published all the same, or why a load was taken back."""

    code: str
    source_sheet: str
    source_cell: str
    message: str
    reason: str


@dataclass(frozen=True)
class AreaRows:
    """Rows of area_observation without their load, as an SQL source: they are too many to pass through Python. `keeps`: what must live until then."""

    source: str
    keeps: object = None


@dataclass(frozen=True)
class Contents:
    """The rows of one load."""

    observations: list[Observation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    areas: AreaRows | None = None


def change(path: Address, catalog: Catalog, fresh: bool = False) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse (a new one if there is none, or if `fresh`) whose changes all show when the block ends well, or never.

    One writer at a time; the others wait.
    """
    return _change_lake(path, catalog, fresh) if isinstance(path, Lake) else _change_file(path, catalog, fresh)


@contextlib.contextmanager
def _change_lake(lake: Lake, catalog: Catalog, fresh: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    with lake.writing() as con:
        con.execute("BEGIN")
        if fresh:
            vocabulary.drop(con)
        if not vocabulary.is_made(con):
            vocabulary.create(con, catalog, vocabulary.LAKE_SCHEMA)
        yield con
        _verify(con)  # a statement that failed unnoticed fails here again; COMMIT alone would silently roll back
        con.execute("COMMIT")


@contextlib.contextmanager
def _change_file(path: pathlib.Path, catalog: Catalog, fresh: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """The block works on a copy that replaces the file."""
    copy, log = path.with_name(path.name + ".new"), path.with_name(path.name + ".wal")
    with locked(path):
        if log.exists():
            raise WarehouseBroken(f"{log} exists: something opened {path} for writing in place; inspect it before publishing")
        _remove(copy)
        empty = fresh or not path.exists()
        if not empty:
            shutil.copyfile(path, copy)
        try:
            with _attached(copy) as con:
                con.execute("BEGIN")
                if empty:
                    vocabulary.create(con, catalog)
                yield con
                _verify(con)
                con.execute("COMMIT")
            _replace(copy, path, keep=path.exists())
        except BaseException:
            _remove(copy)
            raise


@contextlib.contextmanager
def locked(path: pathlib.Path) -> Iterator[None]:
    """One writer at a time, over all processes of this machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_name(path.name + ".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _attached(path: pathlib.Path, options: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    name = f"warehouse_{next(_numbers)}"  # several threads may read and change at once
    _engine().execute(f"ATTACH {quoted(path)} AS {name}{options}")
    try:
        with _engine().cursor() as con:
            con.execute(f"USE {name}")
            yield con
    finally:
        _engine().execute(f"DETACH {name}")


def _remove(copy: pathlib.Path) -> None:
    for leftover in (copy, copy.with_name(copy.name + ".wal")):
        leftover.unlink(missing_ok=True)


def reading(path: Address) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A read-only connection to what is published, for a writer that must look before it changes."""
    return path.reading() if isinstance(path, Lake) else _attached(path, " (READ_ONLY)")


def read(path: Address, query: str, parameters: list | None = None) -> list[tuple]:
    """Rows of one query to what is published."""
    with reading(path) as con:
        return con.execute(query, parameters or []).fetchall()


def restore(source: pathlib.Path, path: pathlib.Path) -> int:
    """Put a backup in the place of the warehouse, which stays beside it as the newest earlier file. Returns how many loads it holds."""
    copy = path.with_name(path.name + ".new")
    with locked(path):
        _remove(copy)
        shutil.copyfile(source, copy)
        try:
            loads = backup.loads_in(copy)
        except backup.NotAWarehouse:
            _remove(copy)
            raise
        _replace(copy, path, keep=path.exists())
    return loads


def _replace(copy: pathlib.Path, path: pathlib.Path, keep: bool) -> None:
    if copy.with_name(copy.name + ".wal").exists():
        raise WarehouseBroken(f"{copy} still has a write-ahead log after its commit")
    with open(copy, "rb+") as f:
        os.fsync(f.fileno())
    if keep:
        backup.keep(path)
    os.replace(copy, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def insert_load(con: duckdb.DuckDBPyConnection, load: Load, contents: Contents) -> int:
    """Append one load with its rows; returns its number. Call inside `change`."""
    load_id = con.execute("SELECT coalesce(max(load_id), 0) + 1 FROM load").fetchone()[0]
    insert_rows(con, asdict(load) | {"load_id": load_id, "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)}, contents)
    return load_id


def insert_rows(con: duckdb.DuckDBPyConnection, row: dict, contents: Contents) -> None:
    """Append a load's row, its number and time included, and what it holds."""
    load_id = row["load_id"]
    vocabulary.insert_columns(con, "load", {name: [value] for name, value in row.items()})
    tables = (("observation", Observation, contents.observations), ("citation", Citation, contents.citations), ("reason", Reason, contents.reasons))
    for table, kind, rows in tables:
        columns = {f.name: [getattr(r, f.name) for r in rows] for f in fields(kind)}
        vocabulary.insert_columns(con, table, {"load_id": [load_id] * len(rows)} | columns)
    if contents.areas:
        # In this order a month of 86,000 rows takes a third less room than in that of the sheet.
        con.execute(f"INSERT INTO area_observation SELECT {load_id}, * FROM {contents.areas.source} ORDER BY indicator_code, area_code")  # noqa: S608
        _raise_broken(con, {rule: query.format(load_id) for rule, query in _AREA_RULES.items()})


def area_rows_of(load_id: int) -> AreaRows:
    """What an earlier load says of counties and towns."""
    return AreaRows(f"(SELECT * EXCLUDE (load_id) FROM area_observation WHERE load_id = {load_id})")  # noqa: S608, a number


_RULES = {
    "two observations of one load share month, indicator, member and measure":
        "SELECT 1 FROM observation GROUP BY load_id, month, indicator_code, member_code, measure HAVING count(*) > 1",
    "a citation has no observation":
        "SELECT 1 FROM citation ANTI JOIN observation USING (load_id, source_sheet, source_cell)",
    "an observation has no load": "SELECT 1 FROM observation ANTI JOIN load USING (load_id)",
    "an observation's indicator is not in the catalogue": "SELECT 1 FROM observation o ANTI JOIN indicator i ON i.code = o.indicator_code",
    "an observation's measure is not one of its indicator's":
        "SELECT 1 FROM observation o JOIN indicator i ON i.code = o.indicator_code WHERE NOT list_contains(i.measures, o.measure)",
    "an observation's member is neither the province, a city nor a stage":
        "SELECT 1 FROM observation o ANTI JOIN (SELECT '440000' AS code UNION ALL SELECT code FROM city UNION ALL SELECT code FROM stage) m"
        " ON m.code = o.member_code",
    "an area observation has no load": "SELECT 1 FROM (SELECT DISTINCT load_id FROM area_observation) ANTI JOIN load USING (load_id)",
    "a month is not the first of a month": "SELECT 1 FROM observation WHERE day(month) <> 1",
    "simulated and real loads are mixed": "SELECT 1 FROM load HAVING count(DISTINCT simulated) > 1",
}  # fmt: skip


# Of ten million rows only those that arrive are looked at, as they arrive: loads never change afterwards.
_AREA_RULES = {
    "two area observations of one load share month, indicator and area":
        "SELECT 1 FROM area_observation WHERE load_id = {} GROUP BY indicator_code, area_code, month HAVING count(*) > 1",
    "an area observation is of another month than its load":
        "SELECT 1 FROM area_observation o JOIN load l USING (load_id) WHERE o.load_id = {} AND o.month IS DISTINCT FROM l.month",
    "an area observation's indicator is not reported at its area's level":
        "SELECT 1 FROM (FROM area_observation WHERE load_id = {}) o LEFT JOIN area a ON a.code = o.area_code LEFT JOIN indicator i ON i.code = o.indicator_code"
        " WHERE (a.level = 'county' AND i.down_to IN ('county', 'town') OR a.level = 'town' AND i.down_to = 'town') IS NOT TRUE",
}  # fmt: skip


def _verify(con: duckdb.DuckDBPyConnection) -> None:
    """What a database constraint would hold; DuckLake has none, so the rules stand here."""
    _raise_broken(con, _RULES)


def _raise_broken(con: duckdb.DuckDBPyConnection, rules: dict[str, str]) -> None:
    numbered = [f"(SELECT {n} FROM ({query}) LIMIT 1)" for n, query in enumerate(rules.values())]  # noqa: S608, our own queries
    broken = con.execute(" UNION ALL ".join(numbered) + " ORDER BY 1").fetchone()
    if broken:
        raise WarehouseBroken(list(rules)[broken[0]])
