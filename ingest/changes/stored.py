"""What is stored of a load, as the records it was made from."""

from warehouse.loads import Load


def row_of(con, query: str, parameters: list) -> dict | None:
    cursor = con.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def as_load(row: dict, user: str) -> Load:
    names = Load.__dataclass_fields__
    return Load(
        **{
            name: row.get(name, field.default)
            for name, field in names.items()
            if name != "loaded_by"
        },
        loaded_by=user,
    )


def rows_of(con, table: str, kind: type, load_id: int) -> list:
    names = list(kind.__dataclass_fields__)
    query = f"SELECT {', '.join(names)} FROM {table} WHERE load_id = $1"  # noqa: S608, our own table and column names
    return [
        kind(**dict(zip(names, row, strict=True)))
        for row in con.execute(query, [load_id]).fetchall()
    ]
