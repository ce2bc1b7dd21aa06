"""A copy of the warehouse for those who ask it in SQL: tables and views, without the workbooks' bytes."""

import pathlib

import duckdb

from warehouse import DUCKDB_CONFIG, quoted, vocabulary


def write_copy(source: pathlib.Path, target: pathlib.Path) -> None:
    """One state of the published file: it is never written in place, so what is attached here cannot change under the copy.

    The workbooks stay behind: they may hold sheets and notes that nobody published, and the copy needs none of them to be complete.
    """
    target.unlink(missing_ok=True)
    with duckdb.connect(":memory:", config=DUCKDB_CONFIG | {"memory_limit": "192MB"}) as con:
        con.execute(f"ATTACH {quoted(source)} AS published (READ_ONLY)")
        con.execute(f"ATTACH {quoted(target)} AS copy")
        con.execute("USE copy")
        con.execute(vocabulary.SCHEMA)
        for table in vocabulary.TABLES:
            con.execute(f"INSERT INTO {table} BY NAME {_kept(table)}")
        con.execute(vocabulary.VIEWS)
        con.execute("USE memory")
        con.execute("DETACH copy")


def _kept(table: str) -> str:
    if table == "load":
        return "SELECT * REPLACE (''::BLOB AS workbook) FROM published.load"
    return f"FROM published.{table}"
