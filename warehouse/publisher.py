"""The only way a warehouse file changes: copy, change the copy in one transaction, verify it, rename it over. Readers are never blocked or torn.

The file is never opened for writing in place. Two facts of DuckDB 1.5.5 make that necessary: opening a file that this process also holds for
writing silently drops the operating system's lock, and a left-over .wal is replayed into whatever file stands beside it.
"""

import contextlib
import datetime as dt
import fcntl
import os
import pathlib
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

import duckdb

from catalog import Catalog
from warehouse import DUCKDB_CONFIG, quoted, vocabulary


class WarehouseBroken(RuntimeError):
    """A change would have left the warehouse inconsistent; the published file is untouched."""


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
    source_title: str | None = None
    source_url: str | None = None
    source_grade: str | None = None
    note: str | None = None


@contextlib.contextmanager
def change(path: pathlib.Path, catalog: Catalog) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a copy of the warehouse (a new one if there is none) that replaces it when the block ends well. One writer at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copy, log = path.with_name(path.name + ".new"), path.with_name(path.name + ".wal")
    with open(path.with_name(path.name + ".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if log.exists():
            raise WarehouseBroken(f"{log} exists: something opened {path} for writing in place; inspect it before publishing")
        for leftover in (copy, copy.with_name(copy.name + ".wal")):
            leftover.unlink(missing_ok=True)
        if path.exists():
            shutil.copyfile(path, copy)
        try:
            with contextlib.closing(duckdb.connect(copy, config=DUCKDB_CONFIG)) as con:
                con.execute("BEGIN")
                if not path.exists():
                    vocabulary.create(con, catalog)
                yield con
                _verify(con)
                con.execute("COMMIT")
                con.execute("CHECKPOINT")
            _replace(copy, path)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise


def read(path: pathlib.Path, query: str, parameters: list | None = None) -> list[tuple]:
    """Rows from the published file, for a writer that must look before it changes."""
    with contextlib.closing(duckdb.connect(":memory:", config=DUCKDB_CONFIG)) as con:
        con.execute(f"ATTACH {quoted(path)} AS warehouse (READ_ONLY)")
        con.execute("USE warehouse")
        return con.execute(query, parameters or []).fetchall()


def _replace(copy: pathlib.Path, path: pathlib.Path) -> None:
    if copy.with_name(copy.name + ".wal").exists():
        raise WarehouseBroken(f"{copy} still has a write-ahead log after CHECKPOINT")
    with open(copy, "rb+") as f:
        os.fsync(f.fileno())
    os.replace(copy, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def insert_load(con: duckdb.DuckDBPyConnection, load: Load, observations: list[Observation]) -> int:
    """Append one load and its observations; returns its number. Call inside `change`."""
    load_id = con.execute("SELECT coalesce(max(load_id), 0) + 1 FROM load").fetchone()[0]
    row = asdict(load) | {"load_id": load_id, "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)}
    vocabulary.insert_columns(con, "load", {name: [value] for name, value in row.items()})
    columns = {f.name: [getattr(o, f.name) for o in observations] for f in fields(Observation)}
    vocabulary.insert_columns(con, "observation", {"load_id": [load_id] * len(observations)} | columns)
    return load_id


_RULES = {
    "two observations of one load share month, indicator, member and measure":
        "SELECT 1 FROM observation GROUP BY load_id, month, indicator_code, member_code, measure HAVING count(*) > 1",
    "an observation has no load": "FROM observation ANTI JOIN load USING (load_id)",
    "an observation's indicator is not in the catalogue": "FROM observation o ANTI JOIN indicator i ON i.code = o.indicator_code",
    "an observation's measure is not one of its indicator's":
        "FROM observation o JOIN indicator i ON i.code = o.indicator_code WHERE NOT list_contains(i.measures, o.measure)",
    "an observation's member is neither the province, a city nor a stage":
        "FROM observation o ANTI JOIN (SELECT '440000' AS code UNION ALL SELECT code FROM city UNION ALL SELECT code FROM stage) m"
        " ON m.code = o.member_code",
    "a month is not the first of a month": "FROM observation WHERE day(month) <> 1",
    "simulated and real loads are mixed": "SELECT 1 FROM load HAVING count(DISTINCT simulated) > 1",
    "the views do not read": "FROM change, coverage, city_rank, region_total, city_remainder, project_stage, project_total_check WHERE false",
}  # fmt: skip


def _verify(con: duckdb.DuckDBPyConnection) -> None:
    """What a database constraint would hold; DuckLake has none, so the rules stand here."""
    for rule, query in _RULES.items():
        if con.execute(f"{query} LIMIT 1").fetchone():
            raise WarehouseBroken(rule)
