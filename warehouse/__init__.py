"""The warehouse: what is stored (schema.sql), what it means (views/), how it is asked (queries/,
sql/), how it changes (publisher.py) and what keeps it (file.py or lake.py)."""

import os
import pathlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.kind import Warehouse

FOLDER = pathlib.Path(__file__).parent
DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def configured_warehouse() -> "Warehouse":
    """The warehouse that KPI_WAREHOUSE names; else data/warehouse.duckdb of this project."""
    return warehouse_named(
        os.environ.get("KPI_WAREHOUSE") or str(FOLDER.parent / "data" / "warehouse.duckdb")
    )


def warehouse_named(text: str) -> "Warehouse":
    """The file at a path, or the lake that ducklake:… names.

    Raises ValueError for a lake's name that is none.
    """
    if text.startswith("ducklake:"):
        from warehouse.lake import Lake  # whoever has a file needs nothing of it

        return Lake.parse(text)
    from warehouse.file import FileWarehouse

    return FileWarehouse(pathlib.Path(text).resolve())


def quoted(text: str | pathlib.Path) -> str:
    """A text or a path as an SQL string; ATTACH takes no parameter."""
    return "'" + str(text).replace("'", "''") + "'"
