"""Moves a warehouse to another place or kind, every load and its history, and compares each row
before anything shows."""

from catalog import Catalog
from warehouse import loads, publisher, structure
from warehouse.faults import NO_WAREHOUSE
from warehouse.kind import Warehouse

# the other tables are the catalogue of today, which a new warehouse has already
HISTORY = tuple(t for t in structure.TABLES if t not in ("meta", *structure.CATALOG_TABLES))


class NotMovable(ValueError):
    """Carries a sentence for the person who asked."""


def migrate(source: Warehouse, target: Warehouse, catalog: Catalog) -> dict[str, int]:
    """Copy `source` into `target`, which must hold no load.

    Returns the rows of each table; the source is only read.
    """
    if not source.exists():
        raise NotMovable(f"{NO_WAREHOUSE}：{source}")
    with publisher.reading(source) as there:
        if (
            dict(there.execute("SELECT key, value FROM meta").fetchall()).get("schema")
            != structure.schema_version()
        ):
            raise NotMovable(f"{source} 的结构不是当前版本，请先对它运行一次 load。")
        with publisher.change(target, catalog) as here:
            if here.execute("SELECT 1 FROM load LIMIT 1").fetchone():
                raise NotMovable(f"{target} 里已有入库记录，只能迁入空的数据仓库。")
            return {table: _copy(there, here, table) for table in HISTORY}


def _copy(there, here, table: str) -> int:
    """Stream one table, then compare row by row. Raises WarehouseBroken if one differs."""
    here.register("arriving", there.execute(f"FROM {table}").to_arrow_reader(100_000))
    here.execute(f"INSERT INTO {table} FROM arriving")
    here.register(
        "arriving", there.execute(f"FROM {table}").to_arrow_reader(100_000)
    )  # a stream can be read once
    lost = here.execute(f"SELECT count(*) FROM (FROM arriving EXCEPT ALL FROM {table})").fetchone()[  # noqa: S608
        0
    ]
    here.unregister("arriving")
    counted = f"SELECT count(*) FROM {table}"  # noqa: S608, our own table
    (before,), (after,) = there.execute(counted).fetchone(), here.execute(counted).fetchone()
    if lost or before != after:
        raise loads.WarehouseBroken(
            f"{table}: {lost} of {before} rows did not arrive as they were, {after} stand there"
        )
    return after
