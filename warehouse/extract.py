"""The rows of every download in stable order, in a file of their own: pages count and preview them,
addresses stream them, memory stays flat.

Sorting a million rows when they are asked for takes 1.2 GB. Here they are sorted once per published
file, some months at a time.
"""

import contextlib
import datetime as dt
import functools
import os
import pathlib
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, cast

import duckdb

from catalog import REGION_CODES, Indicator, catalog
from warehouse import configured_warehouse, connect, quoted, structure
from warehouse.kind import Source, Warehouse
from warehouse.reader import Opened, Reader, question_text, set_time, time_looked_at
from warehouse.scratch import Scratch
from words.clock import months_before

FILTERS = (
    "months",
    "tables",
    "platforms",
    "indicators",
    "members",
    "regions",
    "measures",
    "origins",
)
ROWS_AT_MOST = 2**62
NO_COLUMN = "无数值"  # what a wide form has where no figure fits
_SLICE = 50_000  # observations: a slice of the views then fits into 120 MB
# Behind a question: its numbers as texts with the decimals that their source prints (1125, 162.60).
PRINTED = " printed"
_AS_TEXT, _AS_NUMBER = "printed(value, decimals)", "value::DOUBLE"
_KINDS = {
    "csv": "FORMAT csv, HEADER",
    "parquet": "FORMAT parquet, ROW_GROUP_SIZE 61440",
    "json": "FORMAT json, ARRAY true",
}


class Extract(Reader):
    """Answers like a Reader, from the stored rows; and writes answers to files."""

    def __init__(self, warehouse: Warehouse, as_of: int | None = None):
        super().__init__(warehouse, as_of)
        self._turns = threading.Semaphore(2)  # two files at a time keep memory flat

    def answer_file(self, question: str, kind: str, **parameters) -> BinaryIO:
        """The answer as a CSV, Parquet or JSON file, open for reading; nobody has to remove it.

        Only a CSV is opened by programs that run text, so only there text is made harmless.
        """

        def copy(opened: Opened) -> BinaryIO:
            text = self._question(opened, question + PRINTED * (kind == "csv"), parameters)
            with self._turns, opened.con.cursor() as cursor, _target(opened) as target:
                if kind == "csv":
                    text = f"SELECT {_harmless(cursor, text, parameters)} FROM ({text})"  # noqa: S608, our own text and columns
                cursor.execute(f"COPY ({text}) TO {quoted(target)} ({_KINDS[kind]})", parameters)
                return open(target, "rb")

        return self._attempt(copy)

    def file(self, write: Callable[[pathlib.Path], object]) -> BinaryIO:
        """What `write` writes, open for reading; all it asks meanwhile is answered from one
        state."""
        with self.held() as opened, _target(opened) as target:
            write(target)
            return open(target, "rb")

    def _question(self, opened: Opened, question: str, parameters: dict) -> str:
        value = _AS_TEXT if question.endswith(PRINTED) else _AS_NUMBER
        question = question.removesuffix(PRINTED)
        columns = {"wide_figures": self._figure_columns, "wide_area_rows": _area_columns}.get(
            question
        )
        text = question_text(question).replace(_AS_NUMBER, value)
        if columns is None:
            return text
        return text.replace(
            "/*columns*/", ", ".join(columns(opened, parameters, value)) or f"NULL AS {NO_COLUMN}"
        )

    def _figure_columns(self, opened: Opened, parameters: dict, value: str) -> list[str]:
        chosen = {name: parameters[name] for name in FILTERS}
        return [
            _wide_column(
                f"indicator_code = '{row['indicator_code']}' AND measure = '{row['measure']}'",
                row["label"],
                value,
            )
            for _, row in self._ask(opened, "figure_columns", chosen).iterrows()
        ]

    def _open(self, source: Source | None) -> Opened:
        folder = Scratch("extract")
        con = connect(
            f"{folder.name}/rows.duckdb",
            {"memory_limit": "192MB", "temp_directory": f"{folder.name}/spill"},
        )
        if source is None:
            structure.create(con, catalog())
        else:
            self.warehouse.open_into(con, source)
            store(con, self.as_of)
        con.execute(f"SET allowed_directories = ['{folder.name}/']")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        return Opened(source, con, folder=folder)


