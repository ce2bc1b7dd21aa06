"""Sealed months (封账): closed and opened as new rows, never changed. Stored in the warehouse, so
that the writer's lock decides between a seal and a load, and every copy of the data knows."""

import datetime as dt
from dataclasses import asdict

import duckdb

from catalog import Catalog
from ingest.changes import written
from ingest.reasons import LONGEST, SHORTEST, is_reason
from warehouse import publisher, structure
from warehouse.kind import Warehouse
from warehouse.loads import Reason


class MonthSealed(RuntimeError):
    """What was to change is sealed. Carries month, who and when."""

    def __init__(self, month: dt.date, who: str, when: dt.datetime):
        super().__init__(f"{month:%Y-%m} was sealed by {who} at {when}")
        self.month, self.who, self.when = month, who, when


class NotToSeal(ValueError):
    """Nothing is published of the month, or it is as it is wanted already."""


# Public figures are one set for all months: it changes those whose figures differ.
_FIGURES = (
    "SELECT month, indicator_code, member_code, measure, value, bound, token FROM observation "
    "WHERE load_id = "
)
_CHANGED = f"""
    WITH mine AS (FROM load WHERE load_id = $1),
    earlier AS (
        SELECT max(l.load_id) AS load_id FROM load l, mine
        WHERE l.dataset = mine.dataset AND l.month IS NOT DISTINCT FROM mine.month
            AND l.load_id < mine.load_id
    ),
    now AS ({_FIGURES} $1), before AS ({_FIGURES} (SELECT load_id FROM earlier)),
    changed AS (
        SELECT month FROM mine
        UNION ALL SELECT month FROM (FROM now EXCEPT FROM before)
        UNION ALL SELECT month FROM (FROM before EXCEPT FROM now)
    )
    SELECT month, author, written_at FROM sealed_month WHERE month IN (SELECT month FROM changed)
    ORDER BY month DESC LIMIT 1
"""  # noqa: S608, our own names


def require_open(con: duckdb.DuckDBPyConnection, load_id: int, unsealing: str) -> None:
    """Of a load inserted a moment ago that changes a sealed month: keep why it may, or raise
    MonthSealed where nobody said so."""
    if not con.execute("FROM seal LIMIT 1").fetchone():
        return  # what it changed need not be found: that takes 5 ms, this 0.3
    sealed = con.execute(_CHANGED, [load_id]).fetchone()
    if sealed is None:
        return
    why = Reason("sealed", "", "", f"{sealed[0]:%Y-%m} 已封账", unsealing.strip())
    if not is_reason(why.reason):
        raise MonthSealed(*sealed)
    structure.insert_row(con, "reason", {"load_id": load_id} | asdict(why))


def write(
    path: Warehouse, month: dt.date, sealed: bool, reason: str, author: str, catalog: Catalog
) -> int:
    """Seal a published month, or unseal it; returns the row's number. Raises NotToSeal, ValueError
    where unsealing gives no reason."""
    if not author or not (is_reason(reason) or (sealed and not reason.strip())):
        raise ValueError(f"a seal needs an author and {SHORTEST} to {LONGEST} characters")
    with publisher.change(path, catalog) as con:
        known = con.execute(
            "SELECT month IN (SELECT month FROM sealed_month) FROM live_load WHERE month = $1",
            [month],
        ).fetchone()
        if known is None or known[0] == sealed:
            raise NotToSeal(f"{month:%Y-%m}: sealed {known and known[0]}")
        row = {"month": month, "sealed": sealed, "reason": reason.strip(), "author": author}
        return written.append(con, "seal", row)
