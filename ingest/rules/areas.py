"""Checks a workbook of counties and towns: what each row says, sums against the area above, the
month before. In SQL beside the warehouse: it is long."""

from collections.abc import Callable, Iterator

import duckdb

from catalog import Catalog
from ingest.bounded_problems import Collected
from ingest.problems import Problem, problem
from ingest.rules.compared import Pair
from ingest.rules.continuity import COPIED, FEWEST_TO_COMPARE, level_problem
from ingest.rules.difference import Change, Difference, Move
from ingest.rules.published_before import Known, Past
from ingest.rules.staging import Staged, stage
from ingest.tables import cover
from ingest.tables.area_rows import Reader
from ingest.tables.areas import AreaTable, check_headers
from ingest.tables.locate import locate
from ingest.workbook import sandbox
from ingest.workbook.sheets import Sheet, address
from warehouse.kind import Warehouse
from warehouse.loads import Observation
from words.names import AREA_SHEETS
from words.numbers import grouped

_LISTED = 1000  # of the differences from the month as published
_NAMED = 10  # areas in one sentence
_CHANCE = 30
# E9 stands before AA9
_FIRST = "min_by(source_cell, printf('%9d %s', length(source_cell), source_cell))"


def read(
    checked,
    heads: list[Sheet],
    tables: list[AreaTable],
    catalog: Catalog,
    begin: Callable[[], None],
) -> None:
    """Fill in what the tables hold, and the problems of reading them: no rule, no past."""
    found = check_headers(tables, catalog)
    checked.cover, problems = cover.read_cover(heads, found)
    checked.problems = [*found.problems, *problems, *_beside(heads, tables, catalog)]
    if checked.cover is None or any(
        p.code in ("table-duplicated", "area-column-missing") for p in found.problems
    ):
        return
    begin()
    collected = Collected()
    readers = {t.title: Reader(t, checked.cover, catalog, collected) for t in tables}
    checked.staged = stage(_rows(checked.data, heads, readers, collected))
    for reader in readers.values():
        reader.finish()
    checked.tables = {reader.area.level: len(reader.rows) for reader in readers.values()}
    for level, title in AREA_SHEETS.items():
        if level not in checked.tables:
            collected.add(
                problem("table-absent" if checked.cover.partial else "table-missing", table=title)
            )
    checked.problems += collected.all()


def _beside(heads: list[Sheet], tables: list[AreaTable], catalog: Catalog) -> Iterator[Problem]:
    """Sheets that are no table of counties or towns: one of the monthly report would be lost
    without a word."""
    others = [s for s in heads if s.cells and s.title not in {t.title for t in tables}]
    reports = {t.sheet.title: t for found in locate(others, catalog).values() for t in found}
    for sheet in others:
        if sheet.title in reports:
            table = reports[sheet.title]
            yield problem(
                "report-beside-areas", sheet.title, address(table.header, table.key_column)
            )
        elif not any(cover.COVER_FIELD.fullmatch(c.text.strip()) for c in sheet.cells.values()):
            yield problem("sheet-ignored", sheet.title, address(*min(sheet.cells)))


def _rows(
    data: bytes, heads: list[Sheet], readers: dict[str, Reader], collected: Collected
) -> Iterator:
    for part in sandbox.read_slices(data, heads):
        if isinstance(part, Problem):
            collected.add(part)
        elif part.title in readers:
            yield from readers[part.title].read(part)


def check(checked, catalog: Catalog, warehouse: Warehouse | None) -> None:
    """Every rule on the staged rows, and their difference from what is published."""
    if checked.staged is None:
        return
    additive = [i.code for i in catalog.indicators if i.additive]
    with checked.staged.beside(warehouse) as con:
        collected = Collected()
        collected.add(*_within(con, checked.staged, additive, catalog))
        if warehouse is not None and warehouse.exists():
            collected.add(*_against_report(con, checked, additive, catalog))
            if checked.past.before and not checked.cover.partial:
                collected.add(*_against_before(con, checked.staged, checked.past, catalog))
            checked.difference = _difference(con, checked.staged, checked.past, catalog)
        checked.problems += collected.all()


def _fetched(con: duckdb.DuckDBPyConnection, query: str, parameters: dict) -> Iterator[dict]:
    """Rows as dictionaries, a thousand at a time."""
    cursor = con.execute(query, parameters)
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(1000):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


# sums


