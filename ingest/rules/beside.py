"""A workbook's figures beside what is published, where the warehouse's own rules are asked.

A report stands with the months around it in an in-memory warehouse that has today's catalogue; the
views that the rules need are written into their question. Counties and towns are long: they stay
in their file, beside the warehouse they would be published in.
"""

import contextlib
import functools
import itertools
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import duckdb

from catalog import Catalog
from ingest.cover import Cover
from ingest.rules.published_before import Live, Published
from ingest.rules.staging import Staged
from warehouse import connect, forget_dropped, publisher, structure, view_files
from warehouse.kind import Warehouse
from warehouse.loads import Observation
from words.clock import utc_now

_CATALOGUE = ("platform", "stage", "city", "indicator", "rule", "daily_average")
_FIGURE = "indicator_code, member_code, measure, value, token, decimals, source_sheet, source_cell"
_ROLES = ("earlier", "before", "same", "mine", "after")  # the numbers of their loads
# A few hundred rows: 30 ms a month instead of 40.
_SMALL = {"threads": "1", "default_block_size": "16384", "temp_directory": ""}
# Otherwise the rules take 24 ms after 400 checks instead of 17; freeing takes 7.
_CHECKS_UNTIL_FREED = 8
_COLUMNS = ("month", *_FIGURE.split(", "))  # what rules read of an observation


@dataclass(frozen=True)
class Beside:
    """Answers the questions of warehouse/arrival/."""

    con: duckdb.DuckDBPyConnection
    tables: str  # the WITH clause that gives the questions their tables

    def ask(self, question: str, **parameters) -> Iterator[dict]:
        """Rows as dictionaries, a thousand at a time."""
        self.con.execute(f"{self.tables} FROM ({view_files.ARRIVAL[question]})", parameters)
        names = [column[0] for column in self.con.description]
        while rows := self.con.fetchmany(1000):
            yield from (dict(zip(names, row)) for row in rows)


@dataclass(frozen=True)
class ReportBeside(Beside):
    """Planning a rule takes ten times as long as asking it: every statement is prepared once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    prepared: set[str] = field(default_factory=set)
    checks: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def ask(self, question: str, **parameters) -> Iterator[dict]:
        statement = view_files.ARRIVAL[question]
        for name, value in parameters.items():  # a plan with parameters is made anew each time
            statement = statement.replace(f"${name}", f"'{value}'")
        prepared = "_".join((question, *map(str, parameters.values())))
        if prepared not in self.prepared:
            # rules read printed_figure, which has none of these: not planned they save 4 of 70 ms
            tables = view_files.with_views(statement, empty="derived") or self.tables
            self.con.execute(f"PREPARE {prepared} AS {tables} FROM ({statement})")
            self.prepared.add(prepared)
        self.con.execute(f"EXECUTE {prepared}")
        names = [column[0] for column in self.con.description]
        return iter([dict(zip(names, row)) for row in self.con.fetchall()])

    def replace_mine(self, rows: Iterable[Observation]) -> None:
        self.con.execute(f"DELETE FROM observation WHERE load_id = {_ROLES.index('mine')}")  # noqa: S608
        self.put({"mine": rows})

    def put(self, rows: dict[str, Iterable[Observation]]) -> None:
        """Role → what stands in it, in one statement: of a month each takes 2 ms."""
        there = [(_ROLES.index(role), o) for role, some in rows.items() for o in some]
        columns = {name: [getattr(o, name) for _, o in there] for name in _COLUMNS}
        numbers = {"load_id": [number for number, _ in there]}
        structure.insert_columns(self.con, "observation", numbers | columns)


_engines: dict[str, ReportBeside] = {}
_making = threading.Lock()


def _desk(catalog: Catalog) -> ReportBeside:
    """One per process and catalogue. Each check works in a transaction that is never committed."""
    with _making:
        if catalog.version not in _engines:
            con = connect(config=_SMALL)
            # A plan outlives the rows that it was made for, and of a few hundred rows what a join
            # filters its other side by costs a twelfth of the rules and saves nothing.
            left_out = "statistics_propagation,join_filter_pushdown"
            con.execute(f"SET disabled_optimizers = '{left_out}'")
            con.execute(structure.SCHEMA + view_files.MACROS)
            # Nobody looks back here, and what reads a variable is planned anew every time.
            con.execute("CREATE OR REPLACE MACRO known(load_id) AS true")
            for table in _CATALOGUE:
                structure.fill(con, table, catalog)
            mine, before, same = (_ROLES.index(role) for role in ("mine", "before", "same"))
            tables = _tables(
                catalog,
                _of_report(mine, "table_name AS level, '' AS parent_code,"),
                _of_report(before),
                _of_report(same),
            )
            _engines[catalog.version] = ReportBeside(con, tables)
        return _engines[catalog.version]


@contextlib.contextmanager
def report_beside(
    rows: Iterable[Observation], partial: bool, published: Published, catalog: Catalog
) -> Iterator[ReportBeside]:
    """A report's observations as a load of their own, among those of the months around it."""
    desk = _desk(catalog)
    with desk.lock:
        desk.con.execute("BEGIN")
        try:
            mine = Live(0, Cover(published.month, partial=partial), "", utc_now(), tuple(rows))
            roles = published.roles | {"mine": mine}
            desk.put({role: live.rows for role, live in roles.items()})
            loads = ", ".join(
                _LOAD.format(_ROLES.index(role), live.month, live.cover.partial)
                for role, live in roles.items()
                if role != "same"  # mine stands in its place
            )
            desk.con.execute(f"{_LOADS} {loads}")
            yield desk
        finally:
            desk.con.execute("ROLLBACK")
            if next(desk.checks) % _CHECKS_UNTIL_FREED == 0:
                forget_dropped(desk.con)


