"""One load and its rows: the records, how they are appended to a warehouse, and what must hold of
them. Called inside `publisher.change`."""

import datetime as dt
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal

import duckdb

from warehouse import structure
from warehouse.faults import WarehouseBroken
from words.clock import utc_now


@dataclass(frozen=True)
class Load:
    """One publication: which file, of which month (None for public figures), by whom.

    `workbook` holds the file's bytes; `signed_by` is who signed what `loaded_by` prepared.
    """

    dataset: str
    month: dt.date | None
    origin: str
    partial: bool
    simulated: bool
    file_name: str
    sha256: str
    workbook: bytes
    loaded_by: str
    issue_no: str | None = None
    issued_on: dt.date | None = None
    source_title: str | None = None
    source_url: str | None = None
    reverts: int | None = None
    withdrawn: bool = False
    signed_by: str | None = None


@dataclass(frozen=True)
class Observation:
    """One cell of a report: value in the indicator's unit (None = blank), the printed token, and
    where it stands."""

    month: dt.date
    indicator_code: str
    member_code: str
    measure: str
    value: Decimal | None
    bound: str | None
    token: str
    decimals: int | None
    source_sheet: str
    source_cell: str

    @property
    def number(self) -> Decimal:
        """The value of a cell that is not blank; raises ValueError where it is."""
        if self.value is None:
            raise ValueError(f"{self.source_sheet}!{self.source_cell} is blank")
        return self.value

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed decimal: what rounding may have moved it by."""
        if self.decimals is None:
            raise ValueError(f"{self.source_sheet}!{self.source_cell} is blank")
        return Decimal(5).scaleb(-self.decimals - 1)


@dataclass(frozen=True)
class Citation:
    """The public page that the observation at this cell stands on."""

    source_sheet: str
    source_cell: str
    title: str | None
    url: str
    grade: str | None
    note: str | None


@dataclass(frozen=True)
class TextFigure:
    """One number of a report's sentences: the system it is about ('' for none), its section
    (二（四）), what it counts, its value in `unit`, the printed token, and where it stands."""

    month: dt.date
    system_code: str
    section: str
    name: str
    value: Decimal
    bound: str | None
    unit: str
    token: str
    decimals: int
    note: str
    source_sheet: str
    source_cell: str


@dataclass(frozen=True)
class Reason:
    """Why a problem was published all the same, or why a load was taken back."""

    code: str
    source_sheet: str
    source_cell: str
    message: str
    reason: str


@dataclass(frozen=True)
class AreaRows:
    """Rows of area_observation without their load, as an SQL source: they are too many to pass
    through Python. `keeps`: what must live until then."""

    source: str
    keeps: object = None


@dataclass(frozen=True)
class Contents:
    """The rows of one load."""

    observations: list[Observation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    areas: AreaRows | None = None
    texts: list[TextFigure] = field(default_factory=list)


def insert_load(con: duckdb.DuckDBPyConnection, load: Load, contents: Contents) -> int:
    """Append one load with its rows; returns its number."""
    [(load_id,)] = con.execute("SELECT coalesce(max(load_id), 0) + 1 FROM load").fetchall()
    insert_rows(con, asdict(load) | {"load_id": load_id, "loaded_at": utc_now()}, contents)
    return load_id


def insert_rows(con: duckdb.DuckDBPyConnection, row: dict, contents: Contents) -> None:
    """Append a load's row, its number and time included, and what it holds."""
    load_id = row["load_id"]
    structure.insert_row(con, "load", row)
    tables = (
        ("observation", Observation, contents.observations),
        ("citation", Citation, contents.citations),
        ("reason", Reason, contents.reasons),
        ("text_figure", TextFigure, contents.texts),
    )
    for table, kind, rows in tables:
        columns = {f.name: [getattr(r, f.name) for r in rows] for f in fields(kind)}
        structure.insert_columns(con, table, {"load_id": [load_id] * len(rows)} | columns)
    if contents.areas:
        # In this order a month of 86,000 rows takes a third less room than in that of the sheet.
        con.execute(
            f"INSERT INTO area_observation SELECT {load_id}, * FROM {contents.areas.source} "  # noqa: S608
            "ORDER BY indicator_code, area_code"
        )
        raise_broken(con, {rule: query.format(load_id) for rule, query in _AREA_RULES.items()})


def area_rows_of(load_id: int) -> AreaRows:
    """What an earlier load says of counties and towns."""
    return AreaRows(f"(SELECT * EXCLUDE (load_id) FROM area_observation WHERE load_id = {load_id})")  # noqa: S608, a number


# Of ten million rows only those that arrive are looked at, as they arrive: loads never change
# afterwards.
_AREA_RULES = {
    "two area observations of one load share month, indicator and area": (
        "SELECT 1 FROM area_observation WHERE load_id = {} GROUP BY indicator_code, area_code, "
        "month HAVING count(*) > 1"
    ),
    "an area observation is of another month than its load": (
        "SELECT 1 FROM area_observation o JOIN load l USING (load_id) WHERE o.load_id = {} AND "
        "o.month IS DISTINCT FROM l.month"
    ),
    "an area observation's indicator is not reported at its area's level": (
        "SELECT 1 FROM (FROM area_observation WHERE load_id = {}) o LEFT JOIN area a "
        "ON a.code = o.area_code LEFT JOIN indicator i ON i.code = o.indicator_code "
        "WHERE (a.level = 'county' AND i.down_to IN ('county', 'town') OR a.level = 'town' AND "
        "i.down_to = 'town') IS NOT TRUE"
    ),
}


def raise_broken(con: duckdb.DuckDBPyConnection, rules: dict[str, str]) -> None:
    """Raise WarehouseBroken with the first rule whose query finds a row."""
    numbered = [f"(SELECT {n} FROM ({query}) LIMIT 1)" for n, query in enumerate(rules.values())]  # noqa: S608, our own queries
    broken = con.execute(" UNION ALL ".join(numbered) + " ORDER BY 1").fetchone()
    if broken:
        raise WarehouseBroken(list(rules)[broken[0]])
