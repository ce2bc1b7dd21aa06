"""The only way a warehouse changes: in one transaction, verified before it shows. Readers are never
blocked or torn."""

import contextlib
from collections.abc import Iterator

import duckdb

from catalog import Catalog
from warehouse import structure
from warehouse.answering import DAMAGE, answering, give_up
from warehouse.faults import Unavailable
from warehouse.kind import Warehouse
from warehouse.loads import raise_broken


class Unchanged(Exception):
    """Raised inside `change` to leave what is published exactly as it is."""


@contextlib.contextmanager
def change(
    warehouse: Warehouse, catalog: Catalog, fresh: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse (a new one if there is none, or if `fresh`) whose changes all
    show when the block ends well, or never.

    One writer at a time; the others wait. Raises Unavailable where nothing can be written.
    """
    with warehouse.writing(fresh) as con:
        if structure.has(con, "meta"):
            structure.require_known(con)
        else:
            structure.create(con, catalog)
        yield con
        # What a database constraint would hold. A statement that failed
        # unnoticed fails here again, where COMMIT alone would silently roll back.
        raise_broken(con, _RULES)
        con.execute("COMMIT")


@contextlib.contextmanager
def reading(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to what is published, for a writer that must look before it changes.

    Raises FileNotFoundError where nothing is, Unavailable where it does not read.
    """
    source = answering(warehouse)
    if source is None:
        raise FileNotFoundError(f"no warehouse at {warehouse}")
    try:
        with warehouse.reading(source) as con:
            yield con
    except DAMAGE as error:
        give_up(warehouse, source, error)
        raise Unavailable("damaged", error) from error


def read(warehouse: Warehouse, query: str, parameters: list | None = None) -> list[tuple]:
    """Rows of one query to what is published."""
    with reading(warehouse) as con:
        return con.execute(query, parameters or []).fetchall()


_RULES = {
    "two observations of one load share month, indicator, member and measure": (
        "SELECT 1 FROM observation GROUP BY load_id, month, indicator_code, member_code, measure "
        "HAVING count(*) > 1"
    ),
    "a citation has no observation": (
        "SELECT 1 FROM citation ANTI JOIN observation USING (load_id, source_sheet, source_cell)"
    ),
    "an observation has no load": "SELECT 1 FROM observation ANTI JOIN load USING (load_id)",
    "an observation's indicator is not in the catalogue": (
        "SELECT 1 FROM observation o ANTI JOIN indicator i ON i.code = o.indicator_code"
    ),
    "an observation's measure is not one of its indicator's": (
        "SELECT 1 FROM observation o JOIN indicator i ON i.code = o.indicator_code WHERE NOT "
        "list_contains(i.measures, o.measure)"
    ),
    "an observation's member is neither the province, a city nor a stage": (
        "SELECT 1 FROM observation o ANTI JOIN (SELECT province() AS code UNION ALL SELECT code "
        "FROM city UNION ALL SELECT code FROM stage) m ON m.code = o.member_code"
    ),
    "two text figures of one load share system, section and name": (
        "SELECT 1 FROM text_figure GROUP BY load_id, system_code, section, name HAVING count(*) > 1"
    ),
    "a text figure has no load of its month": (
        "SELECT 1 FROM text_figure t ANTI JOIN load l ON l.load_id = t.load_id "
        "AND l.month = t.month"
    ),
    "a text figure's system is not in the catalogue": (
        "SELECT 1 FROM text_figure t ANTI JOIN system s ON s.code = t.system_code "
        "WHERE t.system_code <> ''"
    ),
    "an area observation has no load": (
        "SELECT 1 FROM (SELECT DISTINCT load_id FROM area_observation) ANTI JOIN load USING "
        "(load_id)"
    ),
    "a month is not the first of a month": "SELECT 1 FROM observation WHERE day(month) <> 1",
    "simulated and real loads are mixed": "SELECT 1 FROM load HAVING count(DISTINCT simulated) > 1",
}
