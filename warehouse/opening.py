"""Opens one state of a warehouse: a connection in memory with its tables and views, from which
nothing else can be reached."""

import threading
from collections.abc import Iterable

import duckdb

from catalog import catalog
from warehouse import connect, structure, view_files
from warehouse.kind import Source, Warehouse

# up to here a reader keeps a whole warehouse in memory: 36 months of 21 cities are 10,000 rows
HELD_ROWS = 300_000


class Views:
    """The views of an open state, each made when it is first read: binding all 69 takes 0.2 s of
    processor time. The lowest are tables from the start, where they are small."""

    def __init__(self, con: duckdb.DuckDBPyConnection):
        self._lock, self._made = threading.Lock(), set[str]()
        self._small = _is_small(con)
        con.execute(view_files.MACROS)
        for view in structure.LOWEST:
            self.make(con, list(view_files.needed_by(view))[:-1])
            self._make(con, view, held=True)

    def make(self, con: duckdb.DuckDBPyConnection, views: Iterable[str]) -> None:
        """These, which stand in the order they are made."""
        for view in views:
            self._make(con, view, held=False)

    def hold_all(self, con: duckdb.DuckDBPyConnection) -> None:
        """Every view becomes a table in memory, one by one beside those who ask.

        Four fifths of a question is the planning of views over views: pages' questions take 0.3 s
        then instead of 1.5. Not what reads millions of rows, nor a warehouse of 90 years.
        """
        for view in view_files.VIEWS:
            self._make(con, view, held=view not in structure.LOWEST and can_be_held(view))

    def _make(self, con: duckdb.DuckDBPyConnection, view: str, held: bool) -> None:
        with self._lock:
            if held and self._small:
                con.execute(view_files.held(view))
            elif view not in self._made:
                con.execute(view_files.VIEWS[view])
            self._made.add(view)


def open_in_memory(
    warehouse: Warehouse, source: Source | None, as_of: int | None
) -> tuple[duckdb.DuckDBPyConnection, Views | None]:
    """The connection, and what makes its views; an empty warehouse, which has them, where nothing
    was ever published."""
    con, views = connect(), None
    if source is None:
        structure.create(con, catalog())
    else:
        warehouse.open_into(con, source)
        structure.require_current(con)
        set_time(con, as_of)
        con.execute("SET threads = 1")  # a fifth to a third less for questions of few rows
        views = Views(con)
    earlier = source is not None and source.earlier
    con.execute("CREATE TABLE opened AS SELECT $1::BOOLEAN AS earlier", [earlier])
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con, views


def set_time(con: duckdb.DuckDBPyConnection, as_of: int | None) -> None:
    if as_of is not None:
        con.execute(f"SET VARIABLE as_of_load = {int(as_of)}")


def can_be_held(view: str) -> bool:
    """A view, and no macro with parameters, that reads no county or town."""
    read = "".join(view_files.needed_by(view).values())
    return "area_observation" not in read and f"REPLACE VIEW {view} " in view_files.VIEWS[view]


def _is_small(con: duckdb.DuckDBPyConnection) -> bool:
    [(count,)] = con.execute("SELECT count(*) FROM observation").fetchall()
    return count <= HELD_ROWS
