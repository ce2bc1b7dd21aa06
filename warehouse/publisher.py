"""The only way a warehouse changes: in one transaction, verified before it shows.

Readers are never blocked or torn.

A file is copied, the copy is changed and renamed over; a lake (warehouse/lake.py) has transactions
of its own.

The file is never opened for writing in place. Two facts of DuckDB 1.5.5 make that necessary:
opening a file that this process also holds for
writing silently drops the operating system's lock, and a left-over .wal is replayed into whatever
file stands beside it.
"""

import contextlib
import fcntl
import functools
import itertools
import os
import pathlib
import shutil
from collections.abc import Iterator

import duckdb

from catalog import Catalog
from warehouse import DUCKDB_CONFIG, backup, quoted, vocabulary
from warehouse.lake import Address, Lake
from warehouse.loads import WarehouseBroken, raise_broken

_numbers = itertools.count()
# In the oldest format, DuckDB's default, one insert into ten million rows takes 0.85 s and 48 MB to
# commit, in this one 0.10 s and 10 MB.
_STORAGE = " (STORAGE_VERSION 'v1.5.0')"
_WRITING = {
    "wal_autocheckpoint": "1KB",
    # DuckDB would merge the rows that arrive into those that stand there, and so write every
    # workbook anew: 68 MB read and 200 MB more memory for one
    # month after ten years of towns. Left apart, a load adds what it holds.
    "max_vacuum_tasks": "0",
    # What is left apart fills blocks of its own. 120 months of the report take 99 MB in DuckDB's
    # blocks of 256 KB, in these 7.
    "default_block_size": "16384",
}


class Unchanged(Exception):
    """Raised inside `change` to leave the published file exactly as it is."""


@functools.cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine per process: attaching a file to it takes 2 ms, starting an engine for it 12.

    Commits checkpoint at once and leave no log.
    """
    return duckdb.connect(":memory:", config=DUCKDB_CONFIG | _WRITING)


def change(
    path: Address, catalog: Catalog, fresh: bool = False
) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse (a new one if there is none, or if `fresh`) whose changes all
    show when the block ends well, or never.

    One writer at a time; the others wait.
    """
    return (
        _change_lake(path, catalog, fresh)
        if isinstance(path, Lake)
        else _change_file(path, catalog, fresh)
    )


@contextlib.contextmanager
def _change_lake(lake: Lake, catalog: Catalog, fresh: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    with lake.writing() as con:
        con.execute("BEGIN")
        if fresh:
            vocabulary.drop(con)
        if not vocabulary.is_made(con):
            vocabulary.create(con, catalog, vocabulary.LAKE_SCHEMA)
        yield con
        # a statement that failed unnoticed fails here again; COMMIT alone would silently roll back
        _verify(con)
        con.execute("COMMIT")


@contextlib.contextmanager
def _change_file(
    path: pathlib.Path, catalog: Catalog, fresh: bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The block works on a copy that replaces the file."""
    copy, log = path.with_name(path.name + ".new"), path.with_name(path.name + ".wal")
    with locked(path):
        if log.exists():
            raise WarehouseBroken(
                f"{log} exists: something opened {path} for writing in place; inspect it "
                "before publishing"
            )
        _remove(copy)
        empty = fresh or not path.exists()
        if not empty:
            shutil.copyfile(path, copy)
        try:
            with _attached(copy, _STORAGE) as con:
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
    """A read-only connection to what is published, for a writer that must look before it
    changes."""
    return path.reading() if isinstance(path, Lake) else _attached(path, " (READ_ONLY)")


def read(path: Address, query: str, parameters: list | None = None) -> list[tuple]:
    """Rows of one query to what is published."""
    with reading(path) as con:
        return con.execute(query, parameters or []).fetchall()


def restore(source: pathlib.Path, path: pathlib.Path) -> int:
    """Put a backup in the place of the warehouse, which stays beside it as the newest earlier file.

    Returns how many loads it holds.
    """
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


_RULES = {
    "two observations of one load share month, indicator, member and measure": (
        "SELECT 1 FROM observation GROUP BY load_id, month, indicator_code, member_code, measure "
        "HAVING count(*) > 1"
    ),
    "a citation has no observation": (
        "SELECT 1 FROM citation ANTI JOIN observation USING (load_id, source_sheet, source_cell)"
    ),
    "an observation has no load": "SELECT 1 FROM observation ANTI JOIN load USING (load_id)",
    "an observation's indicator is not in the catalogue": (
        "SELECT 1 FROM observation o ANTI JOIN indicator i ON i.code = o.indicator_code"
    ),
    "an observation's measure is not one of its indicator's": (
        "SELECT 1 FROM observation o JOIN indicator i ON i.code = o.indicator_code WHERE NOT "
        "list_contains(i.measures, o.measure)"
    ),
    "an observation's member is neither the province, a city nor a stage": (
        "SELECT 1 FROM observation o ANTI JOIN (SELECT '440000' AS code UNION ALL SELECT code "
        "FROM city UNION ALL SELECT code FROM stage) m ON m.code = o.member_code"
    ),
    "an area observation has no load": (
        "SELECT 1 FROM (SELECT DISTINCT load_id FROM area_observation) ANTI JOIN load USING "
        "(load_id)"
    ),
    "a month is not the first of a month": "SELECT 1 FROM observation WHERE day(month) <> 1",
    "simulated and real loads are mixed": "SELECT 1 FROM load HAVING count(DISTINCT simulated) > 1",
}


def _verify(con: duckdb.DuckDBPyConnection) -> None:
    """What a database constraint would hold; DuckLake has none, so the rules stand here."""
    raise_broken(con, _RULES)
