"""Writes the catalogue and the views into a warehouse, so that the file explains itself to whoever
opens it."""

import hashlib
import json
import re
from decimal import Decimal

import duckdb

from catalog import Catalog
from warehouse import FOLDER, quoted
from warehouse.catalog_rows import ROWS
from warehouse.faults import Unavailable
from warehouse.view_files import EVERYTHING, MACROS, VIEWS, emptied

CATALOG_TABLES = (
    "platform",
    "stage",
    "city",
    "area",
    "indicator",
    "rule",
    "daily_average",
    "catalog_annotation",
    "target",
    "system",
    "clause",
)
TABLES = (
    "meta",
    "load",
    "observation",
    "area_observation",
    "text_figure",
    "citation",
    "reason",
    "annotation",
    "progress",
    "seal",
    *CATALOG_TABLES,
)
LOWEST = ("reported", "figure")  # views that nearly all others read
SCHEMA = (FOLDER / "schema.sql").read_text(encoding="utf-8")
_STATEMENTS = " ".join(re.sub(r"--[^\n]*", "", SCHEMA).split())
# The tables that say how their columns are compressed, to be made in the place of others.
COMPRESSED = "".join(
    f"{statement.replace('CREATE', 'CREATE OR REPLACE')};"
    for statement in _STATEMENTS.split(";")
    if "COMPRESSION" in statement
)
# Counted up with every change of what schema.sql makes, so that an older release knows that it is
# older; tests hold the two together.
STRUCTURE = 3


def insert_columns(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, list]) -> None:
    """Insert rows given as columns, in one statement (executemany takes 0.3 ms a row). A column of
    None alone is left to be NULL.

    Written into it as JSON: 5,000 rows as parameters take half as long again, and the first
    parameter of a process loads pandas, a quarter of `check`. Only bytes are given as they are.
    """
    first = {name: next((x for x in v if x is not None), None) for name, v in columns.items()}
    said = {name: v for name, v in columns.items() if first[name] is not None}
    if not said:
        return
    raw = {name: v for name, v in said.items() if isinstance(first[name], (bytes, bytearray))}
    texts = {name: v for name, v in said.items() if name not in raw}
    # the table's columns say what becomes of what JSON holds
    kinds = {name: [["VARCHAR"] if isinstance(first[name], list) else "VARCHAR"] for name in texts}
    text, kind = json.dumps(texts, ensure_ascii=False, default=_exact), json.dumps(kinds)
    unnested = ", ".join(f"unnest({'$' if name in raw else 'c.'}{name})" for name in said)
    # as a row, not as a constant, which the planner would work out itself and more slowly
    con.execute(
        f"INSERT INTO {table} ({', '.join(said)}) SELECT {unnested} FROM (SELECT "  # noqa: S608, our own names
        f"from_json(said, {quoted(kind)}) AS c FROM (VALUES ({quoted(text)})) AS t(said))",
        raw or None,
    )


def insert_row(con: duckdb.DuckDBPyConnection, table: str, row: dict) -> None:
    insert_columns(con, table, {name: [value] for name, value in row.items()})


def _exact(value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def schema_version() -> str:
    """Changes with what schema.sql makes, not with its comments or spacing."""
    return hashlib.sha256(_STATEMENTS.encode()).hexdigest()


def require_known(con: duckdb.DuckDBPyConnection) -> None:
    """Raises Unavailable for a warehouse that a newer release has written: rebuilding it to an
    older structure would lose what that one added."""
    meta = dict(con.execute("SELECT key, value FROM meta").fetchall())
    if int(meta.get("structure", 0)) > STRUCTURE:
        raise Unavailable("newer", f"structure {meta['structure']}, this release has {STRUCTURE}")


def require_current(con: duckdb.DuckDBPyConnection) -> None:
    """Raises Unavailable where the structure is not that of this release."""
    require_known(con)
    found = con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
    if found != [(schema_version(),)]:
        raise Unavailable("older", "the structure of an earlier release")


def version(catalog: Catalog) -> str:
    """Changes whenever the catalogue or the views change."""
    return hashlib.sha256((catalog.version + EVERYTHING).encode()).hexdigest()


def has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the connection's current database has this table. Not asked of duckdb_tables(), whose
    transaction joins every file of the engine (docs/traps.md)."""
    try:
        con.execute(f"FROM {table} LIMIT 0")
    except duckdb.CatalogException:
        return False
    return True


def without_workbooks(table: str) -> str:
    """The query for a table's rows as copies of a warehouse hold them."""
    return (
        "SELECT * REPLACE (''::BLOB AS workbook) FROM load" if table == "load" else f"FROM {table}"
    )


def create(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make an empty warehouse in the connection's current database."""
    con.execute(SCHEMA)
    con.execute(
        "INSERT INTO meta VALUES ('schema', $1), ('structure', $2)",
        [schema_version(), str(STRUCTURE)],
    )
    write(con, catalog)


def write(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Replace the catalogue tables and the views."""
    write_catalogue(con, catalog)
    write_views(con)
    for (view,) in con.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = "
        "current_database()"
    ).fetchall():
        if view not in VIEWS:  # those were read when they were made a moment ago
            con.execute(
                f"FROM {view} LIMIT 0"
            )  # an old view that no longer reads fails here, before it is published


def write_catalogue(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    for table in CATALOG_TABLES:
        con.execute(f"TRUNCATE {table}")
        fill(con, table, catalog)
    con.execute("DELETE FROM meta WHERE key = 'vocabulary'")
    con.execute("INSERT INTO meta VALUES ('vocabulary', $1)", [version(catalog)])


def write_views(con: duckdb.DuckDBPyConnection) -> None:
    """Macros and views. Over the lowest as empty tables the others are bound in 0.17 s of processor
    time instead of 0.67, and what a view keeps of that are its columns."""
    con.execute(MACROS)
    for view, text in VIEWS.items():
        con.execute(text)
        if view in LOWEST:
            con.execute(emptied(view))
    for view in LOWEST:
        con.execute(f"{VIEWS[view]}; DROP TABLE held_{view}")


def fill(con: duckdb.DuckDBPyConnection, table: str, catalog: Catalog) -> None:
    """Write one of the catalogue's tables, empty until now, rows in the catalogue's order."""
    rows = [row | {"position": n} for n, row in enumerate(ROWS[table](catalog), 1)]
    if rows:
        insert_columns(con, table, {name: [row[name] for row in rows] for name in rows[0]})
