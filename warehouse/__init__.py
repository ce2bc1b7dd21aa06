"""The warehouse: what is stored (schema.sql), what it means (views/), how it is asked (queries.py, sql/) and how it changes (publisher.py)."""

import os
import pathlib

FOLDER = pathlib.Path(__file__).parent
DUCKDB_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def warehouse_path() -> pathlib.Path:
    """The warehouse file: KPI_WAREHOUSE, else data/warehouse.duckdb of this project."""
    return pathlib.Path(os.environ.get("KPI_WAREHOUSE") or FOLDER.parent / "data" / "warehouse.duckdb").resolve()


def quoted(path: pathlib.Path) -> str:
    """A path as an SQL string; ATTACH takes no parameter."""
    return "'" + str(path).replace("'", "''") + "'"