def _within(con, staged: Staged, additive: list[str], catalog: Catalog) -> Iterator[Problem]:
    """Towns against their county in the same workbook.

    Tolerance: half a unit of every last decimal printed.
    """
    query = f"""
        SELECT whole.indicator_code, whole.area_code, whole.token, whole.source_sheet,
            whole.source_cell, part.value AS parts
        FROM (
            FROM {staged.source}
            WHERE value IS NOT NULL AND list_contains($additive, indicator_code)
        ) whole
        JOIN (
            SELECT parent_code, indicator_code, sum(value) AS value,
                sum(0.5 / 10 ** decimals) AS slack
            FROM {staged.source}
            WHERE value IS NOT NULL
            GROUP BY parent_code, indicator_code
        ) part ON part.parent_code = whole.area_code AND part.indicator_code = whole.indicator_code
        WHERE part.value > whole.value + part.slack + 0.5 / 10 ** whole.decimals"""  # noqa: S608, our own path
    for row in _fetched(con, query, {"additive": additive}):
        yield problem(
            "areas-exceed-area",
            row["source_sheet"],
            row["source_cell"],
            label=catalog.indicator(row["indicator_code"]).name,
            area=catalog.areas.by_code[row["area_code"]].name,
            sum=grouped(row["parts"]),
            found=row["token"],
        )


def _against_report(con, checked, additive: list[str], catalog: Catalog) -> Iterator[Problem]:
    """Counties, and the towns right below a city, against their city in the month's report.

    The largest of them is where a person should look.
    """
    query = f"""
        WITH part AS (
            SELECT parent_code, indicator_code, sum(value) AS value,
                sum(0.5 / 10 ** decimals) AS slack, arg_max(source_sheet, value) AS source_sheet,
                arg_max(source_cell, value) AS source_cell
            FROM {checked.staged.source}
            WHERE value IS NOT NULL AND list_contains($additive, indicator_code)
            GROUP BY parent_code, indicator_code
        )
        SELECT p.*, o.token, o.source_sheet || '!' || o.source_cell AS other
        FROM observation o
        JOIN live_load l ON l.load_id = o.load_id AND l.dataset = 'report' AND l.month = $month
        JOIN part p ON p.parent_code = o.member_code AND p.indicator_code = o.indicator_code
        WHERE p.value > o.value + p.slack + 0.5 / 10 ** o.decimals"""  # noqa: S608, our own path
    for row in _fetched(con, query, {"additive": additive, "month": checked.cover.month}):
        yield problem(
            "areas-exceed-report",
            row["source_sheet"],
            row["source_cell"],
            label=catalog.indicator(row["indicator_code"]).name,
            area=catalog.areas.by_code[row["parent_code"]].name,
            sum=grouped(row["value"]),
            stated=row["token"],
            other=row["other"],
        )


# against the month before


def _pairs(staged: Staged) -> str:
    """Staged rows beside the same figure of an earlier load, $before."""
    return f"""
        SELECT n.*, t.value AS then_value, t.token AS then_token, t.decimals AS then_decimals
        FROM {staged.source} n
        JOIN (FROM area_observation WHERE load_id = $before) t
            ON t.indicator_code = n.indicator_code AND t.area_code = n.area_code"""  # noqa: S608, our own path


def _against_before(con, staged: Staged, past: Past, catalog: Catalog) -> Iterator[Problem]:
    before, month = {"before": past.before.load_id}, f"{past.before.month:%Y-%m}"
    copied = list(_copies(con, staged, before, month))
    yield from copied
    if not copied:  # one cause: every other rule would repeat it
        yield from _blanks(con, staged, before, month, catalog)
        # Only what a rule can object to is fetched: of 86,000 figures a few.
        # Below 30 units of the last decimal a doubling is chance: a town with 3 visitors has 6 the
        # month after.
        suspects = f"""
            FROM ({_pairs(staged)})
            WHERE (value < then_value OR abs(value - then_value) > 0.1 * then_value)
                AND greatest(value * 10 ** decimals, then_value * 10 ** then_decimals)
                    >= {_CHANCE}"""
        for row in _fetched(con, suspects, before):
            found = level_problem(_pair(row, catalog), past)
            if found:
                yield found


def _copies(con, staged: Staged, before: dict, month: str) -> Iterator[Problem]:
    query = f"""
        SELECT source_sheet, level, count(*) AS total,
            count(*) FILTER (value = then_value) AS same, {_FIRST} AS source_cell
        FROM ({_pairs(staged)})
        WHERE value IS NOT NULL AND then_value IS NOT NULL
        GROUP BY source_sheet, level
        HAVING total >= {FEWEST_TO_COMPARE} AND same >= {COPIED} * total"""  # noqa: S608, our own path and numbers
    for row in _fetched(con, query, before):
        yield problem(
            "copy-of-previous",
            row["source_sheet"],
            row["source_cell"],
            table=AREA_SHEETS[row["level"]],
            same=row["same"],
            total=row["total"],
            before=month,
        )


