"""The warehouse: what is stored (schema.sql), what it means (views/), how it is asked (queries/,
sql/), how it changes (publisher.py) and what keeps it (file.py, database.py)."""

import os
import pathlib
from typing import TYPE_CHECKING

from warehouse.faults import Unavailable

if TYPE_CHECKING:
    from warehouse.kind import Warehouse

FOLDER = pathlib.Path(__file__).parent
DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def configured_warehouse() -> "Warehouse":
    """The warehouse that KPI_WAREHOUSE names; else data/warehouse.duckdb of this project.

    Raises Unavailable for a lake, which is only read to be moved.
    """
    text = os.environ.get("KPI_WAREHOUSE") or str(FOLDER.parent / "data" / "warehouse.duckdb")
    if text.startswith("ducklake:"):
        raise Unavailable("lake", text)
    return warehouse_named(text)


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
    from warehouse.file import FileWarehouse

    return FileWarehouse(pathlib.Path(text).resolve())


def quoted(text: str | pathlib.Path) -> str:
    """A text or a path as an SQL string; ATTACH takes no parameter."""
    return "'" + str(text).replace("'", "''") + "'"
