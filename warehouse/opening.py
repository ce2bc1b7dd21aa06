"""Opens one state of a warehouse: a connection in memory with its tables and views, from which
nothing else can be reached."""

import duckdb

from catalog import catalog
from warehouse import connect, structure, view_files
from warehouse.kind import Source, Warehouse

# up to here a reader keeps a whole warehouse in memory: 36 months of 21 cities are 10,000 rows
HELD_ROWS = 300_000


def open_in_memory(
    warehouse: Warehouse, source: Source | None, as_of: int | None
) -> duckdb.DuckDBPyConnection:
    """An empty warehouse where nothing was ever published."""
    con = connect()
    if source is None:
        structure.create(con, catalog())
    else:
        warehouse.open_into(con, source)
        structure.require_current(con)
        set_time(con, as_of)
        _create_views(con)
    earlier = source is not None and source.earlier
    con.execute("CREATE TABLE opened AS SELECT $1::BOOLEAN AS earlier", [earlier])
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def set_time(con: duckdb.DuckDBPyConnection, as_of: int | None) -> None:
    if as_of is not None:
        con.execute(f"SET VARIABLE as_of_load = {int(as_of)}")


def _create_views(con: duckdb.DuckDBPyConnection) -> None:
    """The views; the lowest as tables, where they are small."""
    small = _is_small(con)
    con.execute(view_files.MACROS)
    for view, text in view_files.VIEWS.items():
        con.execute(text)
        if small and view in structure.LOWEST:
            con.execute(view_files.held(view))


def hold_all(con: duckdb.DuckDBPyConnection) -> None:
    """Every view of an open state becomes a table in memory, one by one beside those who ask.

    Four fifths of a question is the planning of views over views: pages' questions take 0.3 s then
    instead of 1.5. Not what reads millions of rows, nor a warehouse of 90 years.
    """
    if _is_small(con):
        for view in view_files.VIEWS:
            if view not in structure.LOWEST and _can_be_held(view):
                con.execute(view_files.held(view))


def _can_be_held(view: str) -> bool:
    """A view, and no macro with parameters, that reads no county or town."""
    read = "".join(view_files.needed_by(view).values())
    return "area_observation" not in read and f"REPLACE VIEW {view} " in view_files.VIEWS[view]


def _is_small(con: duckdb.DuckDBPyConnection) -> bool:
    [(count,)] = con.execute("SELECT count(*) FROM observation").fetchall()
    return count <= HELD_ROWS