@contextlib.contextmanager
def _target(opened: Opened) -> Iterator[pathlib.Path]:
    """A file beside the rows; its name goes with the block, its space when it is closed."""
    folder = pathlib.Path(cast(Scratch, opened.folder).name)
    folder.mkdir(exist_ok=True)  # a machine may clear its temporary folder meanwhile
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield pathlib.Path(name)
    finally:
        pathlib.Path(name).unlink(missing_ok=True)


def store(con: duckdb.DuckDBPyConnection, as_of: int | None) -> None:
    """Table download_row: the rows of the view, a few months at a time, newest first."""
    con.execute("ALTER VIEW observation RENAME TO every_observation")
    con.execute("CREATE VIEW observation AS FROM every_observation")
    structure.write_views(con)
    set_time(con, as_of)
    con.execute("CREATE TABLE stored AS FROM download_row LIMIT 0")
    for first, last in _slices(con):
        # A month's figures follow from its own observations and, where they are derived, from the
        # next month's.
        con.execute(
            "CREATE OR REPLACE VIEW observation AS FROM every_observation WHERE month "
            f"BETWEEN '{first}' AND DATE '{last}' + INTERVAL 1 MONTH"
        )
        con.execute(
            f"INSERT INTO stored FROM download_row WHERE month BETWEEN '{first}' AND '{last}'"
        )
    con.execute("CREATE OR REPLACE VIEW observation AS FROM every_observation")
    con.execute("DROP VIEW download_row")
    con.execute("ALTER TABLE stored RENAME TO download_row")


def _slices(con: duckdb.DuckDBPyConnection) -> list[tuple[dt.date, dt.date]]:
    """(first, last) month of each slice, newest first and without a gap: a month that nobody
    reported can still be derived from the next."""
    counts = con.execute(
        "SELECT month, count(*) FROM every_observation GROUP BY month ORDER BY month DESC"
    ).fetchall()
    slices: list[tuple[dt.date, dt.date]] = []
    held = 0
    for month, count in counts:
        if not slices or held + count > _SLICE:
            slices.append((month, months_before(slices[-1][0], 1) if slices else month))
            held = 0
        slices[-1], held = (month, slices[-1][1]), held + count
    return [*slices[:-1], (months_before(slices[-1][0], 1), slices[-1][1])] if slices else []


def area_columns(level: str, chosen: Sequence[str]) -> list[Indicator]:
    """The indicators of the wide form of counties or towns: those that reach the level, or of them
    the chosen ones."""
    return [i for i in catalog().indicators_of(level) if not chosen or i.code in chosen]


def _area_columns(_: Opened, parameters: dict, value: str) -> list[str]:
    names, shown = (
        catalog().platform_names,
        area_columns(parameters["level"], parameters["indicators"]),
    )
    return [
        _wide_column(
            f"indicator_code = '{i.code}'", f"{names[i.platform]} {i.name}（{i.unit}）", value
        )
        for i in shown
    ]


def _wide_column(rows: str, name: str, value: str) -> str:
    """The one value that `rows` leaves of a group, as a column."""
    return f"""max({value}) FILTER ({rows}) AS "{name.replace('"', '""')}\""""


def _harmless(cursor: duckdb.DuckDBPyConnection, text: str, parameters: dict) -> str:
    columns = cursor.execute(f"DESCRIBE {text}", parameters).fetchall()
    return ", ".join(
        f'harmless("{name}") AS "{name}"' if kind == "VARCHAR" else f'"{name}"'
        for name, kind, *_ in columns
    )


def filters(**chosen: list[str]) -> dict[str, list[str]]:
    """All filters of a download, in one order, so that the same choice is the same question."""
    unknown = set(chosen) - set(FILTERS)
    if unknown:
        raise TypeError(f"unknown filter {sorted(unknown)}, expected some of {FILTERS}")
    regions = [REGION_CODES[code] for code in chosen.get("regions", ())]
    return {name: list(chosen.get(name, ())) for name in FILTERS} | {"regions": regions}


@functools.lru_cache(maxsize=4)
def _extract(warehouse: Warehouse, as_of: int | None) -> Extract:
    return Extract(warehouse, as_of)


def extract() -> Extract:
    """The extract of the warehouse that KPI_WAREHOUSE names, at the time this script run or request
    looks at."""
    return _extract(configured_warehouse(), time_looked_at())
