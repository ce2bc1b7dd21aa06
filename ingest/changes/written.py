"""What people write into a warehouse themselves, notes, reports of progress and seals: rows that
are never changed. No workbook holds them, so a rebuild carries them over one by one."""

import duckdb

from warehouse import structure
from words.clock import utc_now

TABLES = {"annotation": "annotation_id", "progress": "progress_id", "seal": "seal_id"}


def append(con: duckdb.DuckDBPyConnection, table: str, row: dict) -> int:
    """Add what somebody writes now, known after the last load; returns its number."""
    key = TABLES[table]
    [(number, last_load)] = con.execute(
        f"SELECT (SELECT coalesce(max({key}), 0) + 1 FROM {table}), "  # noqa: S608, our own names
        "(SELECT coalesce(max(load_id), 0) FROM load)"
    ).fetchall()
    known = {key: number, "written_at": utc_now(), "known_after": last_load}
    structure.insert_row(con, table, row | known)
    return number


def kept(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, list]]:
    """The columns of each table; none of those that an older structure lacks."""
    return {table: _columns(con, table) for table in TABLES if structure.has(con, table)}


def _columns(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, list]:
    cursor = con.execute(f"FROM {table} ORDER BY 1")
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def put_back(con: duckdb.DuckDBPyConnection, said: dict[str, dict[str, list]]) -> None:
    """The rows of `kept` in a new warehouse, exactly as they were."""
    for table, columns in said.items():
        structure.insert_columns(con, table, columns)