_LOADS = (
    "INSERT INTO load (load_id, dataset, month, origin, partial, simulated, file_name, sha256, "
    "workbook, withdrawn, loaded_at, loaded_by) VALUES"
)
_LOAD = "({}, 'report', '{}', 'report', {}, false, '', '', '', false, now(), '')"


def _of_report(load_id: int, more: str = "") -> str:
    return (
        f"SELECT {more} {_FIGURE} FROM observation JOIN (SELECT code, table_name FROM "  # noqa: S608
        f"indicator) ON code = indicator_code WHERE load_id = {load_id}"
    )


@contextlib.contextmanager
def areas_beside(
    staged: Staged, published: Published, warehouse: Warehouse | None, catalog: Catalog
) -> Iterator[Beside]:
    """Figures of counties and towns: theirs in their file, the published ones where they are."""
    columns = _FIGURE.replace("member_code, measure", "area_code AS member_code, '' AS measure")

    def of(live: Live | None) -> str:
        return (
            f"SELECT {columns} FROM area_observation WHERE load_id = {live.load_id}"  # noqa: S608
            if live
            else f"SELECT {columns} FROM {staged.source} LIMIT 0"  # noqa: S608
        )

    mine = f"SELECT level, parent_code, {columns} FROM {staged.source}"  # noqa: S608, our own path
    tables = _tables(catalog, mine, of(published.before), of(published.same))
    if warehouse is not None and warehouse.exists():
        with publisher.reading(warehouse) as con:
            yield Beside(con, tables)
        return
    with connect() as con:
        con.execute(view_files.MACROS)
        yield Beside(con, tables)


def _tables(catalog: Catalog, staged: str, before: str, same: str) -> str:
    return f"""
        WITH {_constants(catalog)},
        staged AS (
            SELECT f.*, k.* EXCLUDE (code), regexp_extract(source_cell, '[0-9]+')::INT AS line,
                lpad(regexp_extract(source_cell, '[A-Z]+'), 3, ' ') AS column_key
            FROM ({staged}) f JOIN expected k ON k.code = f.indicator_code
        ),
        before AS ({before}),
        same AS ({same}),
        pair AS (
            SELECT s.*, b.value AS then_value, b.token AS then_token, b.decimals AS then_decimals
            FROM staged s JOIN before b USING (indicator_code, member_code, measure)
        )"""  # noqa: S608, our own queries


@functools.lru_cache(maxsize=2)
def _constants_of(version: str, rules: tuple, indicators: tuple, averages: frozenset) -> str:
    limit = {code: threshold for code, threshold in rules if threshold is not None}
    usual = (limit["jump-least"], limit["jump-most"])
    by_kind = {
        "stock": (1 / limit["jump-stock"], limit["jump-stock"]),
        "average": (1 - limit["jump-average"] / 100, 1 + limit["jump-average"] / 100),
    }
    known = ", ".join(
        str((code, kind, additive, *(usual if code in averages else by_kind.get(kind, usual))))
        for code, kind, additive in indicators
    )
    limits = ", ".join(str(pair) for pair in limit.items())
    return (
        f"expected(code, kind, additive, least, most) AS (VALUES {known}), "
        f"rule(code, threshold) AS (VALUES {limits})"
    )


def _constants(catalog: Catalog) -> str:
    """Kinds, limits of what one month may do, and thresholds, of today's catalogue; a warehouse may
    have an older one."""
    return _constants_of(
        catalog.version,
        tuple((r.code, r.threshold) for r in catalog.rules),
        tuple((i.code, i.kind, i.additive) for i in catalog.indicators),
        frozenset(d.code for d in catalog.daily_averages),
    )
