"""Takes a load back: a new load with what was there before it, or with nothing."""

from dataclasses import replace

from catalog import Catalog
from ingest.changes import seals
from ingest.changes.stored import as_load, row_of, rows_of
from ingest.reasons import LONGEST, SHORTEST, is_reason
from warehouse import loads, publisher
from warehouse.kind import Warehouse
from warehouse.loads import Citation, Contents, Observation, Reason, TextFigure


class NotInForce(ValueError):
    """Only the load in force for its month can be taken back."""


def revert(
    path: Warehouse, load_id: int, reason: str, user: str, catalog: Catalog, unsealing: str = ""
) -> int:
    """Take the load in force back: a new load with what was there before it, or with nothing.

    Returns the new load's number. `unsealing`: why it may change a sealed month, else that raises
    MonthSealed.
    """
    if not is_reason(reason):
        raise ValueError(f"a revert needs a reason of {SHORTEST} to {LONGEST} characters")
    with publisher.change(path, catalog) as con:
        live = row_of(con, "SELECT * FROM live_load WHERE load_id = $1", [load_id])
        if live is None:
            raise NotInForce(f"load {load_id} is not in force")
        query = (
            "SELECT * FROM load WHERE dataset = $1 AND month IS NOT DISTINCT FROM $2 AND load_id "
            "< $3 ORDER BY load_id DESC LIMIT 1"
        )
        before = row_of(con, query, [live["dataset"], live["month"], load_id])
        why = Reason("revert", "", "", f"撤回第 {load_id} 次入库", reason.strip())
        if before is None or before["withdrawn"]:
            gone = live | {
                "file_name": "",
                "sha256": "",
                "workbook": b"",
                "reverts": load_id,
                "withdrawn": True,
            }
            contents, restored = Contents(reasons=[why]), gone
        else:
            kept = _contents(con, before["load_id"])
            contents = replace(kept, reasons=[*kept.reasons, why])
            restored = before | {"reverts": load_id}
        number = loads.insert_load(con, as_load(restored, user), contents)
        seals.require_open(con, number, unsealing)
        return number


def _contents(con, load_id: int) -> Contents:
    """A load's rows as stored."""
    has_areas = con.execute(
        "SELECT 1 FROM area_observation WHERE load_id = $1 LIMIT 1", [load_id]
    ).fetchone()
    return Contents(
        rows_of(con, "observation", Observation, load_id),
        rows_of(con, "citation", Citation, load_id),
        rows_of(con, "reason", Reason, load_id),
        loads.area_rows_of(load_id) if has_areas else None,
        rows_of(con, "text_figure", TextFigure, load_id),
    )