def _blanks(con, staged: Staged, before: dict, month: str, catalog: Catalog) -> Iterator[Problem]:
    """Areas that fell silent altogether, and per column those that left one figure out."""
    silent = f"""
        WITH quiet AS (
            SELECT source_sheet, area_code, {_FIRST} AS cell
            FROM ({_pairs(staged)})
            GROUP BY source_sheet, area_code
            HAVING count(value) = 0 AND count(then_value) > 0
        )"""  # noqa: S608, our own path
    whole = (
        f"{silent} SELECT source_sheet, list(area_code ORDER BY area_code) AS areas, min_by(cell, "  # noqa: S608
        "area_code) AS cell FROM quiet GROUP BY source_sheet"
    )
    for row in _fetched(con, whole, before):
        yield problem(
            "areas-not-reported",
            row["source_sheet"],
            row["cell"],
            count=len(row["areas"]),
            labels=_names(row["areas"], catalog),
            before=month,
        )
    single = f"""
        {silent}
        SELECT source_sheet, indicator_code, list(area_code ORDER BY area_code) AS areas,
            min_by(source_cell, area_code) AS cell
        FROM ({_pairs(staged)})
        WHERE value IS NULL AND then_value IS NOT NULL
            AND area_code NOT IN (SELECT area_code FROM quiet)
        GROUP BY source_sheet, indicator_code"""  # noqa: S608, our own path
    for row in _fetched(con, single, before):
        yield problem(
            "areas-value-missing",
            row["source_sheet"],
            row["cell"],
            label=catalog.indicator(row["indicator_code"]).name,
            count=len(row["areas"]),
            labels=_names(row["areas"], catalog),
            before=month,
        )


def _names(codes: list[str], catalog: Catalog) -> str:
    areas = catalog.areas
    named = "、".join(areas.full_name(code) for code in codes[:_NAMED])
    return named + ("等" if len(codes) > _NAMED else "")


def _pair(row: dict, catalog: Catalog) -> Pair:
    indicator = catalog.indicator(row["indicator_code"])
    now = Observation(
        row["month"],
        indicator.code,
        row["area_code"],
        indicator.measures[0],
        row["value"],
        None,
        row["token"],
        row["decimals"],
        row["source_sheet"],
        row["source_cell"],
    )
    return Pair(indicator, now, Known(row["then_value"], row["then_token"], row["then_decimals"]))


# what publishing would change


def _difference(con, staged: Staged, past: Past, catalog: Catalog) -> Difference:
    return Difference(
        *(_changes(con, staged, past, catalog) if past.same else ({}, [])),
        _moves(con, staged, past, catalog) if past.before else [],
    )


def _changes(
    con, staged: Staged, past: Past, catalog: Catalog
) -> tuple[dict[str, int], list[Change]]:
    """Against the month as published: how many of each kind, and the first of them."""
    differing = f"""
        FROM (
            SELECT coalesce(n.indicator_code, t.indicator_code) AS indicator_code,
                coalesce(n.area_code, t.area_code) AS area_code,
                n.* EXCLUDE (indicator_code, area_code), t.value AS then_value,
                t.token AS then_token, t.decimals AS then_decimals,
                CASE WHEN t.load_id IS NULL THEN '新增'
                    WHEN n.token IS NULL THEN '删除' ELSE '改动' END AS kind
            FROM {staged.source} n
            FULL JOIN (FROM area_observation WHERE load_id = $same) t
                ON t.indicator_code = n.indicator_code AND t.area_code = n.area_code
            WHERE t.load_id IS NULL OR n.token IS NULL OR n.token <> t.token
                OR n.value IS DISTINCT FROM t.value
        )"""  # noqa: S608, our own path
    same = {"same": past.same.load_id}
    counts = dict(
        con.execute(
            f"SELECT kind, count(*) {differing} GROUP BY kind ORDER BY kind", same
        ).fetchall()
    )
    rows = _fetched(con, f"{differing} ORDER BY indicator_code, area_code LIMIT {_LISTED}", same)
    return counts, [_change(row, catalog) for row in rows]


def _change(row: dict, catalog: Catalog) -> Change:
    pair = _pair(row, catalog)
    key = (row["indicator_code"], row["area_code"], pair.now.measure)
    return Change(
        key,
        None if row["kind"] == "新增" else pair.then,
        None if row["kind"] == "删除" else pair.now,
    )


def _moves(con, staged: Staged, past: Past, catalog: Catalog, most: int = 10) -> list[Move]:
    """The biggest moves against the month before, biggest first."""
    rates = [i.code for i in catalog.indicators if i.kind == "rate"]
    query = f"""
        SELECT *, list_contains($rates, indicator_code) AS is_rate,
            CASE WHEN is_rate THEN value - then_value
                ELSE 100.0 * (value - then_value) / then_value END::DOUBLE AS size
        FROM ({_pairs(staged)})
        WHERE value IS NOT NULL AND then_value <> 0
        ORDER BY abs(size) DESC, indicator_code, area_code
        LIMIT {most}"""  # noqa: S608, our own path
    rows = _fetched(con, query, {"before": past.before.load_id, "rates": rates})
    return [
        Move(
            _pair(row, catalog).now,
            _pair(row, catalog).then,
            row["size"],
            "百分点" if row["is_rate"] else "%",
        )
        for row in rows
    ]
