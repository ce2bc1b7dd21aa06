"""A copy of the warehouse for those who ask it in SQL: tables and views, without the workbooks'
bytes."""

import pathlib

from warehouse import connect, publisher, quoted, structure
from warehouse.kind import Warehouse


def write_copy(warehouse: Warehouse, target: pathlib.Path) -> None:
    """One published state. Raises FileNotFoundError where nothing is published.

    The workbooks stay behind: they may hold sheets and notes that nobody published, and the copy
    needs none of them to be complete.
    """
    target.unlink(missing_ok=True)
    with (
        publisher.reading(warehouse) as published,
        connect(config={"memory_limit": "192MB"}) as con,
    ):
        con.execute(f"ATTACH {quoted(target)} AS copy")
        con.execute("USE copy")
        con.execute(structure.SCHEMA)
        for table in structure.TABLES:
            con.register(
                "arriving",
                published.execute(structure.without_workbooks(table)).to_arrow_reader(100_000),
            )
            con.execute(f"INSERT INTO {table} BY NAME FROM arriving")
            con.unregister("arriving")
        structure.write_views(con)
        con.execute("USE memory")
        con.execute("DETACH copy")
