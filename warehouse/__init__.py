"""The warehouse: what is stored (schema.sql), what it means (views/), how it is asked (queries.py,
sql/) and how it changes (publisher.py)."""

import os
import pathlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.lake import Address

FOLDER = pathlib.Path(__file__).parent
DUCKDB_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def warehouse_path() -> "Address":
    """The warehouse that KPI_WAREHOUSE names, a file or a lake; else data/warehouse.duckdb of this
    project."""
    return address(
        os.environ.get("KPI_WAREHOUSE") or str(FOLDER.parent / "data" / "warehouse.duckdb")
    )


def address(text: str) -> "Address":
    """A file's path, or the lake that ducklake:… names.

    Raises ValueError for a lake's address that is none.
    """
    if text.startswith("ducklake:"):
        from warehouse.lake import Lake  # whoever has a file needs nothing of it

        return Lake.parse(text)
    return pathlib.Path(text).resolve()


def quoted(text: str | pathlib.Path) -> str:
    """A text or a path as an SQL string; ATTACH takes no parameter."""
    return "'" + str(text).replace("'", "''") + "'"
