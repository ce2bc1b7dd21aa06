"""Brings a warehouse up to date: its views and catalogue, or all of it anew from the workbooks it
keeps."""

from dataclasses import asdict, replace

from catalog import Catalog
from ingest.changes import written
from ingest.changes.stored import as_load, row_of, rows_of
from ingest.pipeline import Checked, read_guarded
from ingest.problems import blocks
from ingest.workbook import guard
from warehouse import loads, publisher, structure
from warehouse.kind import Warehouse
from warehouse.loads import Contents, Reason


class RebuildFailed(RuntimeError):
    """A kept workbook does not read any more; the warehouse is untouched.

    Names the load and the problems.
    """


def needed(path: Warehouse, catalog: Catalog) -> str | None:
    """What brings schema, catalogue and views of the warehouse up to date: created, rebuilt,
    refreshed; None where they are."""
    if not path.exists():
        return "created"
    with publisher.reading(path) as con:
        structure.require_known(con)
        meta = dict(con.execute("SELECT key, value FROM meta").fetchall())
    if meta.get("schema") != structure.schema_version():
        return "rebuilt"
    return None if meta.get("vocabulary") == structure.version(catalog) else "refreshed"


def refresh(path: Warehouse, catalog: Catalog) -> str | None:
    """Do what is `needed`; returns what was done."""
    what = needed(path, catalog)
    if what == "rebuilt":
        rebuild(path, catalog)
    elif what:
        with publisher.change(path, catalog) as con:
            if what == "refreshed":
                structure.write(con, catalog)
    return what


def rebuild(path: Warehouse, catalog: Catalog) -> int:
    """Make the warehouse anew from the workbooks and notes it keeps, with the parser and catalogue
    of today. Returns how many loads it holds."""
    with publisher.reading(path) as con:
        structure.require_known(con)
        numbers = [
            n for (n,) in con.execute("SELECT load_id FROM load ORDER BY load_id").fetchall()
        ]
        kept = [
            (row, _reasons(con, n))
            for n in numbers
            if (row := row_of(con, "SELECT * FROM load WHERE load_id = $1", [n]))
        ]
        notes = written.kept(con)
    made = [(row, _read_again(row, reasons, catalog)) for row, reasons in kept]
    with publisher.change(path, catalog, fresh=True) as con:
        for row, contents in made:
            loads.insert_rows(
                con,
                asdict(as_load(row, row["loaded_by"], row.get("signed_by")))
                | {n: row[n] for n in ("load_id", "loaded_at")},
                contents,
            )
        written.put_back(con, notes)
    return len(made)


def _reasons(con, load_id: int) -> list[Reason]:
    """The reasons of a load; none in a warehouse older than reasons are."""
    return rows_of(con, "reason", Reason, load_id) if structure.has(con, "reason") else []


def _read_again(row: dict, reasons: list[Reason], catalog: Catalog) -> Contents:
    if row.get("withdrawn"):
        return Contents(reasons=reasons)
    refused = guard.inspect(row["workbook"], row["file_name"])
    checked = Checked(row["file_name"], row["workbook"], row["sha256"])
    if refused:
        checked.problems = [refused]
    else:
        read_guarded(checked, catalog)
    if blocks(checked.problems):
        faults = [f"{p.sheet}!{p.cell} {p.code}" for p in checked.problems if p.severity == "阻断"]
        raise RebuildFailed(
            f"load {row['load_id']} ({row['file_name']}) does not read any more: {faults[:5]}"
        )
    return replace(checked.contents, reasons=reasons)


def holds_simulated(path: Warehouse) -> bool | None:
    """Whether the warehouse holds simulated months; None while it holds nothing."""
    return (
        publisher.read(path, "SELECT bool_or(simulated) FROM load")[0][0] if path.exists() else None
    )
