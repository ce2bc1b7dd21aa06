"""The warehouse: what is stored (schema.sql), what it means (views/), how it is asked (queries/,
sql/), how it changes (publisher.py) and what keeps it (file.py, database.py)."""

import contextlib
import functools
import os
import pathlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

from warehouse.faults import Unavailable

if TYPE_CHECKING:
    from warehouse.kind import Warehouse

FOLDER = pathlib.Path(__file__).parent
Setting = str | bool | int | float | list[str]
DUCKDB_CONFIG: dict[str, Setting] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(
    path: str = ":memory:", config: Mapping[str, Setting] = MappingProxyType({})
) -> duckdb.DuckDBPyConnection:
    """An engine of our own, that loads nothing and prints nothing: where a question takes two
    seconds DuckDB draws a bar on stdout, in the middle of `check --json`."""
    con = duckdb.connect(path, config=DUCKDB_CONFIG | dict(config))
    con.execute("SET enable_progress_bar = false")
    return con


def forget_dropped(con: duckdb.DuckDBPyConnection) -> None:
    """Free what an engine in memory keeps of blocks that are gone (docs/traps.md). Nobody else may
    ask it meanwhile, and it must have no temp_directory, to which it would move its tables."""
    with contextlib.suppress(duckdb.OutOfMemoryException):
        con.execute("SET memory_limit = '1KB'")  # it goes through all of them to get there
    con.execute("RESET memory_limit")


def configured_warehouse() -> "Warehouse":
    """The warehouse that KPI_WAREHOUSE names; else data/warehouse.duckdb of this project.

    Raises Unavailable for a lake, which is only read to be moved, and for what is no name of one.
    """
    text = os.environ.get("KPI_WAREHOUSE") or str(FOLDER.parent / "data" / "warehouse.duckdb")
    if text.startswith("ducklake:"):
        raise Unavailable("lake", text)
    try:
        return warehouse_named(text)
    except (ValueError, ModuleNotFoundError) as error:
        raise Unavailable("settings", error) from error


def warehouse_named(text: str) -> "Warehouse":
    """The file at a path, or what postgresql:… or ducklake:… names.

    Raises ValueError for a name of these that is none.
    """
    if text.startswith("postgresql:"):
        from warehouse.database import DatabaseWarehouse  # whoever has a file needs nothing of it

        return DatabaseWarehouse.parse(text)
    if text.startswith("ducklake:"):
        from warehouse.lake import Lake

        return Lake.parse(text)
    return _file_at(os.path.realpath(text))


@functools.lru_cache(maxsize=16)  # asked for some 25 times by a page: 9 µs each instead of 73
def _file_at(path: str) -> "Warehouse":
    from warehouse.file import FileWarehouse

    return FileWarehouse(pathlib.Path(path))


def quoted(text: str | pathlib.Path) -> str:
    """A text or a path as an SQL string; ATTACH takes no parameter."""
    return "'" + str(text).replace("'", "''") + "'"
