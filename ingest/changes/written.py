"""What people wrote into a warehouse themselves, notes, reports of progress and seals: no workbook
holds it, so a rebuild carries it over row by row."""

import duckdb

from warehouse import structure

TABLES = ("annotation", "progress", "seal")


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
