"""What is stored of a load, as the records it was made from."""

from dataclasses import fields
from typing import Any

from warehouse.loads import Load


def row_of(con, query: str, parameters: list) -> dict | None:
    cursor = con.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def as_load(row: dict, user: str, signed_by: str | None = None) -> Load:
    known: dict[str, Any] = {f.name: row.get(f.name, f.default) for f in fields(Load)}
    return Load(**known | {"loaded_by": user, "signed_by": signed_by})


def rows_of(con, table: str, kind: type, load_id: int) -> list:
    names = [f.name for f in fields(kind)]
    query = f"SELECT {', '.join(names)} FROM {table} WHERE load_id = $1"  # noqa: S608, our own table and column names
    return [
        kind(**dict(zip(names, row, strict=True)))
        for row in con.execute(query, [load_id]).fetchall()
    ]
