"""The engine that a process opens warehouse files with, and what it writes afresh."""

import contextlib
import functools
import itertools
import pathlib
import threading
import time
import weakref
from collections.abc import Iterator

import duckdb

from warehouse import connect, quoted, structure

# In the oldest format, DuckDB's default, one insert into ten million rows takes 0.85 s and 48 MB to
# commit, in this one 0.10 s and 10 MB. A month of all towns is 86,600 rows, indicator by indicator:
# in groups of 8,192 and not of 122,880 eleven twelfths of them are skipped, so that the history of
# five counties takes 16 ms instead of 64.
_STORAGE = " (STORAGE_VERSION 'v1.5.0', ROW_GROUP_SIZE 8192)"
_WRITING = {
    "wal_autocheckpoint": "1KB",
    # DuckDB would merge the rows that arrive into those that stand there, and so write every
    # workbook anew: 68 MB read and 200 MB more memory for one month after ten years of towns.
    "max_vacuum_tasks": "0",
    # What is left apart fills blocks of its own. 120 months of the report take 99 MB in DuckDB's
    # blocks of 256 KB, in these 7 before they are written afresh.
    "default_block_size": "16384",
}
# In a small file threads wait longer than they work: a publication costs 73 ms with one, 92 with
# two. Ten years of towns are 285 MB.
_SMALL, ALONE = 16 << 20, {"threads": "1"}
# Blocks that a publication fills less than it could: of 4.5 it takes one is full, and it leaves
# those free in which the views stood before it, 18. A sixth of a file may be such waste, then it is
# a fifth larger than it has to be. Nearly every publication would exceed that below 2 MB, some
# thirty months: there the next state is written afresh at once.
_APART, _WASTED_AT_MOST, _AFRESH_BELOW = 4, 1 / 6, 2 << 20
_numbers = itertools.count()  # several threads may read and change at once
# Then the next engine is started: what DuckDB keeps of blocks that are gone (docs/traps.md) made a
# publication take 100 ms after 160 of them instead of 65.
STATES_AN_ENGINE = 16
_written = itertools.count(1)
# Who lists tables or views within a transaction is in every file of the engine until it ends, and a
# file whose last commit others are in keeps a log: 47 of 48 new warehouses made by four threads.
_one_writer = threading.RLock()


@functools.cache
def _engine(small: bool) -> duckdb.DuckDBPyConnection:
    """One engine per process for small files and one for large: attaching a file to it takes 6 ms,
    half of them for the views, starting an engine for it 13. Commits checkpoint at once and leave
    no log."""
    return connect(config=_WRITING | (ALONE if small else {}))


def _engine_for(path: pathlib.Path) -> duckdb.DuckDBPyConnection:
    return _engine(for_one_thread(path))


def for_one_thread(path: pathlib.Path) -> bool:
    return not path.exists() or path.stat().st_size < _SMALL


def attach(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    """ATTACH, as soon as nobody has the file any more: whoever lists the tables of an engine holds
    all its files until that statement ends, also one that is detached meanwhile."""
    for _ in range(200):
        try:
            con.execute(statement)
            return
        except duckdb.BinderException as error:
            if "already attached" not in str(error):
                raise
            time.sleep(0.02)
    con.execute(statement)


class _Attached:
    """A file under a name of its own, until the last who uses it is done."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, path: pathlib.Path, options: str):
        self.engine, self.name = engine, f"warehouse_{next(_numbers)}"
        attach(self.engine, f"ATTACH {quoted(path)} AS {self.name}{options}")
        self.detach = weakref.finalize(self, _detach, self.engine, self.name)

    @contextlib.contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self.engine.cursor() as con:
                con.execute(f"USE {self.name}")
                yield con
        except (duckdb.FatalException, duckdb.TransactionException):
            _leave_engines()  # a commit that could not be written has ended this one
            raise


def _leave_engines() -> None:
    """The next file gets a new one; whoever has a file open keeps its own until then."""
    _engine.cache_clear()
    _published.cache_clear()


def _detach(engine: duckdb.DuckDBPyConnection, name: str) -> None:
    with contextlib.suppress(duckdb.FatalException):
        engine.execute(f"DETACH {name}")


@contextlib.contextmanager
def for_writing(
    path: pathlib.Path, engine: duckdb.DuckDBPyConnection | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """In a transaction that is yet to be committed; one of this process at a time."""
    with _one_writer:
        if engine is None and next(_written) % STATES_AN_ENGINE == 0:
            _leave_engines()
        file = _Attached(engine or _engine_for(path), path, _STORAGE)
        try:
            with file.connection() as con:
                con.execute("BEGIN")
                yield con
        finally:
            file.detach()


@functools.lru_cache(maxsize=1)
def _published(path: pathlib.Path, version: tuple) -> _Attached:
    return _Attached(_engine_for(path), path, " (READ_ONLY)")


def for_reading(
    path: pathlib.Path, version: tuple
) -> contextlib.AbstractContextManager[duckdb.DuckDBPyConnection]:
    """What is published is never written in place: one state stays attached for all who ask."""
    return _published(path, version).connection()


def is_small(path: pathlib.Path) -> bool:
    """Whether its next state is written afresh."""
    return path.stat().st_size < _AFRESH_BELOW


def copy_published(path: pathlib.Path, version: tuple, new: duckdb.DuckDBPyConnection) -> None:
    """Put all of a published file into the database that is being written."""
    _copy_everything(_published(path, version).name, new)


def without_waste(con: duckdb.DuckDBPyConnection, target: pathlib.Path) -> bool:
    """The connection's whole database again, as one new file, where too much of it is waste; says
    whether it was."""
    [(source, blocks, free)] = con.execute(
        "SELECT database_name, total_blocks, free_blocks FROM pragma_database_size() "
        "WHERE database_name = current_database()"
    ).fetchall()
    growing = {"load", "annotation"} & set(tables_of(con, source))
    apart = sum(con.execute(_MORE_GROUPS.format(name)).fetchall()[0][0] for name in growing)
    if free + _APART * apart <= _WASTED_AT_MOST * blocks:
        return False
    with for_writing(target, con) as new:
        _copy_everything(source, new)
        new.execute("COMMIT")
    return True


def _copy_everything(source: str, new: duckdb.DuckDBPyConnection) -> None:
    """Row order and definitions stay. One statement for the rows of all tables: of a publication of
    80 ms one for each took 9."""
    [(name,)] = new.execute("SELECT current_database()").fetchall()
    new.execute(f"COPY FROM DATABASE {source} TO {name} (SCHEMA)")
    new.execute(structure.COMPRESSED)  # it loses how a column is compressed
    new.execute(f"COPY FROM DATABASE {source} TO {name} (DATA)")


def tables_of(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    return [name for (name,) in con.execute(_TABLES, [database]).fetchall()]


_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = $1"
# Each publication's rows are a group of their own.
_MORE_GROUPS = "SELECT greatest(0, count(DISTINCT row_group_id) - 1) FROM pragma_storage_info('{}')"
