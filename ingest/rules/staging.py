"""Where the rows of a long workbook wait between check and publication: a Parquet file, written as
they are read, asked with SQL."""

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from catalog import Area
from warehouse import connect, quoted, structure
from warehouse.loads import AreaRows, Observation
from warehouse.scratch import Scratch

_COLUMNS = {
    "month": "DATE",
    "indicator_code": "VARCHAR",
    "area_code": "VARCHAR",
    "value": "DECIMAL(18, 4)",
    "token": "VARCHAR",
    "decimals": "SMALLINT",
    "source_sheet": "VARCHAR",
    "source_cell": "VARCHAR",
}
_BATCH = 5_000


@dataclass(frozen=True)
class Staged:
    """The observations of one workbook, and what the checks need to know of each: its area's level
    and parent. The file goes with this object."""

    folder: Scratch
    count: int

    @property
    def source(self) -> str:
        return f"read_parquet({quoted(pathlib.Path(self.folder.name) / 'rows.parquet')})"

    @property
    def rows(self) -> AreaRows:
        return AreaRows(f"(SELECT {', '.join(_COLUMNS)} FROM {self.source})", self.folder)  # noqa: S608, our own columns and path


def stage(rows: Iterator[tuple[Area, Observation]]) -> Staged:
    """Write observations away as they come, 5,000 at a time."""
    folder = Scratch("staged")
    path = pathlib.Path(folder.name)
    with connect(str(path / "rows.duckdb"), {"memory_limit": "48MB", "threads": 1}) as con:
        columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        con.execute(f"CREATE TABLE staged ({columns}, level VARCHAR, parent_code VARCHAR)")
        count, batch = 0, []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                count += _insert(con, batch)
        count += _insert(con, batch)
        target = quoted(path / "rows.parquet")
        con.execute(f"COPY staged TO {target} (FORMAT parquet, ROW_GROUP_SIZE {_BATCH})")
    (path / "rows.duckdb").unlink()
    return Staged(folder, count)


def _insert(con: duckdb.DuckDBPyConnection, batch: list[tuple[Area, Observation]]) -> int:
    """Empties the batch."""
    columns = {
        name: [getattr(o, "member_code" if name == "area_code" else name) for _, o in batch]
        for name in _COLUMNS
    }
    structure.insert_columns(
        con,
        "staged",
        columns
        | {"level": [a.level for a, _ in batch], "parent_code": [a.parent for a, _ in batch]},
    )
    count = len(batch)
    batch.clear()
    return count
