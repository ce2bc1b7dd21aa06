"""The engine that a process opens warehouse files with, and what it writes afresh."""

import contextlib
import functools
import itertools
import pathlib
from collections.abc import Iterator

import duckdb

from warehouse import DUCKDB_CONFIG, quoted, structure

# In the oldest format, DuckDB's default, one insert into ten million rows takes 0.85 s and 48 MB to
# commit, in this one 0.10 s and 10 MB.
_STORAGE = " (STORAGE_VERSION 'v1.5.0')"
_WRITING = {
    "wal_autocheckpoint": "1KB",
    # DuckDB would merge the rows that arrive into those that stand there, and so write every
    # workbook anew: 68 MB read and 200 MB more memory for one month after ten years of towns.
    "max_vacuum_tasks": "0",
    # What is left apart fills blocks of its own. 120 months of the report take 99 MB in DuckDB's
    # blocks of 256 KB, in these 7 before they are written afresh.
    "default_block_size": "16384",
}
# Blocks that a publication fills less than it could: of 4.5 it takes one is full. They may be a
# sixth of a file, then it is a fifth larger than it has to be.
_APART, _WASTED_AT_MOST = 4, 1 / 6
_numbers = itertools.count()


@contextlib.contextmanager
def attached(path: pathlib.Path, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    name = f"warehouse_{next(_numbers)}"  # several threads may read and change at once
    engine = _engine()
    engine.execute(f"ATTACH {quoted(path)} AS {name}{_STORAGE if write else ' (READ_ONLY)'}")
    try:
        with engine.cursor() as con:
            con.execute(f"USE {name}")
            yield con
    except (duckdb.FatalException, duckdb.TransactionException):
        _engine.cache_clear()  # a commit that could not be written has ended this engine
        raise
    finally:
        with contextlib.suppress(duckdb.FatalException):
            engine.execute(f"DETACH {name}")


@functools.cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One engine per process: attaching a file to it takes 2 ms, starting an engine for it 12.

    Commits checkpoint at once and leave no log.
    """
    return duckdb.connect(":memory:", config=DUCKDB_CONFIG | _WRITING)


def write_afresh(con: duckdb.DuckDBPyConnection, target: pathlib.Path) -> bool:
    """The connection's whole database again, as one new file, where too much of it is waste; says
    whether it was. Row order and definitions stay."""
    [(source, blocks, free)] = con.execute(
        "SELECT database_name, total_blocks, free_blocks FROM pragma_database_size() "
        "WHERE database_name = current_database()"
    ).fetchall()
    tables = [name for (name,) in con.execute(_TABLES).fetchall()]
    growing = {"load", "annotation"} & set(tables)
    apart = sum(con.execute(_MORE_GROUPS.format(name)).fetchall()[0][0] for name in growing)
    if free + _APART * apart <= _WASTED_AT_MOST * blocks:
        return False
    with attached(target, write=True) as new:
        [(name,)] = new.execute("SELECT current_database()").fetchall()
        new.execute("BEGIN")
        new.execute(f"COPY FROM DATABASE {source} TO {name} (SCHEMA)")
        new.execute(structure.SCHEMA.replace("CREATE TABLE", "CREATE OR REPLACE TABLE"))
        for table in tables:  # SCHEMA alone says how a column is compressed
            new.execute(f"INSERT INTO {table} BY NAME FROM {source}.{table}")
        new.execute("COMMIT")
    return True


_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
# Each publication's rows are a group of their own.
_MORE_GROUPS = "SELECT greatest(0, count(DISTINCT row_group_id) - 1) FROM pragma_storage_info('{}')"
